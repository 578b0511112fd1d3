"""The text people write as blocks and runs, for files that are not HTML (Word, Excel).

Read from the same safe HTML that the page and the PDF show (registry.teks), so that all outputs cut a text alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from registry.teks import render_baris, render_teks


@dataclass(frozen=True, slots=True)
class Potong:
    """A run of text in one hand."""

    teks: str
    tebal: bool = False
    miring: bool = False


@dataclass(slots=True)
class Blok:
    """A paragraph, a list item (`tanda`: its printed marker, `tingkat`: how deep) or a table (`baris`)."""

    isi: list[Potong] = field(default_factory=list)
    tanda: str = ""
    tingkat: int = 0
    baris: list[list[list[Potong]]] = field(default_factory=list)

    @property
    def teks(self) -> str:
        """The whole block as plain text, a table row by row with its cells side by side."""
        if self.baris:
            return "\n".join(" | ".join(plain_runs(cell) for cell in row) for row in self.baris)
        return f"{self.tanda} {plain_runs(self.isi)}".strip()


def plain_runs(runs: list[Potong]) -> str:
    """The runs without their hand."""
    return "".join(run.teks for run in runs)


def bloks(text: object) -> list[Blok]:
    """The blocks of a text in our Markdown subset."""
    reader = _Reader()
    reader.feed(str(render_teks(text)))
    reader.close()
    return reader.bloks


def runs(text: object) -> list[Potong]:
    """A text for a place that holds no blocks: its runs."""
    reader = _Reader()
    reader.feed(f"<p>{render_baris(text)}</p>")
    reader.close()
    return reader.bloks[0].isi


def plain_lines(text: object) -> Iterator[str]:
    """The text without any marks of ours, one string per block; list items indented."""
    for blok in bloks(text):
        yield "   " * max(blok.tingkat - 1, 0) + blok.teks


class _Reader(HTMLParser):
    """Puts tags of our own HTML (see registry.teks) together again."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bloks: list[Blok] = []
        self.level = 0
        self.bold = self.italic = self.marker = False
        self.cell: list[Potong] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a block, a cell or a hand."""
        match tag:
            case "p":
                self.bloks.append(Blok())
            case "ul":
                self.level += 1
            case "li":
                self.bloks.append(Blok(tingkat=self.level))
            case "span":
                self.marker = True
            case "table":
                self.bloks.append(Blok())
            case "tr":
                self.bloks[-1].baris.append([])
            case "th" | "td":
                self.cell = []
                self.bloks[-1].baris[-1].append(self.cell)
            case "br":
                self.handle_data("\n")
            case "strong" | "em":
                self._hand(tag, on=True)

    def handle_endtag(self, tag: str) -> None:
        """Closes what was opened."""
        match tag:
            case "ul":
                self.level -= 1
            case "span":
                self.marker = False
            case "th" | "td":
                self.cell = None
            case "strong" | "em":
                self._hand(tag, on=False)

    def _hand(self, tag: str, *, on: bool) -> None:
        if tag == "strong":
            self.bold = on
        else:
            self.italic = on

    def handle_data(self, data: str) -> None:
        """Text of the open cell, marker or block."""
        if self.cell is not None:
            self.cell.append(Potong(data, self.bold, self.italic))
        elif self.bloks and self.marker:
            self.bloks[-1].tanda += data
        elif self.bloks:
            blok = self.bloks[-1]
            text = data.lstrip() if blok.tanda and not blok.isi else data
            if text:
                blok.isi.append(Potong(text, self.bold, self.italic))
