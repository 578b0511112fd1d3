"""Reminds OPD that have not entered; meant for cron, one run a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.models import Pemda, TahunIsian
from registry.services.pengingat import remind, rencana_of


class Command(BaseCommand):
    """manage.py ingatkan --tahun 2023 --sebelum 7 3 1 --kirim"""

    help = "Mengingatkan OPD yang belum selesai mengisi. Tanpa --kirim hanya memperlihatkan siapa yang akan diingatkan."

    def add_arguments(self, parser: CommandParser) -> None:
        """The year; days before the deadline, on the calendar of each Pemda."""
        parser.add_argument("--tahun", type=int, required=True)
        parser.add_argument("--triwulan", type=int, default=0, choices=range(1, 5), help="hanya isian triwulan ini")
        parser.add_argument(
            "--sebelum", type=int, nargs="+", default=[], metavar="HARI", help="berapa hari sebelum batas"
        )
        parser.add_argument("--pemda", help="kode Pemda, misalnya 35.08; tanpa ini semua Pemda")
        parser.add_argument("--kirim", action="store_true", help="benar-benar mengirim")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per person, and a sum per Pemda."""
        opened = TahunIsian.objects.filter(tahun=options["tahun"]).select_related("pemda").order_by("pemda__kode")
        if options["pemda"]:
            opened = opened.filter(pemda__kode=options["pemda"])
        if not opened:
            raise CommandError(f"Tidak ada Pemda yang membuka tahun {options['tahun']}. Periksa --tahun dan --pemda.")
        for year in opened:
            with timezone.override(year.pemda.zona):
                self._pemda(year.pemda, options)

    def _pemda(self, pemda: Pemda, options: dict[str, Any]) -> None:
        tahun, periode, sebelum = options["tahun"], options["triwulan"], options["sebelum"]
        plan = rencana_of(pemda, tahun, periode, sebelum)
        for surat in plan.surat:
            again = " (sudah diingatkan dalam 24 jam terakhir, dilewati)" if surat.baru_saja else ""
            self.stdout.write(f"{pemda}: {surat.penerima}, {surat.instansi}: {surat.baris.sisa} isian{again}")
        for row in plan.tanpa_akun:
            self.stdout.write(f"{pemda}: {row.instansi}: {row.sisa} isian, tetapi tidak ada akun yang aktif")
        if options["kirim"]:
            self.stdout.write(f"{pemda}: {remind(pemda, tahun, periode, sebelum=sebelum).kalimat}")
        else:
            self.stdout.write(f"{pemda}: {len(plan.surat)} orang; belum dikirim. Tambahkan --kirim untuk mengirim.")
