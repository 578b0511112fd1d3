"""manage.py cadangkan: database and files in one archive, safe while people work (security.md S-67)."""

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from registry.services.bukti_simpanan import SEMENTARA
from registry.services.cadangan_arsip import MANIFEST, Penulis
from registry.services.cadangan_basis import Basis, Tabel, basis
from registry.services.errors import ServiceError
from registry.tulis import tulis_ukuran

FORMAT = 1
SIDIK = ".sha256"  # of the side file, which holds the hash of the manifest
ULANG = 3  # times, where files vanish because their rows did
SUDAH_ADA = "{path} sudah ada. Tulis nama lain; cadangan lama tidak pernah ditimpa."
TANPA_FOLDER = "Folder {path} tidak ada. Buat dahulu, atau tulis folder lain."
PENUH = "Ruang di {path} tidak cukup: perlu sekitar {perlu}, tersisa {sisa}."
HILANG = (
    "{jumlah} berkas tercatat di basis data tetapi tidak ada di {media}: {contoh}. Jalankan manage.py "
    "bukti_dukung_periksa. Bila berkasnya memang tidak dapat ditemukan, ulangi dengan --walau-hilang."
)
Cetak = Callable[[str], None]


@dataclass(frozen=True)
class Cadangan:
    """A finished backup."""

    path: Path
    sidik: str
    ukuran: int
    baris: int
    berkas: int
    hilang: tuple[str, ...]


class Kemajuan:
    """Tells how far a long work is, at most every two seconds."""

    def __init__(self, cetak: Cetak, apa: str, total: int) -> None:
        self.cetak, self.apa, self.total, self.done, self.told = cetak, apa, total, 0, time.monotonic()

    def __call__(self, done: int) -> None:
        self.done += done
        if time.monotonic() - self.told >= 2:
            self.told = time.monotonic()
            share = f" ({self.done * 100 // self.total} %)" if self.total else ""
            self.cetak(f"  {self.apa}: {tulis_ukuran(self.done)} dari {tulis_ukuran(self.total)}{share}")


def cadangan_create(*, ke: str, walau_hilang: bool = False, cetak: Cetak = lambda text: None) -> Cadangan:
    """Writes the archive beside its place and moves it there whole, with its side file."""
    target = _target(Path(ke))
    folder = Path(tempfile.mkdtemp(prefix=".cadangan-", dir=target.parent))
    try:
        for turn in range(1, ULANG + 1):
            made = _write(folder, walau_hilang or turn == ULANG, cetak)
            if made is not None:
                break
        assert made is not None, "the last turn tells what is missing"
        if made.hilang and not walau_hilang:
            raise ServiceError(
                HILANG.format(jumlah=len(made.hilang), media=settings.MEDIA_ROOT, contoh=", ".join(made.hilang[:5]))
            )
        return _publish(made, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _target(path: Path) -> Path:
    if path.is_dir():
        path = path / f"iku-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
    if not path.parent.is_dir():
        raise ServiceError(TANPA_FOLDER.format(path=path.parent))
    if path.exists():
        raise ServiceError(SUDAH_ADA.format(path=path))
    return path


def _write(folder: Path, last: bool, cetak: Cetak) -> Cadangan | None:
    """One attempt; None when files vanished meanwhile, which a new copy of the database would not name either."""
    engine = basis()
    cetak("Menyalin basis data …")
    copy = folder / "basis"
    copy.unlink(missing_ok=True)
    copied = engine.dump(copy, file_columns())
    files = list(media_files())
    _check_room(folder, copy.stat().st_size + sum(path.stat().st_size for path in files if path.exists()))
    archive = folder / "arsip"
    with archive.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        total = copy.stat().st_size + sum(path.stat().st_size for path in files if path.exists())
        writer = Penulis(file, Kemajuan(cetak, "Menulis arsip", total))
        writer.add(engine.NAMA, copy)
        for path in files:
            _add_file(writer, path)
        kept = {a.nama.removeprefix("media/") for a in writer.anggota}
        lost = sorted(copied.berkas - kept)
        if lost and not last:
            return None
        sidik = writer.finish(_manifest(engine, copied.tabel, lost))
        file.flush()
        os.fsync(file.fileno())
    rows = sum(isi.baris for isi in copied.tabel.values())
    return Cadangan(archive, sidik, archive.stat().st_size, rows, len(writer.anggota) - 1, tuple(lost))


def _add_file(writer: Penulis, path: Path) -> None:
    name = path.relative_to(settings.MEDIA_ROOT).as_posix()
    if path.exists():  # may have been taken away since it was listed
        writer.add(f"media/{name}", path)


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed * 1.05:
        raise ServiceError(PENUH.format(path=folder.parent, perlu=tulis_ukuran(needed), sisa=tulis_ukuran(free)))


def media_files() -> Iterator[Path]:
    """All files that people uploaded; not what is still being taken in."""
    for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
        if path.is_file() and SEMENTARA not in path.parts and not path.name.startswith("."):
            yield path


def file_columns() -> list[tuple[str, str]]:
    """(table, column) in which rows name their file; history names files that may be long gone."""
    return [
        (model._meta.db_table, str(column.column))
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.FileField) and not model.__name__.startswith("Historical")
    ]


def _manifest(engine: Basis, tabel: Tabel, lost: list[str]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "dibuat": timezone.localtime().isoformat(timespec="seconds"),
        "mesin": connection.vendor,
        "versi": {"python": platform.python_version(), "django": django.get_version(), "basis": _server_version()},
        "migrasi": [list(pair) for pair in engine.migrations()],
        "tabel": {name: asdict(isi) for name, isi in tabel.items()},
        "berkas_hilang": lost,
    }


def _server_version() -> str:
    return ".".join(map(str, connection.get_database_version()))


def _publish(made: Cadangan, target: Path) -> Cadangan:
    """Side file first, so that an archive that is there is complete."""
    side = target.with_name(target.name + SIDIK)
    side.write_text(f"{made.sidik}  {MANIFEST}\n", encoding="ascii")
    side.chmod(0o600)
    made.path.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return Cadangan(target, made.sidik, made.ukuran, made.baris, made.berkas, made.hilang)
