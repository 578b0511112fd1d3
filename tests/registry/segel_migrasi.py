"""Run by test_segel_migrasi on a database of its own: a chain sealed before a column was added to a history."""

import json

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from registry.models import Penetapan
from registry.services import segel_riwayat as segel

SEBELUM, TABEL = "0009_kertas", "registry_historicalpenetapan"


def main() -> None:
    """Tells as JSON what held: before, after, and after going back and forth once more."""
    call_command("migrate", "registry", SEBELUM, verbosity=0)
    told = {"kolom_dahulu": "perubahan" in columns()}
    write_versions()
    kept = seal_as_then()
    call_command("migrate", verbosity=0)
    told |= {"kolom": "perubahan" in columns(), "utuh": segel.riwayat_check(kept) == ([], []), "dijaga": refused()}
    told["kosong"] = list(Penetapan.history.values_list("perubahan", flat=True)) == [None] * 3
    call_command("migrate", "registry", SEBELUM, verbosity=0)
    told["dijaga_mundur"] = refused()
    call_command("migrate", verbosity=0)
    told |= {"dijaga_lagi": refused(), "utuh_lagi": segel.riwayat_check(kept) == ([], [])}
    told["bersambung"] = goes_on(kept)
    told["rusak"] = found_when_changed()
    print(json.dumps(told))


def columns() -> list[str]:
    with connection.cursor() as cursor:
        return [c.name for c in connection.introspection.get_table_description(cursor, TABEL)]


def write_versions() -> None:
    """Three versions of a draft as the app wrote them before."""
    state = MigrationExecutor(connection).loader.project_state(("registry", SEBELUM))
    version = state.apps.get_model("registry", "HistoricalPenetapan")
    for number in range(3):
        version.objects.create(
            id=1, kode="lama", jenis="lembar_iku", status="draf", tentang=f"versi {number}", tahun_awal=2024,
            tahun_akhir=2026, diktum=[{"label": "KESATU", "isi": "é", "butir": []}], pemda_id=1,
            history_date=timezone.now(), history_type="~" if number else "+", history_change_reason="Diubah",
        )  # fmt: skip


def seal_as_then() -> str:
    """A link over the columns that there were."""
    now = segel._columns
    segel._columns = lambda model: [name for name in now(model) if name != "perubahan"]
    try:
        made = segel.riwayat_seal()
    finally:
        segel._columns = now
    assert made is not None
    return made.sha256


def refused() -> bool:
    """Whether the database refuses to change and to delete a version."""
    count = 0
    for act in (f"UPDATE {TABEL} SET history_change_reason = 'x'", f"DELETE FROM {TABEL}"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act)
        except DatabaseError as error:
            count += "Riwayat tidak dapat" in str(error)
    return count == 2


def goes_on(kept: str) -> bool:
    """A version with the new column gets a link of its own, after the old one."""
    last = Penetapan.history.first()
    fields = {f.attname: getattr(last, f.attname) for f in last._meta.concrete_fields if f.name != "history_id"}
    Penetapan.history.model.objects.create(**fields | {"perubahan": [["Diktum KESATU, isi", "é", "ü"]]})
    made = segel.riwayat_seal()
    return made.sebelum == kept and "perubahan" in made.isi[TABEL]["kolom"] and segel.riwayat_check() == ([], [])


def found_when_changed() -> bool:
    """What a version tells is sealed with it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER tetap_{TABEL}_update")
        else:
            cursor.execute(f"DROP TRIGGER tetap_{TABEL} ON {TABEL}")
        cursor.execute(f"UPDATE {TABEL} SET perubahan = %s WHERE perubahan IS NOT NULL", ["[]"])
    return [d.segel for d in segel.riwayat_check()[0]] == [2]
