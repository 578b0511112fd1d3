"""Numbers and dates in Indonesian notation: one reader, one writer."""

from datetime import date
from decimal import Decimal

import pytest
from formula_data import cases

from formulas import DateError, NumberError, read_date, read_number, write_date, write_number
from formulas.notation import BULAN, plain_number


@pytest.mark.parametrize(("text", "expected"), cases("notasi", "terima"))
def test_reads(text, expected):
    assert read_number(text) == Decimal(expected)


@pytest.mark.parametrize(("text", "kode"), cases("notasi", "tolak"))
def test_refuses_with_reason(text, kode):
    with pytest.raises(NumberError) as caught:
        read_number(text)
    assert caught.value.kode == kode
    assert len(caught.value.pesan) > 20


def test_minus_zero_is_plain_zero():
    assert str(read_number("-0")) == "0"


def test_length_is_checked_first():
    with pytest.raises(NumberError) as caught:
        read_number("9" * 40_000)
    assert caught.value.kode == "terlalu_panjang"


@pytest.mark.parametrize(
    ("text", "way_out"), [("84.3", "84,3"), ("1,234.5", "1.234,5"), ("1,234,567.89", "1.234.567,89")]
)
def test_says_how_to_write_it(text, way_out):
    with pytest.raises(NumberError, match=way_out):
        read_number(text)


@pytest.mark.parametrize(("number", "places", "expected"), cases("notasi", "tulis"))
def test_writes(number, places, expected):
    assert write_number(Decimal(number), places) == expected


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "1E+99999999", "-1E+50"])
def test_does_not_write_what_is_no_number(number):
    with pytest.raises(NumberError):
        write_number(Decimal(number))


def test_tiny_number_writes_as_zero():
    assert write_number(Decimal("1E-99999999")) == "0"
    assert plain_number(Decimal("-1E-30")) == "0"


@pytest.mark.parametrize("text", [text for text, _ in cases("notasi", "terima")])
def test_what_is_written_reads_back(text):
    number = read_number(text)
    assert read_number(write_number(number)) == number


@pytest.mark.parametrize(("text", "iso"), cases("notasi", "tanggal:"))
def test_reads_dates(text, iso):
    assert read_date(text) == date.fromisoformat(iso)


@pytest.mark.parametrize(("text", "kode"), cases("notasi", "tanggal ditolak"))
def test_refuses_dates(text, kode):
    with pytest.raises(DateError) as caught:
        read_date(text)
    assert caught.value.kode == kode


@pytest.mark.parametrize("month", range(1, 13))
def test_dates_read_back(month):
    day = date(2019, month, 9)
    assert write_date(day) == f"9 {BULAN[month - 1]} 2019"
    assert read_date(write_date(day)) == day
