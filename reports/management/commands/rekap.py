"""manage.py rekap --pemda KODE --instansi KODE --tahun N --format pdf --output FILE: the file that the button gives."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.errors import ServiceError
from reports.bentuk import BENTUK
from reports.rekap_ekspor import rekap_export


class Command(BaseCommand):
    """Writes one file; changes nothing."""

    help = "Menulis rekap realisasi sebuah instansi dalam satu tahun ke berkas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pemda", required=True, help="kode Kemendagri, misalnya 35.08")
        parser.add_argument("--instansi", required=True, help="kode instansi, misalnya dinkes")
        parser.add_argument("--tahun", required=True, type=int, help="tahun pengukuran, misalnya 2023")
        parser.add_argument("--format", required=True, help=f"bentuk berkas: {', '.join(BENTUK)}")
        parser.add_argument("--output", required=True, type=Path, help="berkas hasil")
        parser.add_argument("--tempat", default="", help="tempat tanda tangan; ibu kota bila kosong")
        parser.add_argument("--tanggal", default="", help="tanggal tanda tangan; hari ini bila kosong")
        parser.add_argument(
            "--alamat", default="", help="alamat aplikasi untuk kode QR, misalnya https://iku.example.id"
        )

    def handle(self, *args: object, **options: Any) -> None:
        output = Path(options["output"])
        names = ("pemda", "instansi", "tahun", "tempat", "tanggal", "alamat")
        try:
            data = rekap_export(bentuk=options["format"], **{name: options[name] for name in names})
            output.write_bytes(data)
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        except OSError as error:
            raise CommandError(f"Berkas {output} tidak dapat ditulis: {error.strerror}.") from error
        self.stdout.write(f"{output}: {len(data)} bita")
