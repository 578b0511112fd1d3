"""Paper and margins of a Pemda's documents, and what they mean for HTML, PDF, Word and Excel.

Each kind of document has its own margins and its own direction; a Pemda may choose another paper, and other margins
for everything upright and for everything that lies on its side. Nothing chosen: every file is as it always was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.models import Pemda

Margin = tuple[int, ...]  # top, right, bottom, left in mm; () where nothing is chosen

UKURAN = {"F4": (215.0, 330.0), "A4": (210.0, 297.0), "Legal": (215.9, 355.6)}  # mm, upright
EXCEL = {"F4": 14, "A4": 9, "Legal": 5}  # Excel knows no F4: folio, 8,5 × 13 inch, is nearest
SEMPIT = {1: 75, 2: 50, 3: 95}  # bottom margins (mm) to try where a signature would stand alone: @page sempit-n
HURUF = {
    "Arial": '"Arial", "Liberation Sans", "Nimbus Sans", "DejaVu Sans", sans-serif',
    "Times New Roman": '"Times New Roman", "Liberation Serif", "Nimbus Roman", "DejaVu Serif", serif',
}
TEPI = ("top-left", "bottom-left", "bottom-right")  # what is printed in the margins


@dataclass(frozen=True, slots=True)
class Jenis:
    """A kind of document: its direction, its own margins, its name for @page, and that of its shorter pages."""

    mendatar: bool
    margin: Margin
    halaman: str = ""
    sempit: str = ""


JENIS = {
    "lampiran": Jenis(True, (18, 15, 17, 20), sempit="sempit"),
    "rekap": Jenis(True, (16, 15, 17, 20), sempit="rekap-sempit"),
    "daftar": Jenis(True, (15, 15, 17, 15)),
    "keputusan": Jenis(False, (20, 20, 20, 30), halaman="keputusan"),
    "manual": Jenis(False, (18, 20, 18, 20)),
}


@dataclass(frozen=True, slots=True)
class Kertas:
    """What the Pemda has chosen: the paper, and margins upright (tegak) and on the side (mendatar)."""

    nama: str = "F4"
    tegak: Margin = ()
    mendatar: Margin = ()

    def dipilih(self, jenis: str) -> Margin:
        """The margins chosen for this kind of document, or none."""
        return self.mendatar if JENIS[jenis].mendatar else self.tegak

    def margin(self, jenis: str) -> Margin:
        """Top, right, bottom, left in mm."""
        return self.dipilih(jenis) or JENIS[jenis].margin

    def ukuran(self, jenis: str) -> tuple[float, float]:
        """Width and height in mm."""
        width, height = UKURAN[self.nama]
        return (height, width) if JENIS[jenis].mendatar else (width, height)

    def lebar(self, jenis: str) -> float:
        """Width between the margins in mm."""
        _, right, _, left = self.margin(jenis)
        return self.ukuran(jenis)[0] - right - left


BAWAAN = Kertas()


def kertas_of(pemda: Pemda) -> Kertas:
    """The settings of a Pemda."""
    return Kertas(pemda.kertas, read_margin(pemda.margin_tegak), read_margin(pemda.margin_mendatar))


def read_margin(text: str) -> Margin:
    """The stored form: four whole numbers with a space between."""
    return tuple(int(part) for part in text.split())


def gaya(kertas: Kertas, jenis: str, huruf: str = "") -> str:
    """CSS that comes after the document's own; "" where nothing is chosen. Numbers and known names only."""
    kind, own = JENIS[jenis], kertas.dipilih(jenis)
    rules = []
    if kertas.nama != "F4":
        rules.append("size: {}mm {}mm;".format(*kertas.ukuran(jenis)))
    if own:
        rules.append("margin: {}mm {}mm {}mm {}mm;".format(*own))
    if huruf in HURUF:
        rules += [f"@{tepi} {{ font-family: {HURUF[huruf]}; }}" for tepi in TEPI]
    if not rules:
        return ""
    pages = [f"@page {kind.halaman} {{ {' '.join(rules)} }}"]
    if own and kind.sempit:
        pages += [f"@page {kind.sempit}-{n} {{ margin-bottom: {mm}mm; }}" for n, mm in SEMPIT.items()]
    return "\n".join(pages)


def with_gaya(html: str, css: Sequence[str]) -> str:
    """The same HTML with this CSS in its head, after the app's own style sheets."""
    text = "\n".join(part for part in css if part)
    return html.replace("<!--gaya-->", f"<!--gaya--><style>{text}</style>", 1) if text else html
