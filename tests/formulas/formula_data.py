"""Worked examples for the tests: JSON lists of ``given`` (in words) and ``cases``."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from formulas import Kosong

DATA = Path(__file__).parent / "data"


def load(name: str) -> Any:
    """The content of one data file."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def cases(name: str, given: str) -> list[Any]:
    """The cases of the group whose ``given`` begins so; an empty group is a mistake."""
    (group,) = [g for g in load(name) if g["given"].startswith(given)]
    assert group["cases"]
    return group["cases"]


def value(raw: Any) -> Any:
    """``"4"`` a number, ``["1", "2"]`` a deret, ``{"kosong": kode}`` an outcome."""
    if isinstance(raw, list):
        return tuple(value(one) for one in raw)
    return Kosong(raw["kosong"]) if isinstance(raw, dict) else Decimal(raw)


def values(raw: dict[str, Any]) -> dict[str, Any]:
    """A mapping of such values."""
    return {name: value(one) for name, one in raw.items()}
