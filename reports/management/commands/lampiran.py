"""manage.py lampiran KODE [--lampiran I] --format pdf --output FILE: the file that the button gives."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.errors import ServiceError
from reports.ekspor import FORMAT, lampiran_export


class Command(BaseCommand):
    """Writes one file; changes nothing."""

    help = "Menulis lampiran sebuah penetapan ke berkas."
    requires_system_checks: list[str] = []  # it reads; checking urls and models would take longer than a small file

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kode", help="kode penetapan, misalnya lumajang-2019-326")
        parser.add_argument("--lampiran", help="nomor lampiran (I, II, …) atau urutannya (1, 2, …); semua bila kosong")
        parser.add_argument("--format", required=True, help=f"bentuk berkas: {', '.join(FORMAT)}")
        parser.add_argument("--output", required=True, type=Path, help="berkas hasil")

    def handle(self, *args: object, **options: str) -> None:
        output = Path(options["output"])
        try:
            data = lampiran_export(kode=options["kode"], nomor=options["lampiran"], bentuk=options["format"])
            output.write_bytes(data)
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        except OSError as error:
            raise CommandError(f"Berkas {output} tidak dapat ditulis: {error.strerror}.") from error
        self.stdout.write(f"{output}: {len(data)} bita")
