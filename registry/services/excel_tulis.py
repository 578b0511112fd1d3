"""Writes the workbook of one OPD and year: sheet "Isian" to type in, "Petunjuk", and two hidden sheets.

Numbers stay numbers, no text ever becomes a formula (S-14), each result is a live formula (`excel_rumus`).
"""

import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from formulas.notation import write_date, write_number
from registry.models import Variabel
from registry.services import excel_gaya as gaya
from registry.services import excel_tata as tata
from registry.services.ekspor import put
from registry.services.excel_bahan import Bahan
from registry.services.excel_petunjuk import write_guide
from registry.services.excel_rumus import TIDAK_DAPAT, Letak, result_formula
from registry.services.excel_tata import Baris, Jenis, rows_of
from registry.services.excel_tersembunyi import columns_of, scales_of, write_meta, write_scales
from registry.services.masukan import ALASAN_KOSONG
from registry.services.nilai import MAKS_CATATAN
from registry.tulis import tulis_mentah, tulis_target

MAKS_TEKS = 2000
JUDUL = "Isian IKU {tahun} – {opd}"
CARA = "Isi sel kuning saja; sel abu-abu terkunci. Simpan, lalu unggah berkas ini di menu Isian saya › Excel."
JANGAN = "Jangan mengubah judul kolom serta kolom dan lembar tersembunyi."
CONTOH = "DATA CONTOH: berkas ini memuat angka rekaan, bukan angka resmi."


def filename_of(bahan: Bahan) -> str:
    """isian-dinkes-2023.xlsx."""
    return f"isian-{slugify(bahan.member.instansi.kode)}-{bahan.tahun}.xlsx"


def workbook_bytes(bahan: Bahan) -> bytes:
    """The workbook as a file."""
    book = Workbook()
    _Isian(book.active, bahan).write()
    write_guide(book.create_sheet(tata.PETUNJUK), bahan)
    write_scales(book.create_sheet(tata.SKALA), scales_of(bahan))
    write_meta(book.create_sheet(tata.META), bahan)
    book.calculation.fullCalcOnLoad = True
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator, book.properties.title = "IKU", _judul(bahan)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _judul(bahan: Bahan) -> str:
    return JUDUL.format(tahun=bahan.tahun, opd=bahan.member.instansi)


