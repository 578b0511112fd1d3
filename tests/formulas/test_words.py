"""Numbers in words: what is read back to the person who typed them."""

from decimal import Decimal

import pytest

from formulas.words import spell

CASES = {
    "0": "nol",
    "10": "sepuluh",
    "11": "sebelas",
    "19": "sembilan belas",
    "21": "dua puluh satu",
    "100": "seratus",
    "110": "seratus sepuluh",
    "1000": "seribu",
    "1500": "seribu lima ratus",
    "2001": "dua ribu satu",
    "11000": "sebelas ribu",
    "100000": "seratus ribu",
    "1000000": "satu juta",
    "1001000": "satu juta seribu",
    "999999999999999": "sembilan ratus sembilan puluh sembilan triliun sembilan ratus sembilan puluh sembilan miliar "
    "sembilan ratus sembilan puluh sembilan juta sembilan ratus sembilan puluh sembilan ribu "
    "sembilan ratus sembilan puluh sembilan",
    "1.5": "satu koma lima",
    "84.30": "delapan puluh empat koma tiga nol",
    "-0.05": "minus nol koma nol lima",
}


@pytest.mark.parametrize(("teks", "kata"), CASES.items())
def test_a_number_in_words(teks, kata):
    assert spell(Decimal(teks)) == kata
