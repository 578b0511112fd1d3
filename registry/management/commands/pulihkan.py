"""manage.py pulihkan FILE: an archive of cadangkan becomes this installation's database and files.

Exit status: 0 done; 1 refused, nothing was changed; 3 the archive is damaged or was edited, nothing was changed;
4 what was restored differs from the archive.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.services.cadangan_arsip import ArsipRusak
from registry.services.errors import ServiceError
from registry.services.pulihkan import Pemulihan, TidakSama, archive_check, pemulihan_run

KODE = {ArsipRusak: 3, TidakSama: 4}


class Command(BaseCommand):
    """Checks everything before it touches anything."""

    help = "Memulihkan basis data dan berkas unggahan dari arsip cadangkan, ke basis data kosong."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="arsip .tar dari cadangkan")
        parser.add_argument("--periksa", action="store_true", help="hanya memeriksa arsipnya; tidak mengubah apa pun")
        parser.add_argument(
            "--timpa", action="store_true", help="ganti basis data yang sudah berisi, sesudah dicadangkan"
        )
        parser.add_argument("--sidik", default="", metavar="SHA256", help="sidik manifest yang dicetak cadangkan")
        parser.add_argument(
            "--walau-hilang", action="store_true", help="terima arsip yang dibuat tanpa sebagian berkas"
        )

    def handle(self, *args: object, **options: str) -> None:
        quiet = int(options["verbosity"]) == 0
        given: dict[str, Any] = {
            "path": Path(options["file"]),
            "sidik": options["sidik"],
            "walau_hilang": bool(options["walau_hilang"]),
            "cetak": (lambda text: None) if quiet else self.stdout.write,
        }
        try:
            if options["periksa"]:
                arsip = archive_check(**given)
                self.stdout.write(f"Arsip utuh: {len(arsip.anggota)} anggota, dibuat {arsip.manifest['dibuat']}.")
                return
            self._tell(pemulihan_run(**given, timpa=bool(options["timpa"])))
        except ServiceError as error:
            raise CommandError(error.pesan, returncode=KODE.get(type(error), 1)) from error
        except OSError as error:
            raise CommandError(f"Pemulihan gagal: {error}") from error

    def _tell(self, done: Pemulihan) -> None:
        self.stdout.write(f"Pulih: {done.baris} baris di {done.tabel} tabel, {done.berkas} berkas; semua cocok.")
        if done.pengaman:
            self.stdout.write(f"Isi sebelumnya disimpan di {done.pengaman.path}.")
        steps = ["manage.py migrate (arsip dari versi yang lebih lama)"] if done.perlu_migrasi else []
        steps += [
            "manage.py bukti_dukung_periksa",
            "manage.py dokumen_periksa",
            "jalankan layanan lagi, lalu masuk dan periksa satu halaman",
        ]
        self.stdout.write("Langkah berikutnya:")
        for number, step in enumerate(steps, start=1):
            self.stdout.write(f"  {number}. {step}")
