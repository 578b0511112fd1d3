"""Excel export of the table of indicators. Numbers stay numbers; no text ever becomes a formula (S-14)."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formulas.notation import write_date
from registry.models import Pemda, Pengguna
from registry.services.daftar import Baris, Nilai

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BERBAHAYA = "=+-@\t\r\n\0＝＋－＠"
TETAP = [("OPD", 28), ("Diisi oleh", 20), ("Lampiran", 12), ("Penetapan", 30), ("Tahun berlaku", 14), ("Sasaran", 40),
         ("Kode", 20), ("Indikator", 44), ("Rumus", 50), ("Satuan", 12), ("Arah", 24)]  # fmt: skip
PER_TAHUN = [("Target", 14), ("Realisasi", 16), ("Capaian (%)", 14), ("Kelas", 16), ("Status", 16), ("Catatan", 14)]
PER_TAHUN += [("Cap", 44)]
JUDUL = Font(bold=True, color="FFFFFF")
LATAR = PatternFill("solid", fgColor="06264D")
Isi = str | Decimal | int | date


@dataclass(frozen=True)
class DaftarEkspor:
    """What is exported, for whom, and by which filters."""

    pemda: Pemda
    user: Pengguna
    years: Sequence[int]
    rows: Sequence[Baris]
    filters: Sequence[tuple[str, str]]
    heading: str

    @property
    def filename(self) -> str:
        """Tells Pemda and years: iku-kabupaten-lumajang-2023.xlsx."""
        years = "-".join(map(str, self.years)) or "semua-penetapan"
        return f"iku-{slugify(self.pemda.nama)}-{years}.xlsx"

    @property
    def contoh(self) -> bool:
        """Whether example data are in it."""
        return settings.DEMO or any(row.contoh for row in self.rows)


def workbook_bytes(daftar: DaftarEkspor) -> bytes:
    """The workbook: the rows as shown, and a sheet that tells where they come from."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Indikator"
    _rows(sheet, daftar)
    _about(book.create_sheet("Keterangan"), daftar)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(cell: Cell, isi: Isi, number_format: str = "General") -> None:
    """Writes one cell: a number as a number, a text as a text that Excel never reads as a formula."""
    if isinstance(isi, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", isi)
        cell.value, cell.data_type = text, "s"
        cell.quotePrefix = text.startswith(tuple(BERBAHAYA))
        return
    cell.value, cell.number_format = isi, number_format


def _rows(sheet: Worksheet, daftar: DaftarEkspor) -> None:
    tail = [(f"{label} {tahun}", width) for tahun in daftar.years for label, width in PER_TAHUN]
    columns = [("No.", 6), *TETAP, *tail]
    for number, (label, width) in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        put(cell, label)
        cell.font, cell.fill, cell.alignment = JUDUL, LATAR, Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, row in enumerate(daftar.rows, 1):
        for column, (isi, number_format) in enumerate(_cells(number, row, daftar.years), 1):
            cell = sheet.cell(number + 1, column)
            put(cell, isi, number_format)
            cell.alignment = Alignment(wrap_text=isinstance(isi, str), vertical="top")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _cells(number: int, row: Baris, years: Sequence[int]) -> Iterable[tuple[Isi, str]]:
    """One row as (value, number format)."""
    yield number, "0"
    texts = [row.opd_nama, ", ".join(row.pengisi) or row.opd, row.lampiran, row.penetapan, row.tahun_berlaku]
    for text in [*texts, row.sasaran, row.kode, row.nama, row.formula, row.satuan, row.arah_label]:
        yield text, "General"
    places = "#,##0" + ("." + "0" * row.desimal if row.desimal else "")
    for tahun in years:
        yield from _year(row.nilai[tahun], places)


def _year(nilai: Nilai, places: str) -> Iterable[tuple[Isi, str]]:
    """Target, realisasi, capaian, class, status, stamp of one year; what is missing as its reason."""
    yield (nilai.target if nilai.target_angka is None else nilai.target_angka), "#,##0.##########"
    yield (nilai.hasil if nilai.hasil_angka is None or nilai.predikat else nilai.hasil_angka), places
    yield (nilai.capaian if nilai.capaian_angka is None else nilai.capaian_angka), "#,##0.00"
    yield nilai.kelas or "tanpa kelas", "General"
    yield nilai.status_label, "General"
    yield ("data contoh" if nilai.contoh else "–"), "General"
    yield nilai.cap or "–", "General"


def _about(sheet: Worksheet, daftar: DaftarEkspor) -> None:
    now = timezone.localtime()
    lines: list[tuple[str, Isi]] = [
        ("Pemerintah daerah", daftar.pemda.nama),
        ("Isi", daftar.heading),
        ("Jumlah baris dalam berkas", len(daftar.rows)),
        ("Diunduh oleh", str(daftar.user)),
        ("Diunduh pada", f"{write_date(now.date())} pukul {now:%H.%M} {daftar.pemda.get_zona_waktu_display()}"),
        *[(f"Saringan: {label}", value) for label, value in daftar.filters],
    ]
    if not daftar.filters:
        lines.append(("Saringan", "tidak ada"))
    if daftar.contoh:
        lines.append(("DATA CONTOH", "Berkas ini memuat angka rekaan untuk mencoba aplikasi, bukan angka resmi."))
    for number, (label, value) in enumerate(lines, 1):
        put(sheet.cell(number, 1), label)
        put(sheet.cell(number, 2), value)
        sheet.cell(number, 1).font = Font(bold=True)
        sheet.cell(number, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 80
