"""A document of tables as an Excel workbook: numbers stay numbers, no text ever becomes a formula (S-14).

The texts are those of the other outputs; a number is shown by a format that gives the same text. Capaian and means
are live formulas where they give the stored figure to the digit; their value is stored with them, for readers
that do not compute.
"""

import io
import re
from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from registry.services.ekspor import put
from reports.excel_halaman import keep_together
from reports.kertas import EXCEL, Kertas
from reports.tabel import LEBAR_AKSARA, Baris, Berkas, Sel, Tabel, lines
from reports.zip_tetap import stable_zip

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HURUF_BAKU = "Arial"  # what column widths are measured in: its digits are as wide wherever it is read
GARIS = Border(*(Side("thin"),) * 4)
LATAR = PatternFill("solid", fgColor="EEF1F5")
MM_PER_AKSARA = 1.95  # of a column, which Excel measures in characters of its own standard font
LONGGAR = 1.12  # cells of Excel hold a little more of a line than those of the PDF
TINGGI = 11.0  # points of a line of 8 pt
TINGGI_MAKS = 409.0  # Excel's own limit
KOLOM_MENTAH = (
    ("Kode", 16), ("Indikator", 40), ("Nilai mentah", 50), ("Nilai", 16), ("Satuan", 12), ("Sumber", 26), ("Bukti", 14),
)  # fmt: skip
_RUMUS = re.compile(rb'(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f>)<v\s*/?>(?:</v>)?')


def tabel_excel(berkas: Berkas) -> bytes:
    """The workbook: one sheet per table, and one with every raw value on a line of its own."""
    book = Workbook()
    book.remove(book.active)
    book._named_styles["Normal"].font = Font(name=HURUF_BAKU, size=10)
    values: dict[str, dict[str, Decimal]] = {}
    for number, tabel in enumerate(berkas.tabel, 1):
        sheet = book.create_sheet(set_title(tabel.nama, book.sheetnames))
        last = number == len(berkas.tabel)
        values[f"xl/worksheets/sheet{number}.xml"] = _Lembar(sheet, berkas, tabel).write(sign=last)
    if berkas.mentah:
        _raw(book.create_sheet("Nilai mentah"), berkas.mentah, berkas.kertas, berkas.huruf)
    if not book.sheetnames:
        put(book.create_sheet("Kosong").cell(1, 1), "Tidak ada lembar IKU yang berlaku.")
    book.properties.title, book.properties.creator = " ".join(berkas.judul), berkas.pemda
    book.properties.language = "id-ID"
    out = io.BytesIO()
    book.save(out)
    fill = {name: _filler(found) for name, found in values.items() if found}
    return stable_zip(out.getvalue(), berkas.tanggal, fill)


def set_title(nama: str, taken: Sequence[str]) -> str:
    """A name that Excel takes for a sheet: no marks, at most 31 characters, no two alike."""
    clean = re.sub(r"[\\/*?:\[\]]", " ", nama)[:28].strip() or "Tabel"
    return clean if clean not in taken else f"{clean} {len(taken) + 1}"


def _filler(values: dict[str, Decimal]):
    """Writes the computed value beside each formula."""

    def fill(xml: bytes) -> bytes:
        def one(match: re.Match[bytes]) -> bytes:
            value = values.get(match[2].decode())
            return match[0] if value is None else match[1] + f"<v>{value:f}</v>".encode()

        return _RUMUS.sub(one, xml)

    return fill


