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


def blocks_of(cell: Any) -> list[tuple[str, Any]]:
    """A cell of text in which fractions may stand, block by block: ("teks", text) or ("rumus", parts).

    A short text beside a fraction stands on its line, as in a formula cell; anything longer is a block of its own.
    """
    blocks: list[tuple[str, Any]] = []
    joined = False  # whether the next part may still stand on the line of the last block
    for part in cell if isinstance(cell, list | tuple) else [cell] if cell else []:
        kind = _kind(part)
        if kind == "teks":
            blocks += [("teks", part)] if part.strip() else []
        elif joined and _kind(blocks[-1][1][-1]) != kind:
            blocks[-1][1].append(part)
        else:
            blocks.append(("rumus", [part]))
        joined = kind != "teks"
    return [(k, v) if k == "teks" or any(_kind(p) == "rumus" for p in v) else ("teks", v[0]) for k, v in blocks]


def _kind(part: Any) -> str:
    """rumus: a fraction or a root; tanda: a text short enough to stand beside it; teks: any other text."""
    return "rumus" if not isinstance(part, str) else "teks" if Teks(part).sendiri else "tanda"


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
