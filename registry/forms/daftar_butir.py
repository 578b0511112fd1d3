"""Lists in a form: texts, or rows of several fields, that are added, removed and moved without JavaScript.

Every entry of a list posts the same name, so the order of the page is the order of the list; a small script may move
entries, the server does the same for whoever has none. A row of several fields posts a mark of its own under the
list's name and its fields as NAME-MARK-FIELD.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

MAKS_BUTIR = 200
AKSI = ("tambah", "hapus", "naik", "turun")


def rapi(text: str) -> str:
    """A typed text as it is kept: one kind of line end, nothing at the ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True)
class Kolom:
    """One field of a row: its name and label; jenis teks | paragraf | daftar | pilihan."""

    nama: str
    label: str
    jenis: str = "teks"
    pilihan: Sequence[tuple[str, str]] = ()


class DaftarWidget(forms.Widget):
    """The entries of a list, each with its buttons."""

    def __init__(self, satu: str) -> None:
        super().__init__()
        self.satu = satu

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """All texts in the order of the page."""
        return [str(v) for v in data.getlist(name)] if hasattr(data, "getlist") else list(data.get(name) or [])

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The list as HTML."""
        return render_to_string("registry/_daftar_butir.html", self._context(name, value))

    def _context(self, name: str, value: Any) -> dict[str, Any]:
        return {"nama": name, "satu": self.satu, "butir": list(value or [])}


class DaftarField(forms.Field):
    """A list of texts; what is left blank is left out."""

    def __init__(self, *, label: str, satu: str, help_text: str = "") -> None:
        super().__init__(label=label, required=False, widget=DaftarWidget(satu), help_text=help_text)

    def clean(self, value: Any) -> list[str]:
        """The texts that say something."""
        texts = [rapi(text) for text in value or []]
        if len(texts) > MAKS_BUTIR:
            raise forms.ValidationError(f"Paling banyak {MAKS_BUTIR} butir.")
        return [text for text in texts if text]


class BarisWidget(DaftarWidget):
    """The rows of a list, each with its fields and buttons."""

    def __init__(self, satu: str, kolom: Sequence[Kolom]) -> None:
        super().__init__(satu)
        self.kolom = kolom

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """One mapping per row; lists inside stay lists."""
        if not hasattr(data, "getlist"):
            return list(data.get(name) or [])
        return [self._row(data, f"{name}-{mark}") for mark in data.getlist(name)[: MAKS_BUTIR + 1]]

    def _row(self, data: QueryDict, awalan: str) -> dict[str, Any]:
        row: dict[str, Any] = {"_tanda": awalan.rpartition("-")[2]}
        for kolom in self.kolom:
            key = f"{awalan}-{kolom.nama}"
            row[kolom.nama] = data.getlist(key) if kolom.jenis == "daftar" else data.get(key, "")
        return row

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The rows as HTML."""
        rows = []
        for number, row in enumerate(value or [], 1):
            mark = row.get("_tanda") or str(number)
            fields = [(k, f"{name}-{mark}-{k.nama}", row.get(k.nama) or "") for k in self.kolom]
            rows.append((mark, fields))
        return render_to_string("registry/_daftar_baris.html", {"nama": name, "satu": self.satu, "baris": rows})


class BarisField(forms.Field):
    """A list of rows; a row whose fields are all blank is left out."""

    def __init__(self, *, label: str, satu: str, kolom: Sequence[Kolom], help_text: str = "") -> None:
        super().__init__(label=label, required=False, widget=BarisWidget(satu, kolom), help_text=help_text)
        self.kolom = kolom

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The rows that say something."""
        if len(value or []) > MAKS_BUTIR:
            raise forms.ValidationError(f"Paling banyak {MAKS_BUTIR} butir.")
        rows = [{k.nama: _clean(row.get(k.nama), k) for k in self.kolom} for row in value or []]
        return [row for row in rows if any(row.values())]


def _clean(value: Any, kolom: Kolom) -> Any:
    if kolom.jenis == "daftar":
        return [text for item in value or [] if (text := rapi(str(item)))]
    return rapi(str(value or ""))


def changed(data: QueryDict, aksi: str) -> QueryDict:
    """What was typed with one list changed: aksi is "tambah:NAME", "hapus:NAME:1", "naik:NAME:1" or "turun:NAME:1"."""
    act, _, rest = aksi.partition(":")
    name, _, place = rest.partition(":")
    more = data.copy()
    items = more.getlist(name)
    at = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else -1
    if act == "tambah" and len(items) < MAKS_BUTIR:
        items.append(_fresh_mark(more, name) if _is_rows(data, name) else "")
    elif act == "hapus" and 0 <= at < len(items):
        items.pop(at)
    elif act in ("naik", "turun"):
        to = at - 1 if act == "naik" else at + 1
        if 0 <= at < len(items) and 0 <= to < len(items):
            items[at], items[to] = items[to], items[at]
    more.setlist(name, items)
    return more


def _is_rows(data: QueryDict, name: str) -> bool:
    return data.get(f"{name}-baris") == "1"


def _fresh_mark(data: QueryDict, name: str) -> str:
    return str(1 + max((int(m) for m in data.getlist(name) if m.isascii() and m.isdigit()), default=0))
