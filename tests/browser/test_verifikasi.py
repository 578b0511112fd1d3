"""Bappeda by keyboard, together, and without JavaScript; the board, reminders and the bell; axe on each page."""

import re

import pytest
from playwright.sync_api import Page, expect

from registry.services.contoh import PASSWORD

pytestmark = pytest.mark.browser
PASIRIAN, SENDURO = "?opd=kec-pasirian", "?opd=kec-senduro"


def mulai(page: Page, server: str, query: str) -> None:
    page.goto(f"{server}/verifikasi/{query}")
    page.get_by_role("link", name="Mulai dari yang teratas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa realisasi")
    page.wait_for_load_state()


def tekan(page: Page, key: str) -> None:
    """A key, once the page and its script are there."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def tulis(page: Page, teks: str) -> None:
    """Types without clicking: keys go wherever the focus is."""
    page.keyboard.type(teks)


def test_approve_undo_mark_and_return_by_keyboard(masuk, server, keluhan):
    page = masuk("bappeda")
    mulai(page, server, PASIRIAN)
    first = page.locator("a.fw-semibold").inner_text()
    tekan(page, "s")
    expect(page.get_by_role("status")).to_contain_text("disetujui")
    tekan(page, "u")
    expect(page.get_by_role("status")).to_contain_text("Persetujuan diurungkan")
    expect(page.locator("a.fw-semibold")).to_have_text(first)
    mulai(page, server, PASIRIAN)
    tekan(page, "t")
    expect(page.get_by_role("status")).to_contain_text("Ditandai")
    tekan(page, "t")
    expect(page.get_by_role("status")).to_contain_text("Tanda dilepas")
    tekan(page, "ArrowRight")
    expect(page.get_by_text("Nomor 2 dari 3")).to_be_visible()
    tekan(page, "j")
    expect(page.get_by_text("Nomor 3 dari 3")).to_be_visible()
    tekan(page, "ArrowLeft")
    expect(page.get_by_text("Nomor 2 dari 3")).to_be_visible()
    assert keluhan == []


def test_no_key_fires_while_typing_and_a_chip_writes_the_reason(masuk, server):
    page = masuk("bappeda")
    mulai(page, server, PASIRIAN)
    address = page.url
    page.keyboard.press("k")
    reason = page.get_by_label("Alasan", exact=True)
    expect(reason).to_be_focused()
    tulis(page, "stj")
    assert page.url == address
    expect(reason).to_have_value("stj")
    reason.fill("")
    page.get_by_text("Bukti dukung", exact=True).first.click()
    expect(reason).to_have_value("Lampirkan bukti dukung sesuai butir «Sumber Data».")
    reason.press("End")
    tulis(page, " Paling lambat Jumat.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("dikembalikan kepada OPD")
    page.goto(address)
    sent = "Lampirkan bukti dukung sesuai butir «Sumber Data». Paling lambat Jumat."
    assert page.get_by_text(sent, exact=True).count() == 1


def test_keys_can_be_listed_and_switched_off(masuk, server):
    page = masuk("bappeda")
    mulai(page, server, SENDURO)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    address = page.url
    page.get_by_label("Pintasan dihidupkan").uncheck()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    assert page.url == address
    page.reload()
    tekan(page, "s")
    expect(page.get_by_label("Pintasan dihidupkan")).not_to_be_checked()
    expect(page.locator(".badge.status-diajukan").first).to_be_visible()
    page.get_by_label("Pintasan dihidupkan").check()


def test_the_review_works_without_javascript(browser, server):
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    page.goto(f"{server}/akun/masuk/")
    page.get_by_label("Nama pengguna").fill("bappeda")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    mulai(page, server, SENDURO)
    page.get_by_text("Satuan", exact=True).last.click()
    page.get_by_role("button", name="Kembalikan kepada OPD").click()
    expect(page.get_by_role("status")).to_contain_text("dikembalikan kepada OPD")
    page.get_by_role("button", name="Setujui").click()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_role("status")).to_contain_text("Persetujuan diurungkan")
    context.close()


def test_together_in_parts_with_progress(masuk, server):
    page = masuk("bappeda")
    page.goto(f"{server}/verifikasi/bersama/{SENDURO}&ringan=1")
    page.get_by_role("link", name="semua").click()
    expect(page.get_by_role("button", name=re.compile(r"^Setujui \d+ realisasi$"))).to_be_enabled()
    page.get_by_role("link", name="tidak satu pun").click()
    expect(page.get_by_role("button", name="Setujui 0 realisasi")).to_be_disabled()
    page.get_by_role("link", name="semua").click()
    page.locator("form[data-bersama]").evaluate("form => form.setAttribute('data-bersama', '1')")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("^Setujui")).click()
    page.wait_for_url("**/hasil/")
    expect(page.get_by_role("status")).to_contain_text("realisasi disetujui")


def test_a_reminder_reaches_the_bell(masuk, server):
    page = masuk("bappeda")
    page.goto(f"{server}/papan/2023/")
    page.get_by_role("link", name="Ingatkan").click()
    page.locator("summary", has_text="Andi Kurniawan").click()
    expect(page.get_by_text("Yth. Andi Kurniawan")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Kirim pengingat").click()
    expect(page.get_by_role("status")).to_contain_text("orang diingatkan")
    page = masuk("operator.bkd")
    page.get_by_role("link", name=re.compile("Pemberitahuan: 1 belum dibaca")).click()
    page.get_by_role("button", name=re.compile("^Buka")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Isian saya 2023")
    expect(page.get_by_role("link", name="Pemberitahuan", exact=True)).to_be_visible()


def test_what_is_left_of_an_opd_is_two_presses_away(masuk, server):
    page = masuk("pembaca")
    page.goto(f"{server}/papan/2023/")
    page.get_by_role("link", name="Tampilkan anggota").click()
    page.get_by_role("link", name="Kecamatan Klakah").click()
    expect(page.get_by_role("heading", name="Belum diajukan (3)")).to_be_visible()


BAPPEDA = ["/papan/2023/?buka=kecamatan", "/papan/2023/ingatkan/", "/papan/2023/pengingat/", "/pemberitahuan/"]
BAPPEDA += [
    "/verifikasi/bantuan/",
    "/verifikasi/ditandai/",
    "/verifikasi/bersama/?ringan=1",
    "/verifikasi/bersama/hasil/",
]


@pytest.mark.parametrize("path", BAPPEDA)
def test_axe_finds_nothing(masuk, periksa, path):
    periksa(masuk("bappeda"), path)


@pytest.mark.parametrize("path", ["/papan/2023/", "/pemberitahuan/"])
def test_axe_finds_nothing_for_an_opd(masuk, periksa, path):
    periksa(masuk("operator.bkd"), path)


def test_axe_finds_nothing_on_the_row_of_an_opd(masuk, server, periksa):
    page = masuk("bappeda")
    page.goto(f"{server}/papan/2023/")
    periksa(page, page.get_by_role("link", name="Dinas Kesehatan").get_attribute("href"))
