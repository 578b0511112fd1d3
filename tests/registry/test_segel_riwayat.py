"""No version of a history is changed or removed; whoever gets around the guards is found (security.md S-59)."""

import random

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from registry.models import Realisasi, SegelRiwayat
from registry.services.realisasi import realisasi_submit, realisasi_verify
from registry.services.segel_riwayat import histories, riwayat_check, riwayat_seal
from tests.registry.alur import isi

pytestmark = pytest.mark.django_db
RUSAK = 30


@pytest.fixture
def tersegel(cast, keluarga_sehat):
    """Two links: the loaded documents with a draft, then the steps after it."""
    row = isi(cast, keluarga_sehat)
    first = riwayat_seal()
    realisasi_submit(user=cast["dinkes"], realisasi=row)
    return first, riwayat_seal()


def around_the_guards(sql: str, *values) -> int:
    """What somebody with the file of the database could do; tells how many rows it touched."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in histories():
                for event in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS tetap_{table}_{event}")
        else:
            cursor.execute("DROP FUNCTION IF EXISTS riwayat_tetap() CASCADE")
        cursor.execute(sql, values)
        return cursor.rowcount


def test_the_database_refuses(tersegel):
    """Each history table has its guard; where there are rows it is tried."""
    look = (
        "sqlite_master WHERE type = 'trigger' AND name" if connection.vendor == "sqlite" else "pg_trigger WHERE tgname"
    )
    tried = 0
    with connection.cursor() as cursor:
        for table in [*histories(), "registry_segelriwayat"]:
            cursor.execute(f"SELECT count(*) FROM {look} LIKE %s", [f"tetap_{table}%"])
            assert cursor.fetchone()[0] >= 1, f"a migration of {table} has dropped its guard, or it never had one"
            cursor.execute(f"SELECT count(*) FROM {table}")
            column = "sha256" if "segel" in table else "history_change_reason"
            for act in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}") if cursor.fetchone()[0] else ():
                tried += 1
                with pytest.raises(DatabaseError, match="Riwayat tidak dapat"), transaction.atomic():
                    cursor.execute(act)
    assert tried >= 8


def test_it_works(tersegel, cast, keluarga_sehat, capsys):
    first, second = tersegel
    assert (first.sebelum, second.sebelum) == ("", first.sha256)
    assert riwayat_check(second.sha256) == ([], [])
    assert riwayat_seal() is None
    realisasi_verify(user=cast["bappeda"], realisasi=Realisasi.objects.get())  # what comes later belongs to no link yet
    call_command("riwayat_segel", "--periksa", first.sha256)
    call_command("riwayat_segel")
    assert SegelRiwayat.objects.last().sha256 in capsys.readouterr().out


def test_every_change_and_every_gap_is_found(tersegel, capsys):
    """One column of one version changed, or one version gone, at random places of all histories: 100 % found."""
    places, found = random.Random(59), 0
    rows = [(t, pk) for t, m in histories().items() for pk in m.objects.values_list("history_id", flat=True)]
    for number, (table, pk) in enumerate(places.choices(rows, k=RUSAK)):
        sql = "DELETE FROM {} WHERE history_id = %s" if number % 2 else (
            "UPDATE {} SET history_change_reason = coalesce(history_change_reason, '') || '.' WHERE history_id = %s"
        )  # fmt: skip
        with transaction.atomic():
            assert around_the_guards(sql.format(table), pk) == 1
            damage, _ = riwayat_check()
            found += [d.tabel for d in damage] == [table] and damage[0].dari <= pk <= damage[0].sampai
            transaction.set_rollback(True)
    with capsys.disabled():
        print(f"\nriwayat diubah atau dihapus: {found} dari {RUSAK} ditemukan")
    assert found == RUSAK


def test_a_version_slipped_in_is_found(tersegel):
    """Into a range that is sealed, under a number that was left out or freed."""
    table = Realisasi.history.model._meta.db_table
    around_the_guards(f"UPDATE {table} SET history_id = -history_id")
    assert riwayat_check()[0] != []


def test_a_chain_written_anew_is_told_by_the_link_that_was_kept(tersegel):
    kept = tersegel[1].sha256
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER tetap_registry_segelriwayat_delete")
    around_the_guards("DELETE FROM registry_segelriwayat")
    table = Realisasi.history.model._meta.db_table
    around_the_guards(f"UPDATE {table} SET history_change_reason = 'lain'")
    riwayat_seal()
    assert riwayat_check() == ([], [])
    with pytest.raises(CommandError, match="pernah diubah"):
        call_command("riwayat_segel", "--periksa", kept)


def test_a_link_taken_out_is_told(tersegel):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER tetap_registry_segelriwayat_delete")
    around_the_guards("DELETE FROM registry_segelriwayat WHERE id = %s", tersegel[0].pk)
    assert len(riwayat_check()[1]) >= 1
