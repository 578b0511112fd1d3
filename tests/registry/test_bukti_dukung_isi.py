"""Evidence is judged by its bytes: what is hostile is refused and leaves nothing, what is kept is harmless."""

import hashlib
import io
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from registry.models import BuktiDukung, Realisasi
from registry.services.berkas_aman import TOLAK
from tests.registry.bukti_contoh import BERMUSUHAN, MAKS_MB, SCRIPT, exif, pdf, picture, word, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    """A folder of its own for every test; files of at most 8 MB."""
    settings.MEDIA_ROOT = tmp_path
    settings.BUKTI_MAKS_MB = MAKS_MB
    return tmp_path


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file() and not path.name.startswith(".giliran")]


def address(kunci) -> str:
    return f"/bukti-dukung/{kunci.indikator.pk}/{kunci.instansi.pk}/{kunci.tahun}/0/"


def send(client, kunci, content: bytes, name: str, **data):
    upload = SimpleUploadedFile("x", content, content_type="application/pdf")
    upload._name = name  # what a hostile client sends; SimpleUploadedFile would clean it
    return client.post(address(kunci), {"berkas": upload, **data})


def test_it_works(login, keluarga_sehat, media):
    content = pdf(12)
    response = send(login("dinkes"), keluarga_sehat, content, "Laporan PKS 2023.pdf", nomor="440/12", halaman="3")
    assert response.status_code == 302
    row = BuktiDukung.objects.get()
    assert (row.judul, row.nama_berkas, row.tipe) == ("Laporan PKS 2023", "Laporan PKS 2023.pdf", "pdf")
    assert row.peringatan == [{"kode": "jumlah_halaman", "nilai": 12}]
    (path,) = stored(media)
    assert path == media / "bukti" / row.kunci.hex[:2] / row.kunci.hex
    assert (path.stat().st_size, row.sha256) == (row.ukuran, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("name", BERMUSUHAN)
def test_hostile_files_are_as_expected(login, keluarga_sehat, media, name):
    make, file_name, tipe, findings = BERMUSUHAN[name]
    response = send(login("dinkes"), keluarga_sehat, make(), file_name, judul="Laporan")
    if tipe is None:
        assert response.status_code == 422
        assert (stored(media), BuktiDukung.objects.count(), Realisasi.objects.count()) == ([], 0, 0)
        assert 'value="Laporan"' in response.content.decode()
        return
    row = BuktiDukung.objects.get()
    assert (response.status_code, row.tipe) == (302, tipe)
    assert {t["kode"] for t in row.peringatan} - {"jumlah_halaman"} == findings
    (path,) = stored(media)
    assert path.parent.parent == media / "bukti" and uuid.UUID(path.name)
    assert SCRIPT not in path.read_bytes()


def test_every_refusal_names_a_way_out(login, keluarga_sehat):
    client, told = login("dinkes"), set()
    for make, file_name, tipe, _ in BERMUSUHAN.values():
        if tipe is None:
            form = send(client, keluarga_sehat, make(), file_name).context["form_bukti"]
            told.add(form.errors["berkas"][0])
    ways = ("unggah", "simpan ulang", "cetak", "bagi menjadi", "perkecil")
    assert len(told) >= 10
    assert [text for text in {*told, *TOLAK.values()} if not any(way in text.lower() for way in ways)] == []


@pytest.mark.parametrize(("make", "tipe"), [(xlsx, "xlsx"), (word, "docx"), (lambda: picture("PNG"), "png")])
def test_other_kinds(login, keluarga_sehat, media, make, tipe):
    assert send(login("dinkes"), keluarga_sehat, make(), f"berkas.{tipe}").status_code == 302
    assert BuktiDukung.objects.get().tipe == tipe


def test_pictures_lose_everything_but_pixels(login, keluarga_sehat, media):
    content = picture(exif=exif(SCRIPT.decode()), comment=SCRIPT) + SCRIPT
    send(login("dinkes"), keluarga_sehat, content, "foto.jpg")
    with Image.open(stored(media)[0]) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (60, 40), {})
    assert b"Exif" not in stored(media)[0].read_bytes()


def test_a_phone_picture_stands_upright(login, keluarga_sehat, media):
    turned = Image.Exif()
    turned[0x0112] = 6
    send(login("dinkes"), keluarga_sehat, picture(exif=turned), "foto.jpg")
    assert Image.open(stored(media)[0]).size == (40, 60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_png_of_every_mode(login, keluarga_sehat, media, mode):
    out = io.BytesIO()
    Image.new(mode, (30, 20), 1 if mode in ("1", "L", "P", "I;16") else None or 0).save(out, "PNG")
    assert send(login("dinkes"), keluarga_sehat, out.getvalue(), "x.png").status_code == 302
    assert Image.open(stored(media)[0]).size == (30, 20)


def test_a_check_that_takes_too_long_refuses(login, keluarga_sehat, media, monkeypatch):
    monkeypatch.setattr("registry.services.berkas_aman.DETIK", 0.01)
    assert send(login("dinkes"), keluarga_sehat, pdf(), "a.pdf").status_code == 422
    assert stored(media) == []


@pytest.mark.parametrize(("answer", "status"), [(0, 302), (1, 422), (2, 422)])
def test_a_virus_scanner_is_asked(login, keluarga_sehat, media, settings, tmp_path_factory, answer, status):
    script = tmp_path_factory.mktemp("pindai") / "pindai"
    script.write_text(f'#!/bin/sh\ntest -s "$1" && exit {answer}\nexit 9\n')
    script.chmod(0o755)
    settings.BUKTI_PEMINDAI = str(script)
    assert send(login("dinkes"), keluarga_sehat, pdf(), "a.pdf").status_code == status
    assert len(stored(media)) == (1 if status == 302 else 0)
