"""Reads naskah 000 by hand: its OCR ran the columns of the table together, line by line."""

from .kata import kata
from .potongan import Potongan

BAGIAN = "Lembar"

# Lines that lie in one place as a whole, from … to (numbers of the source file).
BENTANG = (
    (1, 4, "judul"),
    (6, 6, "instansi"),
    (8, 11, "tugas_pokok"),
    (13, 17, "fungsi"),
    (19, 19, "tujuan"),
    (21, 21, "indikator_tujuan"),
    (23, 24, "kepala tabel"),
    (29, 29, "sasaran 1"),
    (31, 54, "indikator 1 rumus"),
    (59, 60, "kepala tabel"),
    (64, 85, "indikator 2 rumus"),
)
# Lines where columns stand side by side: what each of them holds.
KOLOM = {
    25: (
        ("sasaran 1", "1 [Meningkatnya"),
        ("indikator 1 nama", "a. % Rancangan Peraturan"),
        ("indikator 1 rumus", "Y Rancangan Peraturan"),
        ("indikator 1 sumber", "Bagian Persidangan]"),
        ("indikator 1 pj", "Sekretariat"),
    ),
    26: (
        ("sasaran 1", "Kepuasan"),
        ("indikator 1 nama", "Daerah (RAPERDA) yang|"),
        ("indikator 1 rumus", "Daerah (RAPERDA) yang"),
        ("indikator 1 pj", "DPRD"),
    ),
    27: (
        ("sasaran 1", "Penggunaan"),
        ("indikator 1 nama", "dapat difasilitasi"),
        ("indikator 1 rumus", "dapat difasilitasi"),
    ),
    61: (
        ("indikator 2 nama", "b. % Aspirasi Masyarakat|"),
        ("indikator 2 rumus", "3 Aspirasi Masyarakat yg"),
        ("indikator 2 sumber", "Bagian HUMAS dan"),
    ),
    62: (
        ("indikator 2 nama", "yang dapat difasilitasi"),
        ("indikator 2 rumus", "dapat difasilitasi"),
        ("indikator 2 sumber", "Protokol"),
    ),
}
# Before the table, a dot, colon or dash at the start of a line is what the OCR left of the colon of a label.
AWAL_TABEL = 23


def baca_000(baris: list[tuple[int, str]]) -> list[Potongan]:
    """The pieces of naskah 000."""
    potongan = []
    for nomor, teks in baris:
        if nomor in KOLOM:
            potongan += [Potongan(BAGIAN, tempat, kata(isi), nomor) for tempat, isi in KOLOM[nomor]]
        else:
            potongan += _baris_utuh(nomor, teks.strip())
    return potongan


def _baris_utuh(nomor: int, teks: str) -> list[Potongan]:
    """The pieces of a line that lies in one place."""
    (tempat,) = [tempat for dari, sampai, tempat in BENTANG if dari <= nomor <= sampai]
    if nomor < AWAL_TABEL and teks[0] in ".:-":
        sisa = Potongan(BAGIAN, "sisa", (teks[0],), nomor)
        return [sisa, Potongan(BAGIAN, tempat, kata(teks[1:]), nomor)]
    return [Potongan(BAGIAN, tempat, kata(teks), nomor)]
