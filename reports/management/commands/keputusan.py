"""manage.py keputusan KODE [--lengkap] --format pdf --output FILE: the file that the button gives."""

from typing import Any

from django.core.management.base import CommandParser

from reports.keputusan_berkas import BENTUK, keputusan_export
from reports.perintah import PerintahBerkas


class Command(PerintahBerkas):
    """The whole decree, alone or with its lampiran."""

    help = "Menulis naskah keputusan, bila diminta dengan lampirannya, ke berkas."
    bentuk = BENTUK

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kode", help="kode penetapan, misalnya lumajang-2019-326")
        parser.add_argument("--lengkap", action="store_true", help="dengan semua lampirannya")
        super().add_arguments(parser)

    def make(self, **options: Any) -> bytes:
        return keputusan_export(kode=options["kode"], bentuk=options["format"], lengkap=options["lengkap"])
