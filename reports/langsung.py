"""Capaian as a live Excel formula over target and realisasi, where that gives the stored figure to the digit."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from registry.models import Target
from reports.nilai import Nilai, sel_target

SAMA = Decimal("1e-9")


def live_formula(nilai: Nilai, target: Mapping[str, Any] | None, capaian: Decimal | None, kunci: str = "target") -> str:
    """The formula, its cells named by their columns; "" where a number has to do.

    `kunci`: the column of the target. Ranges, predicates, inequalities and rounding to a class stay numbers.
    """
    cell = sel_target(kunci, target)
    if capaian is None or nilai.hasil is None or cell.angka is None or nilai.sel_hasil().angka is None:
        return ""
    if target is None or target.get("operator") != Target.Operator.SAMA:
        return ""
    floor, cap = nilai.aturan.lantai, nilai.aturan.atap
    for formula, value in _candidates(cell.angka.nilai, nilai.hasil, kunci):
        limited = value if floor is None else max(value, floor)
        limited = limited if cap is None else min(limited, cap)
        if abs(limited - capaian) < SAMA:
            inner = formula if floor is None else f"MAX({floor},{formula})"
            return f"={inner if cap is None else f'MIN({cap},{inner})'}"
    return ""


def _candidates(t: Decimal, r: Decimal, kunci: str) -> Iterable[tuple[str, Decimal]]:
    """The formulas of the rules for one number: higher is better, lower is better in its two forms."""
    target, hasil = f"{{{kunci}}}", "{realisasi}"
    if t:
        yield f"{hasil}/{target}*100", r / t * 100
        yield f"(2*{target}-{hasil})/{target}*100", (2 * t - r) / t * 100
    if r:
        yield f"{target}/{hasil}*100", t / r * 100
