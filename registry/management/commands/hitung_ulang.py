"""manage.py hitung_ulang --pemda 35.08 --tahun 2023 [--simpan]: computes a whole year again."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.errors import ServiceError
from registry.services.hitung_ulang import TahunUlang, recompute_year

TETAP = "Perlu dibuka kembali agar berubah (sudah terverifikasi atau terkunci):"


class Command(BaseCommand):
    """Lists what would change; writes only with --simpan."""

    help = (
        "Menghitung ulang semua realisasi satu tahun milik satu Pemda. Tanpa --simpan hanya menampilkan apa yang akan "
        "berubah. Realisasi yang terverifikasi atau terkunci tidak pernah diubah."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pemda", required=True, metavar="KODE", help="kode Pemda, misalnya 35.08")
        parser.add_argument("--tahun", required=True, type=int, help="tahun realisasi, misalnya 2023")
        parser.add_argument("--simpan", action="store_true", help="tulis hasilnya; tanpa ini tidak ada yang diubah")
        parser.add_argument("--alasan", default="", help="alasan yang tercatat dalam riwayat")

    def handle(self, *args: object, **options: object) -> None:
        simpan = bool(options["simpan"])
        try:
            ulang = recompute_year(
                kode=str(options["pemda"]),
                tahun=int(str(options["tahun"])),
                simpan=simpan,
                alasan=str(options["alasan"]),
            )
        except ServiceError as error:
            raise CommandError(error.pesan) from error
        for butir in ulang.berubah:
            row = butir.realisasi
            self.stdout.write(f"{row.indikator.kode}  {row.instansi}  {row.tahun}: {butir.lama} → {butir.baru}")
        if ulang.tetap:
            self.stdout.write(TETAP)
        for row in ulang.tetap:
            self.stdout.write(
                f"{row.indikator.kode}  {row.instansi}  {row.tahun}: tetap {row.hasil or row.kosong_kode}"
            )
        self.stdout.write(summary(ulang, simpan))


def summary(ulang: TahunUlang, simpan: bool) -> str:
    """What was done, in one line."""
    if ulang.terkunci:
        return f"Tahun ini dikunci Bappeda {ulang.pemda}; tidak ada yang diubah."
    kata = "ditulis" if simpan else "akan berubah; tambahkan --simpan untuk menulisnya"
    return f"{ulang.jumlah} realisasi dihitung, {len(ulang.berubah)} {kata}; {len(ulang.tetap)} sudah terbit dan tetap."
