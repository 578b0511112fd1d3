"""Histories only grow: the database refuses to change or delete a version, on both engines (security S-59).

A history table that comes later needs the same guard in its own migration; tests/registry/test_segel_riwayat.py tells.
SQLite drops the triggers of a table that a migration makes anew; the same test tells.
"""

from django.db import migrations, models

NOUN = (
    "aturancapaian berkastertanda buktidukung dokumen instansi jawabanpemeriksaan jawabantemuan jendelaisian "
    "keanggotaan nilaidatadasar pejabat pemda penanda penetapan realisasi rumus sanggahan serahterima tahunisian target"
)
TABEL = [*(f"registry_historical{noun}" for noun in NOUN.split()), "registry_segelriwayat"]
PESAN = "Riwayat tidak dapat diubah atau dihapus."


def create_guards(apps, schema_editor) -> None:
    """Creates the triggers of this database engine."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "sqlite":
        for table in TABEL:
            for event in ("update", "delete"):
                stop = f"BEGIN SELECT RAISE(ABORT, '{PESAN}'); END"
                run(f"CREATE TRIGGER tetap_{table}_{event} BEFORE {event} ON {table} {stop}", params=None)
        return
    fail = f"RAISE EXCEPTION '{PESAN}' USING ERRCODE = 'check_violation';"
    run(f"CREATE FUNCTION riwayat_tetap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {fail} END $$", params=None)
    for table in TABEL:
        run(
            f"CREATE TRIGGER tetap_{table} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION riwayat_tetap()",
            params=None,
        )


def drop_guards(apps, schema_editor) -> None:
    """Removes them again."""
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP FUNCTION IF EXISTS riwayat_tetap() CASCADE", params=None)
        return
    for table in TABEL:
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS tetap_{table}_{event}", params=None)


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_pekerjaan")]

    operations = [
        migrations.CreateModel(
            name="SegelRiwayat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dibuat_pada", models.DateTimeField(auto_now_add=True)),
                (
                    "isi",
                    models.JSONField(
                        help_text="table → {kolom, dari, sampai (history_id), jumlah, sha256} of the rows since the last link"
                    ),
                ),
                ("sebelum", models.CharField(blank=True, help_text="sha256 of the link before", max_length=64)),
                ("sha256", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "verbose_name": "segel riwayat",
                "verbose_name_plural": "segel riwayat",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(create_guards, drop_guards),
    ]
