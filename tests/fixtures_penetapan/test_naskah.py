"""The reader of the source texts leaves nothing out and loses no word to markup."""

import re
from collections import Counter, defaultdict

import pytest

from .kata import bersihkan, kata
from .naskah import NASKAH, baca, baris_naskah
from .potongan import susun

NAMA_MARKUP = {
    *("p", "u", "i", "ol", "ul", "hr", "table", "thead", "tbody", "tr", "th", "td", "border"),
    *("style", "list", "type", "none", "text", "align", "center"),
    *("frac", "sum", "times", "leq"),
}


@pytest.mark.parametrize("naskah", NASKAH)
def test_every_line_is_assigned_whole(naskah):
    """Each word of each line is in exactly one piece, so nothing is skipped and nothing counted twice."""
    menurut_baris: dict[int, Counter] = defaultdict(Counter)
    for potongan in baca(naskah):
        menurut_baris[potongan.baris].update(potongan.kata)
    semua = {nomor: Counter(kata(teks)) for nomor, teks in baris_naskah(naskah)}
    assert {nomor: +c for nomor, c in menurut_baris.items()} == semua
    jumlah = sum(c.total() for c in semua.values())
    print(f"{naskah}: {len(semua)} baris, {jumlah} kata dan tanda, semua berada pada satu tempat")


@pytest.mark.parametrize("naskah", NASKAH)
def test_only_names_of_markup_fall_away(naskah):
    """What removing markup takes away is the names of tags, attributes and LaTeX commands, and no word."""
    for nomor, teks in baris_naskah(naskah):
        mentah = Counter(re.findall(r"[^\W\d_]+", teks.replace("_", "")))
        bersih = Counter(re.findall(r"[^\W\d_]+", bersihkan(teks)))
        assert set(mentah - bersih) <= NAMA_MARKUP, f"{naskah} baris {nomor}"


@pytest.mark.parametrize("naskah", NASKAH)
def test_what_is_not_content_is_little(naskah):
    """Besides content there are headers, labels, numbers of columns, the doubled table and stray marks."""
    sisa = Counter()
    for potongan in baca(naskah):
        sisa[potongan.tempat] += 0 if potongan.isi else len(potongan.kata)
        if potongan.tempat == "sisa":
            assert potongan.kata in {("-",), (":",), (".",)}
    print(naskah, {t: n for t, n in sisa.items() if n})


def test_the_doubled_nested_table_says_the_same():
    """Dinas Kesehatan: what the OCR wrote again beside and below the cell equals the table in the cell."""
    salinan: dict[int, tuple] = defaultdict(tuple)
    for potongan in baca("004"):
        if potongan.tempat == "salinan tabel":
            salinan[potongan.baris] += potongan.kata
    di_samping, di_bawah = salinan.pop(619), sum(salinan.values(), ())
    sel = susun(baca("004"))["Dinas Kesehatan"]["indikator 3 rumus"]
    awal = sel.index("NILAI")
    assert di_samping == di_bawah == sel[awal : awal + len(di_samping)]


def test_the_reader_counts_sheets_rows_and_indicators():
    """38 sheets, 108 sasaran and 143 indikator stand in the naskah, counted without the YAML."""
    lembar = [tempat for n in NASKAH for tempat in susun(baca(n)).values() if "sasaran 1" in tempat]
    sasaran = sum(t.startswith("sasaran ") for tempat in lembar for t in tempat)
    indikator = sum(t.endswith(" nama") for tempat in lembar for t in tempat)
    assert (len(lembar), sasaran, indikator) == (38, 108, 143)
