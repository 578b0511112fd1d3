"""The signature stands once at the end of a lampiran, never alone on a page."""

import pytest

from reports.lampiran import lampiran_pdf
from tests.reports import contoh, pdf


def assert_signed_beside_a_row(rows, marker):
    pages = pdf.pages(lampiran_pdf(contoh.dokumen(*rows)))
    signed = [n for n, page in enumerate(pages) if "TERTANDA" in page]
    assert signed == [len(pages) - 1]
    assert marker in pages[-1], f"{len(rows)} rows"


@pytest.mark.parametrize("count", contoh.mostly_long(range(1, 26), (1, 6, 7)))
def test_short_rows(count):
    rows = [contoh.baris(n, rumus="isi " * 30) for n in range(count)]
    assert_signed_beside_a_row(rows, f"indikator-{count - 1}")


@pytest.mark.parametrize("lines", contoh.mostly_long(range(1, 60, 3), (25, 28)))
def test_one_row_of_many_lines(lines):
    rumus = "\n\n".join(f"Baris penjelasan nomor{n}." for n in range(lines))
    assert_signed_beside_a_row([contoh.baris(rumus=rumus)], f"nomor{lines - 1}.")


@pytest.mark.parametrize("lines", contoh.mostly_long(range(10, 60, 3), (25, 28)))
def test_one_row_that_cannot_be_cut(lines):
    sumber = "\n".join(f"sumber{n}" for n in range(lines))
    assert_signed_beside_a_row([contoh.baris(sumber_data=sumber)], f"sumber{lines - 1}")


@pytest.mark.parametrize("characters", contoh.mostly_long(range(200, 3000, 200), (1400, 1600)))
def test_one_long_paragraph(characters):
    rumus = "kata " * (characters // 5) + "akhirnya"
    assert_signed_beside_a_row([contoh.baris(rumus=rumus)], "akhirnya")
