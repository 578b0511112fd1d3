"""The five documents in the database, the fixed cast, and readers of finished PDF files."""

import subprocess

import pytest

from registry.models import LembarInstansi, Penetapan
from reports.lampiran import dokumen_rows, lampiran_pdf
from reports.rows import Dokumen
from tests.registry.conftest import balangan, cast, django_db_setup, keluarga_sehat, login, lumajang

__all__ = ["balangan", "cast", "django_db_setup", "keluarga_sehat", "login", "lumajang"]

LAMPIRAN = [
    ("lumajang-setwan-2018", 1),
    ("lumajang-setda-2023", 1),
    ("lumajang-kecamatan-2020", 1),
    ("balangan-setwan-2023", 1),
    ("balangan-setwan-2023", 2),
    ("lumajang-2019-326", 1),
    pytest.param("lumajang-2019-326", 2, marks=pytest.mark.lama),
]


@pytest.fixture
def dokumen(db):
    """`dokumen(kode, urut)`: rows of one lampiran with all its sheets; without urut, of all lampiran."""

    def build(kode: str, urut: int | None = None) -> Dokumen:
        penetapan = Penetapan.objects.get(kode=kode)
        lampiran = penetapan.lampiran.order_by("urut")
        chosen = lampiran if urut is None else lampiran.filter(urut=urut)
        return dokumen_rows(penetapan, list(chosen), LembarInstansi.objects.all())

    return build


@pytest.fixture(scope="session")
def finished() -> dict[tuple[str, int | None], bytes]:
    """Files that an earlier test has printed."""
    return {}


@pytest.fixture
def berkas(dokumen, finished):
    """`berkas(kode, urut)`: the finished PDF of one lampiran, printed once for all tests."""

    def build(kode: str, urut: int | None = None) -> bytes:
        key = (kode, urut)
        if key not in finished:
            finished[key] = lampiran_pdf(dokumen(kode, urut))
        return finished[key]

    return build


@pytest.fixture(scope="session")
def soffice(tmp_path_factory):
    """`soffice(data, "docx", "pdf")`: the file as LibreOffice writes it."""
    profile = tmp_path_factory.mktemp("profil")

    def convert(data: bytes, source: str, wanted: str) -> bytes:
        folder = tmp_path_factory.mktemp("berkas")
        (folder / f"asal.{source}").write_bytes(data)
        args = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", wanted]
        subprocess.run(
            [*args, "--outdir", str(folder / "hasil"), str(folder / f"asal.{source}")], check=True, timeout=180
        )
        return (folder / "hasil" / f"asal.{wanted}").read_bytes()

    return convert
