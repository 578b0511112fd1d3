"""A printed cell in which fractions may stand: typed as text (registry.rumus_ketik), stored as parts."""

from dataclasses import dataclass
from typing import Any

from django import forms

from registry.rumus_cetak import blocks_of
from registry.rumus_ketik import CONTOH, KetikanError, read_cell, write_cell

BANTUAN = f"Pecahan ditulis {CONTOH}; bagian ketiga boleh tidak ada. Teks lain ditulis biasa."

PANJANG = 20_000


@dataclass(frozen=True)
class SelTampil:
    """How a typed cell prints: ("teks", text) and ("rumus", parts), or what is wrong with it."""

    potongan: list[tuple[str, Any]]
    galat: str = ""


def sel_tampil(nama: str, ketikan: str) -> SelTampil:
    """The typed text of a cell as it prints; the formula stands on its lines as a whole, an explanation in blocks."""
    try:
        parts = read_cell(ketikan)
    except KetikanError as error:
        return SelTampil([], str(error))
    return SelTampil(([("rumus", parts)] if parts else []) if nama == "rumus_cetak" else blocks_of(parts))


class SelField(forms.CharField):
    """The text of a cell; cleaned to its parts."""

    def __init__(self, *, label: str) -> None:
        widget = forms.Textarea(attrs={"rows": 5, "data-sel": "", "spellcheck": "false"})
        super().__init__(label=label, max_length=PANJANG, required=False, help_text=BANTUAN, widget=widget)

    def clean(self, value: Any) -> list[Any]:
        """The parts; what cannot be read names its line."""
        try:
            return read_cell(super().clean(value))
        except KetikanError as error:
            raise forms.ValidationError(str(error)) from error

    def tampil(self, bidang: forms.BoundField) -> SelTampil:
        """How what stands in the field prints."""
        return sel_tampil(bidang.name, str(bidang.value() or ""))

    @staticmethod
    def stored(parts: list[Any], ketikan: str, tersimpan: Any) -> list[Any]:
        """The parts to store: what was opened and not touched stays as it was, to the letter."""
        same = _lines(write_cell(tersimpan)) == _lines(ketikan)
        return (tersimpan if isinstance(tersimpan, list) else [tersimpan] if tersimpan else []) if same else parts


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
