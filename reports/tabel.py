"""What a recap or a table of the LKjIP says, as plain rows: HTML, PDF, Word and Excel are all written from these.

Every cell carries its finished text once; where a number stands behind it, Excel gets the number and the format
that shows the same text. Missing values are texts that name their reason, never 0 and never an empty cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from formulas.notation import write_number
from formulas.parts import plain_text
from registry.teks import bare, plain
from reports.kertas import BAWAAN, Kertas
from reports.rows import HURUF
from reports.segel import Segel

ID = "[$-421]"  # Indonesian marks in Excel, whatever the language of the machine
MAKS_ANGKA = 15  # significant digits that a spreadsheet keeps
BARIS_PANJANG = 22  # lines from which a row may be split by the end of a page
KELOMPOK_UTUH = 8  # rows
TEPI_SEL = 2.2  # mm left and right of the text of a cell, with a little to spare
EM = {".": 0.34, ",": 0.34, " ": 0.34, "(": 0.4, ")": 0.4}  # widths of Bookman; digits and letters 0.62, capitals 0.75
LEBAR = 295.0  # mm between the margins of F4 on its side
LEBAR_AKSARA = 1.7  # mm, about, of one character of 8 pt Bookman


@dataclass(frozen=True, slots=True)
class Angka:
    """The number behind a text, and how Excel shows it; `rumus` computes it live from other cells.

    `rumus` names cells of the same row by the key of their column in braces, and with {atas} the `atas` rows above.
    """

    nilai: Decimal
    bentuk: str
    rumus: str = ""
    atas: int = 0


@dataclass(frozen=True, slots=True)
class Isi:
    """One block of a cell: a text, a formula to draw (its text says the same on one line), or a QR code.

    `gaya`: "" | tebal | kecil | tanda (a warning that must not be overlooked) | kode.
    """

    teks: str = ""
    gaya: str = ""
    rumus: Any = None
    qr: str = ""


@dataclass(frozen=True, slots=True)
class Sel:
    """A cell over `kolom` columns and `baris` rows; cells that another one covers are not there.

    `gaya`: "" | angka | tengah.
    """

    kunci: str
    isi: tuple[Isi, ...]
    angka: Angka | None = None
    gaya: str = ""
    kolom: int = 1
    baris: int = 1
    ukuran: int = 8  # points: smaller where a number would not stay on one line

    @property
    def teks(self) -> str:
        """Everything the cell says, one line per block; the same in every output."""
        return "\n".join(isi.teks for isi in self.isi if isi.teks)


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column: key, header, width in mm (LEBAR together, see on_paper), the header above it and its neighbours."""

    kunci: str
    judul: str
    lebar: float
    atas: str = ""


@dataclass(frozen=True, slots=True)
class Baris:
    """A row. `jenis`: isi, akhir (the last of its sasaran), judul (a heading over all columns) or rerata (a mean).
    `panjang`: a page end may tear it."""

    sel: tuple[Sel, ...]
    jenis: str = "isi"
    panjang: bool = False


@dataclass(frozen=True, slots=True)
class Kelompok:
    """Rows that a page end should not part: a heading and its first row, a last row and its mean, a merged cell.

    `utuh`: short enough to stay whole.
    """

    baris: tuple[Baris, ...]
    utuh: bool


@dataclass(frozen=True, slots=True)
class Grafik:
    """A chart of what the table beside it says: an SVG file, and the same in words."""

    judul: str
    svg: bytes
    kata: str


@dataclass(frozen=True, slots=True)
class Tabel:
    """One table with its heading and its notes. `jenis`: its widths in rekap.css; `nama`: its sheet in Excel."""

    jenis: str
    nama: str
    judul: str
    keterangan: tuple[str, ...]
    kolom: tuple[Kolom, ...]
    baris: tuple[Baris, ...]
    catatan: tuple[str, ...] = ()
    grafik: tuple[Grafik, ...] = ()

    @property
    def kelompok(self) -> tuple[Kelompok, ...]:
        """The rows in runs; only paper needs them."""
        runs: list[list[Baris]] = []
        open_rows, after_heading = 0, False
        for row in self.baris:
            if runs and (after_heading or open_rows > 0 or row.jenis == "rerata"):
                runs[-1].append(row)
            else:
                runs.append([row])
            open_rows = max([open_rows, *(cell.baris for cell in row.sel)]) - 1
            after_heading = row.jenis == "judul"
        return tuple(Kelompok(tuple(run), len(run) <= KELOMPOK_UTUH) for run in runs)

    @property
    def kepala(self) -> tuple[tuple[Sel, ...], ...]:
        """The header rows: one, or two where columns share a heading above."""
        if not any(k.atas for k in self.kolom):
            return (tuple(_header(k.kunci, k.judul) for k in self.kolom),)
        upper: list[Sel] = []
        for kolom in self.kolom:
            if not kolom.atas:
                upper.append(_header(kolom.kunci, kolom.judul, baris=2))
            elif upper and upper[-1].kunci == f"atas-{kolom.atas}":
                last = upper.pop()
                upper.append(_header(last.kunci, kolom.atas, kolom=last.kolom + 1))
            else:
                upper.append(_header(f"atas-{kolom.atas}", kolom.atas))
        return tuple(upper), tuple(_header(k.kunci, k.judul) for k in self.kolom if k.atas)

    @property
    def judul_kolom(self) -> dict[str, str]:
        """Key → header, for screens that show a row as a card."""
        return {k.kunci: f"{k.atas} {k.judul}".strip() for k in self.kolom}


