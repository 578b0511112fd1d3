"""The function table: the one place that says which functions exist and what they take.

To add a function: a row here, its value in ``arithmetic.py``, its words in ``sentence.py`` and
its Excel name in ``excel.py``; a test fails for each that is missing.
"""

from dataclasses import dataclass

MAKS_ARGUMEN = 100
MAKS_BULAT = 10

ANGKA = "angka"  # any expression that gives a number
SYARAT = "syarat"  # a comparison
NAMA = "nama"  # a plain variable name
DESIMAL = "desimal"  # a literal whole number 0 to 10
BANYAK = "banyak"  # any number of numbers, or one deret alone


@dataclass(frozen=True, slots=True)
class Fungsi:
    """One function: kinds of its arguments, how many, and what it gives (Indonesian)."""

    nama: str
    jenis: tuple[str, ...]
    min: int
    maks: int
    arti: str
    bentuk: str

    @property
    def takes_series(self) -> bool:
        """Whether one deret may stand as the only argument."""
        return self.jenis == (BANYAK,)


def _many(nama: str, min: int, arti: str) -> Fungsi:
    """A function over two lists of one kind: several numbers, or a single deret."""
    bentuk = f"{nama}(a; b; …) atau {nama}(deret)"
    return Fungsi(nama, (BANYAK,), min, MAKS_ARGUMEN, arti, bentuk)


_BARIS = (
    _many("JUMLAH", 1, "jumlah semua nilai"),
    _many("RATA", 1, "rata-rata semua nilai"),
    _many("CACAH", 1, "banyaknya nilai"),
    _many("SIMPANGAN_BAKU", 2, "simpangan baku sampel (pembagi n - 1)"),
    _many("SIMPANGAN_BAKU_POPULASI", 2, "simpangan baku populasi (pembagi n)"),
    _many("MIN", 2, "nilai terkecil"),
    _many("MAX", 2, "nilai terbesar"),
    Fungsi("BULAT", (ANGKA, DESIMAL), 1, 2, "pembulatan setengah ke atas", "BULAT(a) atau BULAT(a; 2)"),
    Fungsi("ABS", (ANGKA,), 1, 1, "nilai mutlak", "ABS(a)"),
    Fungsi("AKAR", (ANGKA,), 1, 1, "akar kuadrat", "AKAR(a)"),
    Fungsi("JIKA", (SYARAT, ANGKA, ANGKA), 3, 3, "pilihan menurut syarat", "JIKA(a > b; 1; 0)"),
    Fungsi("LALU", (NAMA,), 1, 1, "nilai data yang sama pada tahun sebelumnya", "LALU(a)"),
)
FUNGSI = {fungsi.nama: fungsi for fungsi in _BARIS}

# Kept free so that the language can grow without taking a name away from anybody.
CADANGAN = frozenset({"DAN", "ATAU", "TIDAK", "BUKAN", "BENAR", "SALAH", "MAKA"})
