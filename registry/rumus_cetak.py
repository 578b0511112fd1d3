"""The printed formula cell as drawable parts: text, fraction, root; nested as deep as people read them.

The stored form is JSON: a list of text | {atas, bawah, ekor} | {akar}. Whatever else is found there is
shown as text: a document never fails over one cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_DEPTH = 6
MAX_PARTS = 60
MAX_TINGGI = 1200  # characters of a fraction: a taller one would not fit a page, and no page end may tear it
TANDA_PANJANG = 24  # longer text is words, not a sign between fractions: it gets a line of its own


@dataclass(frozen=True, slots=True)
class Teks:
    """Words or a sign."""

    teks: str
    jenis: str = "teks"

    @property
    def sendiri(self) -> bool:
        """Whether it stands on a line of its own beside fractions."""
        return "\n" in self.teks or len(self.teks) > TANDA_PANJANG


@dataclass(frozen=True, slots=True)
class Pecahan:
    """A fraction, and what stands to the right of its bar."""

    atas: "Rumus"
    bawah: "Rumus"
    ekor: str = ""
    jenis: str = "pecahan"

    @property
    def ekor_pendek(self) -> bool:
        """Whether the tail stays in one piece beside the bar."""
        return len(self.ekor) <= TANDA_PANJANG


@dataclass(frozen=True, slots=True)
class Akar:
    """A square root."""

    isi: "Rumus"
    jenis: str = "akar"


Rumus = tuple[Teks | Pecahan | Akar, ...]


def read_rumus(parts: Any, depth: int = 0) -> Rumus:
    """Drawable parts of a stored formula cell, a text, or None."""
    if parts is None:
        return ()
    items = list(parts) if isinstance(parts, list | tuple) else [parts]
    rest = [" ".join(str(item) for item in items[MAX_PARTS:])] if len(items) > MAX_PARTS else []
    return tuple(_part(item, depth) for item in items[:MAX_PARTS] + rest)


def _part(item: Any, depth: int) -> Teks | Pecahan | Akar:
    if isinstance(item, Teks | Pecahan | Akar):
        return item
    if isinstance(item, Mapping) and depth < MAX_DEPTH:
        if "atas" in item and "bawah" in item:
            atas, bawah = (read_rumus(item[key], depth + 1) for key in ("atas", "bawah"))
            return _fitting(Pecahan(atas, bawah, str(item.get("ekor") or "")))
        if "akar" in item:
            return Akar(read_rumus(item["akar"], depth + 1))
    return Teks(item if isinstance(item, str) else str(item))


def _fitting(pecahan: Pecahan) -> Pecahan | Teks:
    words = _words(pecahan)
    return pecahan if len(words) <= MAX_TINGGI else Teks(words)


def in_words(rumus: Rumus) -> str:
    """The formula as one line for screen readers: "A dibagi B x 100%"."""
    return " ".join(_words(part) for part in rumus if not isinstance(part, Teks) or part.teks.strip())


def _words(part: Teks | Pecahan | Akar) -> str:
    match part:
        case Teks(teks=teks):
            return " ".join(teks.split())
        case Pecahan(atas=atas, bawah=bawah, ekor=ekor):
            return f"{in_words(atas)} dibagi {in_words(bawah)} {ekor}".strip()
        case Akar(isi=isi):
            return f"akar dari {in_words(isi)}"
