"""The board on paper: F4 landscape, every OPD, who printed it; an OPD gets its own row."""

import io

import pikepdf
import pytest

from registry.services.papan import STATUS
from reports.papan import WARNA
from tests.registry.alur import ajukan
from tests.reports.pdf import pages

pytestmark = pytest.mark.django_db


def words(body: bytes) -> str:
    """The text of a PDF on one line."""
    return " ".join(" ".join(pages(body)).split())


def test_it_works(login, cast, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    response = login("bappeda").get("/papan/2023/pdf/")
    assert response["Content-Type"] == "application/pdf" and "papan-isian-2023.pdf" in response["Content-Disposition"]
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        width, height = (float(x) / 72 * 25.4 for x in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (330, 215)
    text = words(response.content)
    assert "Dinas Kesehatan" in text and "Kecamatan Klakah" in text and "Jumlah" in text
    assert "Dicetak" in text and "oleh bappeda" in text and "halaman 1 dari" in text


def test_an_opd_prints_its_own_row(login, cast):
    text = words(login("dinkes").get("/papan/2023/pdf/").content)
    assert "Dinas Kesehatan" in text and "Dinas Sosial" not in text


def test_every_status_has_a_colour():
    assert set(WARNA) == set(STATUS)
