"""manage.py cadangkan --ke DIR|FILE: database and uploaded files in one sealed archive, while people work.

Exit status: 0 done; 1 refused, nothing was written.
"""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.cadangan import SIDIK, Cetak, cadangan_create
from registry.services.errors import ServiceError
from registry.tulis import tulis_ukuran


class Command(BaseCommand):
    """Reads the database and the files; changes neither."""

    help = "Mencadangkan basis data dan berkas unggahan ke satu arsip bersidik."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ke", required=True, metavar="DIR|FILE", help="folder, atau nama berkas .tar yang baru")
        parser.add_argument("--walau-hilang", action="store_true", help="tetap cadangkan walau ada berkas yang hilang")

    def handle(self, *args: object, **options: str) -> None:
        try:
            made = cadangan_create(
                ke=options["ke"], walau_hilang=bool(options["walau_hilang"]), cetak=self._tell(options)
            )
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        except OSError as error:
            raise CommandError(f"Cadangan tidak dapat ditulis: {error}") from error
        size = tulis_ukuran(made.ukuran)
        self.stdout.write(f"Cadangan: {made.path} ({size}, {made.baris} baris, {made.berkas} berkas)")
        self.stdout.write(f"Sidik manifest (SHA-256): {made.sidik}")
        self.stdout.write(f"Sidik juga tersimpan di {made.path.name}{SIDIK}. Simpan salinannya di mesin lain.")
        if made.hilang:
            self.stderr.write(f"Peringatan: {len(made.hilang)} berkas yang tercatat tidak ada di server.")

    def _tell(self, options: dict[str, str]) -> Cetak:
        return (lambda text: None) if int(options["verbosity"]) == 0 else self.stdout.write
