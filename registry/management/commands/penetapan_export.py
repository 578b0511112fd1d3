"""manage.py penetapan_export [KODE…]: a JSON list of decrees on standard output."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.errors import ServiceError
from registry.services.penetapan import penetapan_export


class Command(BaseCommand):
    """Prints; changes nothing."""

    help = "Mencetak penetapan sebagai daftar JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kode", nargs="*", help="kode penetapan; semua bila tidak disebut")

    def handle(self, *args: object, **options: list[str]) -> None:
        try:
            data = penetapan_export(kode=options["kode"])
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
