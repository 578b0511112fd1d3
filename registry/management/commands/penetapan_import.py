"""manage.py penetapan_import FILE: imports decrees from YAML or JSON, all or nothing."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.errors import ServiceError
from registry.services.penetapan import penetapan_import
from registry.services.penetapan_berkas import read_documents


class Command(BaseCommand):
    """One file, or standard input with "-"; one Penetapan or a list of them."""

    help = "Memuat penetapan dari berkas YAML atau JSON; semua atau tidak sama sekali."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="+", help="berkas YAML atau JSON; - untuk masukan standar")

    def handle(self, *args: object, **options: list[str]) -> None:
        documents = [d for name in options["file"] for d in self._read(name)]
        try:
            results = penetapan_import(documents=documents)
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        for result in results:
            self.stdout.write(f"{result.kode}: {result.tindakan}")

    def _read(self, name: str) -> list[object]:
        try:
            content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            return read_documents(content)
        except OSError as error:
            raise CommandError(f"Berkas {name} tidak dapat dibaca: {error.strerror}.") from error
        except ServiceError as error:
            raise CommandError(f"Berkas {name}: {error.pesan}") from error
