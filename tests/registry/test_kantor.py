"""Excel formulas compute in LibreOffice what the tree walk says; Word equations print every label."""

import re
from decimal import Decimal
from random import Random
from xml.sax.saxutils import unescape

import pytest
from openpyxl import Workbook
from openpyxl.utils import range_boundaries

from formulas import Kosong
from formulas.families import families
from formulas.outcomes import ALASAN
from formulas.render import excel
from registry.models import Indikator, Variabel
from registry.services.banding_rumus import laporan
from registry.services.hitung import parse_rumus
from tests.registry.kantor import computed, perlu_kantor, printed

pytestmark = [pytest.mark.lama, perlu_kantor]
BLANK, UNDEFINED = "belum diisi", "tidak dapat dihitung"


def place(names, values, column, start):
    """A cell or a range for each name, down one column; gives the references and what stands in the cells."""
    references, written, line = {}, {}, start
    for name in names:
        value = values[name]
        items = (value or (None, None)) if isinstance(value, tuple) else (value,)
        end = f":{column}{line + len(items) - 1}" if isinstance(value, tuple) else ""
        references[name] = f"{column}{line}{end}"
        written |= {f"{column}{line + n}": item for n, item in enumerate(items)}
        line += len(items)
    return references, written


def write(sheet, written):
    """Numbers into their cells; what is missing stays empty."""
    for cell, value in written.items():
        if isinstance(value, Decimal):
            sheet[cell] = float(value)


def expected_text(result):
    """What the cell must say where there is no number."""
    return BLANK if result.kode in {*ALASAN, "lalu_tidak_ada", "deret_kosong"} else UNDEFINED


def check(cell, result, told):
    """Equal to 12 digits, or the same kind of blank."""
    if isinstance(result, Kosong):
        assert cell == expected_text(result), told
        return
    assert isinstance(cell, int | float), (told, cell)
    assert float(cell) == pytest.approx(float(result), rel=1e-12, abs=1e-9), told


def test_every_worked_example_of_the_families(tmp_path):
    book, results = Workbook(), []
    for kode, one in families().items():
        for example in one.cases:
            sheet = book.create_sheet(f"{kode}-{len(results)}")
            lalu_values = {name: example.lalu.get(name, Kosong("lalu_tidak_ada")) for name in one.formula.lalu_names}
            cells, written = place(one.formula.names, example.given, "B", 2)
            before, written_before = place(one.formula.lalu_names, lalu_values, "C", 2)
            write(sheet, written | written_before)
            sheet["E1"] = excel(one.formula.tree, cells, before)
            results.append((sheet.title, one.formula.reference(example.given, example.lalu)))
    assert len(results) >= 100
    done = computed(book, tmp_path)
    for title, result in results:
        check(done[title]["E1"].value, result, title)


def values_for(variables, lalu_names, random):
    """A value for each variable of an indicator, as a form would let in."""

    def one(v):
        if v.jenis == Variabel.Jenis.DERET:
            return tuple(number(v) for _ in range(max(len(v.anggota), 2)))
        return number(v)

    def number(v):
        if v.asal == Variabel.Asal.TETAPAN:
            return Decimal(v.nilai)
        if v.jenis == Variabel.Jenis.PILIHAN:
            return Decimal(random.randint(1, 4))
        return Decimal(random.randint(1, 9999)) if v.bulat else Decimal(random.randint(1, 999_999)).scaleb(-2)

    return {v.nama: one(v) for v in variables}, {v.nama: one(v) for v in variables if v.nama in lalu_names}


def fill(sheet, cells, values):
    """Values into the cells that the app has told."""
    for reference, value in zip(cells, values, strict=True):
        left, top, _, _ = range_boundaries(reference)
        for n, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if item is not None:
                sheet.cell(top + n, left, float(item))


@pytest.mark.django_db
def test_all_143_indicators_in_the_cells_that_the_app_tells(tmp_path):
    """Twice with values, once with everything blank, once with zeros."""
    book, results = Workbook(), []
    random = Random(143)
    rows = laporan(Indikator.objects.all()).baris
    assert len(rows) == 143
    for row in rows:
        variables, formula = list(row.rumus.variabel.all()), parse_rumus(row.rumus)
        for turn in ("a", "b", "nol", "kosong"):
            values, lalu = values_for(variables, formula.lalu_names, random)
            if turn == "nol":
                values, lalu = zeros(values), zeros(lalu)
            sheet = book.create_sheet(f"{len(results)}")
            told = [v for name in values for v in ([values[name], lalu[name]] if name in lalu else [values[name]])]
            if turn == "kosong":
                told = [None] * len(told)
            fill(sheet, [cell for cell, _ in row.tampilan.sel], told)
            sheet["E1"] = row.tampilan.excel
            blank = Kosong("belum_diisi")
            result = blank if turn == "kosong" else formula.reference(values, lalu)
            results.append((sheet.title, result, f"{row.indikator.kode} {turn}"))
    done = computed(book, tmp_path)
    for title, result, told in results:
        check(done[title]["E1"].value, result, told)
    assert sum(isinstance(result, Kosong) for _, result, told in results if "nol" in told) > 50


def zeros(values):
    """The same shape, all zero."""
    return {k: tuple(Decimal(0) for _ in v) if isinstance(v, tuple) else Decimal(0) for k, v in values.items()}


@pytest.mark.django_db
def test_word_prints_every_word_of_every_label(tmp_path):
    rows = laporan(Indikator.objects.all()).baris
    pages = printed([row.tampilan.omml for row in rows], tmp_path)
    assert len(pages) == len(rows) == 143
    for row, page in zip(rows, pages, strict=True):
        found = re.sub(r"\s+", "", page)
        written = re.findall(r">([^<]+)</m:t>", row.tampilan.omml)
        labels = [v.label for v in row.rumus.variabel.all() if v.nama in parse_rumus(row.rumus).names]
        missing = [word for text in [*written, *labels] for word in unescape(text).split() if word not in found]
        assert not missing, (row.indikator.kode, missing)
