"""Writes and checks of Rumus."""

from collections.abc import Sequence
from typing import Any

import formulas
from registry.services.errors import ServiceError


def check_rumus(*, ekspresi: str, variabel: Sequence[dict[str, Any]], place: str) -> None:
    """Refuses an expression that cannot be read, or that names what is not defined; names the place."""
    names = {v["nama"]: v["jenis"] for v in variabel}
    for name in names:
        if not formulas.is_valid_name(name):
            raise ServiceError(f"{place}: nama variabel «{name}» tidak dapat dipakai dalam rumus.")
    try:
        formulas.parse(ekspresi, names)
    except formulas.FormulaError as error:
        raise ServiceError(f"{place}, rumus: {error.pesan}\n{error.caret()}") from error
