"""Paper and margins of a Pemda's documents; a Pemda of before keeps F4 and the margins of each document.

SQLite makes the table of its history anew, so that the triggers of 0010_riwayat_tetap are put back.
"""

import django.core.validators
from django.db import migrations, models


TABEL = "registry_historicalpemda"
PESAN = "Riwayat tidak dapat diubah atau dihapus."  # as in 0010_riwayat_tetap


def restore_guard(apps, schema_editor) -> None:
    """The triggers of the history, where the table was made anew."""
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete"):
            stop = f"BEGIN SELECT RAISE(ABORT, '{PESAN}'); END"
            name = f"tetap_{TABEL}_{event}"
            schema_editor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {TABEL} {stop}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0011_pekerjaan_bekukan"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, restore_guard),  # going back
        migrations.AddField(
            model_name="historicalpemda",
            name="kertas",
            field=models.CharField(
                choices=[("F4", "F4 (215 × 330 mm)"), ("A4", "A4 (210 × 297 mm)"), ("Legal", "Legal (216 × 356 mm)")],
                default="F4",
                max_length=10,
                verbose_name="kertas dokumen",
            ),
        ),
        migrations.AddField(
            model_name="historicalpemda",
            name="margin_mendatar",
            field=models.CharField(
                blank=True,
                help_text="Atas, kanan, bawah, kiri dalam mm; kosong: bawaan tiap jenis dokumen.",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator("^\\d{2}( \\d{2}){3}\\Z", "Tulis keempat margin dalam mm.")
                ],
                verbose_name="margin dokumen mendatar",
            ),
        ),
        migrations.AddField(
            model_name="historicalpemda",
            name="margin_tegak",
            field=models.CharField(
                blank=True,
                help_text="Atas, kanan, bawah, kiri dalam mm; kosong: bawaan tiap jenis dokumen.",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator("^\\d{2}( \\d{2}){3}\\Z", "Tulis keempat margin dalam mm.")
                ],
                verbose_name="margin dokumen tegak",
            ),
        ),
        migrations.AddField(
            model_name="pemda",
            name="kertas",
            field=models.CharField(
                choices=[("F4", "F4 (215 × 330 mm)"), ("A4", "A4 (210 × 297 mm)"), ("Legal", "Legal (216 × 356 mm)")],
                default="F4",
                max_length=10,
                verbose_name="kertas dokumen",
            ),
        ),
        migrations.AddField(
            model_name="pemda",
            name="margin_mendatar",
            field=models.CharField(
                blank=True,
                help_text="Atas, kanan, bawah, kiri dalam mm; kosong: bawaan tiap jenis dokumen.",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator("^\\d{2}( \\d{2}){3}\\Z", "Tulis keempat margin dalam mm.")
                ],
                verbose_name="margin dokumen mendatar",
            ),
        ),
        migrations.AddField(
            model_name="pemda",
            name="margin_tegak",
            field=models.CharField(
                blank=True,
                help_text="Atas, kanan, bawah, kiri dalam mm; kosong: bawaan tiap jenis dokumen.",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator("^\\d{2}( \\d{2}){3}\\Z", "Tulis keempat margin dalam mm.")
                ],
                verbose_name="margin dokumen tegak",
            ),
        ),
        migrations.RunPython(restore_guard, migrations.RunPython.noop),
    ]
