"""Guards in the database: what a decree prints cannot change once it is ditetapkan (design decision 2).

Triggers on both engines, so that not even a shell or a raw query changes a signed text by accident.
Not guarded, because they do not print: indikator.lanjutan_dari_id and indikator.catatan_sumber.
"""

from django.db import migrations

PESAN = "Penetapan yang sudah ditetapkan tidak dapat diubah."

# table → (printed columns, SQL that finds the status of the decree that the row belongs to)
ANAK = {
    "registry_lampiran": (
        "penetapan_id urut nomor judul jenis tata_letak kepala kolom tanda_tangan",
        "SELECT p.status FROM registry_penetapan p WHERE p.id = {row}.penetapan_id",
    ),
    "registry_lembarinstansi": (
        "lampiran_id instansi_id urut nama nomor tanggung_jawab tugas_pokok fungsi visi misi tujuan "
        "indikator_tujuan penomoran label_fungsi judul_tabel kolom",
        "SELECT p.status FROM registry_penetapan p JOIN registry_lampiran l ON l.penetapan_id = p.id "
        "WHERE l.id = {row}.lampiran_id",
    ),
    "registry_sasaran": (
        "lembar_id urut nomor teks",
        "SELECT p.status FROM registry_penetapan p JOIN registry_lampiran l ON l.penetapan_id = p.id "
        "JOIN registry_lembarinstansi i ON i.lampiran_id = l.id WHERE i.id = {row}.lembar_id",
    ),
    "registry_indikator": (
        "pemda_id lembar_id sasaran_id urut kode nomor nama rumus_cetak penjelasan makna alasan referensi "
        "sumber_data penanggung_jawab gabung",
        "SELECT p.status FROM registry_penetapan p JOIN registry_lampiran l ON l.penetapan_id = p.id "
        "JOIN registry_lembarinstansi i ON i.lampiran_id = l.id WHERE i.id = {row}.lembar_id",
    ),
}
PENETAPAN = (
    "pemda_id kode jenis kop nomor tahun tentang tempat tanggal tanggal_naskah tahun_awal tahun_akhir mencabut "
    "perubahan_atas salinan menimbang mengingat menetapkan diktum tembusan tanda_tangan"
)
INDUK = "registry_penetapan"


def _changed(columns: str, differs: str) -> str:
    return " OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in columns.split())


def _fixed(query: str, row: str) -> str:
    return f"COALESCE(({query.format(row=row)}), 'draf') <> 'draf'"


def _sqlite() -> list[str]:
    def trigger(table: str, event: str, when: str) -> str:
        name = f"kunci_{table}_{event.lower()}"
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{PESAN}'); END"
        )

    sql = [
        trigger(INDUK, "DELETE", "OLD.status <> 'draf'"),
        trigger(
            INDUK,
            "UPDATE",
            f"OLD.status <> 'draf' AND (NEW.status = 'draf' OR (OLD.status = 'dicabut' AND NEW.status <> 'dicabut') "
            f"OR {_changed(PENETAPAN, 'IS NOT')})",
        ),
    ]
    for table, (columns, query) in ANAK.items():
        sql.append(trigger(table, "INSERT", _fixed(query, "NEW")))
        sql.append(trigger(table, "DELETE", _fixed(query, "OLD")))
        changed = _changed(columns, "IS NOT")
        sql.append(
            trigger(table, "UPDATE", f"({changed}) AND ({_fixed(query, 'OLD')} OR {_fixed(query, 'NEW')})")
        )
    return sql


def _postgresql() -> list[str]:
    def function(table: str, body: str) -> list[str]:
        return [
            f"CREATE FUNCTION kunci_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} "
            f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER kunci_{table} BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION kunci_{table}()",
        ]

    fail = f"RAISE EXCEPTION '{PESAN}' USING ERRCODE = 'check_violation';"
    differs = "IS DISTINCT FROM"
    sql = function(
        INDUK,
        f"IF TG_OP = 'DELETE' THEN IF OLD.status <> 'draf' THEN {fail} END IF; "
        f"ELSIF TG_OP = 'UPDATE' THEN IF OLD.status <> 'draf' AND (NEW.status = 'draf' "
        f"OR (OLD.status = 'dicabut' AND NEW.status <> 'dicabut') OR {_changed(PENETAPAN, differs)}) "
        f"THEN {fail} END IF; END IF;",
    )
    for table, (columns, query) in ANAK.items():
        old, new = _fixed(query, "OLD"), _fixed(query, "NEW")
        sql += function(
            table,
            f"IF TG_OP = 'INSERT' THEN IF {new} THEN {fail} END IF; "
            f"ELSIF TG_OP = 'DELETE' THEN IF {old} THEN {fail} END IF; "
            f"ELSIF ({_changed(columns, differs)}) AND ({old} OR {new}) THEN {fail} END IF;",
        )
    return sql


def create_guards(apps, schema_editor) -> None:
    """Creates the triggers of this database engine."""
    statements = _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgresql()
    for statement in statements:
        schema_editor.execute(statement, params=None)


def drop_guards(apps, schema_editor) -> None:
    """Removes them again."""
    for table in [INDUK, *ANAK]:
        if schema_editor.connection.vendor == "sqlite":
            for event in ("insert", "update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS kunci_{table}_{event}", params=None)
        else:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS kunci_{table}() CASCADE", params=None)


class Migration(migrations.Migration):
    """After the tables of the first migration."""

    dependencies = [("registry", "0001_awal")]
    operations = [migrations.RunPython(create_guards, drop_guards)]
