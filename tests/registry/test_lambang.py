"""The lambang: pictures only, drawn anew, served harmlessly; what is refused leaves nothing behind."""

import io
import struct
import uuid
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from registry.models import Pemda

pytestmark = pytest.mark.django_db
PAGE, LAMBANG = "/pemda/", "/pemda/lambang/"
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    """A folder of its own for every test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(format: str = "PNG", size: tuple[int, int] = (40, 50), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, format, **options)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header_only(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds nothing."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A PNG whose text chunk unpacks to 100 MB."""
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 100_000_000))
    plain = picture()
    return plain[:33] + bomb + plain[33:]


def settings_of(pemda: Pemda, **extra) -> dict:
    names = ["nama", "ibu_kota", "sebutan_kepala_daerah", "zona_waktu", "font_dokumen"]
    return {name: getattr(pemda, name) for name in names} | {"tampilkan_gelar": "on"} | extra


def send(client, pemda: Pemda, content: bytes, name: str = "lambang.png", **extra):
    upload = SimpleUploadedFile(name, content, content_type="image/png")
    return client.post(PAGE, settings_of(pemda, lambang_baru=upload, **extra))


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("format", "name"), [("PNG", "a.png"), ("JPEG", "foto dinas.jpg"), ("PNG", "../../x.html")])
def test_it_works(login, lumajang, media, format, name):
    admin = login("admin")
    assert send(admin, lumajang, picture(format), name).status_code == 302
    (path,) = stored(media)
    assert path.parent == media / "lambang"
    assert uuid.UUID(path.stem) and path.suffix == ".png"
    response = admin.get(LAMBANG)
    assert Image.open(io.BytesIO(response.getvalue())).format == "PNG"


def test_it_is_served_harmlessly(login, lumajang):
    send(login("admin"), lumajang, picture())
    response = login("dinkes").get(LAMBANG)
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


HOSTILE = {
    "html": b"<html>" + SCRIPT + b"</html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
    "webp": picture("WEBP"),
    "tiff": picture("TIFF"),
    "pdf": b"%PDF-1.7\n" + SCRIPT,
    "program": b"MZ" + b"\0" * 400,
    "empty": b"",
    "only the first bytes": b"\x89PNG\r\n\x1a\n",
    "cut png": picture("PNG", (400, 400))[:-200],
    "cut jpg": picture("JPEG", (400, 400), quality=95)[:-800],
    "too heavy": picture() + b"\0" * (2 * 1024 * 1024),
    "41 million pixels": header_only(6500, 6400),
    "huge": header_only(2**31 - 1, 2**31 - 1),
    "zip": b"PK\x03\x04" + b"\0" * 300,
}


def test_hostile_files_are_refused_and_leave_nothing(login, lumajang, media):
    admin = login("admin")
    for name, content in HOSTILE.items():
        response = send(admin, lumajang, content)
        assert (name, response.status_code) == (name, 422)
        assert (name, stored(media)) == (name, [])
    assert not Pemda.objects.get(pk=lumajang.pk).lambang
    assert admin.get(LAMBANG).status_code == 404


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_what_is_hidden_in_a_picture_is_gone(login, lumajang, media, format):
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SCRIPT.decode())
    options = {"pnginfo": info} if format == "PNG" else {"comment": SCRIPT}
    content = picture(format, **options) + SCRIPT
    assert SCRIPT in content
    assert send(login("admin"), lumajang, content).status_code == 302
    assert SCRIPT not in stored(media)[0].read_bytes()


def test_a_bomb_in_a_text_chunk_does_not_go_off(login, lumajang, media):
    """Refused, or drawn without its text: which of the two depends on what WeasyPrint told Pillow."""
    send(login("admin"), lumajang, text_bomb())
    assert all(b"Comment" not in path.read_bytes() for path in stored(media))


def test_a_large_picture_becomes_small(login, lumajang, media):
    send(login("admin"), lumajang, picture("JPEG", (4000, 3000), quality=10))
    assert max(Image.open(stored(media)[0]).size) <= 1200


def test_a_new_one_replaces_the_old_file(login, lumajang, media, django_capture_on_commit_callbacks):
    admin = login("admin")
    for colour in ("PNG", "JPEG"):
        with django_capture_on_commit_callbacks(execute=True):
            send(admin, lumajang, picture(colour))
    assert len(stored(media)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(PAGE, settings_of(lumajang, hapus_lambang="on"))
    assert stored(media) == []


def test_other_faults_of_the_form_leave_nothing(login, lumajang, media):
    response = send(login("admin"), lumajang, picture(), nama="Lum\u0430jang")
    assert response.status_code == 422
    assert "huruf Latin" in response.content.decode()
    assert stored(media) == []


def test_settings_without_a_picture_keep_the_one_there_is(login, lumajang, media):
    admin = login("admin")
    send(admin, lumajang, picture())
    admin.post(PAGE, settings_of(lumajang, ibu_kota="Lumajang Kota"))
    pemda = Pemda.objects.get(pk=lumajang.pk)
    assert (pemda.ibu_kota, len(stored(media))) == ("Lumajang Kota", 1)
    assert pemda.lambang.name == f"lambang/{stored(media)[0].name}"


def test_kode_and_jenis_stay(login, lumajang):
    login("admin").post(PAGE, settings_of(lumajang, kode="99.99", jenis="kota", lambang="lambang/../../etc/passwd"))
    pemda = Pemda.objects.get(pk=lumajang.pk)
    assert (pemda.kode, pemda.jenis, pemda.lambang.name) == ("35.08", "kabupaten", "")


@pytest.mark.parametrize("name", ["dinkes", "kepala", "bappeda", "pembaca", "superuser"])
def test_only_the_admin_sets(login, lumajang, name):
    client = login(name)
    assert client.get(PAGE).status_code == 404
    assert send(client, lumajang, picture()).status_code == 404


def test_each_pemda_has_its_own(login, lumajang, balangan):
    send(login("admin"), lumajang, picture())
    assert login("admin_balangan").get(LAMBANG).status_code == 404
    assert login("superuser").get(LAMBANG).status_code == 404


def test_history_tells_who_set_it(cast, login, lumajang):
    send(login("admin"), lumajang, picture())
    record = Pemda.objects.get(pk=lumajang.pk).history.latest()
    assert (record.history_user, record.history_change_reason) == (cast["admin"], "Lambang diganti")
