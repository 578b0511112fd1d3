"""The guide inside the application: every chapter opens, its pictures are there, and its words are on the screens."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

from registry.panduan import BAB, MENURUT_SLUG

GAMBAR = re.compile(r'nama="([^"]+)"')
TOMBOL = re.compile(r"<(?:strong|em)>([^<]+)</(?:strong|em)>")


def source(bab) -> str:
    return get_template(bab.template).template.source


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "admin", "pembaca", "superuser"])
def test_every_chapter_opens_for_everybody(login, name):
    client = login(name)
    assert client.get("/panduan/").status_code == 200
    for bab in BAB:
        page = client.get(f"/panduan/{bab.slug}/")
        assert page.status_code == 200
        assert bab.judul in page.text


def test_own_chapters_come_first(login):
    text = login("dinkes").get("/panduan/").text
    assert text.index("Isian cepat seperti") < text.index("Bab untuk peran lain") < text.index("Memeriksa dan memver")


def test_an_unknown_chapter_is_not_found(login):
    assert login("dinkes").get("/panduan/tidak-ada/").status_code == 404


@pytest.mark.parametrize("slug", MENURUT_SLUG)
def test_pictures_are_there(slug):
    for name in GAMBAR.findall(source(MENURUT_SLUG[slug])):
        path = settings.BASE_DIR / f"static/iku/panduan/{name}.png"
        assert path.read_bytes().startswith(b"\x89PNG"), name
        assert path.stat().st_size < 120_000, name


def words_of_screens() -> str:
    """Every word that a page outside the guide may show: templates and the Python that fills them."""
    roots = [settings.BASE_DIR / name for name in ("templates", "registry", "reports", "formulas", "static/iku")]
    files = [p for root in roots for p in root.rglob("*") if p.suffix in (".html", ".py", ".js")]
    kept = [p for p in files if "panduan" not in p.as_posix() and "migrations" not in p.parts]
    return " ".join(" ".join(p.read_text(encoding="utf-8").split()) for p in kept).casefold()


def test_buttons_that_the_guide_names_exist():
    """What stands in bold or italics names something on a screen, word for word."""
    screens = words_of_screens()
    named = {" ".join(word.split()) for bab in BAB for word in TOMBOL.findall(source(bab))}
    missing = sorted(
        word for word in named if not all(part.strip().rstrip(":").casefold() in screens for part in word.split("›"))
    )
    assert missing == []
