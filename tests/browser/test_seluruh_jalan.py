"""The whole way of one number in a browser, on a phone and on a desktop: enter, submit, return, correct, verify.

axe looks at every station, as the person sees it then.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES

pytestmark = pytest.mark.browser
CATATAN = "Penyebutnya belum sama dengan laporan Dinas Kesehatan."
# size → indicator, what is typed first, what is typed after the return, both results
JALAN = {
    "ponsel": ("Persentase keluarga sehat", "127.400", "130.000", "40,00", "40,82"),
    "meja": ("Persentase Keluarga Pra-Sehat", "159.250", "156.000", "50,00", "48,98"),
}


def bersih(page: Page) -> None:
    """axe finds nothing, and nothing sticks out."""
    page.wait_for_load_state()
    found = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]]
    assert found == [], page.url
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{page.url}: sticks out"


def buka(page: Page, server: str, nama: str) -> None:
    page.goto(f"{server}/isian/?tahun=2023")
    bersih(page)
    page.get_by_role("rowheader").get_by_role("link", name=nama, exact=True).click()
    page.wait_for_load_state()


def isi(page: Page, pembilang: str, hasil: str) -> None:
    """Types both raw values and sees them computed before they are saved."""
    field = page.locator("input[name^=nilai-]")
    field.nth(1).fill("318.500")
    field.nth(0).fill(pembilang)
    expect(page.locator("#hasil")).to_contain_text(hasil)
    bersih(page)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("[data-draf-selesai]")).to_contain_text("Isian disimpan")


def ajukan(page: Page, server: str, nama: str) -> None:
    buka(page, server, nama)
    page.get_by_role("button", name=re.compile("ajukan…$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ajukan ke Bappeda?")
    bersih(page)
    page.get_by_role("button", name="Ya, ajukan").click()
    expect(page.get_by_role("status").first).to_contain_text("Diajukan ke Bappeda")


def periksa_dinkes(page: Page, server: str, nama: str, hasil: str) -> None:
    """The reviewer's screen of the one value that Dinkes has submitted."""
    page.goto(f"{server}/verifikasi/?opd=dinkes")
    bersih(page)
    page.get_by_role("link", name="Mulai dari yang teratas").click()
    expect(page.locator("a.fw-semibold")).to_have_text(nama)
    expect(page.locator("#isi")).to_contain_text(hasil)
    bersih(page)


@pytest.mark.parametrize("ukuran", JALAN)
def test_enter_submit_return_correct_verify(masuk, server, page, keluhan, ukuran):
    nama, first, second, salah, benar = JALAN[ukuran]
    width, height = SIZES[ukuran]
    page.set_viewport_size({"width": width, "height": height})
    masuk("operator.dinkes")
    buka(page, server, nama)
    isi(page, first, salah)
    masuk("kepala.dinkes")
    ajukan(page, server, nama)
    masuk("bappeda")
    periksa_dinkes(page, server, nama, salah)
    page.get_by_label("Alasan", exact=True).fill(CATATAN)
    page.get_by_role("button", name="Kembalikan kepada OPD").click()
    expect(page.get_by_role("status").first).to_contain_text("dikembalikan kepada OPD")
    masuk("operator.dinkes")
    buka(page, server, nama)
    expect(page.get_by_text(CATATAN).first).to_be_visible()
    isi(page, second, benar)
    masuk("kepala.dinkes")
    ajukan(page, server, nama)
    masuk("bappeda")
    periksa_dinkes(page, server, nama, benar)
    page.get_by_role("button", name="Setujui", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="disetujui").first).to_be_visible()
    masuk("operator.dinkes")
    buka(page, server, nama)
    expect(page.locator("#isi")).to_contain_text("Terverifikasi")
    expect(page.locator("input[name^=nilai-]")).to_have_count(0)
    bersih(page)
    assert keluhan == []
