"""One cell of a workbook as a value: exact numbers, one reader for all ways in (S-45), 1,000 random round trips."""

import random
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from formulas.notation import write_number
from registry.forms.realisasi import NilaiField
from registry.models import Realisasi, Variabel
from registry.services.errors import ServiceError
from registry.services.excel_baca import Sel
from registry.services.impor_nilai import native_number, read_cell, read_text
from tests.registry.excel_alat import buka, isi, jadikan_deret, pratinjau, simpan, terapkan, unduh

# security.md §6
TOLAK = [
    "1_000", "1E5", "1e400", "NaN", "inf", "-Infinity", "0x10", "١٢", "１２", "²", "½", "−5", "5%", "Rp 5", "1.5.0",
    "1,2,3", "1.234,56.7", "1,234,567.89", "1 000", "5\u200b", "\ufeff5", "--5", "5-", "(5)", "=5", "'5", "true",
    "#DIV/0!", "#N/A", "2026-13-01", "30/02/2026", "9" * 20, "0," + "1" * 30, "\0", "9" * 40_000, "84.3", "1,234.5",
]  # fmt: skip
TERIMA = {
    "1.234.567,89": "1234567.89", "1,5": "1.5", "0,125": "0.125", " 5 ": "5", "-0": "0", "+5": "5", "0": "0",
    "1.500": "1500", "": None, " ": None,
}  # fmt: skip
# what Excel and LibreOffice write into the file → what was typed
ASLI = {
    "84.349999999999994": "84.35", "0.1": "0.1", "0.30000000000000004": "0.3", "93.75": "93.75", "1E+5": "100000",
    "1.0000000000000001E-5": "0.00001", "123456789012345": "123456789012345", "-0": "0", "45.0": "45",
    "0.28999999999999998": "0.29", "1.1000000000000001": "1.1", "1234567.89": "1234567.89", "5E-10": "0.0000000005",
}  # fmt: skip
ASLI_TOLAK = ["1E999", "NaN", "-inf", "1E+15", "33.333333333333336", "1e-11", "abc", "", "1_0", "0x1", "٣"]


def angka(**more) -> Variabel:
    return Variabel(nama="x", label="X", jenis="angka", **more)


def in_cell(text: str) -> object:
    """What the import makes of a text."""
    try:
        return read_cell(angka(), Sel(7, 8, "teks", text))
    except ServiceError:
        return "tolak"


def in_form(text: str) -> object:
    """What the form makes of it."""
    try:
        return NilaiField(angka()).clean(text)
    except ValidationError:
        return "tolak"


@pytest.mark.parametrize("text", TOLAK)
def test_both_ways_in_refuse(text):
    assert in_cell(text) == in_form(text) == "tolak"


@pytest.mark.parametrize("text", list(TERIMA))
def test_both_ways_in_read_the_same(text):
    assert in_cell(text) == in_form(text) == TERIMA[text]


@pytest.mark.parametrize("text", list(ASLI))
def test_a_double_reads_as_it_was_typed(text):
    assert read_cell(angka(), Sel(7, 8, "angka", text)) == ASLI[text]


@pytest.mark.parametrize("text", ASLI_TOLAK)
def test_a_double_that_nobody_typed_is_refused(text):
    with pytest.raises(ServiceError):
        read_cell(angka(), Sel(7, 8, "angka", text))


@pytest.mark.parametrize(
    ("sel", "sebab"),
    [
        (Sel(7, 8, "angka", "45323", "tanggal"), "tanggal"),
        (Sel(7, 8, "angka", "0.05", "persen"), "persen"),
        (Sel(7, 8, "galat", "#DIV/0!"), "#DIV/0!"),
        (Sel(7, 8, "rumus", ""), "belum dihitung"),
        (Sel(7, 8, "logika", "1"), "BENAR/SALAH"),
        (Sel(7, 8, "tanggal", "2024-01-01"), "tanggal"),
    ],
)
def test_what_is_no_number_says_why(sel, sebab):
    with pytest.raises(ServiceError) as caught:
        read_cell(angka(), sel)
    assert sebab in caught.value.pesan


