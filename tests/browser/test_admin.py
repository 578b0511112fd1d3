"""The admin at work in a real browser: makes a member who then signs in, loads a decree, takes a lampiran home."""

import io
import json
import subprocess

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SANDI = "kalimat-rahasia-baru-7"
DETAIL = "/penetapan/lumajang-2019-326/"
PAGES = {
    "admin": [
        "/penetapan/", DETAIL, "/penetapan/muat/", "/instansi/", "/instansi/baru/", "/pejabat/", "/pejabat/baru/",
        "/anggota/", "/anggota/baru/", "/pemda/",
    ],
    "bappeda": ["/tahun/", "/tahun/baru/", "/tahun/2023/"],
    "operator.dinkes": ["/penetapan/", DETAIL],
    "pusat": ["/", "/pemda/baru/"],
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_at_both_sizes(masuk, periksa, name):
    page = masuk(name)
    for path in PAGES[name]:
        periksa(page, path)


def test_a_new_member_signs_in_through_the_link(masuk, server, browser, keluhan):
    page = masuk("admin")
    page.goto(f"{server}/anggota/")
    page.get_by_role("link", name="Tambah anggota").click()
    page.get_by_label("Nama lengkap").fill("Wahyu Hidayat")
    page.get_by_label("Nama pengguna").fill("Operator.DINSOS")
    page.get_by_label("Peran").select_option("operator")
    page.get_by_label("Instansi").select_option(label="Dinas Sosial (Dinsos)")
    page.get_by_role("button", name="Buat akun").click()
    link = page.get_by_label("Tautan sekali pakai").input_value()
    page.get_by_role("button", name="Salin").click()
    expect(page.get_by_text("Tautan disalin.")).to_be_visible()

    fresh = browser.new_context(locale="id-ID").new_page()
    fresh.goto(link)
    for box in fresh.locator("input[type=password]").all():
        box.fill(SANDI)
    fresh.get_by_role("button", name="Simpan kata sandi").click()
    expect(fresh.get_by_text("Kata sandi tersimpan")).to_be_visible()
    fresh.get_by_label("Nama pengguna").fill("operator.dinsos")
    fresh.get_by_label("Kata sandi").fill(SANDI)
    fresh.get_by_role("button", name="Masuk").click()
    expect(fresh.get_by_role("link", name="Isian saya").first).to_be_visible()
    fresh.goto(link)
    expect(fresh.get_by_role("heading", name="Tautan tidak berlaku")).to_be_visible()
    fresh.context.close()
    assert keluhan == []


def test_a_lampiran_comes_home_as_pdf(masuk, server, tmp_path):
    page = masuk("admin")
    page.goto(server + DETAIL)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh PDF").first.click()
    path = tmp_path / "lampiran.pdf"
    waiting.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF-")
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "Meningkatnya" in text


def test_a_decree_is_loaded_after_a_look(masuk, server, tmp_path, keluhan):
    page = masuk("admin")
    page.goto(f"{server}/penetapan/lumajang-setwan-2018/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh JSON").click()
    data = json.loads(waiting.value.path().read_text(encoding="utf-8"))[0]
    data |= {"kode": "coba-muat", "status": "draf"}
    data["lampiran"][0]["instansi"][0]["sasaran"] = []
    path = tmp_path / "coba.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    page.goto(f"{server}/penetapan/muat/")
    page.get_by_label("Berkas penetapan").set_input_files(path)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_text("akan ditambahkan")).to_be_visible()
    page.get_by_role("button", name="Muat sekarang").click()
    expect(page.get_by_text("coba-muat (baru)")).to_be_visible()
    assert keluhan == []


def test_the_lambang_is_seen(masuk, server, keluhan):
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "navy").save(picture, "PNG")
    page = masuk("admin.balangan")
    page.goto(f"{server}/pemda/")
    upload = {"name": "lambang.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    page.get_by_label("Lambang daerah").set_input_files(upload)
    page.get_by_role("button", name="Simpan").click()
    shown = page.get_by_alt_text("Lambang Kabupaten Balangan")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 60
    assert keluhan == []


def test_typed_text_is_not_lost_on_a_fault(masuk, server):
    page = masuk("admin")
    page.goto(f"{server}/pejabat/baru/")
    page.get_by_label("Nama lengkap").fill("Bayu")
    page.get_by_label("NIP").fill("123")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("NIP harus 18 angka")).to_be_visible()
    assert page.get_by_label("Nama lengkap").input_value() == "Bayu"
    assert page.get_by_label("NIP").input_value() == "123"
