"""The database of a backup, for SQLite and for PostgreSQL: copied whole under writes, counted, put back."""

from pathlib import Path
from typing import Protocol

from django.db import connection

from registry.services import cadangan_postgres, cadangan_sqlite
from registry.services.cadangan_isi import Kolom, Salinan, Tabel
from registry.services.errors import ServiceError

# filled by migrate itself, so rows in them do not mean that somebody works here
BAWAAN = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
__all__ = ["BAWAAN", "Basis", "Tabel", "basis", "is_empty"]
MESIN_LAIN = "Basis data {vendor} belum dapat dicadangkan dengan perintah ini. Pakai SQLite atau PostgreSQL."


class Basis(Protocol):
    """What both engines can do."""

    NAMA: str
    """The name of the dump inside the archive."""

    def dump(self, target: Path, kolom: Kolom) -> Salinan:
        """Copies the database into a file; what that copy holds, and the files that `kolom` name in it."""

    def migrations(self) -> list[tuple[str, str]]:
        """Applied migrations of the database in use."""

    def restore(self, source: Path) -> None:
        """Replaces the database in use, all or nothing."""

    def contents(self) -> Tabel:
        """What each table of the database in use holds."""


def basis() -> Basis:
    """That of the settings."""
    found = {"sqlite": cadangan_sqlite, "postgresql": cadangan_postgres}.get(connection.vendor)
    if found is None:
        raise ServiceError(MESIN_LAIN.format(vendor=connection.vendor))
    return found  # type: ignore[return-value]


def is_empty() -> bool:
    """Whether nobody has stored anything here: no tables, or only what migrate itself writes."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name in BAWAAN:
                continue
            cursor.execute(f"SELECT 1 FROM {quote(name)} LIMIT 1")  # noqa: S608 — names of our own tables
            if cursor.fetchone():
                return False
    return True
