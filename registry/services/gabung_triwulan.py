"""Raw values of quarters put together: summed or the last known, never a mean (domain §2: 5/10 and 30/40 are 35/50).

Nothing missing becomes 0: a gap in what is summed makes the whole a named outcome.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from formulas import Kosong
from registry.models import Variabel
from registry.periode import nama_triwulan

Konsolidasi = Variabel.Konsolidasi


def is_blank(raw: Any) -> bool:
    """Whether a stored raw value holds no number at all."""
    if isinstance(raw, list):
        return not raw or all(is_blank(item) for item in raw)
    return raw in (None, "") or isinstance(raw, dict)


def combine(variabel: Variabel, quarters: Sequence[Any]) -> Any:
    """One stored raw value from those of TW I … TW n, or a Kosong that says what is missing."""
    if variabel.konsolidasi is None:
        return Kosong("konsolidasi_belum", f"{variabel.label}: cara menggabungkan triwulan belum ditentukan.")
    if variabel.konsolidasi == Konsolidasi.TERAKHIR:
        known = [raw for raw in quarters if not is_blank(raw)]
        return known[-1] if known else _missing(variabel, 1)
    for number, raw in enumerate(quarters, start=1):
        if is_blank(raw):
            return _missing(variabel, number)
    return _sum(variabel, quarters)


def _missing(variabel: Variabel, periode: int) -> Kosong:
    return Kosong("belum_diisi", f"{variabel.label}: {nama_triwulan(periode).lower()} belum diisi.")


def _sum(variabel: Variabel, quarters: Sequence[Any]) -> Any:
    if variabel.jenis == Variabel.Jenis.PILIHAN:
        return Kosong("konsolidasi_belum", f"{variabel.label}: predikat tidak dapat dijumlahkan.")
    if variabel.jenis != Variabel.Jenis.DERET:
        return _text(sum((Decimal(raw) for raw in quarters), Decimal(0)))
    totals = []
    for members in zip(*quarters, strict=False):
        gap = next((n for n, item in enumerate(members, start=1) if is_blank(item)), None)
        if gap is not None:
            return _missing(variabel, gap)
        totals.append(_text(sum((Decimal(item) for item in members), Decimal(0))))
    return totals


def _text(value: Decimal) -> str:
    return format(value, "f")
