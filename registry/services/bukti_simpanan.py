"""Where evidence lies on the disk: taken in under a name of our own beside its place, then moved there in one step.

A row never points to a file that is not there. What a killed process leaves behind (a file without a row, a half
taken in one) is found and removed by `manage.py bukti_dukung_periksa`.
"""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from registry.models import BuktiDukung
from registry.services.errors import ServiceError
from registry.unggahan import batas

FOLDER, SEMENTARA = "bukti", ".sementara"
BASI = 3600  # seconds after which a file that is still being taken in belongs to nobody
TERLALU_BESAR = "Berkas lebih besar dari {maks} MB. Perkecil (misalnya pindai dengan resolusi 150–200 dpi) atau bagi "
TERLALU_BESAR += "menjadi beberapa berkas."
PENUH = "Penyimpanan server penuh atau tidak dapat ditulis. Hubungi admin server; berkas Anda belum tersimpan."


def root() -> Path:
    """The folder of all evidence."""
    return Path(settings.MEDIA_ROOT) / FOLDER


def place(name: str) -> Path:
    """Where the file of a row lies; refuses a name that leaves the folder."""
    path = (Path(settings.MEDIA_ROOT) / name).resolve()
    if not path.is_relative_to(root().resolve()):
        raise ServiceError("Berkas tidak ditemukan.")
    return path


def too_large() -> str:
    """What a person reads whose file is too large."""
    return TERLALU_BESAR.format(maks=settings.BUKTI_MAKS_MB)


@contextmanager
def taken_in(upload: UploadedFile) -> Iterator[Path]:
    """The upload as a file of ours, on the disk where it will stay; gone afterwards unless it was moved."""
    folder = root() / SEMENTARA
    path = folder / uuid.uuid4().hex
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy(upload, path)
        yield path
    except OSError as error:
        raise ServiceError(PENUH) from error
    finally:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.gambar").unlink(missing_ok=True)


def _copy(upload: UploadedFile, path: Path) -> None:
    taken = 0
    with path.open("xb") as file:
        os.fchmod(file.fileno(), 0o640)
        for chunk in upload.chunks():
            taken += len(chunk)
            if taken > batas():
                raise ServiceError(too_large())
            file.write(chunk)


def settle(source: Path, name: str) -> None:
    """Moves a checked file to its place, and waits until the disk has it: the last step before the commit."""
    target = place(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file:
        os.fsync(file.fileno())
    source.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def discard(name: str) -> None:
    """Forgets a file, if it is there."""
    place(name).unlink(missing_ok=True)


def orphans() -> list[Path]:
    """Files that no row points to; those that may still be on their way are left out."""
    before = time.time() - BASI
    found = [path for path in root().rglob("*") if path.is_file() and path.parent.name != SEMENTARA]
    known = set(BuktiDukung.objects.exclude(berkas="").values_list("berkas", flat=True))
    lost = [path for path in found if path.relative_to(settings.MEDIA_ROOT).as_posix() not in known]
    half = [path for path in (root() / SEMENTARA).glob("*") if not path.name.startswith(".giliran-")]
    return [path for path in sorted([*lost, *half]) if path.exists() and path.stat().st_mtime < before]


def missing() -> list[BuktiDukung]:
    """Rows whose file is not there, or has another size."""
    rows = BuktiDukung.objects.filter(jenis=BuktiDukung.Jenis.BERKAS).select_related("realisasi__instansi")
    return [row for row in rows.iterator() if not _whole(row)]


def _whole(row: BuktiDukung) -> bool:
    path = place(str(row.berkas.name))
    return path.is_file() and path.stat().st_size == row.ukuran
