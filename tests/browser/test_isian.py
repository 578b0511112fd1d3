"""What OPD staff do, in a real browser against a real server: type, see it computed, save, submit, withdraw."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SEHAT, PRA_SEHAT = "Persentase keluarga sehat", "Persentase Keluarga Pra-Sehat"


def buka(page: Page, server: str, name: str) -> str:
    """Opens an indicator from "Isian saya"; gives its path."""
    page.goto(f"{server}/isian/?tahun=2023")
    page.get_by_role("rowheader").get_by_role("link", name=name, exact=True).click()
    return page.url.removeprefix(server)


def pembilang(page: Page):
    return page.get_by_role("textbox", name="Jumlah keluarga yang memiliki IKS > 0,8")


def test_type_see_it_computed_and_save(masuk, server, keluhan):
    page = masuk(" Operator.Dinkes ")
    buka(page, server, SEHAT)
    pembilang(page).press_sequentially("", delay=20)
    pembilang(page).fill("")
    pembilang(page).press_sequentially("127.400", delay=20)
    result = page.locator("#hasil")
    expect(result).to_contain_text("40,00")
    expect(result).to_contain_text("(127.400 / 318.500) × 100 = 40,00")
    expect(page.get_by_text("dibaca: 127.400 (seratus dua puluh tujuh ribu empat ratus)")).to_be_visible()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Isian disimpan")
    expect(pembilang(page)).to_have_value("127.400")
    assert keluhan == []


def test_what_cannot_be_read_is_told_while_typing_and_kept(masuk, server):
    page = masuk("operator.dinkes")
    buka(page, server, SEHAT)
    pembilang(page).fill("84.3")
    expect(page.locator("#baca-nilai-keluarga_sehat")).to_contain_text("Desimal ditulis dengan koma: 84,3")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Belum tersimpan")
    expect(pembilang(page)).to_have_value("84.3")


def test_a_blank_asks_for_its_reason(masuk, server):
    page = masuk("operator.dinkes")
    buka(page, server, SEHAT)
    reason = page.locator("#isian-alasan-keluarga_sehat")
    expect(reason).to_be_hidden()
    pembilang(page).fill("")
    expect(reason).to_be_visible()
    expect(page.locator("#isian-tanggal-keluarga_sehat")).to_be_hidden()
    reason.select_option("menunggu_rilis")
    expect(page.locator("#isian-tanggal-keluarga_sehat")).to_be_visible()
    expect(page.locator("#hasil")).to_contain_text("menunggu rilis")
    expect(page.locator("#hasil")).not_to_contain_text("0,00")


def test_the_operator_is_told_who_submits(masuk, server):
    page = masuk("operator.dinkes")
    buka(page, server, PRA_SEHAT)
    expect(page.get_by_text("kepala OPD (dr. Bayu Prasetyo)")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("ajukan"))).to_have_count(0)


def test_the_head_submits_and_withdraws(masuk, server, keluhan):
    page = masuk("kepala.dinkes")
    path = buka(page, server, PRA_SEHAT)
    page.get_by_role("button", name="Simpan dan ajukan…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ajukan ke Bappeda?")
    page.get_by_role("button", name="Ya, ajukan").click()
    expect(page.get_by_role("status")).to_contain_text("Diajukan ke Bappeda")
    page.goto(f"{server}{path}")
    expect(page.locator("input[name^=nilai-]")).to_have_count(0)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Tarik pengajuan").click()
    expect(page.locator("input[name^=nilai-]")).not_to_have_count(0)
    assert keluhan == []


def test_two_windows_lose_nothing(masuk, server, browser, browser_context_args):
    page = masuk("operator.dinkes")
    path = buka(page, server, SEHAT)
    other = page.context.new_page()
    other.goto(f"{server}{path}")
    for window, value in ((page, "111.111"), (other, "222.222")):
        pembilang(window).fill(value)
        window.get_by_role("button", name="Simpan", exact=True).click()
    expect(other.get_by_role("alert")).to_contain_text("baru saja disimpan")
    row = other.get_by_role("row", name=re.compile("Jumlah keluarga yang memiliki"))
    expect(row).to_contain_text("222.222")
    expect(row).to_contain_text("111.111")
    expect(pembilang(other)).to_have_value("222.222")
    other.get_by_role("button", name="Simpan", exact=True).click()
    expect(other.get_by_role("status")).to_contain_text("Isian disimpan")


def test_without_javascript_it_works_too(browser, browser_context_args, server):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(f"{server}/akun/masuk/")
    page.get_by_label("Nama pengguna").fill("operator.kec-lumajang")
    page.get_by_label("Kata sandi").fill("lumajang-contoh-2023")
    page.get_by_role("button", name="Masuk").click()
    buka(page, server, "Nilai IKM Kecamatan")
    page.get_by_role("textbox", name="Nilai IKM").fill("84,5")
    page.get_by_role("button", name="Hitung").click()
    expect(page.get_by_text("Sudah dihitung, belum disimpan.")).to_be_visible()
    expect(page.get_by_text("dibaca: 84,5 (delapan puluh empat koma lima)")).to_be_visible()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("textbox", name="Nilai IKM")).to_have_value("84,5")
    context.close()


OPD = ["/", "/isian/", "/isian/?tahun=2022&tampil=belum", "/data-dasar/", "/akun/sandi/ubah/", "/akun/keluar/"]


@pytest.mark.parametrize("path", OPD)
def test_pages_of_the_opd_are_accessible(masuk, periksa, path):
    periksa(masuk("operator.dinkes"), path)


@pytest.mark.parametrize("name", [SEHAT, "Indeks Kepuasan Masyarakat", "Indeks kesehatan"])
def test_forms_are_accessible(masuk, server, periksa, name):
    page = masuk("operator.dinkes")
    periksa(page, buka(page, server, name))


def test_target_and_submit_pages_are_accessible(masuk, server, periksa):
    page = masuk("kepala.dinkes")
    path = buka(page, server, SEHAT)
    periksa(page, f"{path}ajukan/")
    page.goto(f"{server}{path}")
    page.get_by_role("link", name="Target 2023").click()
    periksa(page, page.url.removeprefix(server))


@pytest.mark.parametrize("name", ["bappeda", "admin", "pembaca", "pusat"])
def test_homes_are_accessible(masuk, periksa, name):
    periksa(masuk(name), "/")


@pytest.mark.parametrize("path", ["/akun/masuk/", "/akun/sandi/lupa/", "/akun/sandi/lupa/terkirim/"])
def test_pages_before_signing_in_are_accessible(page, periksa, path):
    periksa(page, path)


# S-31: what htmx would obey if it stood in a page as markup
HTMX = [
    *(f"<div {name}=/jebakan/ hx-trigger=load>x</div>" for name in ("hx-get", "hx-post", "hx-put", "data-hx-get")),
    '<div hx-trigger="revealed" hx-delete="/jebakan/">x</div>',
    '<p hx-on:click="fetch(\'/jebakan/\')" hx-on::load="fetch(\'/jebakan/\')">x</p>',
    "<p data-hx-on:mouseover=\"fetch('/jebakan/')\">x</p>",
    "<a href=/jebakan/ hx-boost=true>x</a>",
    '<form hx-post=/jebakan/ hx-trigger="every 1s"><button>x</button></form>',
    '<div hx-ext="sse" sse-connect="/jebakan/">x</div>',
    '<div hx-ws="connect:/jebakan/">x</div>',
    '<script hx-trigger=load hx-get=/jebakan/></script>',
    '<img src=/jebakan/ hx-get=/jebakan/ hx-trigger=error>',
    "<div hx-vals='js:{a: fetch(\"/jebakan/\")}' hx-get=/jebakan/ hx-trigger=load>x</div>",
    '"><div hx-get=/jebakan/ hx-trigger=load>x</div>',
]  # fmt: skip


def test_htmx_in_what_people_write_sends_nothing(masuk, server):
    """Kendala and a comment with 15 payloads: shown as text to the OPD and to the reviewer, 0 requests sent."""
    page, sent = masuk("operator.dinkes"), []
    page.on("request", lambda request: sent.append(request.url) if "/jebakan/" in request.url else None)
    path = buka(page, server, PRA_SEHAT)
    page.get_by_label("Kendala").fill("\n".join(HTMX))
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Isian disimpan")
    page.get_by_role("complementary", name="Keterangan isian").locator("summary", has_text="Catatan").click()
    page.get_by_label("Tambah catatan").fill("\n".join(HTMX))
    page.get_by_role("button", name="Kirim catatan").click()
    for name in ("operator.dinkes", "admin"):
        page = masuk(name)
        page.goto(f"{server}{path}" if name == "operator.dinkes" else f"{server}/riwayat/")
        expect(page.locator("main")).to_contain_text(HTMX[0])
        page.mouse.wheel(0, 5000)
        page.wait_for_load_state("networkidle")
    assert len(HTMX) == 15
    assert sent == []
