"""Writes of Penetapan: import (all or nothing), what an import would do, and export."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError

from registry.akses import Aksi, may
from registry.models import Indikator, Penetapan, Pengguna, Variabel
from registry.services.errors import ServiceError
from registry.services.penetapan_baca import read_penetapan, with_everything
from registry.services.penetapan_cetak import add_derived
from registry.services.penetapan_format import Data, FormatError, canonical
from registry.services.penetapan_putusan import DIGANTI, DIMUAT, forget_untold
from registry.services.penetapan_tulis import Penulis
from registry.services.penetapan_urut import import_order
from registry.services.perubahan_potret import Potret, potret

SUDAH_DITETAPKAN = (
    "Penetapan {kode} sudah {status} dan isinya berbeda; penetapan tidak dapat ditimpa. "
    "Perubahan dimuat sebagai penetapan baru dengan kode lain."
)
TIDAK_BERHAK = "Peran akun Anda tidak mencakup tindakan ini."
PEMDA_LAIN = "Penetapan {kode}: berkas ini milik pemda «{milik}», sedangkan akun Anda milik {pemda} ({kode_pemda})."
KODE_TERPAKAI = "Penetapan {kode}: kode ini sudah dipakai; pakai kode lain."
MASIH_DIPAKAI = "Penetapan {kode} tidak dapat diganti, karena indikatornya dipakai oleh {pemakai}."
BERUBAH = "Isi registri berubah sejak pemeriksaan tadi. Tidak ada yang dimuat; periksa sekali lagi."


@dataclass(frozen=True)
class HasilImpor:
    """What an import does with one Penetapan: "baru", "diganti", "tidak berubah"; in a preview also "ditolak"."""

    kode: str
    tindakan: str
    alasan: str = ""


@transaction.atomic
def penetapan_import(
    *, documents: Sequence[Any], user: Pengguna | None = None, expected: Sequence[str] | None = None
) -> list[HasilImpor]:
    """Imports all or nothing; ServiceError names the place of the first fault.

    Same kode and same content: unchanged. A draft is replaced. A decree that is ditetapkan is refused.
    `user` limits it to the person's own Pemda; `expected` are the actions that the person saw in the preview.
    """
    parsed = [_canonical(raw) for raw in documents]
    results = {number: _import_one(parsed[number], user) for number in import_order(parsed)}
    in_order = [results[number] for number in range(len(parsed))]
    if expected is not None and [r.tindakan for r in in_order] != list(expected):
        raise ServiceError(BERUBAH)
    return in_order


def penetapan_preview(*, documents: Sequence[Any], user: Pengguna | None = None) -> list[HasilImpor]:
    """What an import would do, document by document; writes nothing."""
    parsed = [_try_canonical(raw, number) for number, raw in enumerate(documents, 1)]
    order = import_order([data if isinstance(data, dict) else None for data in parsed])
    with transaction.atomic():
        results = {number: _try_one(parsed[number], user) for number in order}
        transaction.set_rollback(True)
    return [results[number] for number in range(len(parsed))]


def _canonical(raw: Any) -> Data:
    try:
        return canonical(raw)
    except FormatError as error:
        raise ServiceError(str(error)) from error


def _try_canonical(raw: Any, number: int) -> Data | HasilImpor:
    try:
        return _canonical(raw)
    except ServiceError as error:
        name = raw.get("kode") if isinstance(raw, Mapping) else None
        return HasilImpor(name if isinstance(name, str) else f"dokumen ke-{number}", "ditolak", error.pesan)


def _try_one(data: Data | HasilImpor, user: Pengguna | None) -> HasilImpor:
    if isinstance(data, HasilImpor):
        return data
    try:
        with transaction.atomic():
            return _import_one(data, user)
    except ServiceError as error:
        return HasilImpor(data["kode"], "ditolak", error.pesan)


def _import_one(data: Data, user: Pengguna | None) -> HasilImpor:
    _check_may(data, user)
    existing = with_everything().filter(kode=data["kode"]).first()
    if existing is None:
        write_new(data, user)
        return HasilImpor(data["kode"], "baru")
    stored = canonical(read_penetapan(existing))
    forget_untold(stored, data)
    if _comparable(stored) == _comparable(data):
        return HasilImpor(data["kode"], "tidak berubah")
    if existing.status != Penetapan.Status.DRAF:
        status = existing.get_status_display().lower()
        raise ServiceError(SUDAH_DITETAPKAN.format(kode=data["kode"], status=status))
    semula = potret(existing)
    existing._history_user, existing._change_reason = user, DIGANTI
    remove_draft(existing)
    write_new(data, user, semula=semula)
    return HasilImpor(data["kode"], "diganti")


def _check_may(data: Data, user: Pengguna | None) -> None:
    """An admin imports for the own Pemda only; the server itself (user None) for any."""
    if user is None:
        return
    if not may(user, Aksi.KELOLA):
        raise ServiceError(TIDAK_BERHAK)
    pemda, kode = user.keanggotaan_aktif.pemda, data["kode"]
    milik = data["pemda"].get("kode")
    if milik != pemda.kode:
        raise ServiceError(PEMDA_LAIN.format(kode=kode, milik=milik, pemda=pemda, kode_pemda=pemda.kode))
    if Penetapan.objects.filter(kode=kode).exclude(pemda=pemda).exists():
        raise ServiceError(KODE_TERPAKAI.format(kode=kode))


def write_new(
    data: Data, user: Pengguna | None, alasan: str = DIMUAT, semula: Potret | None = None
) -> Penetapan:  # fmt: skip
    """Writes a decree that is not there yet, from its canonical mapping; ServiceError names the place of a fault.

    `semula` is the draft that it takes the place of.
    """
    penulis = Penulis(data, user, alasan, semula)
    try:
        with transaction.atomic():
            return penulis.write()
    except ValidationError as error:
        raise ServiceError(f"{penulis.place}: {' '.join(_messages(error))}") from error
    except (IntegrityError, DataError) as error:
        raise ServiceError(f"{penulis.place}: {penulis.broken_rule(error)}") from error


def _messages(error: ValidationError) -> list[str]:
    """Each message with the field it is about."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{name}: {m}" if name != "__all__" else m for name, all in error.message_dict.items() for m in all]


