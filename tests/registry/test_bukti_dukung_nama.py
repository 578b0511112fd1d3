"""Names of evidence from hostile senders, and uploads whose process dies (security.md S-27, S-28)."""

import io
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.http import FileResponse
from hypothesis import strategies as st

from registry.models import BuktiDukung
from registry.services.berkas_aman import MAKS_NAMA, safe_name
from registry.services.bukti_dukung import bukti_dukung_create
from registry.services.bukti_simpanan import missing, orphans, place
from registry.services.errors import ServiceError
from tests.registry.bukti_contoh import pdf

ROOT = Path(__file__).parents[2]
MATIKAN = 30
BURUK = ["../../x.pdf", "..\\..\\x.pdf", "/etc/passwd", "a;b\r\nX: y.pdf", "x.pdf\0.html", "\u202efdp.exe", "con.pdf",
         "nul", "a" * 300 + ".pdf", ".pdf", "..", "", "   ", '"x".pdf', "%2e%2e%2fx", "x.pdf.exe", "\ud800.pdf", "ﬁ‮x",
         "lpt1.xlsx", "a\u2028b.pdf", "laporan 2023.PDF", "é" * 200]  # fmt: skip
PARTS = st.one_of(
    st.sampled_from(BURUK), st.text(max_size=40), st.sampled_from(["/", "\\", "..", "\r\n", "\0", ";", '"'])
)
NAMES = st.lists(PARTS, max_size=6).map("".join)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        ("a;b\r\nX: y.pdf", "a_b X_ y.pdf"),
        ("x.pdf\0.html", "x.pdf.html.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        (".pdf", "bukti.pdf"),
        ("con.pdf", "_con.pdf"),
        ("Laporan PKS 2023.PDF", "Laporan PKS 2023.pdf"),
        ("foto.jpeg", "foto.pdf"),
        ("a" * 300 + ".pdf", "a" * MAKS_NAMA + ".pdf"),
    ],
)
def test_names_become_safe(name, kept):
    assert safe_name(name, "pdf") == kept


def check_name(name: str) -> None:
    """What a name turns into stays in one header, in one folder, and in the length of a file name."""
    shown = safe_name(name, "pdf")
    assert shown.endswith(".pdf") and shown.isprintable() and len(shown.encode()) <= 255
    assert not re.search(r'[\\/:*?"<>|;%\r\n\0\u202a-\u202e\u2066-\u2069]', shown) and not shown.startswith(".")
    header = FileResponse(io.BytesIO(), as_attachment=True, filename=shown).headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename(=\"[^\"\r\n]+\"|\*=utf-8''[A-Za-z0-9%!#$&+.^_`|~*'()-]+)", header), (
        header
    )


@hypothesis.given(NAMES)
def test_any_name_stays_in_its_header_and_folder(name):
    check_name(name)


@pytest.mark.lama
@hypothesis.given(NAMES)
@hypothesis.settings(max_examples=2000)
def test_two_thousand_names(name):
    check_name(name)


@pytest.mark.django_db
def test_the_place_of_a_file_has_nothing_of_the_senders_name(cast, keluarga_sehat, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in BURUK:
        upload = SimpleUploadedFile("x.pdf", pdf())
        upload._name = name
        bukti_dukung_create(user=cast["dinkes"], kunci=keluarga_sehat, isi={}, berkas=upload)
    places = {path.resolve() for path in tmp_path.rglob("*") if path.is_file() and ".giliran" not in path.name}
    assert places == {place(row.berkas.name) for row in BuktiDukung.objects.all()}
    assert len(places) == len(BURUK)


def test_a_row_cannot_name_a_file_outside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("bukti/../../x", "/etc/passwd", "lambang/x.png", "../x"):
        with pytest.raises(ServiceError):
            place(name)


UNGGAH = """
import os, sys, django
django.setup()
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from registry.models import Pengguna
from registry.services import bukti_dukung
from registry.services.bukti_dukung import bukti_dukung_create
from tests.registry.alur import kunci
user = Pengguna.objects.get(username="dinkes")
content = open(sys.argv[1], "rb").read()
check = bukti_dukung.periksa_berkas

def checked(path):
    found = check(path)
    print("diperiksa", flush=True)
    return found

bukti_dukung.periksa_berkas = checked
print("mulai", flush=True)
while True:
    upload = SimpleUploadedFile("x.pdf", content)
    bukti_dukung_create(user=user, kunci=kunci("lmj19-dinkes-01", "dinkes"), isi={}, berkas=upload)
    print("tersimpan", flush=True)
"""


def database_url() -> str:
    """Of the test's own database, for a process beside it."""
    data = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{data['NAME']}"
    host = data["HOST"] or data["OPTIONS"].get("host", "")
    return f"postgres://{data['USER']}@/{data['NAME']}?host={host}"


@contextmanager
def uploading(folder: Path) -> Iterator[subprocess.Popen]:
    """A process that adds evidence without end; killed, not ended."""
    environment = os.environ | {"DATABASE_URL": database_url(), "MEDIA_ROOT": str(folder / "media")}
    command = [sys.executable, "-c", UNGGAH, str(folder / "isi.pdf")]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, start_new_session=True)
    try:
        assert process.stdout.readline() == b"mulai\n"
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def seconds_to_store(process: subprocess.Popen) -> float:
    """From the end of the check to the commit, of the second upload; the first also makes the draft."""
    for _ in range(3):
        process.stdout.readline()
    start = time.monotonic()
    assert process.stdout.readline() == b"tersimpan\n"
    return time.monotonic() - start


@pytest.mark.lama
@pytest.mark.django_db(transaction=True)
def test_thirty_kills_leave_nothing_half(cast, keluarga_sehat, settings, tmp_path, monkeypatch, capsys):
    """kill -9 between the check of a file and its commit: never a row without its file, and the rest is cleaned up."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "isi.pdf").write_bytes(pdf(300))
    connections.close_all()
    with uploading(tmp_path) as process:
        usual = seconds_to_store(process)
    moments = random.Random(28)
    for number in range(MATIKAN):
        with uploading(tmp_path) as process:
            if number % 5:
                process.stdout.readline()
            time.sleep(moments.uniform(0, 1.5 * usual if number % 5 else 1))
        assert missing() == []
    monkeypatch.setattr("registry.services.bukti_simpanan.BASI", -60)
    lost = orphans()
    for path in lost:
        path.unlink()
    rows = list(BuktiDukung.objects.all())
    left = {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file() and ".giliran" not in path.name}
    with capsys.disabled():
        print(f"\n{MATIKAN} kali dimatikan: {len(rows)} tersimpan, {len(lost)} sisa dibersihkan")
    assert len(rows) >= 3
    assert left == {place(row.berkas.name) for row in rows}
    assert {row.sha256 for row in rows} == {rows[0].sha256}
