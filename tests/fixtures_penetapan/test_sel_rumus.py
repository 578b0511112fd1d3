"""The formula cell is taken apart right: fractions with two sides, the explanation apart from the formula."""

from collections import Counter
from collections.abc import Iterator

from .data import indikator
from .isi_lembar import bagian_teks
from .kata import kata
from .naskah import NASKAH, baris_naskah

# Fractions of the naskah that a page break cut: numerator, denominator or both are incomplete in the OCR.
TERPOTONG = 5
# Fractions that the OCR gives without \frac: two in 000, seven with a bar of dashes, one with <hr/>.
TANPA_LATEX = 10


def test_every_fraction_has_the_numerator_and_denominator_of_the_naskah():
    naskah, isi = Counter(pecahan_naskah()), Counter(pecahan_isi())
    assert (naskah - isi).total() == TERPOTONG
    assert naskah.total() == 93 and isi.total() == naskah.total() + TANPA_LATEX
    print(f"{isi.total()} pecahan, {(naskah & isi).total()} di antaranya sama persis dengan \\frac naskah")


def test_the_explanation_begins_with_its_label_and_the_formula_has_none():
    for satu in (i for n in NASKAH for i in indikator(n)):
        penjelasan = bagian_teks(satu.get("penjelasan")).lower()
        assert not penjelasan or penjelasan.startswith(("penjelasan", "penjelsan")), satu["kode"]
        assert "penjel" not in bagian_teks(satu["rumus_cetak"]).lower(), satu["kode"]


def pecahan_naskah() -> Iterator[tuple]:
    """Numerator and denominator of every \\frac of the five texts."""
    for naskah in NASKAH:
        for _, teks in baris_naskah(naskah):
            for sesudah in teks.split("\\frac")[1:]:
                atas, sisa = dalam_kurung(sesudah)
                bawah, _ = dalam_kurung(sisa)
                yield naskah, kata(atas), kata(bawah)


def dalam_kurung(teks: str) -> tuple[str, str]:
    """What stands in the braces that begin the text, and the rest."""
    dalam = 0
    for ke, tanda in enumerate(teks):
        dalam += {"{": 1, "}": -1}.get(tanda, 0)
        if not dalam:
            return teks[1:ke], teks[ke + 1 :]
    raise ValueError(teks)


def pecahan_isi() -> Iterator[tuple]:
    """Numerator and denominator of every fraction of the transcription."""
    for naskah in NASKAH:
        for satu in indikator(naskah):
            for p in pecahan([satu["rumus_cetak"], satu.get("penjelasan")]):
                yield naskah, kata(bagian_teks(p["atas"])), kata(bagian_teks(p["bawah"]))


def pecahan(bagian: object) -> Iterator[dict]:
    """The fractions in a part of a cell, nested ones too."""
    if isinstance(bagian, dict):
        yield bagian
        bagian = [bagian["atas"], bagian["bawah"]]
    if isinstance(bagian, list):
        for satu in bagian:
            yield from pecahan(satu)
