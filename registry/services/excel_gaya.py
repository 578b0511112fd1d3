"""How the workbook looks and what its cells accept: colours, formats, hints, validation, page setup."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from registry.models import Variabel
from registry.services.masukan import ALASAN_KOSONG
from registry.services.nilai import limits_text

# [$-421] is Indonesian: programs that follow it print 1.234,56 whatever the computer's own separators are.
ANGKA, BULAT, TANGGAL = "[$-421]#,##0.##########", "[$-421]#,##0", "[$-421]d mmmm yyyy"
FOLIO = 14  # 8,5 × 13 inch, Excel's nearest to F4 (215 × 330 mm)
TERBUKA, TERKUNCI = PatternFill("solid", fgColor="FFF4C2"), PatternFill("solid", fgColor="E9ECEF")
KEPALA, JUDUL = PatternFill("solid", fgColor="06264D"), PatternFill("solid", fgColor="DCE8F6")
HASIL = PatternFill("solid", fgColor="E3F3E6")
GARIS = Border(*(Side("thin", color="9AA5B1"),) * 4)
ATAS, TENGAH = Alignment(wrap_text=True, vertical="top"), Alignment(wrap_text=True, vertical="center")
ANGKA_RATA = Alignment(horizontal="right", vertical="top")
LEBAR = {"D": 6, "E": 56, "F": 14, "G": 17, "H": 19, "I": 25, "J": 19, "K": 36, "L": 26}
ALASAN = [label for kode, label in ALASAN_KOSONG.items() if kode != "belum_diisi"]
MAKS_PETUNJUK = 255


def paint(cell: Cell, fill: PatternFill | None = None, *, bold: bool = False, align: Alignment = ATAS) -> None:
    """Frame, fill and alignment of one cell."""
    cell.border, cell.alignment = GARIS, align
    if fill is not None:
        cell.fill = fill
    cell.font = font(bold=bold)


def font(**more: Any) -> Font:
    """The one typeface of the workbook."""
    return Font(**({"name": "Calibri", "size": 11} | more))


def fit_height(sheet: Worksheet, at: int, texts: Iterable[tuple[object, float]]) -> None:
    """A row high enough for (text, width of its column): not every program fits rows when it opens a file."""
    lines = max((_lines(str(text), max(int(width * 0.95), 1)) for text, width in texts), default=1)
    sheet.row_dimensions[at].height = min(15 * lines + 2, 405)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many characters."""
    return sum(-(-len(line) // width) or 1 for line in text.split("\n"))


def open_cell(cell: Cell, terbuka: bool) -> None:
    """Yellow and free to type, or grey and protected."""
    cell.fill = TERBUKA if terbuka else TERKUNCI
    cell.protection = Protection(locked=not terbuka)


def result_format(desimal: int) -> str:
    """The format of a result with its decimals."""
    return f"{BULAT}.{'0' * desimal}" if desimal else BULAT


def page_setup(sheet: Worksheet, judul: str, last: int) -> None:
    """F4 landscape, one page wide, the header on every page, page numbers."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", FOLIO
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{last}:{last}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7
    sheet.page_margins.footer = 0.35
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = judul.replace("&", "&&"), "Halaman &P dari &N"


def protect(sheet: Worksheet) -> None:
    """Locked cells stay as they are; no password, so nobody is locked out of the own file."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # False: allowed


def whole_numbers(sheet: Worksheet, area: str, first: str) -> None:
    """Whole numbers without the dangling decimal mark that the general format would print."""
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode=BULAT))
    rule = Rule(type="expression", dxf=style, formula=[f"AND(ISNUMBER({first}),{first}=INT({first}))"])
    sheet.conditional_formatting.add(area, rule)


def validate(sheet: Worksheet, rule: DataValidation, cells: Iterable[str]) -> None:
    """Puts one rule on cells; none when there are no cells."""
    places = list(cells)
    if places:
        for place in places:
            rule.add(place)
        sheet.add_data_validation(rule)


def number_rule(variabel: Variabel) -> DataValidation:
    """Numbers within the limits of the variable, with the limits as a hint."""
    low, high = variabel.min, variabel.maks
    rule = DataValidation(
        type="whole" if variabel.bulat else "decimal",
        operator="between",
        formula1=low if low is not None else "-999999999999999",
        formula2=high if high is not None else "999999999999999",
        allow_blank=True,
    )
    satuan = f" ({variabel.satuan})" if variabel.satuan else ""
    _hint(rule, "Isi angka", f"{limits_text(variabel).capitalize()}{satuan}. Bila kosong, pilih alasannya.")
    _refuse(rule, f"Isi {limits_text(variabel)}, tanpa satuan dan tanpa tanda %.")
    return rule


def list_rule(formula: str, judul: str, pesan: str) -> DataValidation:
    """One of a list."""
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    _hint(rule, judul, pesan)
    _refuse(rule, "Pilih salah satu dari daftar.")
    return rule


def reason_rule() -> DataValidation:
    """The reasons for a blank."""
    return list_rule(f'"{",".join(ALASAN)}"', "Alasan bila kosong", "Pilih bila nilainya belum ada. Kosong bukan nol.")


def date_rule() -> DataValidation:
    """A day, where a value waits for its release."""
    rule = DataValidation(type="date", operator="between", formula1="36526", formula2="73415", allow_blank=True)
    _hint(rule, "Perkiraan rilis", "Wajib bila alasannya «Menunggu rilis», misalnya 1 Maret 2024.")
    _refuse(rule, "Isi tanggal, misalnya 1 Maret 2024.")
    return rule


def text_rule(maks: int, pesan: str) -> DataValidation:
    """A text that is not too long."""
    rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(maks), allow_blank=True)
    _hint(rule, "Catatan", f"{pesan} Paling banyak {maks} aksara.")
    _refuse(rule, f"Paling banyak {maks} aksara.")
    return rule


def _hint(rule: DataValidation, judul: str, pesan: str) -> None:
    rule.promptTitle, rule.prompt, rule.showInputMessage = judul[:32], pesan[:MAKS_PETUNJUK], True


def _refuse(rule: DataValidation, pesan: str) -> None:
    rule.errorTitle, rule.error, rule.errorStyle = "Tidak diterima", pesan[:MAKS_PETUNJUK], "stop"
    rule.showErrorMessage = True


def fits_excel(value: Decimal) -> bool:
    """Whether a double of Excel holds the number exactly: at most 15 significant digits."""
    return len(value.normalize().as_tuple().digits) <= 15
