"""manage.py pulihkan: an archive of cadangkan becomes the installation again (security.md S-67).

Everything is checked before anything is touched: every byte of the archive, its engine, its migrations, its files.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from registry.services.berkas_aman import sha256_of
from registry.services.cadangan import FORMAT, SIDIK, Cadangan, Kemajuan, cadangan_create
from registry.services.cadangan_arsip import Anggota, Arsip, ArsipRusak, read_archive
from registry.services.cadangan_basis import Basis, basis, is_empty
from registry.services.cadangan_isi import Isi, Tabel
from registry.services.errors import ServiceError

TIDAK_ADA = "Berkas {path} tidak ada atau tidak dapat dibaca."
FORMAT_LAIN = "Arsip ini berformat {format}, yang tidak dikenal versi aplikasi ini. Perbarui aplikasinya, lalu ulangi."
MESIN_LAIN = (
    "Arsip ini dari basis data {arsip}, sedangkan pengaturan di sini memakai {sini}. Sesuaikan DATABASE_URL, lalu "
    "ulangi."
)
LEBIH_BARU = (
    "Arsip ini dibuat versi aplikasi yang lebih baru (migrasi {migrasi}). Perbarui aplikasinya dahulu, lalu ulangi."
)
TIDAK_KOSONG = (
    "Basis data di sini sudah berisi. Pulihkan ke basis data kosong, atau ulangi dengan --timpa: isi yang sekarang "
    "dicadangkan dahulu, lalu diganti."
)
BERKAS_HILANG = (
    "Arsip ini dibuat tanpa {jumlah} berkas yang tercatat ({contoh}). Pakai cadangan lain, atau ulangi dengan "
    "--walau-hilang bila memang tidak ada."
)
BERKAS_BEDA = "Berkas {nama} di {media} berbeda dengan yang di arsip. Pindahkan folder itu, atau ulangi dengan --timpa."
SIDIK_BEDA = "Sidik arsip ini {ada}, bukan {harap}. Arsipnya bukan yang dimaksud, atau sudah diubah."
TIDAK_SAMA = "Isi sesudah pemulihan berbeda dengan catatan arsip pada tabel {tabel}. Jangan dipakai; hubungi pengelola."
Cetak = Callable[[str], None]


class TidakSama(ServiceError):
    """What was restored is not what the archive says."""


@dataclass(frozen=True)
class Pemulihan:
    """What a restore did; `pengaman` is the backup of what was there before."""

    baris: int
    tabel: int
    berkas: int
    perlu_migrasi: bool
    pengaman: Cadangan | None


def archive_check(*, path: Path, sidik: str = "", walau_hilang: bool = False, cetak: Cetak = lambda t: None) -> Arsip:
    """Reads the archive whole and refuses what may not be restored here; touches nothing."""
    if not path.is_file():
        raise ServiceError(TIDAK_ADA.format(path=path))
    cetak("Memeriksa arsip …")
    arsip = read_archive(path, Kemajuan(cetak, "Memeriksa arsip", path.stat().st_size))
    _check_seal(arsip, sidik)
    data = arsip.manifest
    if data.get("format") != FORMAT:
        raise ServiceError(FORMAT_LAIN.format(format=data.get("format")))
    if data["mesin"] != connection.vendor:
        raise ServiceError(MESIN_LAIN.format(arsip=data["mesin"], sini=connection.vendor))
    newer = _applied(data) - set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if newer:
        raise ServiceError(LEBIH_BARU.format(migrasi=", ".join(sorted(f"{a}.{n}" for a, n in newer)[:3])))
    lost = data["berkas_hilang"]
    if lost and not walau_hilang:
        raise ServiceError(BERKAS_HILANG.format(jumlah=len(lost), contoh=", ".join(lost[:3])))
    if sum(a.nama == basis().NAMA for a in arsip.anggota) != 1:
        raise ArsipRusak("basis datanya tidak ada")
    return arsip


def _check_seal(arsip: Arsip, sidik: str) -> None:
    """Against what the person read off when it was made, and against the side file where there is one."""
    side = arsip.path.with_name(arsip.path.name + SIDIK)
    wanted = [sidik.lower()] if sidik else []
    if side.exists():
        wanted.append(side.read_text(encoding="ascii", errors="replace").split(" ")[0])
    for text in wanted:
        if text != arsip.sidik:
            raise ServiceError(SIDIK_BEDA.format(ada=arsip.sidik, harap=text[:64]))


def _applied(data: dict[str, Any]) -> set[tuple[str, str]]:
    return {(app, name) for app, name in data["migrasi"]}


def pemulihan_run(
    *, path: Path, timpa: bool = False, sidik: str = "", walau_hilang: bool = False, cetak: Cetak = lambda text: None
) -> Pemulihan:
    """Files first, then the database in one transaction, then both are compared with the archive."""
    arsip = archive_check(path=path, sidik=sidik, walau_hilang=walau_hilang, cetak=cetak)
    if not timpa and not is_empty():
        raise ServiceError(TIDAK_KOSONG)
    files = [a for a in arsip.anggota if a.nama.startswith("media/")]
    new = _new_files(files, timpa)
    safety = _keep_present(path.parent, cetak) if timpa and not is_empty() else None
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".pulih-", dir=media))
    try:
        placed = _place_files(arsip, new, folder, cetak)
        try:
            _restore_database(arsip, folder, cetak)
        except BaseException:
            _take_away(placed)
            raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _compared(basis(), arsip, files, safety, cetak)


def _new_files(files: list[Anggota], timpa: bool) -> list[Anggota]:
    """Those that are not here yet as they are; another content under the same name is not lost silently."""
    wanted = []
    for anggota in files:
        path = _place(anggota)
        same = path.is_file() and path.stat().st_size == anggota.ukuran and sha256_of(path) == anggota.sha256
        if path.exists() and not same and not timpa:
            raise ServiceError(BERKAS_BEDA.format(nama=path.name, media=settings.MEDIA_ROOT))
        wanted += [] if same else [anggota]
    return wanted


def _place(anggota: Anggota) -> Path:
    return Path(settings.MEDIA_ROOT) / anggota.nama.removeprefix("media/")


def _keep_present(folder: Path, cetak: Cetak) -> Cadangan:
    cetak("Mencadangkan isi yang sekarang …")
    name = f"sebelum-dipulihkan-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
    return cadangan_create(ke=str(folder / name), walau_hilang=True, cetak=cetak)


def _place_files(arsip: Arsip, files: list[Anggota], folder: Path, cetak: Cetak) -> list[Path]:
    """All are unpacked and checked first, then moved to their places; gives those that were not there before."""
    progress = Kemajuan(cetak, "Membuka berkas", sum(a.ukuran for a in files))
    cetak(f"Memulihkan {len(files)} berkas …")
    for number, anggota in enumerate(files):
        arsip.extract(anggota, folder / str(number), progress)
    placed = []
    for number, anggota in enumerate(files):
        target = _place(anggota)
        target.parent.mkdir(parents=True, exist_ok=True)
        placed += [] if target.exists() else [target]
        (folder / str(number)).chmod(0o640)
        (folder / str(number)).replace(target)
    return placed


def _take_away(placed: list[Path]) -> None:
    for path in placed:
        path.unlink(missing_ok=True)


def _restore_database(arsip: Arsip, folder: Path, cetak: Cetak) -> None:
    engine = basis()
    member = next(a for a in arsip.anggota if a.nama == engine.NAMA)
    copy = folder / "basis"
    arsip.extract(member, copy, Kemajuan(cetak, "Membuka basis data", member.ukuran))
    cetak("Memulihkan basis data …")
    engine.restore(copy)


def _compared(engine: Basis, arsip: Arsip, files: list[Anggota], safety: Cadangan | None, cetak: Cetak) -> Pemulihan:
    """Counts and hashes of every table and file, now, against the archive."""
    cetak("Membandingkan hasilnya dengan arsip …")
    wanted: Tabel = {name: Isi(**row) for name, row in arsip.manifest["tabel"].items()}
    present = engine.contents()
    wrong = sorted(name for name in {*wanted, *present} if wanted.get(name) != present.get(name))
    wrong += [a.nama for a in files if not _place(a).is_file() or sha256_of(_place(a)) != a.sha256]
    if wrong:
        raise TidakSama(TIDAK_SAMA.format(tabel=", ".join(wrong[:5])))
    here = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    rows = sum(isi.baris for isi in present.values())
    return Pemulihan(rows, len(present), len(files), bool(here - _applied(arsip.manifest)), safety)
