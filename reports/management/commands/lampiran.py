"""manage.py lampiran KODE [--lampiran I] --format pdf --output FILE: the file that the button gives."""

from typing import Any

from django.core.management.base import CommandParser

from reports.ekspor import FORMAT, lampiran_export
from reports.perintah import PerintahBerkas


class Command(PerintahBerkas):
    """One lampiran of a decree, or all."""

    help = "Menulis lampiran sebuah penetapan ke berkas."
    bentuk = FORMAT

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kode", help="kode penetapan, misalnya lumajang-2019-326")
        parser.add_argument("--lampiran", help="nomor lampiran (I, II, …) atau urutannya (1, 2, …); semua bila kosong")
        super().add_arguments(parser)

    def make(self, **options: Any) -> bytes:
        return lampiran_export(kode=options["kode"], nomor=options["lampiran"], bentuk=options["format"])
