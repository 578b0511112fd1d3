"""manage.py riwayat_segel [--periksa [SEGEL]]: seals the history, or checks that what was sealed is unchanged.

Exit status: 0 sealed, nothing new, or unchanged; 1 something sealed was changed or removed.
"""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from formulas.notation import write_date
from registry.services.segel_riwayat import riwayat_check, riwayat_seal


class Command(BaseCommand):
    """Prints the last link of the chain, to be kept elsewhere; with --periksa changes nothing."""

    help = "Menyegel riwayat (rangkaian SHA-256), atau memeriksa bahwa yang sudah disegel tidak diubah."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--periksa", nargs="?", const="", metavar="SEGEL", help="periksa; SEGEL ialah segel yang Anda simpan"
        )

    def handle(self, *args: object, **options: str | None) -> None:
        wanted = options["periksa"]
        if wanted is not None:
            self._check(wanted)
            return
        made = riwayat_seal()
        if made is None:
            self.stdout.write("Tidak ada riwayat baru sejak segel terakhir.")
            return
        count = sum(part["jumlah"] for part in made.isi.values())
        when = timezone.localtime(made.dibuat_pada)
        self.stdout.write(
            f"Segel {made.pk}, {write_date(when.date())} {when:%H.%M}: {count} versi dari {len(made.isi)} tabel."
        )
        self.stdout.write(f"SHA-256: {made.sha256}")
        self.stdout.write("Simpan baris ini di mesin lain, lalu periksa dengan: riwayat_segel --periksa SHA-256")

    def _check(self, wanted: str) -> None:
        damage, broken = riwayat_check(wanted)
        for line in [*broken, *map(str, damage)]:
            self.stderr.write(line)
        if damage or broken:
            raise CommandError("Riwayat yang sudah disegel pernah diubah. Bandingkan dengan cadangan yang lebih lama.")
        self.stdout.write("Semua riwayat yang sudah disegel tidak berubah.")
