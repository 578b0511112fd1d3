"""A worker process that is really killed (SIGKILL), at any statement it sends to the database (security.md S-64).

Whatever the moment: the job ends, once; nothing half done is offered; the next job is not held up.
"""

import os
import random
import signal
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from registry.models import Dokumen, Pekerjaan, Pengguna
from registry.services import dokumen_simpanan
from registry.services import pekerjaan as jasa
from reports import pembekuan, tugas
from reports.acuan import Acuan, naskah_of
from reports.bekukan import Cetakan

pytestmark = pytest.mark.django_db(transaction=True)
KALI = int(os.environ.get("IKU_MATI", "2"))  # of each kind; more by hand
KODE = "lumajang-kecamatan-2020"


@pytest.fixture(autouse=True)
def quick(settings, tmp_path, monkeypatch):
    """A folder of its own, and a print that takes no time."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pembekuan, "draw", lambda rows, segel, kotak: Cetakan(b"%PDF-1.7", 1, (), (), ()))


def ekspor(cast) -> Pekerjaan:
    return jasa.pekerjaan_create(
        user=cast["bappeda_balangan"], jenis="lampiran", judul="Uji", parameter={"bentuk": "docx"}
    )


def bekukan(cast) -> Pekerjaan:
    user: Pengguna = cast["admin"]
    acuan = Acuan("lampiran", kode=KODE)
    naskah = naskah_of(user, acuan, "")
    given = {"acuan": acuan.data, "alamat": "http://x", "sidik": naskah.sidik, "alasan": {"nomor": "Tidak bernomor."}}
    return jasa.pekerjaan_create(
        user=user, jenis="bekukan", judul="Uji", parameter=given | {"jangkar": "#", "kotak": True}
    )


def periksa(cast) -> Pekerjaan:
    given = {"acuan": Acuan("lampiran", kode=KODE).data, "alamat": "http://x", "jangkar": "#"}
    return jasa.pekerjaan_create(user=cast["admin"], jenis="periksa", judul="Uji", parameter=given)


def work(row: Pekerjaan, killed_at: int = 0) -> int:
    """Does the job, here; `killed_at`: this process kills itself before that statement. How many there were."""
    count = 0

    def counting(execute, *args):
        nonlocal count
        count += 1
        if count == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    with connection.execute_wrapper(counting):
        tugas.kerjakan.func(str(row.kunci))
    return count


def dies(row: Pekerjaan, at: int) -> None:
    """A worker process takes the job and is killed."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            work(row, at)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def silence() -> list[str]:
    """The time goes by after which a worker counts as dead; which jobs wait again."""
    Pekerjaan.objects.filter(status="berjalan").update(detak=timezone.now() - timedelta(minutes=1))
    return jasa.pekerjaan_recover()


def check_export(row: Pekerjaan) -> None:
    with zipfile.ZipFile(jasa.berkas(row)) as file:
        assert file.testzip() is None and len(file.namelist()) == 2
    assert [path.name for path in jasa.folder().iterdir()] == [jasa.berkas(row).name]


def check_freezing(row: Pekerjaan) -> None:
    dokumen = Dokumen.objects.get()
    assert (dokumen.kunci, dokumen.history.count()) == (row.kunci, 1)
    assert dokumen_simpanan.read(dokumen) and not dokumen_simpanan.missing()
    assert len(list(dokumen_simpanan.place("dokumen").rglob("*"))) == 2  # its folder and itself


def check_print(row: Pekerjaan) -> None:
    assert row.hasil["halaman"] == 1 and row.hasil["sidik"]
    assert not dokumen_simpanan.place("dokumen").exists()


SEMUA = [(ekspor, check_export), (bekukan, check_freezing), (periksa, check_print)]


@pytest.mark.parametrize(("ask", "check"), SEMUA)
@pytest.mark.parametrize("benih", range(KALI))
def test_killed_at_any_statement_it_is_done_once(cast, ask: Callable, check: Callable, benih: int):
    row = ask(cast)
    at = random.Random(benih).randint(2, 24 if ask is bekukan else 16)
    dies(row, at)
    row.refresh_from_db()
    offered = row.ada_berkas or bool(row.hasil) or Dokumen.objects.exists()
    assert offered == row.berakhir, "nothing half done is offered"
    for _ in silence() or [1] * (row.status == "antre"):
        work(row)
    row.refresh_from_db()
    assert (row.status, row.pesan, row.gagal) == ("selesai", "", [])
    check(row)


def test_a_job_that_kills_every_worker_does_not_stop_the_next(cast):
    poison, other = ekspor(cast), bekukan(cast)
    for _ in range(jasa.PERCOBAAN):
        dies(poison, 4)
        silence()
    work(other)
    poison.refresh_from_db()
    assert (poison.status, poison.ada_berkas) == ("gagal", False) and "berhenti 3 kali" in poison.pesan
    assert Dokumen.objects.get().kunci == other.kunci
