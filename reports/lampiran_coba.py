"""The last sheet of a lampiran's workbook: every formula alive, to be tried with numbers of one's own.

It is no part of the lampiran and says so. Below each indicator stand what goes into its formula, one cell each; the
result beside its name is what the server would compute of the same numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formulas.sentence import sentence
from registry.models import Indikator, Rumus, Variabel
from registry.services.ekspor import put
from registry.services.excel_gaya import result_format
from registry.services.excel_rumus import Letak, result_formula
from registry.services.hitung import parse_rumus

JUDUL = "Coba hitung"
PENJELASAN = (
    "Lembar bantu, bukan bagian dari lampiran. Ketik angka pada sel kuning; hasil dihitung dengan rumus yang berlaku "
    "bagi indikatornya. Angka di sini tidak tersimpan di aplikasi."
)
KEPALA = (("No", 6), ("Indikator dan unsur rumusnya", 70), ("Nilai", 18), ("Satuan", 18), ("Rumus", 60))
TINGGI = 12.0  # points of a line
KUNING = PatternFill("solid", fgColor="FFF8D6")
KELABU = PatternFill("solid", fgColor="EEF1F5")
TIPIS = Border(*(Side("thin", color="BFC5CC"),) * 4)
LALU = " (tahun lalu)"
TIDAK_DAPAT = "hitung di aplikasi"
PERINGKAT = "peringkat: {butir}"


@dataclass
class _Unsur:
    """One cell to type into, or a constant."""

    label: str
    satuan: str
    nilai: str = ""


def indikator_of(lembar: Sequence[int]) -> list[Indikator]:
    """The indicators of these sheets as printed, each with its formula in force."""
    if not lembar:
        return []
    variables = Variabel.objects.select_related("skala").order_by("urut")
    current = Rumus.objects.filter(status=Rumus.Status.BERLAKU).prefetch_related(Prefetch("variabel", variables))
    rows = Indikator.objects.filter(lembar__in=lembar).with_sheet().in_order()
    return list(rows.prefetch_related(Prefetch("rumus", current, to_attr="rumus_berlaku")))


def write_coba(sheet: Worksheet, rows: Sequence[Indikator]) -> None:
    """The whole sheet."""
    put(sheet.cell(1, 1), PENJELASAN)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(KEPALA))
    sheet.cell(1, 1).alignment, sheet.row_dimensions[1].height = Alignment(wrap_text=True, vertical="top"), 30
    for column, (label, width) in enumerate(KEPALA, 1):
        put(sheet.cell(2, column), label)
        sheet.cell(2, column).font, sheet.cell(2, column).fill = Font(name="Arial", size=10, bold=True), KELABU
        sheet.column_dimensions[get_column_letter(column)].width = width
    at, name = 3, ""
    for number, row in enumerate(rows, 1):
        if row.lembar.nama != name:
            name = row.lembar.nama
            put(sheet.cell(at, 2), name)
            sheet.cell(at, 2).font = Font(name="Arial", size=10, bold=True)
            at += 1
        at = _Indikator(sheet, row, at).write(number)
    sheet.freeze_panes, sheet.print_title_rows = "A3", "2:2"
    setup = sheet.page_setup
    setup.orientation, setup.fitToWidth, setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text, sheet.oddFooter.left.size = "Lembar bantu, bukan bagian dari lampiran", 8


class _Indikator:
    """One indicator: its name with the result, then a line for each input."""

    def __init__(self, sheet: Worksheet, row: Indikator, at: int) -> None:
        self.sheet, self.row, self.head = sheet, row, at
        self.at = at + 1
        self.letak = Letak()

    def write(self, number: int) -> int:
        """Writes it; the row after it."""
        rumus = next(iter(self.row.rumus_berlaku), None)
        for column, text in enumerate((str(number), self.row.nama, "", rumus.satuan if rumus else ""), 1):
            self._put(self.head, column, text, bold=True)
        result = self._put(self.head, 3, "", bold=True)
        if rumus is None:
            put(result, TIDAK_DAPAT)
            return self.at + 1
        formula = parse_rumus(rumus)
        by_name = {v.nama: v for v in rumus.variabel.all()}
        self._put(self.head, 5, sentence(formula.tree, {name: v.label for name, v in by_name.items()}))
        for name in formula.names:
            self._inputs(by_name[name], self.letak.isian, "")
        for name in formula.lalu_names:
            self._inputs(by_name[name], self.letak.lalu, LALU)
        text = result_formula(rumus, self.letak)
        result.number_format = result_format(rumus.desimal)
        if text is None:
            put(result, TIDAK_DAPAT)
        else:
            result.value = text
        return self.at + 1

    def _inputs(self, variabel: Variabel, places: dict[str, tuple[str, int]], more: str) -> None:
        start = self.at
        for unsur in _units(variabel, more):
            self._put(self.at, 2, unsur.label).alignment = Alignment(indent=2, wrap_text=True, vertical="top")
            cell = self._put(self.at, 3, "")
            if unsur.nilai:
                put(cell, Decimal(unsur.nilai))
            else:
                cell.fill = KUNING
            self._put(self.at, 4, unsur.satuan)
            self.at += 1
        last = self.at - 1
        places[variabel.nama] = (f"$C${start}" if last == start else f"$C${start}:$C${last}", last - start + 1)

    def _put(self, row: int, column: int, text: str, *, bold: bool = False) -> Cell:
        cell: Any = self.sheet.cell(row, column)
        put(cell, text)
        lines = max(1, -(-len(text) // (KEPALA[column - 1][1] - 5)))
        self.sheet.row_dimensions[row].height = max(self.sheet.row_dimensions[row].height or 0, lines * TINGGI + 2)
        cell.font, cell.border = Font(name="Arial", size=9, bold=bold), TIPIS
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell


def _units(variabel: Variabel, more: str) -> Iterator[_Unsur]:
    """What is typed for a variable: one number, one for each member of a deret, the rank of a code."""
    label, satuan = f"{variabel.label}{more}", variabel.satuan or ""
    if variabel.jenis == Variabel.Jenis.DERET:
        for member in variabel.anggota or ("1", "2", "3"):
            yield _Unsur(f"{label}: {member}", satuan)
    elif variabel.jenis == Variabel.Jenis.PILIHAN and variabel.skala:
        ranks = ", ".join(f"{b['peringkat']} = {b['kode']}" for b in variabel.skala.butir)
        yield _Unsur(label, PERINGKAT.format(butir=ranks))
    else:
        yield _Unsur(label, satuan, variabel.nilai or "" if variabel.asal == Variabel.Asal.TETAPAN else "")
