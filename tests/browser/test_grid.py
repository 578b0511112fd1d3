"""The grid and the drafts in a real browser: keys, blocks from Excel, saving by itself, conflicts, lost sessions."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from registry.services.contoh import PASSWORD

pytestmark = pytest.mark.browser
GRID = "/isian/grid/2023/"
SEHAT, PRA, IKM = "Persentase keluarga sehat", "Persentase Keluarga Pra-Sehat", "Indeks Kepuasan Masyarakat"


def buka(page: Page, server: str) -> Page:
    """The grid, ready for keys; a question of the browser on leaving is answered with yes."""
    page.goto(f"{server}{GRID}")
    return page


def baris(page: Page, nama: str):
    return page.locator(f"tbody[data-nama='{nama}']")


def sel(page: Page, nama: str, nomor: int = 0):
    return baris(page, nama).locator("[data-sel=nilai]").nth(nomor)


def tempel(page: Page, teks: str) -> None:
    """Ctrl+V with this text on the clipboard, into the cell that has the focus."""
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
        document.activeElement.dispatchEvent(event); }""",
        teks,
    )


def tersimpan(page: Page, nama: str) -> None:
    expect(baris(page, nama).locator(".grid-keadaan")).to_contain_text(re.compile(r"^tersimpan \d\d\.\d\d"))


