"""By which decree, when, from which year on and why a decree was revoked.

All of them may be empty: so SQLite adds a column and does not build the guarded table anew, which would drop its
triggers (migration 0002). They are not printed, and are written after ditetapkan.
"""

from django.db import migrations, models

BARU = {
    "dicabut_oleh": ("dicabut oleh", models.CharField, {"max_length": 120}),
    "dicabut_pada": ("tanggal pencabutan", models.DateField, {}),
    "dicabut_mulai": ("tidak berlaku mulai tahun", models.PositiveSmallIntegerField, {}),
    "alasan_cabut": ("alasan pencabutan", models.TextField, {}),
}


class Migration(migrations.Migration):
    """Four columns on the decree and on its history."""

    dependencies = [("registry", "0008_dokumen")]
    operations = [
        migrations.AddField(model, name, kind(blank=True, null=True, verbose_name=label, **more))
        for model in ("penetapan", "historicalpenetapan")
        for name, (label, kind, more) in BARU.items()
    ]
