"""What libraries show to people is Indonesian, and the compiled catalogue is the one in the .po file."""

import importlib.util
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, ngettext, override

CATALOGUE = Path(settings.LOCALE_PATHS[0], "id", "LC_MESSAGES", "django.po")
SAME_IN_BOTH = {"Format", "Menu:", "WebAuthn"}


def singular(text):
    return text if isinstance(text, str) else text[0]


def messages(catalogue):
    return {singular(message.id): singular(message.string) for message in catalogue if message.id}


def read(path):
    with path.open("rb") as file:
        return read_mo(file) if path.suffix == ".mo" else read_po(file)


def test_compiled_catalogue_is_up_to_date():
    compiled = messages(read(CATALOGUE.with_suffix(".mo")))
    assert compiled == messages(read(CATALOGUE)), "run: .venv/bin/pybabel compile -d locale -D django -l id"


def test_every_message_keeps_its_placeholders():
    for message in read(CATALOGUE):
        assert not list(message.check()), message.id


@pytest.mark.parametrize("package", ["django_tables2", "django_filters", "import_export"])
def test_library_without_indonesian_is_translated(package):
    """Any catalogue that the library ships lists its messages; the German one is complete."""
    folder = Path(importlib.util.find_spec(package).origin).parent
    shipped = messages(read(folder / "locale/de/LC_MESSAGES/django.po"))
    with override("id"):
        assert {text for text in shipped if gettext(text) == ngettext(text, text, 5) == text} <= SAME_IN_BOTH


def test_plural_has_one_form():
    with override("id"):
        words = [ngettext("entry", "entries", count) for count in (0, 1, 2)]
    assert words == ["entri"] * 3
