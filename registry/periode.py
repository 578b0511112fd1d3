"""Periode of a realisasi or target: 0 is the year, 1–4 its quarters, as people write them (domain: TW I–IV)."""

TAHUN = 0
TRIWULAN = (1, 2, 3, 4)
ROMAWI = {1: "I", 2: "II", 3: "III", 4: "IV"}
BULAN = {1: "Januari–Maret", 2: "April–Juni", 3: "Juli–September", 4: "Oktober–Desember"}


def nama_triwulan(periode: int) -> str:
    """Triwulan II."""
    return f"Triwulan {ROMAWI[periode]}"


def sebut_periode(tahun: int, periode: int) -> str:
    """2023, or triwulan II 2023."""
    return f"triwulan {ROMAWI[periode]} {tahun}" if periode else str(tahun)
