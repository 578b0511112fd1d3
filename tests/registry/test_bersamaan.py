"""Several people at the same moment, on real threads and a database of their own (security.md S-60, S-61, S-62)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = [pytest.mark.lama, pytest.mark.basis, pytest.mark.django_db]
ROOT = Path(__file__).parents[2]
ROUNDS, WRITES = 100, 8 * 50
RUN = "import django; django.setup(); from tests.registry.dua_orang import main; main({rounds})"


@pytest.fixture(scope="module")
def alamat(tmp_path_factory, django_db_setup, django_db_blocker):
    """A database of its own: a file, or on PostgreSQL one beside the test database."""
    name = f"dua_orang_{os.getpid()}"
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('bersamaan')}/{name}.sqlite3"
        return
    import psycopg2

    with django_db_blocker.unblock():
        where = connection.get_connection_params()
    where = {k: v for k, v in where.items() if k in ("host", "port", "user", "password")}
    admin = psycopg2.connect(**where, dbname="postgres")
    admin.autocommit = True
    admin.cursor().execute(f'CREATE DATABASE "{name}"')
    yield f"postgres://{where.get('user', '')}@/{name}?host={where.get('host', '')}"
    admin.cursor().execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.close()


@pytest.fixture(scope="module")
def hasil(alamat) -> list[dict]:
    """What every trial told."""
    env = {**os.environ, "DATABASE_URL": alamat, "IKU_TEST": "1", "PYTHONPATH": str(ROOT)}
    env["DJANGO_SETTINGS_MODULE"] = "iku_project.settings"
    command = [sys.executable, "-c", RUN.format(rounds=ROUNDS)]
    run = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=1800, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize(("jenis", "banyak"), [("isian", ROUNDS), ("target", ROUNDS // 4), ("data", ROUNDS // 4)])
def test_of_two_one_wins_and_the_other_sees_both(hasil, jenis, banyak, capsys):
    """302 and 409; the first is stored, one version more; the second sees both and keeps what was typed."""
    trials = [t for t in hasil if t["jenis"] == jenis]
    assert len(trials) == banyak
    silent = [t for t in trials if t["kode"] != [302, 409] or not t["menang"] or t["langkah"] != 1]
    unseen = [t for t in trials if not (t["ketikan"] and t["keduanya"])]
    with capsys.disabled():
        print(f"\nbersamaan {jenis}: {len(silent)} hilang diam-diam, {banyak - len(unseen)} pertentangan tampil")
    assert silent == []
    assert unseen == []


def test_the_same_form_twice_makes_one_row_and_one_history(hasil, capsys):
    trials = [t for t in hasil if t["jenis"] == "dua_kali"]
    with capsys.disabled():
        print(f"\nbersamaan dua_kali: {sum(t['kode'] != [302] for t in trials)} halaman galat dari {len(trials)}")
    assert len(trials) == ROUNDS
    assert {tuple(t["kode"]) for t in trials} == {(302,)}
    assert {tuple(t["baris"]) for t in trials} == {(1, 1, 1, 1)}
    # saved, submitted, and computed again for its new target; the other two once
    assert {tuple(t["riwayat"]) for t in trials} == {(3, 1, 1)}
    assert {t["status"] for t in trials} == {"diajukan"}


def test_eight_writers_meet_no_error(hasil, capsys):
    (trial,) = [t for t in hasil if t["jenis"] == "penulis"]
    with capsys.disabled():
        print(f"\nbersamaan penulis: {trial['salah']} galat dari {trial['banyak']}, terlama {trial['lama']:.2f} s")
    assert (trial["banyak"], trial["salah"]) == (WRITES, 0)
    assert trial["versi"] == [50] * 8
    assert trial["lama"] < 60  # a safety stop; alone it takes one or two
