"""The sheet of live formulas in a lampiran's workbook: recalculated by LibreOffice it gives the server's results."""

import io
from decimal import Decimal

import openpyxl
import pytest

from formulas.outcomes import Kosong
from registry.models import Indikator
from registry.services.hitung import parse_rumus, rounded
from reports.lampiran_coba import JUDUL, indikator_of
from reports.lampiran_excel import lampiran_excel
from tests.reports import office

pytestmark = pytest.mark.django_db
KODE = "lumajang-2019-326"


def sheet_of(data: bytes, **kwargs):
    return openpyxl.load_workbook(io.BytesIO(data), **kwargs)[JUDUL]


def heads(sheet) -> list[int]:
    """The rows that begin an indicator."""
    return [row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 1).value]


def test_every_indicator_has_its_formula_and_says_what_it_is(dokumen):
    sheet = office.workbook(lampiran_excel(dokumen(KODE)))[JUDUL]
    rows = Indikator.objects.filter(lembar__lampiran__penetapan__kode=KODE)
    found = heads(sheet)
    assert len(found) == rows.count() > 90
    assert sum(sheet.cell(at, 3).data_type == "f" for at in found) == rows.filter(rumus__status="berlaku").count()
    assert "bukan bagian dari lampiran" in sheet.cell(1, 1).value
    first = next(at for at in found if sheet.cell(at, 2).value == "Persentase keluarga sehat")
    assert "telah dikunjungi x 100" in sheet.cell(first, 5).value and sheet.cell(first, 4).value == "%"


@pytest.mark.lama
@pytest.mark.parametrize("kode", [KODE, "lumajang-kecamatan-2020", "balangan-setwan-2023"])
def test_it_computes_as_the_server_does(dokumen, soffice, kode):
    """Numbers typed into every yellow cell: each result is the server's of the same numbers."""
    book = openpyxl.load_workbook(io.BytesIO(lampiran_excel(dokumen(kode))))
    sheet, typed = book[JUDUL], {}
    for row in range(3, sheet.max_row + 1):
        cell = sheet.cell(row, 3)
        if cell.fill.fgColor.rgb == "00FFF8D6":
            cell.value = 3 + row * 7 % 41
        typed[row] = cell.value
    out = io.BytesIO()
    book.save(out)
    computed = sheet_of(soffice(soffice(out.getvalue(), "xlsx", "ods"), "ods", "xlsx"), data_only=True)
    pks = list(Indikator.objects.filter(lembar__lampiran__penetapan__kode=kode).values_list("lembar", flat=True))
    wrong, seen = [], 0
    for at, row in zip(heads(sheet), indikator_of(pks), strict=True):
        want = server(row, typed, at)
        got = computed.cell(at, 3).value
        seen += isinstance(got, int | float)
        if isinstance(want, Kosong):
            wrong += [] if isinstance(got, str) else [(row.kode, want, got)]
        elif not isinstance(got, int | float) or abs(Decimal(repr(got)) - want) > max(1, abs(want)) * Decimal("1e-9"):
            wrong.append((row.kode, want, got))
    assert wrong == []
    assert seen > len(heads(sheet)) // 2


def server(row: Indikator, typed: dict[int, object], at: int) -> Decimal | Kosong:
    """What the server makes of the numbers below the indicator's row, in the order of its formula."""
    rumus = row.rumus_berlaku[0]
    formula, by_name = parse_rumus(rumus), {v.nama: v for v in rumus.variabel.all()}
    place = at + 1
    values: list[dict[str, object]] = [{}, {}]
    for target, names in zip(values, (formula.names, formula.lalu_names), strict=True):
        for name in names:
            count = len(by_name[name].anggota) if by_name[name].jenis == "deret" else 1
            numbers = tuple(Decimal(str(typed[place + n])) for n in range(count))
            target[name] = numbers if by_name[name].jenis == "deret" else numbers[0]
            place += count
    return rounded(formula.evaluate(*values))