def test_limits_hold_here_too():
    for variabel, text in ((angka(min="0"), "-0.01"), (angka(maks="100"), "101"), (angka(bulat=True), "1.5")):
        with pytest.raises(ServiceError):
            read_cell(variabel, Sel(7, 8, "angka", text))


def test_a_text_cell_holding_a_number_is_its_text():
    assert read_text(Sel(7, 8, "angka", "2023")) == "2.023"
    assert read_text(None) == ""


def test_ten_thousand_doubles_read_back_exactly():
    """Every number of at most 15 digits survives the double of the file."""
    dice = random.Random(4)
    for _ in range(10_000):
        whole = dice.randint(1, 14)
        value = Decimal(dice.randint(0, 10**15 - 1)).scaleb(-min(15 - whole, 10)) % Decimal(10) ** whole
        value = value if len(value.as_tuple().digits) <= 15 else value.quantize(Decimal("1e-5"))
        if len(value.normalize().as_tuple().digits) <= 15:
            assert native_number(Sel(7, 8, "angka", f"{float(value):.17g}")) == value


def acak(banyak: int) -> list[str]:
    """Random stored texts, up to 15 digits before and 10 after the mark."""
    dice = random.Random(14)
    found = []
    for n in range(banyak):
        places = dice.choice([0, 0, 1, 2, 5, 10])
        value = Decimal(dice.randint(0, 10 ** dice.randint(1, 15) - 1))
        value += Decimal(dice.randint(0, 10**places - 1)).scaleb(-places) if places else 0
        found.append(f"{-value if n % 7 == 0 and value else value:f}")
    return found


@pytest.mark.django_db
def test_a_thousand_stored_values_come_back_unchanged(login, settings, tmp_path, lumajang):
    """Export → import: 0 changes; also numbers that a double cannot hold, which go out as texts."""
    settings.MEDIA_ROOT = tmp_path
    values = acak(1000)
    indikator = jadikan_deret("lmj19-dinkes-01", len(values))
    opd = lumajang.instansi.get(kode="dinkes")
    Realisasi.objects.create(indikator=indikator, instansi=opd, tahun=2023, nilai_mentah={"d": values})
    client = login("dinkes")
    data = unduh(client)
    row = pratinjau(client, data)
    assert (row.isi["unit"], row.isi["masalah"]) == ([], []) and row.isi["sama"] >= 1000
    _, sheet = buka(data)
    kinds = [sheet.cell(at, 8).data_type for at in range(8, 1008)]
    assert kinds.count("n") > 500 and kinds.count("s") > 50


@pytest.mark.django_db
def test_a_thousand_typed_values_are_stored_exactly(login, settings, tmp_path):
    """Numbers and texts typed into the file: what is stored is what was typed."""
    settings.MEDIA_ROOT = tmp_path
    values = acak(1000)
    jadikan_deret("lmj19-dinkes-01", len(values))
    client = login("dinkes")
    book, sheet = buka(unduh(client))
    for at, text in enumerate(values, 8):
        fits = len(Decimal(text).normalize().as_tuple().digits) <= 15
        sheet.cell(at, 8).value = float(text) if fits and at % 2 else write_number(Decimal(text))
    terapkan(client, pratinjau(client, simpan(book)))
    stored = Realisasi.objects.get().nilai_mentah["d"]
    assert [Decimal(one) for one in stored] == [Decimal(text) for text in values]


@pytest.mark.django_db
def test_500_rows_are_read(login, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    jadikan_deret("lmj19-dinkes-01", 500)
    client = login("dinkes")
    cells = {("lmj19-dinkes-01", f"d#{n}"): n for n in (1, 250, 500)}
    row = pratinjau(client, isi(unduh(client), cells))
    assert len(row.isi["unit"][0]["sel"]) == 3 and not row.isi["masalah"]
