"""manage.py muat_contoh: invented example data and demo accounts; only with IKU_DEMO=1 or in tests."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.services.contoh import muat_contoh


class Command(BaseCommand):
    """Refuses on a production installation: default accounts must never exist there."""

    help = "Memuat data contoh dan akun demo."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.LOCAL:
            raise CommandError("Data contoh hanya dapat dimuat pada demo (IKU_DEMO=1).")
        written = muat_contoh()
        self.stdout.write(f"Data contoh: {written['target']} target, {written['realisasi']} realisasi.")