@dataclass(frozen=True, slots=True)
class TandaTangan:
    """Who signs, where and when. `kosong`: nobody is recorded, so dotted lines stand there."""

    tempat_tanggal: str
    jabatan: str
    nama: str
    pangkat: str
    nip: str
    kosong: bool = False


@dataclass(frozen=True, slots=True)
class Berkas:
    """One document. `nama`: of the file, without its ending; `draf`: what must be said on every page, or ""."""

    nama: str
    pemda: str
    kop: tuple[str, ...]
    judul: tuple[str, ...]
    tanggal: date
    tabel: tuple[Tabel, ...]
    tanda_tangan: TandaTangan | None = None
    draf: str = ""
    contoh: str = ""
    mentah: tuple[tuple[Sel, ...], ...] = field(default=())
    sempit: int = 0
    segel: Segel | None = None  # of a frozen document (reports.bekukan)
    kertas: Kertas = BAWAAN
    huruf: str = HURUF

    @property
    def tanda(self) -> tuple[str, ...]:
        """The warnings above the first table."""
        return tuple(text for text in (self.draf, self.contoh) if text)


def _header(kunci: str, judul: str, *, kolom: int = 1, baris: int = 1) -> Sel:
    return Sel(kunci, (Isi(judul),), gaya="tengah", kolom=kolom, baris=baris)


def isi(teks: object, gaya: str = "") -> Isi:
    """A block of text as somebody typed it."""
    return Isi(bare(teks), gaya)


def naskah(teks: object, gaya: str = "") -> Isi:
    """A block of text of a decree, without our Markdown marks."""
    return Isi(plain(teks), gaya)


def rumus(parts: Any) -> Isi:
    """A formula to draw, with its words."""
    return Isi(plain_text(parts), rumus=parts)


def sel(kunci: str, *teks: str | Isi, gaya: str = "", kolom: int = 1, baris: int = 1) -> Sel:
    """A cell of texts and blocks."""
    blocks = tuple(isi(t) if isinstance(t, str) else t for t in teks)
    return Sel(kunci, tuple(b for b in blocks if b.teks or b.qr), gaya=gaya, kolom=kolom, baris=baris)


def sel_angka(
    kunci: str,
    nilai: Decimal,
    desimal: int | None,
    *,
    depan: str = "",
    belakang: str = "",
    rumus: str = "",
    atas: int = 0,
) -> Sel:
    """A cell of a number with what is printed before and after it; a number too long for Excel is a text there."""
    teks = f"{depan}{write_number(nilai, desimal)}{belakang}"
    digits = write_number(nilai, desimal)
    places = len(digits.partition(",")[2])
    bentuk = ID + "#,##0" + ("." + "0" * places if places else "")
    bentuk = _quoted(depan) + bentuk + _quoted(belakang)
    fits = sum(c.isdigit() for c in digits) <= MAKS_ANGKA
    behind = Angka(nilai, bentuk, rumus, atas) if fits else None
    return Sel(kunci, (Isi(teks),), behind, "angka")


def _quoted(teks: str) -> str:
    clean = teks.replace('"', "")
    return f'"{clean}"' if clean else ""


def is_long(sel: Iterable[Sel], lebar: Mapping[str, float]) -> bool:
    """Whether a row may be too tall to stay whole on a page."""
    return any(lines(cell, lebar.get(cell.kunci, 295)) > BARIS_PANJANG for cell in sel)


def lines(cell: Sel, lebar: float) -> int:
    """About how many lines the cell takes in a column of that many mm."""
    room = max(int(lebar / LEBAR_AKSARA), 1)
    return sum(1 + len(line) // room for line in cell.teks.split("\n"))


def baris(sel: Iterable[Sel], kolom: Iterable[Kolom], jenis: str = "isi") -> Baris:
    """A row that knows whether it is long, with its numbers small enough to stay on one line."""
    widths = {k.kunci: k.lebar for k in kolom}
    cells = tuple(_sized(cell, widths.get(cell.kunci, 295)) for cell in sel)
    return Baris(cells, jenis, is_long(cells, widths))


def on_paper(berkas: Berkas, kertas: Kertas) -> Berkas:
    """The same document with columns, and numbers in them, as wide as this paper lets them be."""
    share = kertas.lebar("rekap") / LEBAR
    if share == 1:
        return replace(berkas, kertas=kertas)
    return replace(berkas, kertas=kertas, tabel=tuple(_scaled(tabel, share) for tabel in berkas.tabel))


def _scaled(tabel: Tabel, share: float) -> Tabel:
    kolom = tuple(replace(k, lebar=k.lebar * share) for k in tabel.kolom)
    rows = ((row, baris(row.sel, kolom, row.jenis)) for row in tabel.baris)
    return replace(
        tabel, kolom=kolom, baris=tuple(replace(new, panjang=new.panjang or row.panjang) for row, new in rows)
    )


def _sized(cell: Sel, lebar: float) -> Sel:
    """A number in the largest size in which its column holds it on one line; 5 points at least."""
    if cell.angka is None and not any(c.isdigit() for c in cell.teks):
        return cell
    if cell.gaya != "angka":
        return cell
    em = sum(EM.get(c, 0.75 if c.isupper() else 0.62) for c in cell.teks)
    size = next((n for n in (8, 7, 6) if em * n * 0.3528 <= lebar - TEPI_SEL), 5)
    return replace(cell, ukuran=size)
