"""The cells and texts of one part of a workbook, collected while expat reads it; limits are looked at on the way.

Nothing of Django is imported here: this runs in a child process (`excel_aman`).
"""

import re
from typing import Any

MAKS_BARIS, MAKS_KOLOM = 20_000, 60
MAKS_SEL, MAKS_HURUF = 200_000, 10_000_000
MAKS_TEKS = 5_000  # what is longer is cut here and refused by the length of its field
ISI_TERLALU_BESAR = "Isi berkas ini terlalu besar. Unduh berkas baru dan isi di sana."
RUSAK = "Berkas ini rusak atau tidak lengkap. Simpan ulang di Excel, lalu unggah lagi."
CELAH = "Ada isi pada baris {baris} sesudah baris kosong. Hapus baris kosong itu, atau isi yang terpisah itu."
TERLALU_BANYAK = "Lembar «{lembar}» memuat isi pada baris {baris}, melewati batas {batas} baris."
TERLALU_LEBAR = "Lembar «{lembar}» memuat isi pada kolom ke-{kolom} (baris {baris}), melewati batas {batas} kolom."
_RUJUKAN = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Ditolak(Exception):
    """The file as a whole is refused; the sentence is for the person who sent it."""


class Teks:
    """Collects texts of <t> inside one outer element; phonetic hints (<rPh>) are no text."""

    def __init__(self, outer: str) -> None:
        self.outer, self.found = outer, list[str]()
        self.pieces: list[str] = []
        self.size, self.inside, self.hint = 0, False, False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == self.outer:
            self.pieces, self.size = [], 0
        elif tag == "rPh":
            self.hint = True
        elif tag == "t":
            self.inside = True

    def end(self, tag: str) -> None:
        if tag == self.outer:
            self.found.append("".join(self.pieces))
        elif tag == "rPh":
            self.hint = False
        elif tag == "t":
            self.inside = False

    def text(self, piece: str) -> None:
        if self.inside and not self.hint and self.size < MAKS_TEKS:
            self.pieces.append(piece[: MAKS_TEKS - self.size])
            self.size += len(piece)


class Lembar:
    """Collects the filled cells of one sheet; refuses what lies beyond its limits or after a gap."""

    def __init__(self, nama: str, formats: list[str], strings: list[str]) -> None:
        self.nama, self.formats, self.strings = nama, formats, strings
        self.found: list[list[Any]] = []
        self.row, self.column, self.last = 0, 0, 0
        self.letters = MAKS_HURUF
        self.cell: dict[str, str] | None = None
        self.formula = False
        self.value: list[str] = []
        self.size, self.inside = 0, False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "row":
            self.row = int(attrs["r"]) if "r" in attrs else self.row + 1
            self.column = 0
        elif tag == "c":
            self.column += 1
            if "r" in attrs:
                self.column, self.row = _place(attrs["r"])
            self.cell, self.formula, self.value, self.size = attrs, False, [], 0
        elif tag == "f":
            self.formula = True
        elif tag in ("v", "t"):
            self.inside = True

    def text(self, piece: str) -> None:
        if self.inside and self.size < MAKS_TEKS:
            self.value.append(piece[: MAKS_TEKS - self.size])
            self.size += len(piece)

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.inside = False
        elif tag == "c" and self.cell is not None:
            self._finish(self.cell, "".join(self.value))
            self.cell = None

    def _finish(self, cell: dict[str, str], value: str) -> None:
        if not value and not self.formula:
            return
        kind = cell.get("t", "n")
        if kind == "s":
            value = self.strings[abs(int(value))]
        if kind in ("s", "inlineStr", "str") and not value.strip() and not self.formula:
            return
        self._check_place()
        self.letters -= len(value)
        if self.letters < 0 or len(self.found) >= MAKS_SEL:
            raise Ditolak(ISI_TERLALU_BESAR)
        style = int(cell.get("s", "0"))
        shown = self.formats[style] if 0 <= style < len(self.formats) else ""
        self.found.append([self.row, self.column, self._kind(kind, value), value, shown])

    def _kind(self, kind: str, value: str) -> str:
        if self.formula and not value:
            return "rumus"
        return {"n": "angka", "b": "logika", "e": "galat", "d": "tanggal"}.get(kind, "teks")

    def _check_place(self) -> None:
        if self.row < 1 or self.column < 1:
            raise Ditolak(RUSAK)
        where = {"lembar": self.nama, "baris": self.row, "kolom": self.column}
        if self.row > self.last + 1 and self.last:
            raise Ditolak(CELAH.format(**where))
        if self.row > MAKS_BARIS:
            raise Ditolak(TERLALU_BANYAK.format(batas=MAKS_BARIS, **where))
        if self.column > MAKS_KOLOM:
            raise Ditolak(TERLALU_LEBAR.format(batas=MAKS_KOLOM, **where))
        self.last = max(self.last, self.row)


def _place(reference: str) -> tuple[int, int]:
    """(column, row) of a reference such as H12."""
    match = _RUJUKAN.fullmatch(reference)
    if match is None:
        raise Ditolak(RUSAK)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])
