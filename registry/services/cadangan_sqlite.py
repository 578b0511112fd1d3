"""SQLite: copied by its own backup interface, which is safe while others write; never by copying the file."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection, connections

from registry.services.cadangan_isi import Isi, Kolom, Salinan, Tabel
from registry.services.errors import ServiceError

NAMA = "basis/iku.sqlite3"
TUNGGU = 20  # seconds for others to finish writing
SIBUK = "Basis data sedang dipakai. Hentikan layanan dahulu (systemctl stop iku), lalu ulangi."
CACAT = "Basis data tidak lolos pemeriksaan keutuhan ({apa}). Pulihkan cadangan yang terakhir baik."


def dump(target: Path, kolom: Kolom) -> Salinan:
    """One consistent moment, in one file; what it holds."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        check_whole(copy)
        return Salinan(read_tables(copy), _files(copy, kolom))


def migrations() -> list[tuple[str, str]]:
    """Applied migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [(app, name) for app, name in cursor.fetchall()]


def restore(source: Path) -> None:
    """Every page of the database is replaced in one transaction; an open connection sees the new one."""
    connections.close_all()
    target = connection.settings_dict["NAME"]
    try:
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(target, timeout=TUNGGU)) as live:
            check_whole(copy)
            copy.backup(live)
    except sqlite3.OperationalError as error:
        raise ServiceError(SIBUK) from error
    except sqlite3.DatabaseError as error:
        raise ServiceError(CACAT.format(apa=error)) from error


def contents() -> Tabel:
    """What each table holds now."""
    connection.ensure_connection()
    return read_tables(connection.connection)


def check_whole(database: sqlite3.Connection) -> None:
    """SQLite's own check of the file."""
    answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise ServiceError(CACAT.format(apa=answer))


def read_tables(database: sqlite3.Connection) -> Tabel:
    """Table → rows and a hash over all of them, in the order of their row numbers."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {name: _read(database, name) for (name,) in names}


def _read(database: sqlite3.Connection, name: str) -> Isi:
    """As text made by SQLite itself: Django's converters of column types stay out of it."""
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')]
    texts = ", ".join(f'quote("{column}")' for column in columns)
    count, whole = 0, hashlib.sha256()
    for row in database.execute(f'SELECT {texts} FROM "{name}" ORDER BY rowid'):  # noqa: S608
        count += 1
        whole.update("\0".join(row).encode("utf-8", "surrogateescape"))
    return Isi(count, whole.hexdigest())


def _files(database: sqlite3.Connection, kolom: Kolom) -> set[str]:
    found = set()
    for table, column in kolom:
        if column in [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]:
            found |= {name for (name,) in database.execute(f'SELECT "{column}" FROM "{table}"') if name}  # noqa: S608
    return found
