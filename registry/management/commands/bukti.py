"""manage.py bukti KODE_INDIKATOR INSTANSI TAHUN [--pemda 35.08], or bukti KODE: the proof of one number as text."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.bukti_teks import bukti_text, versi_by_key, versi_by_kode
from registry.services.errors import ServiceError

BENTUK = "Tulis KODE, atau KODE_INDIKATOR INSTANSI TAHUN, misalnya: bukti lmj19-dinkes-01 dinkes 2023"


class Command(BaseCommand):
    """Prints; changes nothing."""

    help = "Mencetak bukti hitungan satu realisasi: menurut kode bukti, atau indikator, instansi, dan tahun."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kunci", nargs="+", metavar="KODE", help=BENTUK)
        parser.add_argument("--pemda", help="kode Pemda, bila kode indikator dipakai beberapa Pemda")

    def handle(self, *args: object, **options: object) -> None:
        kunci: list[str] = options["kunci"]  # type: ignore[assignment]
        try:
            if len(kunci) == 1:
                versi = versi_by_kode(kunci[0])
            elif len(kunci) == 3 and kunci[2].isascii() and kunci[2].isdigit():
                versi = versi_by_key(kunci[0], kunci[1], int(kunci[2]), options["pemda"])  # type: ignore[arg-type]
            else:
                raise CommandError(BENTUK)
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        self.stdout.write(bukti_text(versi))