class _Lembar:
    """Writes one table to one sheet."""

    def __init__(self, sheet: Worksheet, berkas: Berkas, tabel: Tabel) -> None:
        self.sheet, self.berkas, self.tabel = sheet, berkas, tabel
        self.letters = {k.kunci: get_column_letter(n) for n, k in enumerate(tabel.kolom, 1)}
        self.widths = [k.lebar / MM_PER_AKSARA for k in tabel.kolom]
        self.row = 1
        self.values: dict[str, Decimal] = {}
        self.covered: set[tuple[int, int]] = set()  # places that a cell from a row above runs over

    def write(self, *, sign: bool) -> dict[str, Decimal]:
        """The whole sheet; returns the values of its formulas."""
        for text in (*self.berkas.kop, *self.berkas.judul):
            self._line(text, bold=True, size=11, centre=True)
        for text in (*self.berkas.tanda, self.tabel.judul, *self.tabel.keterangan):
            if text:
                self._line(text, bold=text in (*self.berkas.tanda, self.tabel.judul))
        head = self.row + 1
        self.row = head
        self._head()
        for row in self.tabel.baris:
            self._row(row)
        end = self.row - 1
        for text in self.tabel.catatan:
            self._line(text)
        signed = sign and self.berkas.tanda_tangan is not None
        if signed:
            self._sign()
        self._page(head)
        if signed:
            keep_together(self.sheet, end, self.row - 1, self.berkas.kertas, self.covered)
        return self.values

    def _line(self, text: str, *, bold: bool = False, size: float = 8.5, centre: bool = False) -> None:
        cell = self._put(1, text)
        cell.font = Font(name=self.berkas.huruf, size=size, bold=bold)
        cell.alignment = Alignment(horizontal="center" if centre else "left", vertical="top", wrap_text=True)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=len(self.letters))
        self._height(self.row, -(-len(text) // int(295 / LEBAR_AKSARA)) * (size + 4))
        self.row += 1

    def _put(self, column: int, text: str) -> Cell:
        cell = self.sheet.cell(self.row, column)
        put(cell, text)
        return cell

    def _head(self) -> None:
        start = self.row
        taken: set[tuple[int, int]] = set()
        for offset, cells in enumerate(self.tabel.kepala):
            column = 1
            for cell in cells:
                while (start + offset, column) in taken:
                    column += 1
                self._cell(start + offset, column, cell, bold=True, fill=True)
                places = [(start + offset + d, column + n) for d in range(cell.baris) for n in range(cell.kolom)]
                taken.update(places)
                column += cell.kolom
        self.row = start + len(self.tabel.kepala)

    def _row(self, row: Baris) -> None:
        column = 1
        for cell in row.sel:
            while (self.row, column) in self.covered:
                column += 1
            self._cell(self.row, column, cell, bold=row.jenis == "judul", fill=row.jenis == "judul")
            column += cell.kolom
        self._height(self.row, self._lines(row) * TINGGI + 3)
        self.row += 1

    def _cell(self, row: int, column: int, sel: Sel, *, bold: bool, fill: bool) -> None:
        cell = self.sheet.cell(row, column)
        self._value(cell, sel)
        strong = bold or any(isi.gaya in ("tebal", "tanda") for isi in sel.isi)
        cell.font = Font(name=self.berkas.huruf, size=8, bold=(strong and len(sel.isi) == 1) or bold)
        side = {"angka": "right", "tengah": "center"}.get(sel.gaya, "left")
        is_number = sel.angka is not None  # shrunk into its column: Excel shows ### for one that does not fit
        cell.alignment = Alignment(
            horizontal=side, vertical="center" if fill else "top", wrap_text=not is_number, shrink_to_fit=is_number
        )
        for down in range(sel.baris):
            for across in range(sel.kolom):
                place = self.sheet.cell(row + down, column + across)
                place.border = GARIS
                if fill:
                    place.fill = LATAR
                if down:
                    self.covered.add((row + down, column + across))
        if sel.kolom > 1 or sel.baris > 1:
            end = {"end_row": row + sel.baris - 1, "end_column": column + sel.kolom - 1}
            self.sheet.merge_cells(start_row=row, start_column=column, **end)

    def _value(self, cell: Cell, sel: Sel) -> None:
        """A number, a live formula, or a text."""
        if sel.angka is None:
            put(cell, sel.teks)
            return
        formula = sel.angka.rumus and self._formula(cell, sel)
        put(cell, sel.angka.nilai, sel.angka.bentuk)
        if formula:
            cell.value = formula
            self.values[cell.coordinate] = sel.angka.nilai

    def _formula(self, cell: Cell, sel: Sel) -> str:
        assert sel.angka is not None
        places = {kunci: f"{letter}{cell.row}" for kunci, letter in self.letters.items()}
        above = f"{cell.column_letter}{cell.row - sel.angka.atas}:{cell.column_letter}{cell.row - 1}"
        return sel.angka.rumus.format(atas=above, **{k: v for k, v in places.items() if k.isidentifier()})

    def _lines(self, row: Baris) -> int:
        """About how many lines the row takes; a cell over several rows is shared by them."""
        widths = {kolom.kunci: kolom.lebar for kolom in self.tabel.kolom}
        return max(-(-lines(sel, widths.get(sel.kunci, 295) * LONGGAR) // sel.baris) for sel in row.sel)

    def _height(self, row: int, points: float) -> None:
        self.sheet.row_dimensions[row].height = min(max(points, 12.0), TINGGI_MAKS)

    def _sign(self) -> None:
        ttd = self.berkas.tanda_tangan
        assert ttd is not None
        first = max(len(self.letters) * 2 // 3, 1)
        self.row += 1
        for text in (ttd.tempat_tanggal, ttd.jabatan, None, None, None, ttd.nama, ttd.pangkat, ttd.nip):
            if text:
                cell = self._put(first, text)
                cell.font = Font(name=self.berkas.huruf, size=10, bold=text == ttd.nama and not ttd.kosong)
                cell.alignment = Alignment(horizontal="center", vertical="top", wrap_text=True)
                end = len(self.letters)
                self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=first, end_column=end)
            self.row += text != ""

    def _page(self, head: int) -> None:
        sheet = self.sheet
        for letter, width in zip(self.letters.values(), self.widths, strict=True):
            sheet.column_dimensions[letter].width = width
        body = head + len(self.tabel.kepala)
        sheet.freeze_panes = sheet.cell(body, 1)
        sheet.print_title_rows = f"{head}:{body - 1}"
        setup_page(sheet, self.berkas.draf, self.berkas.kertas)


def setup_page(sheet: Worksheet, draf: str, kertas: Kertas) -> None:
    """On the side, as wide as the paper, "halaman x dari y", and on every page that it is a draft."""
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = "landscape", EXCEL[kertas.nama]
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left, sheet.page_margins.right = 0.79, 0.59
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.67
    if kertas.mendatar:
        inches = [round(mm / 25.4, 3) for mm in kertas.mendatar]
        margins = sheet.page_margins
        margins.top, margins.right, margins.bottom, margins.left = inches
    sheet.oddFooter.right.text, sheet.oddFooter.right.size = "halaman &P dari &N", 8
    if draf:
        sheet.oddFooter.left.text, sheet.oddFooter.left.size = "DRAF – memuat angka yang belum diverifikasi", 8


def _raw(sheet: Worksheet, rows: Sequence[tuple[Sel, ...]], kertas: Kertas, huruf: str) -> None:
    """Raw values, one a line."""
    for column, (label, width) in enumerate(KOLOM_MENTAH, 1):
        cell = sheet.cell(1, column)
        put(cell, label)
        cell.font, cell.fill, cell.border = Font(name=huruf, size=9, bold=True), LATAR, GARIS
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, cells in enumerate(rows, 2):
        for column, sel in enumerate(cells, 1):
            cell = sheet.cell(number, column)
            put(cell, sel.teks) if sel.angka is None else put(cell, sel.angka.nilai, sel.angka.bentuk)
            link = next((isi.qr for isi in sel.isi if isi.qr.startswith(("http://", "https://"))), "")
            cell.hyperlink = link or None
            cell.font, cell.border = Font(name=huruf, size=9, underline="single" if link else None), GARIS
            side, number_ = ("right" if sel.gaya else "left"), sel.angka is not None
            cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=not number_, shrink_to_fit=number_)
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    setup_page(sheet, "", kertas)
