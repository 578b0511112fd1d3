"""Writes of Penetapan: import (all or nothing) and export."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from registry.models import Penetapan
from registry.services.errors import ServiceError
from registry.services.penetapan_baca import read_penetapan, with_everything
from registry.services.penetapan_cetak import add_derived
from registry.services.penetapan_format import Data, FormatError, canonical
from registry.services.penetapan_tulis import Penulis

SUDAH_DITETAPKAN = "Penetapan {kode} sudah ditetapkan dan isinya berbeda; penetapan tidak dapat ditimpa."


@dataclass(frozen=True)
class HasilImpor:
    """What an import did with one Penetapan: "baru", "diganti" or "tidak berubah"."""

    kode: str
    tindakan: str


@transaction.atomic
def penetapan_import(*, documents: Sequence[Any]) -> list[HasilImpor]:
    """Imports all or nothing; ServiceError names the place of the first fault.

    Same kode and same content: unchanged. A draft is replaced. A decree that is ditetapkan is refused.
    """
    try:
        return [_import_one(canonical(raw)) for raw in documents]
    except FormatError as error:
        raise ServiceError(str(error)) from error
    except ValidationError as error:
        raise ServiceError("; ".join(error.messages)) from error


def _import_one(data: Data) -> HasilImpor:
    existing = with_everything().filter(kode=data["kode"]).first()
    if existing is None:
        Penulis(data).write()
        return HasilImpor(data["kode"], "baru")
    if _comparable(canonical(read_penetapan(existing))) == _comparable(data):
        return HasilImpor(data["kode"], "tidak berubah")
    if existing.status != Penetapan.Status.DRAF:
        raise ServiceError(SUDAH_DITETAPKAN.format(kode=data["kode"]))
    existing.delete()
    Penulis(data).write()
    return HasilImpor(data["kode"], "diganti")


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
