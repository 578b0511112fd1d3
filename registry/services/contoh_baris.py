"""Rows of the examples: each says in its history that it is one."""

from typing import Any

from django.db import models

ALASAN = "Data contoh"


def keep(row: models.Model) -> None:
    """Saves one row, with its reason."""
    row._change_reason = ALASAN
    row.save()


def once(model: type[models.Model], defaults: dict[str, Any] | None = None, **where: Any) -> bool:
    """Writes a row unless one like it is there; whether it wrote."""
    if model._default_manager.filter(**where).exists():
        return False
    keep(model(**where, **(defaults or {})))
    return True
