"""Evidence in a real browser: upload with progress, checklist, take back and undo; nothing typed is lost."""

import re

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.registry.bukti_contoh import SCRIPT, action, pdf, picture

pytestmark = pytest.mark.browser
SEHAT = "Persentase keluarga sehat"
CATAT = """() => { window.kemajuan = []; new MutationObserver(() => {
  const p = document.querySelector("[data-kemajuan] p"); if (p && p.textContent) window.kemajuan.push(p.textContent);
}).observe(document.body, {subtree: true, childList: true, characterData: true}); }"""


def berkas(content: bytes, name: str = "Laporan PKS 2023.pdf") -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def besar() -> bytes:
    """A PDF of some megabytes."""
    return pdf(root={"/Isi": pikepdf.String("a" * 6_000_000)})


def buka(page: Page, server: str, name: str = SEHAT) -> str:
    page.goto(f"{server}/isian/?tahun=2023")
    page.get_by_role("rowheader").get_by_role("link", name=name, exact=True).click()
    return page.url.removeprefix(server)


def tambah(page: Page, **fields: str):
    """Opens the form and fills it."""
    panel = page.locator("#bukti-dukung")
    panel.get_by_text("Tambah bukti dukung", exact=True).click()
    for label, value in fields.items():
        panel.get_by_label(label).fill(value)
    return panel


def test_upload_see_take_back_undo(masuk, server, keluhan):
    page = masuk("operator.dinkes")
    buka(page, server)
    page.evaluate(CATAT)
    pembilang = page.get_by_role("textbox", name="Jumlah keluarga yang memiliki IKS > 0,8")
    pembilang.fill("123.456")
    panel = tambah(page, Halaman="12")
    panel.get_by_label("Berkas").set_input_files(berkas(besar()))
    panel.get_by_role("button", name="Simpan bukti dukung").click()
    expect(panel.get_by_role("status")).to_contain_text("«Laporan PKS 2023» tersimpan", timeout=20_000)
    assert any(re.match("Mengunggah|Memeriksa", text) for text in page.evaluate("window.kemajuan"))
    expect(panel.get_by_text("1 dari 1 ada buktinya")).to_be_visible()
    expect(pembilang).to_have_value("123.456")
    panel.get_by_role("button", name="Tarik Laporan PKS 2023").click()
    expect(panel.get_by_text("0 dari 1 ada buktinya")).to_be_visible()
    panel.get_by_role("button", name="Batalkan penarikan Laporan PKS 2023").click()
    expect(panel.get_by_text("1 dari 1 ada buktinya")).to_be_visible()
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Isian disimpan").first).to_be_visible()
    assert keluhan == []


def test_a_refused_file_keeps_the_description(masuk, server):
    page = masuk("operator.dinkes")
    buka(page, server)
    panel = tambah(page, Penerbit="BPS Kabupaten Lumajang")
    panel.get_by_label("Berkas").set_input_files(berkas(b"<html>" + SCRIPT))
    panel.get_by_role("button", name="Simpan bukti dukung").click()
    expect(panel.get_by_role("alert").first).to_contain_text("belum tersimpan")
    expect(panel.get_by_text("Isi berkas ini bukan PDF")).to_be_visible()
    expect(panel.get_by_label("Penerbit")).to_have_value("BPS Kabupaten Lumajang")
    expect(panel.get_by_label("Berkas")).to_have_value("")
    panel.get_by_label("Berkas").set_input_files(berkas(pdf(), "benar.pdf"))
    panel.get_by_role("button", name="Simpan bukti dukung").click()
    expect(panel.get_by_role("link", name="benar", exact=True)).to_be_visible()


def test_another_fault_keeps_the_chosen_file_too(masuk, server):
    page = masuk("operator.dinkes")
    buka(page, server)
    panel = tambah(page, Tautan="https://bps.go.id/")
    panel.get_by_label("Berkas").set_input_files(berkas(pdf(), "tetap.pdf"))
    panel.get_by_role("button", name="Simpan bukti dukung").click()
    expect(panel.get_by_text("Isi salah satu saja")).to_be_visible()
    panel.get_by_label("Tautan").fill("")
    panel.get_by_role("button", name="Simpan bukti dukung").click()
    expect(panel.get_by_role("link", name="tetap", exact=True)).to_be_visible()


def test_a_file_that_is_too_large_is_told_before_it_is_sent(masuk, server):
    page = masuk("operator.dinkes")
    buka(page, server)
    panel = tambah(page)
    panel.get_by_label("Berkas").set_input_files(berkas(pdf().ljust(20 * 1024**2 + 1, b"\n")))
    expect(panel.get_by_role("alert")).to_contain_text("lebih besar dari 20 MB")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    panel.get_by_role("button", name="Simpan bukti dukung").click()
    page.wait_for_timeout(300)
    assert "POST" not in sent


def test_without_javascript_it_works_too(browser, browser_context_args, server):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(f"{server}/akun/masuk/")
    page.get_by_label("Nama pengguna").fill("operator.kec-lumajang")
    page.get_by_label("Kata sandi").fill("lumajang-contoh-2023")
    page.get_by_role("button", name="Masuk").click()
    buka(page, server, "Nilai IKM Kecamatan")
    panel = tambah(page, Nomor="800/12")
    panel.get_by_label("Berkas").set_input_files(berkas(pdf(), "Laporan SKM.pdf"))
    panel.get_by_role("button", name="Simpan bukti dukung").click()
    expect(page.get_by_text("«Laporan SKM» tersimpan")).to_be_visible()
    page.get_by_role("button", name="Tarik Laporan SKM").click()
    expect(page.get_by_text("«Laporan SKM» ditarik")).to_be_visible()
    context.close()


def test_what_a_browser_does_with_a_hostile_file(masuk, server, page):
    """It is downloaded, never opened: no dialog, whatever the file holds."""
    masuk("operator.dinkes")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    buka(page, server)
    hostile = {
        "js.pdf": pdf(root={"/OpenAction": action("/JavaScript", JS="app.alert(1)")}),
        "skrip.jpg": picture(comment=SCRIPT) + SCRIPT,
    }
    for name, content in hostile.items():
        panel = tambah(page)
        panel.get_by_label("Berkas").set_input_files(berkas(content, name))
        panel.get_by_role("button", name="Simpan bukti dukung").click()
        link = panel.get_by_role("link", name=name.split(".")[0], exact=True)
        expect(link).to_be_visible()
        address = link.get_attribute("href")
        page.evaluate("a => document.querySelector(`a[href='${a}']`).removeAttribute('download')", address)
        with page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename == name
    expect(page.get_by_text("berkas ini memuat JavaScript")).to_be_visible()
    assert dialogs == []


def test_pages_with_evidence_are_accessible(masuk, server, periksa):
    page = masuk("operator.dinkes")
    path = buka(page, server)
    panel = tambah(page, Tautan="https://lumajangkab.bps.go.id/", Nama="Tabel BPS")
    panel.get_by_role("button", name="Simpan bukti dukung").click()
    expect(panel.get_by_role("link", name="Tabel BPS", exact=True)).to_be_visible()
    edit = panel.get_by_role("link", name="Ubah keterangan Tabel BPS").get_attribute("href")
    action_path = panel.locator("form[enctype]").get_attribute("action")
    for address in (path, edit, action_path):
        periksa(page, address)
