"""Sections of a document put together: one file, "halaman x dari y" on every page, bookmarks.

The page number is stamped with the glyphs and at the place that WeasyPrint itself gives it: a page drawn once holds
the words and all digits, and is read.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem, Pdf

from reports.kertas import with_gaya
from reports.pdf import render_pdf

CSS = ("lampiran.css", "lampiran-halaman.css")
CONTOH = "<!doctype html><html lang=id><title>x</title><!--gaya--><body></body></html>"
PANJANG = (len("halaman "), 10, len(" dari "), 10)  # of "halaman 0123456789 dari 0123456789"
HURUF = Name("/IkuHalaman")
_TEKS = re.compile(
    rb"BT\n1 0 0 -1 (?P<x>[\d.]+) (?P<y>[\d.]+) Tm\n/\w+ (?P<size>[\d.]+) Tf\n\[(?P<teks>[^\]]+)\] TJ\nET"
)
_TANDA = re.compile(rb"<([0-9a-f]{4})>(-?[\d.]*)")


class TandaHalamanError(RuntimeError):
    """WeasyPrint wrote the page number in a way that is not known here: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Bagian:
    """A drawn section: its name in the bookmarks, and that of the lampiran that begins with it."""

    data: bytes
    judul: str
    lampiran: str = ""


@dataclass(frozen=True, slots=True)
class Keterangan:
    """What the file says of itself."""

    judul: str
    pembuat: str
    tanggal: date | None
    gaya: str = ""  # what the Pemda's paper changes in the style sheets (reports.kertas)


@dataclass(frozen=True, slots=True)
class Cap:
    """How the page number is written: font, size, right edge and baseline (CSS pixels), glyphs and widths."""

    pdf: bytes
    size: float
    kanan: float
    y: float
    kata: tuple[bytes, bytes]
    digit: tuple[bytes, ...]
    lebar: tuple[float, ...]
    lebar_kata: float

    def operators(self, halaman: int, semua: int) -> bytes:
        """The text of one page, right-aligned, for the end of WeasyPrint's own page (y runs downwards there)."""
        numbers = [[int(c) for c in str(n)] for n in (halaman, semua)]
        width = self.lebar_kata + sum(self.lebar[d] for number in numbers for d in number)
        first, second = (b"".join(self.digit[d] for d in number) for number in numbers)
        x = self.kanan - width * self.size / 1000
        text = self.kata[0] + first + self.kata[1] + second
        place = f"q 0.75 0 0 0.75 0 0 cm 0 0 0 rg BT 1 0 0 -1 {x:.6f} {self.y} Tm {HURUF} {self.size} Tf ["
        return place.encode() + text + b"] TJ ET Q"


def merge(bagian: Sequence[Bagian], keterangan: Keterangan, sesudah: int = 0) -> bytes:
    """One file of these sections in order, numbered on after `sesudah` pages; the same sections give the same bytes."""
    cap = _cap(keterangan.gaya)
    with Pdf.open(io.BytesIO(bagian[0].data)) as file, Pdf.open(io.BytesIO(cap.pdf)) as stamp:
        starts = [0]
        for part in bagian[1:]:
            starts.append(len(file.pages))
            with Pdf.open(io.BytesIO(part.data)) as source:
                file.pages.extend(source.pages)
        _number(file, cap, file.copy_foreign(_font(stamp)), sesudah)
        _bookmarks(file, bagian, starts)
        _describe(file, keterangan)
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
    return out.getvalue()


def _font(file: Pdf) -> pikepdf.Object:
    """The only font of a page."""
    return next(iter(file.pages[0].Resources.Font.as_dict().values()))


def _number(file: Pdf, cap: Cap, font: pikepdf.Object, sesudah: int) -> None:
    pages = list(file.pages)
    for number, page in enumerate(pages, sesudah + 1):
        page.Resources.Font[HURUF] = font
        page.contents_add(file.make_stream(cap.operators(number, sesudah + len(pages))))


def _bookmarks(file: Pdf, bagian: Sequence[Bagian], starts: Sequence[int]) -> None:
    """A lampiran and under it its sections; WeasyPrint's own know only the first section."""
    for key in ("/Names", "/Outlines"):
        if key in file.Root:
            del file.Root[key]
    with file.open_outline() as outline:
        for part, start in zip(bagian, starts, strict=True):
            if part.lampiran or not outline.root:
                outline.root.append(OutlineItem(part.lampiran or part.judul, start, "Fit"))
            outline.root[-1].children.append(OutlineItem(part.judul, start, "Fit"))


def _describe(file: Pdf, keterangan: Keterangan) -> None:
    producer = file.docinfo.get("/Producer")
    file.trailer.Info = file.make_indirect(Dictionary())
    entries = {"/Title": keterangan.judul, "/Author": keterangan.pembuat, "/Producer": str(producer or "")}
    if keterangan.tanggal:
        entries["/CreationDate"] = f"D:{keterangan.tanggal:%Y%m%d}"
    for key, text in entries.items():
        file.docinfo[key] = text


@lru_cache(maxsize=16)
def _cap(gaya: str) -> Cap:
    """Reads how WeasyPrint writes the words and the digits at the place of the page number."""
    data = render_pdf(with_gaya(CONTOH, [gaya]), css=CSS)
    with Pdf.open(io.BytesIO(data)) as file:
        found = _TEKS.search(file.pages[0].Contents.read_bytes())
        tokens = _TANDA.findall(found["teks"]) if found else []
        if not found or len(tokens) != sum(PANJANG):
            raise TandaHalamanError(f"{len(tokens)} glyphs")
        widths = _widths(_font(file))
    return _read_cap(data, found, tokens, widths)


def _read_cap(data: bytes, found: re.Match[bytes], tokens: list[tuple[bytes, bytes]], widths: dict[int, float]) -> Cap:
    size = float(found["size"])
    total = [widths[int(code, 16)] - float(kern or 0) for code, kern in tokens]
    first, digits, second, _ = PANJANG
    middle = first + digits
    words = (tokens[:first], tokens[middle : middle + second])
    return Cap(
        pdf=data,
        size=size,
        kanan=float(found["x"]) + sum(total) * size / 1000,
        y=float(found["y"]),
        kata=(_join(words[0]), _join(words[1])),
        digit=tuple(b"<" + code + b">" for code, _ in tokens[first:middle]),
        lebar=tuple(widths[int(code, 16)] for code, _ in tokens[first:middle]),
        lebar_kata=sum(total[:first]) + sum(total[middle : middle + second]),
    )


def _join(tokens: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(b"<" + code + b">" + kern for code, kern in tokens)


def _widths(font: pikepdf.Object) -> dict[int, float]:
    """Widths by glyph from the array /W: `first [w w …]`, in thousandths."""
    result: dict[int, float] = {}
    items = list(font.DescendantFonts[0].W)
    for start, widths in zip(items[::2], items[1::2], strict=True):
        result |= {int(start) + n: float(width) for n, width in enumerate(widths)}
    return result
