"""manage.py keputusan KODE [--lengkap] --format pdf --output FILE: the file that the button gives."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.errors import ServiceError
from reports.keputusan_berkas import BENTUK, keputusan_export


class Command(BaseCommand):
    """Writes one file; changes nothing."""

    help = "Menulis naskah keputusan, bila diminta dengan lampirannya, ke berkas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kode", help="kode penetapan, misalnya lumajang-2019-326")
        parser.add_argument("--lengkap", action="store_true", help="dengan semua lampirannya")
        parser.add_argument("--format", required=True, help=f"bentuk berkas: {', '.join(BENTUK)}")
        parser.add_argument("--output", required=True, type=Path, help="berkas hasil")

    def handle(self, *args: object, **options: Any) -> None:
        output = Path(options["output"])
        try:
            data = keputusan_export(kode=options["kode"], bentuk=options["format"], lengkap=options["lengkap"])
            output.write_bytes(data)
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        except OSError as error:
            raise CommandError(f"Berkas {output} tidak dapat ditulis: {error.strerror}.") from error
        self.stdout.write(f"{output}: {len(data)} bita")