def remove_draft(penetapan: Penetapan) -> None:
    """Deletes a draft; what refers to it from inside goes first, what refers from outside keeps it."""
    inside = Indikator.objects.filter(lembar__lampiran__penetapan=penetapan)
    Variabel.objects.filter(rumus__indikator__in=inside).delete()
    for row in inside.filter(lanjutan_dari__in=inside):
        row.lanjutan_dari = None
        row.save(update_fields=["lanjutan_dari"])
    try:
        penetapan.delete()
    except ProtectedError as error:
        users = sorted({f"{o._meta.verbose_name} «{str(o)[:60]}»" for o in error.protected_objects})
        raise ServiceError(MASIH_DIPAKAI.format(kode=penetapan.kode, pemakai=", ".join(users[:3]))) from error


def _comparable(data: Data) -> Data:
    """Left out of the comparison: the name of the Pemda, which is only there for readers of the file."""
    return data | {"pemda": data["pemda"].get("kode")}


def penetapan_export(*, kode: Iterable[str] = ()) -> list[Data]:
    """Decrees by kode (all when none is named), in canonical form with the derived keys; ServiceError if unknown."""
    wanted = list(kode)
    rows = with_everything().order_by("kode")
    if wanted:
        rows = rows.filter(kode__in=wanted)
        missing = set(wanted) - {row.kode for row in rows}
        if missing:
            raise ServiceError(f"Penetapan «{sorted(missing)[0]}» tidak ada.")
    return [add_derived(read_penetapan(row)) for row in rows]
