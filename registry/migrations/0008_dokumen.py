"""Dokumen and its signed files, with guards in the database: what was frozen or signed cannot change.

Triggers on both engines (as in migration 0002): of a Dokumen only status and the reason of a cancellation move, and
only forward; nothing of a signed file moves; neither can be deleted.
"""

import django.db.models.deletion
import registry.models.dokumen
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


PESAN = "Dokumen yang sudah dibekukan tidak dapat diubah atau dihapus."
DOKUMEN, TERTANDA = "registry_dokumen", "registry_berkastertanda"
# every column but status and alasan_batal
ISI = (
    "kunci kode pemda_id jenis penetapan_kode instansi_id tahun nomor tentang tanggal penanda_tangan cuplikan jawaban "
    "jangkar kotak berkas ukuran halaman sha256 dibekukan_oleh_id created_at"
)


def _moves(differs: str) -> str:
    """SQL that is true for an update of a Dokumen that is refused."""
    changed = " OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in ISI.split())
    back = (
        "(OLD.status = 'dibatalkan' AND (NEW.status <> 'dibatalkan' OR NEW.alasan_batal <> OLD.alasan_batal)) "
        "OR (OLD.status = 'ditandatangani' AND NEW.status = 'dibekukan') "
        "OR (NEW.status <> 'dibatalkan' AND NEW.alasan_batal <> '')"
    )
    return f"{changed} OR {back}"


