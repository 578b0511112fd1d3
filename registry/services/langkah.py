"""The worked steps of one number: kept where a person saves or verifies it, else drawn again from its snapshot.

A recomputation leaves the steps out where they follow from the formula and the numbers that the snapshot holds
(`drawn_later`); reading gives the same lines (`langkah_of`). Verifying keeps them for good (`with_langkah`), so that
what is published is told in the same words for ever.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import formulas
from formulas import FormulaError
from registry.services.masukan import Masukan, Value


def drawn_later(masukan: Iterable[Masukan]) -> bool:
    """Whether all inputs are numbers that the snapshot holds as they are: no blank, and no predicate read as rank."""
    return all(
        m.variabel.jenis != "pilihan" and _is_number(m.nilai) and (m.lalu is None or _is_number(m.lalu))
        for m in masukan
    )


def _is_number(value: Value) -> bool:
    if type(value) is tuple:
        return all(type(one) is Decimal for one in value)
    return type(value) is Decimal


def langkah_of(cuplikan: Mapping[str, Any]) -> tuple[str, ...]:
    """The steps that a snapshot keeps, or those that follow from it; none of a snapshot without a formula."""
    if "langkah" in cuplikan or not cuplikan.get("rumus"):
        return tuple(cuplikan.get("langkah", ()))
    inputs = cuplikan.get("masukan", [])
    try:
        formula = formulas.parse(cuplikan["rumus"], {m["nama"]: m["jenis"] for m in inputs})
        values = {m["nama"]: _number(m["nilai"]) for m in inputs}
        lalu = {m["nama"]: _number(m["lalu"]) for m in inputs if "lalu" in m}
    except (FormulaError, InvalidOperation, TypeError):
        return ()
    labels = {m["nama"]: m["label"] for m in inputs}
    return formula.explain(values, lalu, labels, cuplikan["desimal"]).langkah


def _number(raw: Any) -> Value:
    """A number of a snapshot, or the deret of them; InvalidOperation or TypeError for anything else."""
    return tuple(map(Decimal, raw)) if isinstance(raw, list) else Decimal(raw)


def with_langkah(cuplikan: dict[str, Any]) -> dict[str, Any]:
    """The snapshot with its steps in it."""
    return {**cuplikan, "langkah": list(langkah_of(cuplikan))} if cuplikan else cuplikan
