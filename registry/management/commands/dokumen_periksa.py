"""manage.py dokumen_periksa [--bersihkan]: are all frozen and signed files there, every byte of them?"""

from pathlib import Path

from registry.periksa_berkas import PeriksaBerkas
from registry.services.dokumen_simpanan import missing, orphans


class Command(PeriksaBerkas):
    """Documents: a row has a file of its SHA-256."""

    help = "Memeriksa apakah setiap dokumen beku dan bertanda tangan utuh, dan setiap berkas punya catatan."
    rusak = "Pulihkan berkasnya dari cadangan; isinya harus sama dengan SHA-256 yang dicatat."

    def lost(self) -> list[str]:
        return [str(row) for row in missing()]

    def left(self) -> list[Path]:
        return orphans()
