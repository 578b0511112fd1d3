"""A decree in the browser: a draft by copying, changed and ordered by keys; frozen by a worker, signed, verified."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.registry import tertanda

pytestmark = pytest.mark.browser
DRAF, LEMBAR = "/penetapan/lumajang-2026/", "/penetapan/lumajang-kecamatan-2020/"
KEPUTUSAN = "/penetapan/lumajang-2019-326/"
INDIKATOR = "li.baris-susun .isi a"


def test_a_draft_is_copied_changed_and_ordered_by_keys(masuk, server, periksa):
    page = masuk("admin")
    page.goto(f"{server}{KEPUTUSAN}salin/")
    page.get_by_label("Kode rancangan").fill("lumajang-2026")
    page.get_by_role("button", name="Buat rancangan").click()
    page.wait_for_url(f"**{DRAF}**")
    page.goto(f"{server}{DRAF}ubah/")
    page.get_by_role("link", name="Dinas Kesehatan", exact=True).click()
    page.wait_for_url("**/tabel/")
    before = page.locator(INDIKATOR).all_inner_texts()
    page.get_by_role("button", name=f"Turunkan {before[0]}").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(INDIKATOR).first).to_have_text(before[1])
    expect(page.locator(INDIKATOR).nth(1)).to_have_text(before[0])
    page.get_by_role("link", name="Rumus").first.click()
    page.get_by_label("Rumus", exact=True).fill("a / (b * 100")
    expect(page.locator("#tampilan")).to_contain_text("belum ditutup")
    for path in (f"{DRAF}ubah/", f"{DRAF}naskah/", f"{DRAF}tetapkan/", f"{DRAF}pemeriksaan/"):
        periksa(page, path)


def test_a_document_is_frozen_signed_and_verified(masuk, server, kerjakan, periksa, tmp_path):
    page = masuk("admin")
    page.goto(f"{server}{LEMBAR}siap-ttd/")
    page.get_by_label("Alasan: Nomor dan tanggal").fill("Lembar ini tidak bernomor.")
    page.get_by_role("button", name="Periksa cetakan sekarang").click()
    expect(page.locator("#cetakan")).to_contain_text("Menunggu giliran")
    kerjakan()
    expect(page.locator("#cetakan")).to_contain_text("isi dan kertas dokumen ini tidak berubah")
    expect(page.get_by_label("Alasan: Nomor dan tanggal")).to_have_value("Lembar ini tidak bernomor.")
    page.get_by_role("button", name="Bekukan untuk ditandatangani").click()
    expect(page.get_by_text("Menunggu giliran")).to_be_visible()
    kerjakan()
    page.get_by_role("link", name="Buka dokumen").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh berkas yang dibekukan").click()
    signed = tmp_path / "ttd.pdf"
    signed.write_bytes(tertanda.sign(Path(download.value.path()).read_bytes()))
    page.get_by_label("Berkas PDF").set_input_files(signed)
    page.get_by_label("Alasan menerima").fill("Sertifikat uji, pejabat pengganti.")
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_text(tertanda.BUPATI).first).to_be_visible()
    changed = tmp_path / "diubah.pdf"
    changed.write_bytes(tertanda.one_byte(signed.read_bytes(), 2000))
    for file, said in ((signed, "Ditandatangani dan utuh"), (changed, "sudah diubah")):
        page.goto(f"{server}/verifikasi-dokumen/")
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Periksa berkas").click()
        expect(page.get_by_text(said).first).to_be_visible()
    for path in ("/unduhan/", "/dokumen/", f"{LEMBAR}siap-ttd/"):
        periksa(page, path)
