"""manage.py rekap --pemda KODE --instansi KODE --tahun N --format pdf --output FILE: the file that the button gives."""

from typing import Any

from django.core.management.base import CommandParser

from reports.bentuk import BENTUK
from reports.perintah import PerintahBerkas
from reports.rekap_ekspor import rekap_export

PILIHAN = ("pemda", "instansi", "tahun", "tempat", "tanggal", "alamat")


class Command(PerintahBerkas):
    """The recap of an OPD in a year."""

    help = "Menulis rekap realisasi sebuah instansi dalam satu tahun ke berkas."
    bentuk = BENTUK

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pemda", required=True, help="kode Kemendagri, misalnya 35.08")
        parser.add_argument("--instansi", required=True, help="kode instansi, misalnya dinkes")
        parser.add_argument("--tahun", required=True, type=int, help="tahun pengukuran, misalnya 2023")
        parser.add_argument("--tempat", default="", help="tempat tanda tangan; ibu kota bila kosong")
        parser.add_argument("--tanggal", default="", help="tanggal tanda tangan; hari ini bila kosong")
        parser.add_argument(
            "--alamat", default="", help="alamat aplikasi untuk kode QR, misalnya https://iku.example.id"
        )
        super().add_arguments(parser)

    def make(self, **options: Any) -> bytes:
        return rekap_export(bentuk=options["format"], **{name: options[name] for name in PILIHAN})
