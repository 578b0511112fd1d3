"""manage.py bukti_dukung_periksa [--bersihkan]: do rows and files of evidence agree?

Exit status: 0 they do (or do now); 1 a row lacks its file, or files without a row are left.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.bukti_simpanan import missing, orphans


class Command(BaseCommand):
    """Lists; removes files that nobody owns only when asked."""

    help = "Memeriksa apakah setiap bukti dukung punya berkas dan setiap berkas punya catatan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--bersihkan", action="store_true", help="hapus berkas tanpa catatan (lebih tua dari 1 jam)"
        )

    def handle(self, *args: object, **options: object) -> None:
        lost, left = missing(), orphans()
        for row in lost:
            self.stdout.write(
                f"tanpa berkas: {row.kunci} «{row.judul}», {row.realisasi.instansi} {row.realisasi.tahun}"
            )
        for path in left:
            name = path.relative_to(settings.MEDIA_ROOT)
            if options["bersihkan"]:
                path.unlink(missing_ok=True)
            self.stdout.write(f"{'dihapus' if options['bersihkan'] else 'tanpa catatan'}: {name}")
        self.stdout.write(f"Catatan tanpa berkas: {len(lost)}. Berkas tanpa catatan: {len(left)}.")
        if lost:
            raise CommandError("Pulihkan berkasnya dari cadangan, atau minta OPD mengunggahnya lagi.")
        if left and not options["bersihkan"]:
            raise CommandError("Ulangi dengan --bersihkan untuk menghapus berkas tanpa catatan.")
