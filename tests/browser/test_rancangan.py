"""The editors of a draft in the browser: fractions written by keys, with and without scripts."""

import pytest
from playwright.sync_api import Locator, Page, expect

from registry.services.contoh import PASSWORD

pytestmark = pytest.mark.browser
SALIN = "/penetapan/lumajang-kecamatan-2020/salin/"


@pytest.fixture
def draf(masuk, server):
    """`draf("kode")`: the admin stands on the editor of a fresh copy of the decree of Kecamatan Lumajang."""

    def make(kode: str, sumber: str = SALIN) -> Page:
        page = masuk("admin")
        page.goto(f"{server}{sumber}")
        page.get_by_label("Kode rancangan").fill(kode)
        page.get_by_role("button", name="Buat rancangan").click()
        page.wait_for_url(f"**/{kode}/**")
        page.goto(f"{server}/penetapan/{kode}/ubah/")
        return page

    return make


def open_cells(page: Page) -> None:
    """From the editor to the cells of the second indicator, whose formula is a fraction."""
    page.locator("[data-urut] .isi a").first.click()
    page.wait_for_url("**/tabel/")
    page.locator("li.baris-susun .isi a").nth(1).click()
    page.wait_for_url("**/indikator/*/")


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_a_fraction_is_written_changed_and_removed_by_keys(draf, keluhan, size):
    page = draf(f"pecahan-{size[0]}")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_cells(page)
    cell, tampil = page.get_by_label("Penjelasan", exact=True), page.locator("#tampil-penjelasan")
    cell.fill("Menurut provinsi, nilai = dan seterusnya")
    cell.evaluate("e => e.setSelectionRange(25, 25)")
    page.get_by_role("button", name="Sisipkan pecahan").nth(1).focus()
    page.keyboard.press("Enter")
    for text in ("Jumlah A // dan B", "Jumlah [C", "x 100%"):
        page.keyboard.type(text)
        page.keyboard.press("Tab" if "100" not in text else "Enter")
    expect(cell).to_be_focused()
    expect(tampil.locator(".pecahan-atas")).to_have_text("Jumlah A // dan B")
    expect(tampil.locator(".pecahan-bawah")).to_have_text("Jumlah [C")
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Ubah pecahan").press("Enter")
    expect(page.get_by_label("Pembilang")).to_have_value("Jumlah A // dan B")
    page.get_by_label("Pembilang").fill("Jumlah D")
    page.keyboard.press("Enter")
    expect(tampil.locator(".pecahan-atas")).to_have_text("Jumlah D")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_url("**/tabel/")
    page.go_back()
    page.reload()
    expect(cell).to_have_value("Menurut provinsi, nilai =\n[pecahan: Jumlah D // Jumlah \\[C // x 100%] dan seterusnya")
    cell.evaluate("e => e.setSelectionRange(30, 30)")
    cell.press("Shift")
    page.get_by_role("button", name="Ubah pecahan").click()
    page.get_by_role("button", name="Hapus pecahan").press("Enter")
    expect(tampil.locator(".pecahan")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(tampil.locator(".pecahan-atas")).to_have_text("Jumlah D")
    page.get_by_role("button", name="Pakai pecahan dari rumus").nth(1).click()
    expect(tampil.locator(".pecahan")).to_have_count(2)
    assert keluhan == []


def test_the_window_says_what_is_missing_and_keeps_what_was_typed(draf, periksa):
    page = draf("pecahan-kurang")
    open_cells(page)
    here = page.url.split("/penetapan/")[1]
    insert = page.get_by_role("button", name="Sisipkan pecahan").first
    insert.click()
    page.get_by_label("Penyebut").fill("Jumlah B")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Isi pembilang dan penyebutnya.")).to_be_visible()
    expect(page.get_by_label("Pembilang")).to_be_focused()
    page.keyboard.press("Escape")
    insert.click()
    expect(page.get_by_label("Penyebut")).to_have_value("Jumlah B")
    periksa(page, f"/penetapan/{here}")


def test_without_scripts_a_fraction_is_plain_text(draf, browser, server):
    page = draf("pecahan-polos")
    open_cells(page)
    plain = browser.new_context(java_script_enabled=False, locale="id-ID").new_page()
    plain.goto(page.url)
    plain.get_by_label("Nama pengguna").fill("admin")
    plain.get_by_label("Kata sandi").fill(PASSWORD)
    plain.get_by_role("button", name="Masuk").click()
    plain.get_by_label("Penjelasan", exact=True).fill("[pecahan: Jumlah A")
    plain.get_by_role("button", name="Perbarui pratinjau").last.click()
    expect(plain.locator("#tampil-penjelasan")).to_contain_text("belum ditutup")
    plain.get_by_label("Penjelasan", exact=True).fill("[pecahan: Jumlah A // Jumlah B]")
    plain.get_by_role("button", name="Perbarui pratinjau").last.click()
    expect(plain.locator("#tampil-penjelasan .pecahan-bawah")).to_have_text("Jumlah B")
    plain.get_by_role("button", name="Simpan", exact=True).last.click()
    expect(plain.get_by_text("Sel indikator tersimpan.")).to_be_visible()
    plain.context.close()


BESAR = "/penetapan/lumajang-2019-326/salin/"
LEMBAR, INDIKATOR = "#daftar-lembar-2 > li", "section:first-of-type .susun > li"
BUTIR = {"lampiran": "#daftar-lampiran > section", "lembar": LEMBAR, "sasaran": "#daftar-sasaran > section",
         "indikator": INDIKATOR}  # fmt: skip
NOMOR = {"lampiran": "h2", "lembar": ".isi", "sasaran": "input[id^=no-]", "indikator": ".isi"}


@pytest.fixture
def susunan(draf, request):
    """The page on which parts of a kind stand, in a fresh copy of the big decree."""
    jenis = request.node.callspec.params["jenis"]
    page = draf(f"susun-{request.node.originalname[-4:]}-{jenis}", BESAR)
    if jenis in ("sasaran", "indikator"):
        page.get_by_role("link", name="Dinas Kesehatan", exact=True).click()
        page.wait_for_url("**/tabel/")
    return page


def order(page: Page, jenis: str) -> list[str]:
    """The parts as they stand on the page, by their keys."""
    return page.locator(f"{BUTIR[jenis]} input[name=urut]").evaluate_all(
        "(all, own) => all.filter(e => e.parentNode.matches(own)).map(e => e.value)", BUTIR[jenis]
    )


def numbers(page: Page, jenis: str) -> list[str]:
    """What is printed as number, in the order of the page."""
    found = page.locator(f"{BUTIR[jenis]} {NOMOR[jenis]}").evaluate_all("all => all.map(e => e.value || e.innerText)")
    return [text.split()[-1] if jenis == "lampiran" else text.split()[0] for text in found]


def drag(page: Page, part: Locator, onto: Locator) -> None:
    """With the mouse from the grip of a part well into its neighbour; the button stays down."""
    part.locator(".pegangan").first.hover()
    page.mouse.down()
    start, box = part.bounding_box(), onto.bounding_box()
    near, deep = box["y"], min(box["height"] - 4, 60)
    if start["y"] > near:
        near, deep = near + box["height"], -deep
    page.mouse.move(box["x"] + 60, near, steps=5)
    page.mouse.move(box["x"] + 60, near + deep, steps=5)
    page.mouse.move(box["x"] + 60, near + deep - 1)


def stored(page: Page, jenis: str) -> list[str]:
    """The order after saving it and loading the page once more."""
    page.locator("[data-simpan-urut]:visible").click()
    expect(page.get_by_text("Urutan tersimpan.")).to_be_visible()
    page.goto(page.url.split("#")[0])
    return order(page, jenis)


@pytest.mark.parametrize("jenis", BUTIR)
def test_parts_are_ordered_by_dragging(susunan, jenis, keluhan):
    page = susunan
    before, printed = order(page, jenis), numbers(page, jenis)
    first, second = page.locator(BUTIR[jenis]).first, page.locator(BUTIR[jenis]).nth(1)
    expect(page.locator("[data-simpan-urut]:visible")).to_have_count(0)
    drag(page, first, second)
    page.mouse.up()
    after = [before[1], before[0], *before[2:]]
    assert order(page, jenis) == after
    assert stored(page, jenis) == after
    assert numbers(page, jenis) == printed
    drag(page, second, first)
    page.mouse.up()
    assert order(page, jenis) == before
    assert keluhan == []


@pytest.mark.parametrize("jenis", BUTIR)
def test_parts_are_ordered_by_keys(susunan, jenis, keluhan):
    page = susunan
    before, printed = order(page, jenis), numbers(page, jenis)
    down = page.locator(f"button[value='turun:{jenis}:{before[0]}']")
    down.focus()
    page.keyboard.press("Alt+ArrowDown")
    assert order(page, jenis) == [before[1], before[0], *before[2:]]
    expect(down).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    assert order(page, jenis) == before
    page.keyboard.press("Alt+ArrowDown")
    assert stored(page, jenis) == [before[1], before[0], *before[2:]]
    up = page.locator(f"button[value='naik:{jenis}:{before[0]}']")
    up.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(up).to_be_focused()
    assert (order(page, jenis), numbers(page, jenis)) == (before, printed)
    assert keluhan == []


def test_adding_to_a_list_stays_in_its_place(draf):
    page = draf("daftar-fokus", BESAR)
    page.get_by_role("link", name="Naskah keputusan").click()
    page.get_by_role("button", name="Tambah diktum").press("Enter")
    expect(page.locator("[data-daftar=diktum] > li")).to_have_count(7)
    expect(page.locator("[data-daftar=diktum] > li").last.get_by_label("Label")).to_be_focused()
    page.keyboard.type("KETUJUH")
    page.get_by_role("button", name="Hapus diktum 6").press("Enter")
    expect(page.locator("[data-daftar=diktum] > li")).to_have_count(6)
    expect(page.locator("[data-daftar=diktum] > li").last.get_by_label("Label")).to_be_focused()
    expect(page.locator("[data-daftar=diktum] > li").last.get_by_label("Label")).to_have_value("KETUJUH")


@pytest.mark.parametrize("jenis", ["indikator"])
def test_escape_puts_back_what_is_dragged(susunan, jenis):
    page = susunan
    before = order(page, jenis)
    drag(page, page.locator(BUTIR[jenis]).first, page.locator(BUTIR[jenis]).nth(1))
    assert order(page, jenis) != before
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".diseret")).to_have_count(0)
    assert order(page, jenis) == before
    expect(page.locator("[data-simpan-urut]:visible")).to_have_count(0)
