"""Typing into forms outlives a lost session or a reload: targets, quarters, drafts of decrees, the admin's forms."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from registry.services.contoh import PASSWORD

pytestmark = pytest.mark.browser
SEHAT = "Persentase keluarga sehat"


def drafts(page: Page) -> list[str]:
    return json.loads(page.evaluate("JSON.stringify(Object.keys(localStorage).filter(k => k.startsWith('iku-draf:')))"))


def to_target(page: Page, server: str) -> str:
    """The target of 2023 of the first indicator of Dinkes; its address."""
    page.goto(f"{server}/isian/?tahun=2023")
    page.get_by_role("rowheader").get_by_role("link", name=SEHAT, exact=True).click()
    page.get_by_role("link", name="Target 2023").click()
    page.wait_for_url("**/target/**")
    return page.url


def test_a_target_outlives_the_session(masuk, server):
    page = masuk("operator.dinkes")
    address = to_target(page, server)
    masuk("bappeda")
    page.goto(address)
    page.get_by_label("Alasan").fill("Targetnya di bawah capaian tahun lalu.")
    page.get_by_role("button", name="Kembalikan ke OPD").click()
    expect(page.locator("[data-draf-selesai]")).to_be_visible()  # only the page that says so drops her draft
    masuk("operator.dinkes")
    page.goto(address)
    field = page.get_by_label("Nilai", exact=True)
    field.fill("38,5")
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_url("**/akun/masuk/**")
    page.context.add_cookies(session)
    page.goto(address)
    expect(field).to_have_value("38,5")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("[data-draf-selesai]")).to_be_visible()
    expect(field).to_have_value("38,5")
    assert drafts(page) == []


def reload(page: Page) -> None:
    """Without saving, as after a crash; the browser's question on leaving is answered with yes."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()


def test_quarterly_targets_outlive_a_reload(masuk, server):
    page = masuk("operator.balangan")
    page.goto(f"{server}/triwulan/target/?tahun=2023")
    cell = page.locator("[data-draf-grup] input[inputmode=decimal]").nth(1)
    cell.fill("77,5")
    reload(page)
    expect(cell).not_to_have_value("77,5")
    page.get_by_role("button", name=re.compile("^Pulihkan isian")).click()
    expect(cell).to_have_value("77,5")
    page.get_by_role("button", name="Simpan target").click()
    expect(page.locator("[data-draf-selesai]")).to_contain_text("1 target disimpan")
    expect(cell).to_have_value("77,5")
    assert drafts(page) == []


def test_a_form_of_the_admin_outlives_a_reload_and_starts_empty_once_saved(masuk, server):
    page = masuk("admin")
    page.goto(f"{server}/pejabat/baru/")
    page.get_by_label("Nama", exact=False).first.fill("Sri Wahyuni")
    page.get_by_label("Jabatan").fill("Kepala")
    reload(page)
    page.get_by_role("button", name=re.compile("^Pulihkan isian")).click()
    expect(page.get_by_label("Jabatan")).to_have_value("Kepala")
    page.get_by_label("Instansi").select_option(index=1)
    page.get_by_label("Mulai menjabat").fill("2 Januari 2023")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("[data-draf-selesai]")).to_contain_text("Sri Wahyuni disimpan.")
    page.goto(f"{server}/pejabat/baru/")
    expect(page.locator(".draf")).to_have_count(0)
    assert drafts(page) == []


def test_entries_added_to_a_draft_decree_outlive_the_session(masuk, server):
    page = masuk("admin")
    page.goto(f"{server}/penetapan/lumajang-setwan-2018/salin/")
    page.get_by_role("button", name="Buat rancangan").click()
    page.wait_for_url(lambda url: "/salin/" not in url)
    address = f"{page.url}naskah/"
    page.goto(address)
    page.get_by_role("button", name="Tambah butir menimbang").click()
    entry = page.locator("textarea[name=menimbang]").last
    entry.fill("bahwa ketikan ini belum tersimpan")
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Simpan", exact=True).last.click()
    page.wait_for_url("**/akun/masuk/**")
    page.context.add_cookies(session)
    page.goto(address)
    expect(page.locator("textarea[name=menimbang]", has_text="belum tersimpan")).to_have_count(0)
    page.get_by_role("button", name="Pulihkan ketikan saya").click()
    expect(entry).to_have_value("bahwa ketikan ini belum tersimpan")
    page.get_by_role("button", name="Simpan", exact=True).last.click()
    expect(page.locator("[data-draf-selesai]")).to_contain_text("tersimpan")
    page.goto(address)
    expect(entry).to_have_value("bahwa ketikan ini belum tersimpan")
    assert drafts(page) == []


def test_a_piece_of_evidence_outlives_a_reload(masuk, server):
    page = masuk("operator.dinkes")
    page.goto(f"{server}/isian/?tahun=2023")
    page.get_by_role("rowheader").get_by_role("link", name=SEHAT, exact=True).click()
    page.locator("[data-bukti-tambah] > summary").click()
    page.locator("#bukti-dukung").get_by_label("Tautan").fill("https://data.contoh.go.id/laporan")
    page.get_by_label("Nama dokumen").fill("Laporan Tahunan 2023")
    reload(page)
    page.get_by_role("button", name=re.compile("^Pulihkan isian")).click()
    expect(page.get_by_label("Nama dokumen")).to_have_value("Laporan Tahunan 2023")
    page.get_by_role("button", name="Simpan bukti dukung").click()
    expect(page.locator("[data-draf-selesai]")).to_contain_text("tersimpan")
    page.wait_for_timeout(400)  # longer than typing waits to be kept
    assert drafts(page) == []


def test_an_answer_to_a_finding_comes_back_after_signing_in(masuk, server):
    page = masuk("admin")
    address = f"{server}/penetapan/lumajang-2019-326/pemeriksaan/"
    page.goto(address)
    page.locator("summary", has_text="Jawab").first.click()
    field = page.get_by_label("Mengapa dibiarkan seperti tercetak").first
    field.fill("Begitu tercetak pada naskah yang ditandatangani.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Simpan jawaban").first.click()
    page.wait_for_url("**/akun/masuk/**")
    page.get_by_label("Nama pengguna").fill("admin")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(address)  # not the address that only takes what is sent
    expect(field).to_have_value("Begitu tercetak pada naskah yang ditandatangani.")
    expect(field).to_be_visible()
    page.get_by_role("button", name="Simpan jawaban").first.click()
    expect(page.locator("[data-draf-selesai]")).to_contain_text("Jawaban disimpan.")
    assert drafts(page) == []
