"""A worker may freeze a document, too. Nothing is stored otherwise than before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_riwayat_tetap")]

    operations = [
        migrations.AlterField(
            model_name="pekerjaan",
            name="jenis",
            field=models.CharField(
                choices=[
                    ("lampiran", "Semua lampiran"),
                    ("rekap", "Rekap semua instansi"),
                    ("bekukan", "Pembekuan dokumen"),
                ],
                max_length=10,
            ),
        ),
    ]
