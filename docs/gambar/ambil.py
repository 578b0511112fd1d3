"""Takes the screenshots of the README and of the guide inside the application from a running demo.

    bin/demo & .venv/bin/python docs/gambar/ambil.py http://127.0.0.1:8000

Needs the packages of requirements-dev.txt and Chromium; writes static/iku/panduan/*.png, in few colours,
because the guide is read over slow lines.
"""

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).parents[2] / "static/iku/panduan"
COLOURS = 48
PASSWORD = "lumajang-contoh-2023"  # noqa: S105 – of the demo accounts
# name, account, address or the texts of links to follow, height
PICTURES = [
    ("masuk", None, "/akun/masuk/", 620),
    ("beranda-opd", "operator.dinkes", "/", 760),
    ("isian-saya", "operator.dinkes", "/isian/?tahun=2023", 900),
    ("isian-cepat", "operator.dinkes", "/isian/grid/2023/", 800),
    ("triwulan", "operator.balangan", "/triwulan/?tahun=2023", 900),
    ("papan", "bappeda", "/papan/2023/", 900),
    ("laporan", "operator.dinkes", "/laporan/?tahun=2023", 800),
    ("indikator", "bappeda", "/indikator/?tahun=2021&tahun=2022&tahun=2023&q=sehat", 800),
    ("verifikasi", "bappeda", "/verifikasi/", 800),
    ("temuan", "bappeda", "/temuan/", 800),
    ("lampiran", "admin", "/penetapan/lumajang-2019-326/lampiran/1/", 900),
    ("anggota", "admin", "/anggota/", 700),
]


def shoot(page: Page, name: str) -> None:
    """One picture of what the window shows."""
    path = OUT / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def sign_in(page: Page, base: str, user: str) -> None:
    """Through the sign-in page, as a person does."""
    page.goto(f"{base}/akun/masuk/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def entry_form(page: Page, base: str) -> None:
    """The entry form of Persentase keluarga sehat, while typing."""
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"{base}/isian/?tahun=2023")
    page.click("text=Persentase keluarga sehat")
    page.wait_for_load_state("networkidle")
    field = page.locator("input[name*=keluarga_sehat]").first
    field.fill("120.450")
    page.wait_for_timeout(1500)
    shoot(page, "isian")


def proof(page: Page, base: str) -> None:
    """The page of one indicator and the proof of one of its numbers."""
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"{base}/indikator/?tahun=2022&q=kecelakaan")
    page.click("table >> text=Angka kecelakaan lalu lintas")
    page.wait_for_load_state("networkidle")
    shoot(page, "indikator-rinci")
    page.goto(f"{base}/indikator/?tahun=2022&q=kecelakaan")
    page.locator("table a[href*='/realisasi/']").first.click()
    page.wait_for_load_state("networkidle")
    shoot(page, "bukti")


def main(base: str) -> None:
    """All pictures, one browser context per account."""
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages: dict[str | None, Page] = {}
        for name, user, path, height in PICTURES:
            if user not in pages:
                pages[user] = browser.new_context(locale="id-ID").new_page()
                if user:
                    sign_in(pages[user], base, user)
            pages[user].set_viewport_size({"width": 1280, "height": height})
            pages[user].goto(base + path)
            pages[user].wait_for_load_state("networkidle")
            shoot(pages[user], name)
        entry_form(pages["operator.dinkes"], base)
        proof(pages["bappeda"], base)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
