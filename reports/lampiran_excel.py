"""The lampiran of a decree as an Excel workbook: one sheet per instansi, merged cells as printed, the header on every
page, F4 landscape as wide as the paper; every cell is text, and no text ever becomes a formula (S-14). A last sheet
that is no part of the lampiran has every formula alive."""

import io

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from registry.services.ekspor import put
from reports.excel_halaman import keep_together
from reports.lampiran_coba import JUDUL, indikator_of, write_coba
from reports.lampiran_excel_sel import Potongan, cut_rows, plain, wrapped
from reports.lampiran_word import DRAF, TANPA_TANGGAL
from reports.lebar import widths
from reports.potong import potong
from reports.rows import Dokumen, Kepala, LampiranRows, Lembar, TandaTangan
from reports.tabel_excel import LATAR, TINGGI_MAKS, set_title, setup_page
from reports.zip_tetap import stable_zip

TIPIS = Side("thin")
BAKU = ("Arial", 10)  # the standard font, by whose digits Excel measures columns: known everywhere
MM_PER_AKSARA = 1.852  # of a column, in that font
UKURAN = 9.0
TINGGI = 11.8  # points of a line of 9 pt
KOSONG = "Tidak ada lembar untuk dicetak."


def lampiran_excel(dokumen: Dokumen) -> bytes:
    """The workbook; the same rows give the same bytes."""
    book = Workbook()
    book.remove(book.active)
    book._named_styles["Normal"].font = Font(name=BAKU[0], size=BAKU[1])
    for lampiran in potong(dokumen).lampiran:
        for number, lembar in enumerate(lampiran.lembar, 1):
            sheet = book.create_sheet(set_title(_title(lampiran, lembar, number), book.sheetnames))
            _Lembar(sheet, dokumen, lampiran, lembar).write(first=number == 1, last=number == len(lampiran.lembar))
    formulas = indikator_of([key for lampiran in dokumen.lampiran for key in lampiran.kunci])
    if formulas:
        write_coba(book.create_sheet(JUDUL), formulas)
    if not book.sheetnames:
        put(book.create_sheet("Kosong").cell(1, 1), KOSONG)
    book.properties.title, book.properties.creator = dokumen.judul, dokumen.pemda
    book.properties.language = "id-ID"
    out = io.BytesIO()
    book.save(out)
    return stable_zip(out.getvalue(), dokumen.tanggal or TANPA_TANGGAL)


def _title(lampiran: LampiranRows, lembar: Lembar, number: int) -> str:
    """ "I", or "II-3 Dinas Kesehatan" where a lampiran has more than one sheet."""
    name = lampiran.nama.removeprefix("Lampiran ")
    return name if len(lampiran.lembar) == 1 else f"{name}-{number} {lembar.nama}"


