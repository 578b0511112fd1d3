"""A worker may draw a trial print, too, and what a job found out is kept with it. Nothing else is stored otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0012_perubahan_rancangan")]

    operations = [
        migrations.AddField(
            model_name="pekerjaan",
            name="hasil",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name="pekerjaan",
            name="jenis",
            field=models.CharField(
                choices=[
                    ("lampiran", "Semua lampiran"),
                    ("rekap", "Rekap semua instansi"),
                    ("bekukan", "Pembekuan dokumen"),
                    ("periksa", "Pemeriksaan cetakan"),
                ],
                max_length=10,
            ),
        ),
    ]
