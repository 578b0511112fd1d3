"""PostgreSQL: by its own tools pg_dump, pg_restore and psql, which must be at least as new as the server."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction
from psycopg2.extensions import make_dsn

from registry.services.cadangan_isi import Isi, Kolom, Salinan, Tabel
from registry.services.errors import ServiceError

NAMA = "basis/iku.dump"
TANPA_ALAT = (
    "Perintah {alat} tidak ada di mesin ini. Pasang alat PostgreSQL (apt-get install postgresql-client) yang versinya "
    "tidak lebih lama daripada servernya, lalu ulangi."
)
GAGAL = "{alat} gagal: {pesan}"
TUNGGU = "15s"  # for locks of others
# Dropping what is there and reading the dump is one transaction: all of it happens, or nothing.
KOSONGKAN = """
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT tablename AS n FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', r.n);
  END LOOP;
  FOR r IN SELECT sequencename AS n FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP SEQUENCE IF EXISTS public.%I CASCADE', r.n);
  END LOOP;
  FOR r IN SELECT p.oid::regprocedure AS n FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE 'DROP ROUTINE IF EXISTS ' || r.n || ' CASCADE';
  END LOOP;
END $$;
"""


def dump(target: Path, kolom: Kolom) -> Salinan:
    """A dump of one moment; what it holds is read at that same moment, by a snapshot that both share."""
    connection.close()  # a transaction of its own, from its first statement on
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "-Fc", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}", _dsn())
        return Salinan(contents(), _files(cursor, kolom))


def migrations() -> list[tuple[str, str]]:
    """Applied migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [(app, name) for app, name in cursor.fetchall()]


def restore(source: Path) -> None:
    """Drops our tables and reads the dump, in one transaction."""
    connections.close_all()
    with tempfile.TemporaryDirectory(dir=source.parent, prefix=".sql-") as folder:
        before, script = Path(folder) / "0.sql", Path(folder) / "1.sql"
        before.write_text(KOSONGKAN, encoding="ascii")
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        options = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-o", os.devnull)
        _run("psql", *options, "-f", str(before), "-f", str(script), "-d", _dsn())


def contents() -> Tabel:
    """Table → rows and a sum over hashes of their texts, whatever their order."""
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return {name: _read(cursor, name) for (name,) in cursor.fetchall()}


def _read(cursor: Any, name: str) -> Isi:
    total = "coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)"
    cursor.execute(f"SELECT count(*), {total}::text FROM {connection.ops.quote_name(name)} t")  # noqa: S608
    return Isi(*cursor.fetchone())


def _files(cursor: Any, kolom: Kolom) -> set[str]:
    cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    known, found, quote = set(cursor.fetchall()), set(), connection.ops.quote_name
    for table, column in kolom:
        if (table, column) in known:
            cursor.execute(f"SELECT DISTINCT {quote(column)} FROM {quote(table)}")  # noqa: S608
            found |= {name for (name,) in cursor.fetchall() if name}
    return found


def _params() -> dict[str, object]:
    skipped = ("cursor_factory", "server_side_binding", "context")
    return {k: v for k, v in connection.get_connection_params().items() if k not in skipped}


def _dsn() -> str:
    """Where the database is, without its password: others on the machine may read command lines."""
    return make_dsn(**{k: v for k, v in _params().items() if k != "password"})


def _run(tool: str, *arguments: str) -> None:
    if shutil.which(tool) is None:
        raise ServiceError(TANPA_ALAT.format(alat=tool))
    password = str(_params().get("password") or "")
    environment = os.environ | {"PGOPTIONS": f"-c lock_timeout={TUNGGU}"}
    if password:
        environment["PGPASSWORD"] = password
    done = subprocess.run([tool, *arguments], env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode != 0:
        raise ServiceError(GAGAL.format(alat=tool, pesan=done.stderr.strip()[-800:] or f"kode {done.returncode}"))
