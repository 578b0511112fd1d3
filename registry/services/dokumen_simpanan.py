"""Where frozen and signed files lie: under our own names, written once, read only when their SHA-256 is right.

What a killed process leaves behind (a file without a row) is found and removed by `manage.py dokumen_periksa`.
"""

import hashlib
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from registry.models import BerkasTertanda, Dokumen
from registry.services.bukti_simpanan import BASI, PENUH
from registry.services.errors import ServiceError

log = logging.getLogger(__name__)
FOLDER = "dokumen"
BERUBAH = (
    "Berkas tersimpan dokumen {kode} hilang atau tidak lagi sama dengan SHA-256 yang dicatat, jadi tidak diberikan. "
    "Hubungi admin server agar memulihkannya dari cadangan."
)


def sha256(data: bytes) -> str:
    """In hex."""
    return hashlib.sha256(data).hexdigest()


def place(name: str) -> Path:
    """Where a file lies; refuses a name that leaves the folder."""
    root = Path(settings.MEDIA_ROOT)
    path = (root / name).resolve()
    if not path.is_relative_to((root / FOLDER).resolve()):
        raise ServiceError("Berkas tidak ditemukan.")
    return path


def keep(name: str, data: bytes) -> None:
    """Writes a new file and waits until the disk has it; never over another one."""
    path = place(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            os.fchmod(file.fileno(), 0o440)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ServiceError(PENUH) from error


def discard(name: str) -> None:
    """Forgets a file whose row did not come to be."""
    place(name).unlink(missing_ok=True)


def read(row: Dokumen | BerkasTertanda) -> bytes:
    """The stored bytes, which are those that were frozen or uploaded; ServiceError when they are not."""
    kode = row.kode if isinstance(row, Dokumen) else row.dokumen.kode
    try:
        data = place(str(row.berkas.name)).read_bytes()
    except OSError:
        data = b""
    if sha256(data) != row.sha256:
        log.error("Stored file %s of document %s is missing or changed.", row.berkas.name, kode)
        raise ServiceError(BERUBAH.format(kode=kode))
    return data


def _rows() -> Iterator[Dokumen | BerkasTertanda]:
    yield from Dokumen.objects.order_by("pk").iterator()
    yield from BerkasTertanda.objects.select_related("dokumen").order_by("pk").iterator()


def missing() -> list[Dokumen | BerkasTertanda]:
    """Rows whose file is not there, or says something else than was frozen or uploaded."""
    return [row for row in _rows() if not _whole(row)]


def _whole(row: Dokumen | BerkasTertanda) -> bool:
    try:
        read(row)
    except ServiceError:
        return False
    return True


def orphans() -> list[Path]:
    """Files that no row points to; those that may still be on their way are left out."""
    before = time.time() - BASI
    known = {str(row.berkas.name) for row in _rows()}
    root = Path(settings.MEDIA_ROOT)
    found = [path for path in (root / FOLDER).rglob("*") if path.is_file()]
    lost = [path for path in found if path.relative_to(root).as_posix() not in known]
    return [path for path in sorted(lost) if path.stat().st_mtime < before]