def bersih(page: Page) -> None:
    """axe finds nothing on the page as it stands, on a desktop and on a phone, and nothing sticks out."""
    for width, height in ((390, 844), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        assert [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def isi_dan_tinggalkan(page: Page, nama: str, *nilai: str) -> None:
    """Types values by keyboard alone and leaves the row."""
    sel(page, nama).focus()
    for text in nilai:
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def test_arrows_enter_tab_and_typing_over(masuk, server, keluhan):
    page = buka(masuk("operator.dinkes"), server)
    sel(page, SEHAT).focus()
    page.keyboard.type("12")
    expect(sel(page, SEHAT)).to_have_value("12")
    page.keyboard.press("ArrowDown")
    expect(sel(page, SEHAT, 1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(sel(page, PRA)).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(sel(page, SEHAT, 1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(sel(page, PRA)).to_be_focused()
    tersimpan(page, SEHAT)
    assert keluhan == []


def test_escape_and_undo(masuk, server):
    page = buka(masuk("operator.dinkes"), server)
    cell = sel(page, PRA)
    before = cell.input_value()
    cell.focus()
    page.keyboard.type("1")
    page.keyboard.press("Escape")
    expect(cell).to_have_value(before)
    page.keyboard.type("170.000")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+z")
    expect(cell).to_have_value(before)
    expect(cell).to_be_focused()
    page.keyboard.press("Control+y")
    expect(cell).to_have_value("170.000")
    page.keyboard.press("Control+z")


def test_result_while_typing_and_saved_when_left(masuk, server, keluhan):
    page = buka(masuk("operator.dinkes"), server)
    isi_dan_tinggalkan(page, SEHAT, "127.400")
    expect(baris(page, SEHAT).get_by_text("dibaca: 127.400 (seratus dua puluh tujuh ribu empat ratus)")).to_be_visible()
    expect(baris(page, SEHAT).locator("[id^=hasil-]")).to_have_text(re.compile(r"\s*40,00 %"))
    expect(baris(page, SEHAT).locator(".grid-keadaan")).to_have_text("belum tersimpan")
    page.keyboard.press("Enter")
    tersimpan(page, SEHAT)
    expect(page.locator("#grid-kabar")).to_have_text("Semua isian tersimpan.")
    buka(page, server)
    expect(sel(page, SEHAT)).to_have_value("127.400")
    assert keluhan == []


def test_a_wrong_number_is_told_and_kept(masuk, server):
    page = buka(masuk("operator.dinkes"), server)
    isi_dan_tinggalkan(page, SEHAT, "84.3", "318.500")
    expect(baris(page, SEHAT).locator(".grid-keadaan")).to_have_text("galat: belum tersimpan")
    expect(baris(page, SEHAT)).to_contain_text("Desimal ditulis dengan koma: 84,3")
    expect(sel(page, SEHAT)).to_have_value("84.3")
    expect(sel(page, SEHAT)).to_have_attribute("aria-invalid", "true")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{server}/isian/")


def test_a_block_from_excel_spreads_and_tells_what_it_could_not_do(masuk, server, keluhan):
    page = buka(masuk("operator.dinkes"), server)
    sel(page, PRA).focus()
    block = ['"171.000"', '"318.500"\tmenunggu rilis', "1.482", "84.3", *["1.400"] * 7, "450", "70,86", "99", "100"]
    tempel(page, "\r\n".join(block) + "\r\n")
    report = page.get_by_role("region", name="Laporan tempelan")
    expect(report).to_contain_text("Tempelan 15 baris: 11 sel terisi, 4 perlu diperiksa.")
    items = report.get_by_role("listitem")
    expect(items.nth(0)).to_contain_text("Baris 2, kolom 2")
    expect(items.nth(0)).to_contain_text("«menunggu rilis» tidak dipakai: nilainya terisi")
    expect(items.nth(1)).to_contain_text("«84.3» Desimal ditulis dengan koma: 84,3")
    expect(items.nth(2)).to_contain_text("Baris 14, kolom 1 – «99» tidak muat")
    tersimpan(page, PRA)
    bersih(page)
    expect(sel(page, PRA)).to_have_value("171.000")
    expect(sel(page, IKM, 1)).to_have_value("84.3")
    page.get_by_role("button", name="Baris 4, kolom 1").click()
    expect(sel(page, IKM, 1)).to_be_focused()
    page.keyboard.type("1.466")
    page.keyboard.press("Enter")
    sel(page, PRA).focus()
    tersimpan(page, IKM)
    assert keluhan == []


def test_a_pasted_reason_and_date_fill_their_columns(masuk, server):
    page = buka(masuk("operator.dinkes"), server)
    sel(page, PRA).focus()
    tempel(page, "\tMenunggu rilis\t1 Maret 2024\r\n318.500")
    tersimpan(page, PRA)
    expect(baris(page, PRA).locator("[data-sel=alasan]").first).to_have_value("menunggu_rilis")
    expect(baris(page, PRA).locator("[data-sel=tanggal]").first).to_have_value("1 Maret 2024")
    expect(baris(page, PRA).locator("[id^=hasil-]")).to_contain_text("menunggu rilis")
    page.keyboard.press("Control+z")
    sel(page, SEHAT).focus()
    tersimpan(page, PRA)
    expect(baris(page, PRA).locator("[id^=hasil-]")).to_contain_text("%")


def test_a_selected_block_is_copied_as_a_table(masuk, server):
    page = buka(masuk("operator.dinkes"), server)
    sel(page, IKM).focus()
    wanted = [sel(page, IKM, n).input_value() for n in range(3)]
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    text = page.evaluate(
        """() => { const data = new DataTransfer();
        const event = new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true});
        document.activeElement.dispatchEvent(event); return data.getData("text/plain"); }"""
    )
    assert text.split("\r\n") == wanted


def other_window(page: Page, server: str) -> Page:
    return buka(page.context.new_page(), server)


@pytest.mark.parametrize(
    ("choice", "first", "second", "left"),
    [("Pakai punya saya", "111.111", "122.222", "122.222"), ("Pakai yang tersimpan", "133.333", "144.444", "133.333")],
)
def test_a_conflict_shows_both_in_the_row(masuk, server, choice, first, second, left):
    page = buka(masuk("operator.dinkes"), server)
    other = other_window(page, server)
    for window, value in ((page, first), (other, second)):
        isi_dan_tinggalkan(window, SEHAT, value, "318.500")
        if window is page:
            tersimpan(window, SEHAT)
    row = baris(other, SEHAT)
    expect(row.locator(".grid-keadaan")).to_have_text("belum tersimpan: bandingkan")
    expect(row.locator(".banding").get_by_role("row", name=re.compile(second))).to_contain_text(first)
    expect(sel(other, SEHAT)).to_have_value(second)
    bersih(other)
    row.get_by_role("button", name=choice).click()
    tersimpan(other, SEHAT)
    expect(sel(other, SEHAT)).to_have_value(left)
    buka(page, server)
    expect(sel(page, SEHAT)).to_have_value(left)


def ketik_tanpa_simpan(page: Page, nilai: str) -> None:
    """Types and stays in the cell, long enough for the draft."""
    sel(page, SEHAT).focus()
    page.keyboard.type(nilai)
    expect(baris(page, SEHAT).locator(".grid-keadaan")).to_have_text("belum tersimpan")
    page.wait_for_timeout(400)
    assert drafts(page)


def test_a_reload_offers_what_was_typed(masuk, server):
    page = buka(masuk("operator.dinkes"), server)
    before = sel(page, SEHAT).input_value()
    ketik_tanpa_simpan(page, "100.001")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(sel(page, SEHAT)).to_have_value(before)
    page.get_by_role("button", name=re.compile(r"Pulihkan isian yang belum tersimpan \(jam \d\d\.\d\d\)")).click()
    expect(sel(page, SEHAT)).to_have_value("100.001")
    expect(baris(page, SEHAT).locator(".grid-keadaan")).to_have_text("belum tersimpan")
    page.get_by_role("button", name="Simpan semua").click()
    tersimpan(page, SEHAT)
    buka(page, server)
    expect(page.locator(".draf")).to_have_count(0)


def test_a_crashed_tab_and_a_newer_value_show_both(masuk, server):
    page = buka(masuk("operator.dinkes"), server)
    ketik_tanpa_simpan(page, "100.002")
    page.close(run_before_unload=False)
    other = buka(page.context.new_page(), server)
    other.get_by_role("button", name="Buang").wait_for()
    isi_dan_tinggalkan(other, PRA, "170.500", "318.500")
    tersimpan(other, PRA)
    expect(other.locator(".draf")).to_contain_text("belum tersimpan (jam")
    simpan_lewat_formulir(other, server, "99.999")
    third = buka(other.context.new_page(), server)
    banner = third.locator(".draf")
    expect(banner).to_contain_text("nilai yang tersimpan sudah berubah sejak itu")
    expect(banner.get_by_role("row", name=re.compile("100.002"))).to_contain_text("99.999")
    bersih(third)
    banner.get_by_role("button", name="Buang").click()
    expect(sel(third, SEHAT)).to_have_value("99.999")
    buka(third, server)
    expect(third.locator(".draf")).to_have_count(0)


def simpan_lewat_formulir(page: Page, server: str, nilai: str) -> None:
    page.goto(f"{server}/isian/?tahun=2023")
    page.get_by_role("rowheader").get_by_role("link", name=SEHAT, exact=True).click()
    page.get_by_role("textbox", name="Jumlah keluarga yang memiliki IKS > 0,8").fill(nilai)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("[data-draf-selesai]")).to_contain_text("Isian disimpan")


def masuk_lagi(page: Page, name: str) -> None:
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def test_a_lost_session_leads_back_to_the_grid_with_the_text(masuk, server):
    page = buka(masuk("operator.dinkes"), server)
    isi_dan_tinggalkan(page, SEHAT, "100.003")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Enter")
    expect(page.locator("#sesi-habis")).to_contain_text("Ketikan Anda tetap ada di peramban ini.")
    expect(baris(page, SEHAT).locator(".grid-keadaan")).to_have_text("belum tersimpan: sesi berakhir")
    page.get_by_role("link", name="Masuk lagi dan lanjutkan").click()
    masuk_lagi(page, "operator.dinkes")
    page.wait_for_url(f"{server}{GRID}")
    expect(sel(page, SEHAT)).to_have_value("100.003")
    expect(page.locator(".draf")).to_contain_text("sudah dipulihkan, tetapi belum tersimpan")
    page.get_by_role("button", name="Simpan semua").click()
    tersimpan(page, SEHAT)


def test_a_lost_session_leads_back_to_the_single_form_with_the_text(masuk, server):
    page = masuk("operator.dinkes")
    page.goto(f"{server}/isian/?tahun=2023")
    page.get_by_role("rowheader").get_by_role("link", name=SEHAT, exact=True).click()
    url, field = page.url, page.get_by_role("textbox", name="Jumlah keluarga yang memiliki IKS > 0,8")
    field.fill("100.004")
    page.get_by_label("Kendala").fill("Hujan")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Simpan", exact=True).click()
    masuk_lagi(page, "operator.dinkes")
    page.wait_for_url(url)
    expect(field).to_have_value("100.004")
    expect(page.get_by_label("Kendala")).to_have_value("Hujan")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("[data-draf-selesai]")).to_contain_text("Isian disimpan")
    assert drafts(page) == []


def drafts(page: Page) -> list[str]:
    return json.loads(page.evaluate("JSON.stringify(Object.keys(localStorage).filter(k => k.startsWith('iku-draf:')))"))


def test_another_person_never_sees_a_draft_and_signing_out_clears_it(masuk, server):
    page = buka(masuk("operator.dinkes"), server)
    ketik_tanpa_simpan(page, "100.005")
    owner = drafts(page)
    page.once("dialog", lambda dialog: dialog.accept())
    buka(masuk("kepala.dinkes"), server)
    expect(page.locator(".draf")).to_have_count(0)
    assert drafts(page) == owner
    page.goto(f"{server}/akun/keluar/")
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.wait_for_url(re.compile("/akun/masuk/"))
    assert drafts(page) == owner
    page = buka(masuk("operator.dinkes"), server)
    page.get_by_role("button", name=re.compile("^Pulihkan")).wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{server}/akun/keluar/")
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.wait_for_url(re.compile("/akun/masuk/"))
    assert drafts(page) == []


def test_without_javascript_one_button_saves_the_good_rows(browser, browser_context_args, server):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(f"{server}/akun/masuk/?next={GRID}")
    masuk_lagi(page, "operator.bkd")
    first, second = page.locator("tbody[data-baris]:has(input[data-sel=nilai])").all()[:2]
    before = second.locator("[data-sel=nilai]").first.input_value()
    first.locator("[data-sel=nilai]").first.fill("84.3")
    second.locator("[data-sel=nilai]").first.fill(other := "1" if before != "1" else "2")
    page.get_by_role("button", name="Simpan semua").click()
    expect(page.get_by_role("alert")).to_contain_text("1 indikator belum tersimpan; 1 indikator lain sudah disimpan.")
    expect(first.locator("[data-sel=nilai]").first).to_have_value("84.3")
    page.goto(f"{server}{GRID}")
    expect(second.locator("[data-sel=nilai]").first).to_have_value(other)
    context.close()


def test_the_side_panel_is_accessible_open(masuk, server):
    page = masuk("operator.dinkes")
    page.goto(f"{server}/isian/?tahun=2023")
    page.get_by_role("rowheader").get_by_role("link", name=PRA, exact=True).click()
    panel = page.get_by_role("complementary", name="Keterangan isian")
    for title, told in {"Lima tahun": "2022", "Batas nilai": "paling sedikit 0", "Riwayat": "oleh"}.items():
        panel.locator("summary", has_text=title).click()
        expect(panel.locator("details[open]").first).to_contain_text(told)
        bersih(page)
    panel.locator("summary", has_text="Catatan").click()
    panel.get_by_label("Tambah catatan").fill("Angka dari laporan Juni.")
    panel.get_by_role("button", name="Kirim catatan").click()
    expect(panel.locator("summary", has_text="Catatan (1)")).to_be_visible()


@pytest.mark.parametrize("name", ["operator.dinkes", "operator.bkd", "operator.kec-lumajang"])
def test_the_grid_is_accessible(masuk, periksa, name):
    periksa(masuk(name), GRID)


def test_the_head_submits_all_that_is_complete(masuk, server, periksa):
    page = masuk("kepala.dinkes")
    periksa(page, f"{GRID}ajukan/")
    ready = page.get_by_role("checkbox").count()
    for box in page.get_by_role("checkbox").all()[1:]:
        box.uncheck()
    page.get_by_role("button", name="Ya, ajukan yang dicentang").click()
    expect(page.get_by_role("status").first).to_contain_text("1 indikator diajukan ke Bappeda.")
    page.goto(f"{server}{GRID}ajukan/")
    assert page.get_by_role("checkbox").count() == ready - 1
    page.goto(f"{server}/isian/?tahun=2023")  # taken back: other tests of this file type into it, in any order
    page.get_by_role("rowheader").get_by_role("link", name=SEHAT, exact=True).click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Tarik pengajuan").click()
    expect(page.get_by_role("button", name="Simpan", exact=True)).to_be_visible()
