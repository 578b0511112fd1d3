"""When two values are the same, and what stood in a workbook when it was downloaded."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from registry.models import Realisasi
from registry.services.excel_bahan import TEKS, Bahan
from registry.services.nilai import blank

TANPA_ASAL = object()
"""Nobody knows what stood in the workbook: every difference might be somebody else's change."""


def base_values(bahan: Bahan, versions: dict[tuple[str, str], int]) -> dict[tuple[str, str], Any]:
    """What stood in the workbook when it was downloaded, by indicator: from the history, one query for all."""
    found: dict[tuple[str, str], Any] = {}
    wanted: dict[tuple[int, int], tuple[str, str]] = {}
    for item in bahan.butir:
        version = versions.get(item.kunci)
        if version == item.version:
            found[item.kunci] = _base(item.realisasi) if item.realisasi else {}
        elif version == 0:
            found[item.kunci] = {}
        else:
            found[item.kunci] = TANPA_ASAL
            if version is not None and item.realisasi is not None:
                wanted[item.realisasi.pk, version] = item.kunci
    if wanted:
        ids, numbers = {pk for pk, _ in wanted}, {version for _, version in wanted}
        for record in Realisasi.history.filter(id__in=ids, version__in=numbers).order_by("history_id"):
            if (record.id, record.version) in wanted:
                found[wanted[record.id, record.version]] = _base(record)
    return found


def _base(row: Any) -> dict[str, Any]:
    return {**row.nilai_mentah, **{f":{name}": getattr(row, name) for name in TEKS}}


def same_value(one: Any, other: Any) -> bool:
    """Equal as values: 45 and 45,0; nothing stored and "belum diisi"."""
    one, other = (blank() if value in (None, "") else value for value in (one, other))
    if isinstance(one, str) and isinstance(other, str) and one != other:
        return _number(one) is not None and _number(one) == _number(other)
    if isinstance(one, dict) and isinstance(other, dict):
        keys = ("kosong", "tanggal", "catatan")
        return all(same_text(one.get(k, ""), other.get(k, "")) for k in keys)
    return bool(one == other)


def _number(text: str) -> Decimal | None:
    plain = text.removeprefix("-").replace(".", "", 1)
    return Decimal(text) if plain.isascii() and plain.isdigit() else None


def same_text(one: str, other: str) -> bool:
    """Equal but for line ends, spaces around it and what no Excel file can hold."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def joined(members: Iterable[Any]) -> Any:
    """A deret from its members as the form stores it: one blank when all are the same blank."""
    values = [blank() if value in (None, "") else value for value in members]
    first = values[0] if values else blank()
    return first if isinstance(first, dict) and all(value == first for value in values) else values
