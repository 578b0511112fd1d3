"""What the commands share that compare stored rows with the files on the disk."""

from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

BERSIHKAN = "Ulangi dengan --bersihkan untuk menghapus berkas tanpa catatan."


class PeriksaBerkas(BaseCommand):
    """Lists; removes files that nobody owns only when asked.

    Exit status: 0 rows and files agree (or do now); 1 a row lacks its file, or files without a row are left.
    """

    rusak = ""  # what to do about rows without their file

    @abstractmethod
    def lost(self) -> list[str]:
        """The rows whose file is not there as it should be, in words."""

    @abstractmethod
    def left(self) -> Iterable[Path]:
        """Files that no row points to."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--bersihkan", action="store_true", help="hapus berkas tanpa catatan (lebih tua dari 1 jam)"
        )

    def handle(self, *args: object, **options: Any) -> None:
        lost, left = self.lost(), list(self.left())
        for line in lost:
            self.stdout.write(f"tanpa berkas: {line}")
        for path in left:
            if options["bersihkan"]:
                path.unlink(missing_ok=True)
            name = path.relative_to(settings.MEDIA_ROOT)
            self.stdout.write(f"{'dihapus' if options['bersihkan'] else 'tanpa catatan'}: {name}")
        self.stdout.write(f"Catatan tanpa berkas: {len(lost)}. Berkas tanpa catatan: {len(left)}.")
        if lost:
            raise CommandError(self.rusak)
        if left and not options["bersihkan"]:
            raise CommandError(BERSIHKAN)