@dataclass
class _Isian:
    """Writes the sheet, row by row; remembers where the inputs of each indicator stand."""

    sheet: Worksheet
    bahan: Bahan
    letak: dict[tuple[str, str], Letak] = field(default_factory=dict)
    hasil: dict[tuple[str, str], str] = field(default_factory=dict)
    angka: dict[int, tuple[Variabel, list[str]]] = field(default_factory=dict)
    pilihan: dict[int, list[str]] = field(default_factory=dict)
    alasan: list[str] = field(default_factory=list)
    catatan: list[str] = field(default_factory=list)
    teks: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Heading, rows, formulas, then what holds for the whole sheet."""
        self._heading()
        rows = rows_of(self.bahan)
        first = tata.BARIS_JUDUL + 1
        number = 0
        for at, row in enumerate(rows, first):
            number += row.jenis == Jenis.JUDUL
            self._common(at, row, number)
            getattr(self, f"_{row.jenis}")(at, row)
            self._height(at, row)
        for at, row in enumerate(rows, first):
            self._live(at, row)
        self._finish(tata.BARIS_JUDUL, first + len(rows) - 1)

    def _heading(self) -> None:
        now = timezone.localtime()
        lines = [_judul(self.bahan), CARA]
        lines.append(f"Diunduh {write_date(now.date())} pukul {now:%H.%M} oleh {self.bahan.user}.")
        contoh = CONTOH if settings.DEMO or self.bahan.contoh else ""
        lines.append(contoh or self.bahan.jendela.pesan or JANGAN)
        self.sheet.title = tata.LEMBAR
        for at, text in enumerate(lines, 1):
            put(self.sheet.cell(at, 4), text)
        self.sheet["D1"].font = gaya.font(bold=True, size=14)
        self.sheet["D4"].font = gaya.font(bold=True, color="8A1C1C")
        for column, text in enumerate(tata.headers(self.bahan.tahun), 1):
            cell = self.sheet.cell(tata.BARIS_JUDUL, column)
            put(cell, text)
            gaya.paint(cell, gaya.KEPALA, align=gaya.TENGAH)
            cell.font = gaya.font(bold=True, color="FFFFFF")

    def _common(self, at: int, row: Baris, number: int) -> None:
        """Hidden codes, number, label, unit, status; a frame around all."""
        sheet, judul = self.sheet, row.jenis == Jenis.JUDUL
        status = row.status
        texts = [*row.kunci, "", row.uraian, row.satuan, "", "", "", "", "", status]
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(at, column)
            if text and not (column == 12 and row.jenis == Jenis.TEKS):
                put(cell, text)
            gaya.paint(cell, gaya.JUDUL if judul else None, bold=judul)
        if judul:
            put(sheet.cell(at, 4), number)
        elif row.anggota is not None:
            sheet.cell(at, 5).alignment = gaya.Alignment(wrap_text=True, vertical="top", indent=2)

    def _judul(self, at: int, row: Baris) -> None:
        unit = row.item.unit
        if unit.instansi.pk != self.bahan.member.instansi_id:
            put(self.sheet.cell(at, 11), f"Untuk {unit.instansi}")

    def _deret(self, at: int, row: Baris) -> None:
        self.sheet.cell(at, 5).font = gaya.font(italic=True)

    def _nilai(self, at: int, row: Baris) -> None:
        """A value to type: last year's beside it, the reason when blank, a note."""
        variabel = row.variabel
        assert variabel is not None
        self._number(at, 7, row.lalu, variabel, kosong=_missing(row.lalu))
        blank = row.nilai if isinstance(row.nilai, dict) else {}
        self._number(at, 8, None if blank else row.nilai, variabel)
        reason = blank.get("kosong", "belum_diisi")
        if reason != "belum_diisi":
            put(self.sheet.cell(at, 9), ALASAN_KOSONG.get(reason, str(reason)))
        tanggal = blank.get("tanggal")
        put(self.sheet.cell(at, 10), date.fromisoformat(tanggal) if tanggal else "", gaya.TANGGAL)
        self.sheet.cell(at, 10).number_format = gaya.TANGGAL
        if blank.get("catatan"):
            put(self.sheet.cell(at, 11), blank["catatan"])
        for column in (8, 9, 10, 11):
            gaya.open_cell(self.sheet.cell(at, column), row.terbuka)
        self._remember(at, row, "isian", "H", "M")
        if row.terbuka:
            self._hints(at, variabel)

    def _hints(self, at: int, variabel: Variabel) -> None:
        if variabel.jenis == Variabel.Jenis.PILIHAN:
            self.pilihan.setdefault(variabel.skala_id or 0, []).append(f"H{at}")
        elif self.sheet.cell(at, 8).data_type != "s":
            self.angka.setdefault(variabel.pk, (variabel, []))[1].append(f"H{at}")
        self.alasan.append(str(at))
        self.catatan.append(f"K{at}")

    def _sumber(self, at: int, row: Baris) -> None:
        """A value that comes from elsewhere: shown and locked; a result of this workbook stays live."""
        variabel = row.variabel
        assert variabel is not None
        self._number(at, 7, row.lalu, variabel, kosong="")
        self._number(at, 8, row.nilai, variabel, kosong="belum ada")
        for column in (8, 9, 10, 11):
            gaya.open_cell(self.sheet.cell(at, column), False)
        self._remember(at, row, "sumber", "H", "H")

    def _number(self, at: int, column: int, raw: Any, variabel: Variabel, kosong: str = "") -> None:
        """A stored value: a number, a code, a number too long for Excel as text; or a text that says it is missing."""
        cell = self.sheet.cell(at, column)
        if not isinstance(raw, str) or not raw:
            if kosong:
                put(cell, kosong)
        elif variabel.jenis == Variabel.Jenis.PILIHAN:
            put(cell, raw)
        elif gaya.fits_excel(Decimal(raw)):
            put(cell, Decimal(raw), gaya.ANGKA)
        else:
            put(cell, write_number(Decimal(raw)))
            cell.number_format = "@"
        if cell.data_type != "s":
            cell.number_format = gaya.BULAT if variabel.bulat else gaya.ANGKA
        cell.alignment = gaya.ANGKA_RATA if cell.data_type != "s" else gaya.ATAS

    def _remember(self, at: int, row: Baris, kind: str, column: str, rank: str) -> None:
        """Where the formula finds this input; a predicate by its rank, looked up beside it."""
        variabel = row.variabel
        assert variabel is not None
        pilihan = variabel.jenis == Variabel.Jenis.PILIHAN
        if pilihan:
            self._rank(at, variabel)
        letak = self.letak.setdefault(row.item.kunci, Letak())
        _add(getattr(letak, kind), variabel.nama, rank if pilihan else column, at)
        _add(letak.lalu, variabel.nama, "N" if pilihan else "G", at)

    def _rank(self, at: int, variabel: Variabel) -> None:
        scales = scales_of(self.bahan)
        column = 1 + 2 * next(n for n, s in enumerate(scales) if s.pk == variabel.skala_id)
        table = f"{tata.SKALA}!{columns_of(column)}"
        for source, target in (("H", 13), ("G", 14)):
            self.sheet.cell(at, target).value = f'=IFERROR(VLOOKUP({source}{at},{table},2,FALSE),"")'

    def _hasil(self, at: int, row: Baris) -> None:
        item = row.item
        for column in range(4, 13):
            gaya.paint(self.sheet.cell(at, column), gaya.HASIL, bold=column in (5, 8))
        if row.lalu is not None:
            put(self.sheet.cell(at, 7), Decimal(row.lalu), gaya.result_format(item.rumus.desimal))
        put(self.sheet.cell(at, 11), f"Target: {tulis_target(item.target)}")
        self.sheet.cell(at, 8).number_format = gaya.result_format(item.rumus.desimal)
        for column in (7, 8):
            self.sheet.cell(at, column).alignment = gaya.Alignment(horizontal="right", vertical="top", wrap_text=True)
        self.hasil[item.kunci] = f"H{at}"

    def _teks(self, at: int, row: Baris) -> None:
        """One free text across the columns to type in."""
        cell = self.sheet.cell(at, 8)
        if row.nilai:
            put(cell, row.nilai)
        for column in range(8, 12):
            gaya.open_cell(self.sheet.cell(at, column), row.terbuka)
        self.sheet.merge_cells(start_row=at, end_row=at, start_column=8, end_column=11)
        if row.terbuka:
            self.teks.append(f"H{at}")

    def _height(self, at: int, row: Baris) -> None:
        """As high as its longest text; the free texts go across four columns."""
        texts = [
            (self.sheet.cell(at, n).value or "", gaya.LEBAR[c]) for n, c in ((5, "E"), (6, "F"), (11, "K"), (12, "L"))
        ]
        if row.jenis == Jenis.TEKS:
            texts.append((row.nilai or "", sum(gaya.LEBAR[c] for c in "HIJK")))
        gaya.fit_height(self.sheet, at, texts)

    def _live(self, at: int, row: Baris) -> None:
        """Formulas, once it is known where everything stands."""
        if row.jenis == Jenis.HASIL:
            formula = result_formula(row.item.rumus, self.letak.get(row.item.kunci, Letak()))
            self.sheet.cell(at, 8).value = formula or TIDAK_DAPAT
        place = self._result_place(row)
        if place:
            self.sheet.cell(at, 8).value = f'=IF(ISNUMBER({place}),{place},"belum ada")'

    def _result_place(self, row: Baris) -> str | None:
        """The cell of this workbook that holds the result which an input reads, if it is here."""
        if row.jenis != Jenis.SUMBER or row.variabel is None or row.anggota is not None:
            return None
        other, unit = row.variabel.indikator, row.item.unit
        if other is None:
            return None
        owner = unit.instansi if other.lembar_id == unit.indikator.lembar_id else other.lembar.instansi
        return self.hasil.get((other.kode, owner.kode))

    def _finish(self, head: int, last: int) -> None:
        sheet = self.sheet
        for _, (variabel, cells) in self.angka.items():
            gaya.validate(sheet, gaya.number_rule(variabel), cells)
        for n, skala in enumerate(scales_of(self.bahan)):
            column = columns_of(1 + 2 * n).split(":")[0].replace("$2", "")
            codes = f"{tata.SKALA}!{column}$2:{column}${1 + len(skala.butir)}"
            names = ", ".join(f"{b['kode']} {b['nama']}" for b in skala.butir)
            gaya.validate(sheet, gaya.list_rule(codes, skala.nama, names), self.pilihan.get(skala.pk, []))
        gaya.validate(sheet, gaya.reason_rule(), [f"I{at}" for at in self.alasan])
        gaya.validate(sheet, gaya.date_rule(), [f"J{at}" for at in self.alasan])
        gaya.validate(sheet, gaya.text_rule(MAKS_CATATAN, "Sebab kosong atau keterangan alasannya."), self.catatan)
        gaya.validate(sheet, gaya.text_rule(MAKS_TEKS, "Tulis untuk laporan kinerja."), self.teks)
        if last > head:
            gaya.whole_numbers(sheet, f"G{head + 1}:H{last}", f"G{head + 1}")
        for column, width in gaya.LEBAR.items():
            sheet.column_dimensions[column].width = width
        for column in "ABCMN":
            sheet.column_dimensions[column].hidden = True
        sheet.freeze_panes = f"F{head + 1}"
        sheet.print_area = f"D1:L{max(last, head)}"
        gaya.page_setup(sheet, _judul(self.bahan), head)
        gaya.protect(sheet)


def _missing(raw: Any) -> str:
    """Why last year's cell holds no number."""
    return tulis_mentah(raw) if isinstance(raw, dict) else "tidak ada data"


def _add(places: dict[str, tuple[str, int]], name: str, column: str, at: int) -> None:
    """One more cell of a name: members of a deret stand below each other and become a range."""
    if name not in places:
        places[name] = (f"{column}{at}", 1)
        return
    first, count = places[name]
    places[name] = (f"{first.split(':')[0]}:{column}{at}", count + 1)
