"""A version of a decree tells what it changed in its parts; versions of before have none.

The column is added in place, so that the triggers of 0010_riwayat_tetap stay; earlier seals do not count it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_kertas")]

    operations = [
        migrations.AddField(
            model_name="historicalpenetapan",
            name="perubahan",
            field=models.JSONField(editable=False, help_text="[[cell in words, old text, new text], …]", null=True),
        ),
    ]
