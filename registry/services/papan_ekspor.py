"""The board as an Excel workbook: one row per OPD, a sum, and where it comes from. Numbers stay numbers (S-14)."""

import io
from collections.abc import Iterable

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formulas.notation import write_date
from registry.models import Pengguna
from registry.periode import sebut_periode
from registry.services.ekspor import JUDUL, LATAR, Isi, put
from registry.services.papan import STATUS, BarisPapan, Papan

KOLOM = [("No.", 6), ("OPD", 44), *[(label, 14) for label in STATUS.values()]]
KOLOM += [("Jumlah", 10), ("Diajukan (%)", 13), ("Batas akhir", 20), ("Sisa waktu", 18)]


def papan_bytes(papan: Papan, user: Pengguna) -> bytes:
    """The workbook."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Papan"
    _header(sheet)
    rows = [*enumerate(papan.opd, 1), (0, papan.total)]
    for number, (urut, row) in enumerate(rows, 2):
        for column, isi in enumerate(_cells(urut, row), 1):
            cell = sheet.cell(number, column)
            put(cell, isi)
            cell.alignment = Alignment(wrap_text=isinstance(isi, str), vertical="top")
            cell.font = Font(bold=not urut)
    sheet.freeze_panes = "C2"
    _about(book.create_sheet("Keterangan"), papan, user)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _header(sheet: Worksheet) -> None:
    for number, (label, width) in enumerate(KOLOM, 1):
        cell = sheet.cell(1, number)
        put(cell, label)
        cell.font, cell.fill, cell.alignment = JUDUL, LATAR, Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width


def _cells(urut: int, row: BarisPapan) -> Iterable[Isi]:
    yield urut or ""
    yield row.instansi.nama if row.instansi else "Jumlah"
    yield from row.kolom
    yield row.jumlah
    yield row.persen
    window = row.jendela
    yield write_date(window.batas) if window and window.batas else "tanpa batas" if window else ""
    yield row.batas


def _about(sheet: Worksheet, papan: Papan, user: Pengguna) -> None:
    now = timezone.localtime()
    lines = [
        ("Pemerintah daerah", papan.pemda.nama),
        ("Isi", f"Kemajuan isian {sebut_periode(papan.tahun, papan.periode)} per OPD menurut status"),
        ("Diunduh oleh", str(user)),
        ("Diunduh pada", f"{write_date(now.date())} pukul {now:%H.%M} {papan.pemda.get_zona_waktu_display()}"),
    ]
    for number, (label, value) in enumerate(lines, 1):
        put(sheet.cell(number, 1), label)
        put(sheet.cell(number, 2), value)
        sheet.cell(number, 1).font = Font(bold=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 70
