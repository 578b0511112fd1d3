"""Recaps made up for tests, without a database, and readers of the finished files that know nothing of the writers."""

import html
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import openpyxl
from docx import Document
from docx.oxml.ns import qn

from formulas.notation import write_number
from reports.rekap import KOLOM
from reports.tabel import Baris, Berkas, Sel, Tabel, TandaTangan, baris, isi, sel, sel_angka

TTD = TandaTangan("Lumajang, 28 Februari 2024", "KEPALA CONTOH,", "TERTANDA NAMA", "Pembina (IV/a)", "NIP. 1")
Grid = list[list[str]]


def row(n: int = 1, **texts: str) -> Baris:
    """A row whose cells say their own name, but for those that are given."""
    cells = [sel(k.kunci, isi(texts.get(k.kunci, f"{k.kunci}-{n}"))) for k in KOLOM]
    return baris(cells, KOLOM)


def mean(nilai: str = "95") -> Baris:
    """A row of means, as at the end of every recap."""
    cells = (
        sel("rerata", "Rata-rata lembar", kolom=6),
        sel_angka("capaian", Decimal(nilai), 2),
        sel("kelas", "Sangat tinggi"),
        sel("sisa", "lengkap", kolom=4),
    )
    return Baris(cells, "rerata")


def berkas(*rows: Baris, ttd: TandaTangan | None = TTD, draf: str = "") -> Berkas:
    """A recap of these rows."""
    tabel = Tabel("rekap", "Rekap", "", ("Dasar: contoh.",), KOLOM, (*rows, mean()), ("Catatan kaki.",))
    return Berkas(
        "contoh", "Kabupaten Contoh", ("KABUPATEN CONTOH",), ("REKAP",), date(2024, 2, 28), (tabel,), ttd, draf
    )


def expected(tabel: Tabel) -> Grid:
    """The text of every cell of the body, row by row."""
    return [[_flat(cell.teks) for cell in line.sel] for line in tabel.baris]


def of_html(data: bytes) -> list[Grid]:
    """The body cells of each table of an HTML file, as a browser would copy them."""
    tables = re.findall(r'<table class="rekap-tabel">(.*?)</table>\n</div>', data.decode(), re.S)
    return [[_cells_of(line) for line in _rows(table)] for table in tables]


def _rows(body: str) -> list[str]:
    return re.findall(r'<tr class="r-.*?</tr>', body, re.S)


def _cells_of(line: str) -> list[str]:
    cells = re.findall(r'<td class="s-.*?</td>', line, re.S)
    return [
        _flat(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", cell, flags=re.S)))) for cell in cells
    ]


def of_word(data: bytes) -> list[Grid]:
    """The cells of each table of a Word file; one that goes on from above is left out."""
    return [_word_table(table) for table in Document(io.BytesIO(data)).tables]


def _word_table(table) -> Grid:
    grid: Grid = []
    for tr in table._tbl.tr_lst:
        if tr.trPr is not None and tr.trPr.find(qn("w:tblHeader")) is not None:
            continue
        cells = [tc for tc in tr.tc_lst if not _goes_on(tc)]
        grid.append([_flat(" ".join(t.text or "" for t in tc.iter(qn("w:t")))) for tc in cells])
    return grid


def _goes_on(tc) -> bool:
    merge = None if tc.tcPr is None else tc.tcPr.find(qn("w:vMerge"))
    return merge is not None and merge.get(qn("w:val")) != "restart"


def of_excel(data: bytes, tabel: Iterable[Tabel]) -> list[Grid]:
    """The body cells of each sheet as Excel shows them: numbers through their format."""
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [_sheet(shown.worksheets[n], item) for n, item in enumerate(tabel)]


def _sheet(sheet, tabel: Tabel) -> Grid:
    top = int(sheet.print_title_rows.replace("$", "").split(":")[1]) + 1
    covered = {c for r in sheet.merged_cells.ranges for c in r.cells if c != (r.min_row, r.min_col)}
    grid = []
    for number in range(top, top + len(tabel.baris)):
        cells = [sheet.cell(number, c) for c in range(1, len(tabel.kolom) + 1) if (number, c) not in covered]
        grid.append([_flat(_shown(cell)) for cell in cells])
    return grid


def _shown(cell) -> str:
    """What a cell shows: "≤ "#,##0.00 puts what is quoted around the number."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    match = re.fullmatch(r'(?:"([^"]*)")?\[\$-421\]#,##0(?:\.(0+))?(?:"([^"]*)")?', cell.number_format)
    assert match, cell.number_format
    number = write_number(Decimal(repr(cell.value)), len(match[2] or ""))
    return f"{match[1] or ''}{number}{match[3] or ''}"


def _flat(text: str) -> str:
    return re.sub(r"[\s/()]+", " ", text).strip()


def all_text(rows: Iterable[Sel]) -> str:
    """The texts of cells in a row."""
    return " ".join(cell.teks for cell in rows)
