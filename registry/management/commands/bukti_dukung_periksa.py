"""manage.py bukti_dukung_periksa [--bersihkan]: do rows and files of evidence agree?"""

from pathlib import Path

from registry.periksa_berkas import PeriksaBerkas
from registry.services.bukti_simpanan import missing, orphans


class Command(PeriksaBerkas):
    """Evidence: a row has a file of its size."""

    help = "Memeriksa apakah setiap bukti dukung punya berkas dan setiap berkas punya catatan."
    rusak = "Pulihkan berkasnya dari cadangan, atau minta OPD mengunggahnya lagi."

    def lost(self) -> list[str]:
        return [f"{row.kunci} «{row.judul}», {row.realisasi.instansi} {row.realisasi.tahun}" for row in missing()]

    def left(self) -> list[Path]:
        return orphans()
