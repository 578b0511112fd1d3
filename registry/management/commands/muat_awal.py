"""manage.py muat_awal: Pemda, instansi, scales, shared data and the five documents."""

from django.core.management.base import BaseCommand, CommandError

from registry.services.awal import muat_awal
from registry.services.errors import ServiceError


class Command(BaseCommand):
    """Safe to run again."""

    help = "Memuat pemda, instansi, skala, data dasar, dan lima penetapan yang dibawa aplikasi."

    def handle(self, *args: object, **options: object) -> None:
        try:
            results = muat_awal()
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        for result in results:
            self.stdout.write(f"{result.kode}: {result.tindakan}")