def create_guards(apps, schema_editor) -> None:
    """Creates the triggers of this database engine."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "sqlite":
        for table, when in ((DOKUMEN, f" WHEN {_moves('IS NOT')}"), (TERTANDA, "")):
            for event, only in (("update", when), ("delete", "")):
                stop = f"BEGIN SELECT RAISE(ABORT, '{PESAN}'); END"
                run(f"CREATE TRIGGER kunci_{table}_{event} BEFORE {event} ON {table}{only} {stop}", params=None)
        return
    fail = f"RAISE EXCEPTION '{PESAN}' USING ERRCODE = 'check_violation';"
    for table, refused in ((DOKUMEN, _moves("IS DISTINCT FROM")), (TERTANDA, "true")):
        body = f"IF TG_OP = 'DELETE' THEN {fail} ELSIF {refused} THEN {fail} END IF; RETURN NEW;"
        run(
            f"CREATE FUNCTION kunci_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$", params=None
        )
        run(
            f"CREATE TRIGGER kunci_{table} BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION kunci_{table}()",
            params=None,
        )


def drop_guards(apps, schema_editor) -> None:
    """Removes them again."""
    for table in (DOKUMEN, TERTANDA):
        if schema_editor.connection.vendor == "sqlite":
            for event in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS kunci_{table}_{event}", params=None)
        else:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS kunci_{table}() CASCADE", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0004_pengisian'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dokumen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kunci', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kode', models.CharField(max_length=14, unique=True, verbose_name='kode verifikasi')),
                ('jenis', models.CharField(choices=[('lampiran', 'Lampiran penetapan'), ('keputusan', 'Keputusan dan lampirannya'), ('rekap', 'Rekap realisasi')], max_length=10)),
                ('penetapan_kode', models.CharField(blank=True, max_length=60, verbose_name='kode penetapan')),
                ('tahun', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('nomor', models.CharField(blank=True, max_length=80)),
                ('tentang', models.TextField()),
                ('tanggal', models.DateField(blank=True, null=True)),
                ('penanda_tangan', models.CharField(blank=True, max_length=300, verbose_name='penanda tangan')),
                ('cuplikan', models.JSONField(default=dict, verbose_name='isi yang dicetak')),
                ('jawaban', models.JSONField(blank=True, default=list, verbose_name='jawaban pemeriksaan')),
                ('jangkar', models.CharField(blank=True, max_length=20, verbose_name='jangkar tanda tangan')),
                ('kotak', models.BooleanField(default=False, verbose_name='kotak tanda tangan')),
                ('berkas', models.FileField(max_length=120, upload_to=registry.models.dokumen.frozen_name)),
                ('ukuran', models.PositiveBigIntegerField(verbose_name='ukuran (bita)')),
                ('halaman', models.PositiveIntegerField(verbose_name='jumlah halaman')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('status', models.CharField(choices=[('dibekukan', 'Dibekukan, belum ditandatangani'), ('ditandatangani', 'Ditandatangani'), ('dibatalkan', 'Dibatalkan')], default='dibekukan', max_length=14)),
                ('alasan_batal', models.TextField(blank=True, verbose_name='alasan pembatalan')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('dibekukan_oleh', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instansi', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dokumen', to='registry.instansi')),
                ('pemda', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dokumen', to='registry.pemda')),
            ],
            options={
                'verbose_name': 'dokumen',
                'verbose_name_plural': 'dokumen',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BerkasTertanda',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kunci', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('berkas', models.FileField(max_length=120, upload_to=registry.models.dokumen.signed_name)),
                ('ukuran', models.PositiveBigIntegerField(verbose_name='ukuran (bita)')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('hasil', models.JSONField(default=dict, verbose_name='hasil pemeriksaan')),
                ('tepercaya', models.BooleanField(default=False, verbose_name='rantai sertifikat tepercaya')),
                ('alasan', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('diunggah_oleh', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dokumen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='berkas_tertanda', to='registry.dokumen')),
            ],
            options={
                'verbose_name': 'berkas tertanda',
                'verbose_name_plural': 'berkas tertanda',
                'ordering': ['dokumen', 'created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalBerkasTertanda',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kunci', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('berkas', models.TextField(max_length=120)),
                ('ukuran', models.PositiveBigIntegerField(verbose_name='ukuran (bita)')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('tepercaya', models.BooleanField(default=False, verbose_name='rantai sertifikat tepercaya')),
                ('alasan', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('diunggah_oleh', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dokumen', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='registry.dokumen')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical berkas tertanda',
                'verbose_name_plural': 'historical berkas tertanda',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalDokumen',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kunci', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('kode', models.CharField(db_index=True, max_length=14, verbose_name='kode verifikasi')),
                ('jenis', models.CharField(choices=[('lampiran', 'Lampiran penetapan'), ('keputusan', 'Keputusan dan lampirannya'), ('rekap', 'Rekap realisasi')], max_length=10)),
                ('penetapan_kode', models.CharField(blank=True, max_length=60, verbose_name='kode penetapan')),
                ('tahun', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('nomor', models.CharField(blank=True, max_length=80)),
                ('tentang', models.TextField()),
                ('tanggal', models.DateField(blank=True, null=True)),
                ('penanda_tangan', models.CharField(blank=True, max_length=300, verbose_name='penanda tangan')),
                ('jawaban', models.JSONField(blank=True, default=list, verbose_name='jawaban pemeriksaan')),
                ('jangkar', models.CharField(blank=True, max_length=20, verbose_name='jangkar tanda tangan')),
                ('kotak', models.BooleanField(default=False, verbose_name='kotak tanda tangan')),
                ('berkas', models.TextField(max_length=120)),
                ('ukuran', models.PositiveBigIntegerField(verbose_name='ukuran (bita)')),
                ('halaman', models.PositiveIntegerField(verbose_name='jumlah halaman')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('status', models.CharField(choices=[('dibekukan', 'Dibekukan, belum ditandatangani'), ('ditandatangani', 'Ditandatangani'), ('dibatalkan', 'Dibatalkan')], default='dibekukan', max_length=14)),
                ('alasan_batal', models.TextField(blank=True, verbose_name='alasan pembatalan')),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('dibekukan_oleh', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instansi', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='registry.instansi')),
                ('pemda', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='registry.pemda')),
            ],
            options={
                'verbose_name': 'historical dokumen',
                'verbose_name_plural': 'historical dokumen',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name='dokumen',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('status', 'dibatalkan'), _negated=True), models.Q(('jenis', 'rekap'), _negated=True)), fields=('pemda', 'jenis', 'penetapan_kode'), name='dokumen_penetapan_satu', violation_error_message='Dokumen ini sudah dibekukan. Batalkan yang lama dahulu.'),
        ),
        migrations.AddConstraint(
            model_name='dokumen',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('status', 'dibatalkan'), _negated=True), ('jenis', 'rekap')), fields=('instansi', 'tahun'), name='dokumen_rekap_satu', violation_error_message='Rekap ini sudah dibekukan. Batalkan yang lama dahulu.'),
        ),
        migrations.AddConstraint(
            model_name='dokumen',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('jenis', 'rekap'), ('instansi__isnull', False), ('tahun__isnull', False)), models.Q(models.Q(('jenis', 'rekap'), _negated=True), models.Q(('penetapan_kode', ''), _negated=True)), _connector='OR'), name='dokumen_pokok_ada', violation_error_message='Dokumen harus milik sebuah penetapan, atau sebuah instansi dan tahun.'),
        ),
        migrations.AddConstraint(
            model_name='dokumen',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'dibatalkan'), _negated=True), models.Q(('alasan_batal', ''), _negated=True), _connector='OR'), name='dokumen_batal_beralasan', violation_error_message='Tulis alasan pembatalan.'),
        ),
        migrations.AddConstraint(
            model_name='berkastertanda',
            constraint=models.UniqueConstraint(fields=('dokumen', 'sha256'), name='berkastertanda_sekali', violation_error_message='Berkas ini sudah tercatat pada dokumen ini.'),
        ),
        migrations.AddConstraint(
            model_name='berkastertanda',
            constraint=models.CheckConstraint(condition=models.Q(('tepercaya', True), models.Q(('alasan', ''), _negated=True), _connector='OR'), name='berkastertanda_tepercaya_atau_beralasan', violation_error_message='Tulis alasan menerima tanda tangan yang rantai sertifikatnya belum tepercaya.'),
        ),
        migrations.RunPython(create_guards, drop_guards),
    ]
