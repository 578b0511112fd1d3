"""Two people approve A → B and B → A at the same moment: exactly one succeeds (security.md S-42)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = [pytest.mark.lama, pytest.mark.basis, pytest.mark.django_db]
ROOT = Path(__file__).parents[2]
NAMA = "dua_admin"
ROUNDS = 100
RUN = "import django; django.setup(); from tests.registry.dua_admin import main; main({rounds})"


@pytest.fixture
def alamat(tmp_path, django_db_blocker):
    """A database of its own: a file, or on PostgreSQL one beside the test database."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/{NAMA}.sqlite3"
        return
    import psycopg2

    name = f"{NAMA}_{os.getpid()}"
    where = {k: v for k, v in connection.get_connection_params().items() if k in ("host", "port", "user", "password")}
    admin = psycopg2.connect(**where, dbname="postgres")
    admin.autocommit = True
    admin.cursor().execute(f'CREATE DATABASE "{name}"')
    yield f"postgres://{where.get('user', '')}@/{name}?host={where.get('host', '')}"
    admin.cursor().execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.close()


def test_exactly_one_of_two_succeeds(alamat):
    env = {**os.environ, "DATABASE_URL": alamat, "IKU_TEST": "1", "PYTHONPATH": str(ROOT)}
    env["DJANGO_SETTINGS_MODULE"] = "iku_project.settings"
    command = [sys.executable, "-c", RUN.format(rounds=ROUNDS)]
    run = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.split("\n")[:-1] == ["1 True"] * ROUNDS