class _Lembar:
    """Writes the sheet of one instansi, from top to bottom."""

    def __init__(self, sheet: Worksheet, dokumen: Dokumen, lampiran: LampiranRows, lembar: Lembar) -> None:
        self.sheet, self.dokumen, self.lampiran, self.lembar = sheet, dokumen, lampiran, lembar
        self.widths = widths(lampiran.tata_letak, lembar.kolom, dokumen.kertas.lebar("lampiran"))
        self.count = len(self.widths)
        self.row = 1

    def write(self, *, first: bool, last: bool) -> None:
        """Header block, identity block, table, signature."""
        if first:
            self._opening()
        self._identitas()
        if self.lembar.judul_tabel:
            self._line(plain(self.lembar.judul_tabel), 1, self.count, side="center", bold=True)
        head = self.row
        self._head()
        for group in self.lembar.kelompok:
            for cut in cut_rows(group, self.widths, self.lembar):
                self._rows(cut)
        end = self.row - 1
        if last and self.lampiran.tanda_tangan:
            self._sign(self.lampiran.tanda_tangan)
        self._page(head)
        if self.row - 1 > end:
            inside = {
                (row, r.min_col) for r in self.sheet.merged_cells.ranges for row in range(r.min_row + 1, r.max_row + 1)
            }
            keep_together(self.sheet, end, self.row - 1, self.dokumen.kertas, inside)

    def _opening(self) -> None:
        if self.dokumen.salinan:
            self._line("SALINAN", 1, self.count, side="right")
        kepala = self.lampiran.kepala
        if kepala:
            for label, text in _kepala(kepala):
                self._line(plain(f"{label} : {text}" if label else text), self._half())
        self._line(plain(self.lampiran.judul), 1, self.count, side="center", bold=True, size=11)
        self.row += 1

    def _half(self) -> int:
        """The column at which the right half begins."""
        return next(n for n in range(1, self.count + 1) if sum(self.widths[:n]) > sum(self.widths) * 0.4)

    def _identitas(self) -> None:
        for number, line in enumerate(self.lembar.identitas):
            if number == 0 and self.lembar.nomor:
                self._put(1, self.lembar.nomor)
            self._put(2, line.label)
            for place, butir in enumerate(line.butir):
                mark = " ".join(part for part in (":" if place == 0 else " ", butir.tanda) if part)
                self._line(f"{mark} {plain(butir.teks)}", 3)

    def _put(self, column: int, text: str) -> Cell:
        cell = self.sheet.cell(self.row, column)
        put(cell, text)
        cell.font = self._font()
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        return cell

    def _font(self, size: float = UKURAN, *, bold: bool = False) -> Font:
        return Font(name=self.dokumen.huruf, size=size, bold=bold)

    def _line(
        self, text: str, start: int, end: int = 0, *, side: str = "left", bold: bool = False, size: float = UKURAN
    ) -> None:
        """A text over columns `start` to `end` (to the last one), in a row of its own."""
        end = end or self.count
        cell = self.sheet.cell(self.row, start)
        put(cell, text)
        cell.font = self._font(size, bold=bold)
        cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
        if end > start:
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=start, end_column=end)
        room = sum(self.widths[start - 1 : end])
        self._height(len(wrapped(text.split("\n"), room)) * (size + 3.5) + 2)
        self.row += 1

    def _height(self, points: float) -> None:
        known = self.sheet.row_dimensions[self.row].height or 0
        self.sheet.row_dimensions[self.row].height = min(max(points, known), TINGGI_MAKS)

    def _head(self) -> None:
        texts = [kolom.judul for kolom in self.lembar.kolom]
        for column, text in enumerate(texts, 1):
            self._header(column, plain(text))
        lines = (len(wrapped([text], room * 0.85)) for text, room in zip(texts, self.widths, strict=True))
        self._height(max(lines) * TINGGI + 6)
        self.row += 1
        if self.lembar.baris_nomor:
            for column in range(1, self.count + 1):
                self._header(column, str(column))
            self.row += 1

    def _header(self, column: int, text: str) -> None:
        cell = self.sheet.cell(self.row, column)
        put(cell, text)
        cell.font, cell.fill = self._font(bold=not text.isdigit()), PatternFill(LATAR.fill_type, LATAR.fgColor)
        cell.border = Border(TIPIS, TIPIS, TIPIS, TIPIS)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def _rows(self, row: Potongan) -> None:
        """One row of the sheet; a cell of several rows is merged from its first one on."""
        for column, (text, span) in row.sel.items():
            cell = self.sheet.cell(self.row, column)
            put(cell, text)
            key = self.lembar.kolom[column - 1].kunci
            side = "center" if key == "no" else "left"
            cell.font, cell.alignment = self._font(), Alignment(horizontal=side, vertical="top", wrap_text=True)
            if span > 1:
                end = {"end_row": self.row + span - 1, "end_column": column}
                self.sheet.merge_cells(start_row=self.row, start_column=column, **end)
        for column in range(1, self.count + 1):
            top = None if column in row.lanjutan else TIPIS
            bottom = None if column in row.bersambung else TIPIS
            self.sheet.cell(self.row, column).border = Border(TIPIS, TIPIS, top, bottom)
        self._height(row.lines * TINGGI + 5)
        self.row += 1

    def _sign(self, ttd: TandaTangan) -> None:
        first = next(n for n in range(1, self.count + 1) if sum(self.widths[:n]) > sum(self.widths) * 0.6)
        self.row += 1
        texts = [ttd.tempat_tanggal, ttd.mengetahui, ttd.jabatan, "ttd." if ttd.ttd else "\n\n", ttd.nama]
        for text in (*texts, f"NIP. {ttd.nip}" if ttd.nip else ""):
            if text:
                self._line(plain(text) or text, first, side="center", size=10)

    def _page(self, head: int) -> None:
        sheet = self.sheet
        for column, width in enumerate(self.widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width / MM_PER_AKSARA
        body = head + 1 + self.lembar.baris_nomor
        sheet.print_title_rows = f"{head}:{body - 1}"
        setup_page(sheet, DRAF if self.dokumen.draf else "", self.dokumen.kertas)


def _kepala(kepala: Kepala) -> list[tuple[str, str]]:
    """Label and text of each line of the header block; no label where one line stands under the other."""
    dated = [(label, text) for label, text in (("NOMOR", kepala.nomor), ("TANGGAL", kepala.tanggal)) if text]
    if kepala.bentuk == "susun":
        lines = [kepala.label, kepala.judul, *(f"{label} : {text}" for label, text in dated)]
        return [("", text) for text in [*lines, *(["TENTANG", kepala.tentang] if kepala.tentang else [])]]
    return [(kepala.label, kepala.judul), *dated, *([("TENTANG", kepala.tentang)] if kepala.tentang else [])]
