"""Writes of Instansi: made, changed, ended; removed only while nothing hangs on it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import PROTECT, ProtectedError

from registry.akses import Aksi
from registry.models import Instansi, InstansiPendahulu, Pengguna
from registry.services.errors import ServiceError
from registry.services.nama import fold_name
from registry.services.simpan import check_may, latin_name, store

Asal = tuple[Instansi, int]  # a predecessor, and since which year
NAMA_SAMA = "Nama ini sama dengan {lain} ({kode}) yang juga ada pada tahun-tahun itu."
KODE_TETAP = "Kode {kode} sudah dipakai dalam penetapan atau akun, sehingga tidak dapat diganti."
JENIS_TETAP = "Jenis {jenis} tidak dapat diubah, karena lembar IKU dan isian bergantung padanya."
KELOMPOK_SALAH = "Pilih kelompok dari {pemda}; sebuah kelompok sendiri tidak dapat masuk kelompok lain."
MELINGKAR = "{nama} sudah menjadi penerus {penerus}, sehingga tidak dapat menjadi pendahulunya."
SUDAH_DIPAKAI = (
    "{nama} sudah dipakai ({pemakai}), sehingga tidak dapat dihapus. "
    "Isi tahun berakhirnya bila instansi ini sudah tidak ada."
)
SPECIAL = (Instansi.Jenis.PEMDA, Instansi.Jenis.KELOMPOK)


@transaction.atomic
def instansi_save(*, user: Pengguna, instansi: Instansi, pendahulu: Sequence[Asal] = ()) -> Instansi:
    """Stores an instansi, new or changed, with all its predecessors."""
    check_may(user, Aksi.KELOLA, instansi.pemda_id)
    instansi.nama = latin_name(instansi.nama)
    instansi.singkatan = latin_name(instansi.singkatan)
    _check_fixed(instansi)
    _check_name(instansi)
    _check_kelompok(instansi)
    _check_pendahulu(instansi, pendahulu)
    reason = "Instansi diubah" if instansi.pk else "Instansi dibuat"
    told = ", ".join(f"{asal.kode} {tahun}" for asal, tahun in pendahulu)
    store(instansi, user=user, reason=f"{reason}; pendahulu: {told}" if told else reason)
    _set_pendahulu(instansi, {asal.pk: tahun for asal, tahun in pendahulu})
    return instansi


@transaction.atomic
def instansi_delete(*, user: Pengguna, instansi: Instansi) -> None:
    """Removes one that was made by mistake; refused once anything refers to it."""
    check_may(user, Aksi.KELOLA, instansi.pemda_id)
    used = users_of(instansi)
    if used:
        raise ServiceError(SUDAH_DIPAKAI.format(nama=instansi.nama, pemakai=", ".join(used)))
    instansi._history_user = user
    instansi._change_reason = "Instansi dihapus"
    try:
        instansi.delete()
    except ProtectedError as error:
        raise ServiceError(SUDAH_DIPAKAI.format(nama=instansi.nama, pemakai="data lain")) from error


def users_of(instansi: Instansi) -> list[str]:
    """What refers to the instansi, in the words of the menu; empty while it can still be removed."""
    found: list[str] = []
    if instansi.pk is None:
        return found
    for relation in instansi._meta.related_objects:
        if relation.on_delete is PROTECT and relation.field.many_to_one:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: instansi})
            if rows.exists():
                found.append(str(relation.related_model._meta.verbose_name))
    return list(dict.fromkeys(found))


def _check_fixed(instansi: Instansi) -> None:
    """What others know the instansi by does not change once they do."""
    before = Instansi.objects.filter(pk=instansi.pk).first()
    if before is None:
        return
    if before.jenis != instansi.jenis and (before.jenis in SPECIAL or (instansi.jenis in SPECIAL and users_of(before))):
        raise ServiceError(JENIS_TETAP.format(jenis=before.get_jenis_display().lower()))
    if before.kode != instansi.kode and users_of(before):
        raise ServiceError(KODE_TETAP.format(kode=before.kode))


def _check_name(instansi: Instansi) -> None:
    """No two of one name in one year; a name may return after a merge or a split."""
    for other in Instansi.objects.filter(pemda=instansi.pemda_id).exclude(pk=instansi.pk):
        apart = _ends_before(other, instansi) or _ends_before(instansi, other)
        if not apart and fold_name(other.nama) == fold_name(instansi.nama):
            raise ServiceError(NAMA_SAMA.format(lain=other.nama, kode=other.kode))


def _ends_before(first: Instansi, second: Instansi) -> bool:
    return first.sampai is not None and second.mulai is not None and first.sampai < second.mulai


def _check_kelompok(instansi: Instansi) -> None:
    group = instansi.kelompok
    if group is None:
        return
    fits = group.pemda_id == instansi.pemda_id and group.jenis == Instansi.Jenis.KELOMPOK
    if not fits or instansi.jenis in SPECIAL:
        raise ServiceError(KELOMPOK_SALAH.format(pemda=instansi.pemda))


def _check_pendahulu(instansi: Instansi, pendahulu: Sequence[Asal]) -> None:
    """Predecessors are of the same Pemda and never also successors, however far."""
    heirs = _heirs(instansi)
    for asal, _ in pendahulu:
        if asal.pemda_id != instansi.pemda_id or asal.pk == instansi.pk or asal.pk in heirs:
            raise ServiceError(MELINGKAR.format(nama=asal.nama, penerus=instansi.nama))


def _heirs(instansi: Instansi) -> set[int]:
    """Everything that continues this instansi, directly or not."""
    steps: dict[int, list[int]] = {}
    for row in InstansiPendahulu.objects.filter(instansi__pemda=instansi.pemda_id):
        steps.setdefault(row.pendahulu_id, []).append(row.instansi_id)
    found: set[int] = set()
    queue = [instansi.pk]
    while queue:
        for heir in steps.get(queue.pop(), []):
            if heir not in found:
                found.add(heir)
                queue.append(heir)
    return found


def _set_pendahulu(instansi: Instansi, wanted: dict[int, int]) -> None:
    for row in InstansiPendahulu.objects.filter(instansi=instansi):
        if wanted.get(row.pendahulu_id) == row.tahun:
            wanted.pop(row.pendahulu_id)
        else:
            row.delete()
    for asal, tahun in wanted.items():
        InstansiPendahulu.objects.create(instansi=instansi, pendahulu_id=asal, tahun=tahun)
