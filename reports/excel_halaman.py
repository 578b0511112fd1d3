"""Where Excel will begin a new page, as far as it can be told: enough to keep a signature with the table above it.

Row heights and column widths are set by us, so only the printer's own rounding is not known; where a slightly shorter
or taller page would part the block, it counts as parted, and a page break goes before it.
"""

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reports.kertas import Kertas

TITIK = 72 / 25.4  # points in a mm
TINGGI_BAWAAN = 15.0  # points of a row without a height
RAGU = (0.93, 0.97, 1.0, 1.03)  # how tall a page may turn out, of what we compute


def keep_together(sheet: Worksheet, first: int, last: int, kertas: Kertas, covered: set[tuple[int, int]]) -> None:
    """Breaks the page before row `first` (earlier where a merged cell would be cut) if rows first..last may not fit."""
    height = _page_height(sheet, kertas)
    if any(_page_of(sheet, first, height * ratio) != _page_of(sheet, last, height * ratio) for ratio in RAGU):
        begin = first
        while any(row == begin for row, _ in covered) and _tall(sheet, begin - 1, last) < height / 2:
            begin -= 1
        sheet.row_breaks.append(Break(id=begin - 1))


def _page_height(sheet: Worksheet, kertas: Kertas) -> float:
    """Points of rows that go on a page at the scale that makes all columns fit its width."""
    wide, tall = kertas.ukuran("rekap")
    margins = sheet.page_margins
    width = sum((int(d.width * 7) + 5) / 96 * 25.4 for d in sheet.column_dimensions.values())  # 7 pixels a character
    scale = min(1.0, (wide - (margins.left + margins.right) * 25.4) / width)
    return (tall - (margins.top + margins.bottom) * 25.4) * TITIK / scale


def _tall(sheet: Worksheet, first: int, last: int) -> float:
    return sum(sheet.row_dimensions[row].height or TINGGI_BAWAAN for row in range(first, last + 1))


def _page_of(sheet: Worksheet, wanted: int, height: float) -> int:
    """The page that a row is on; every page but the first repeats the title rows."""
    titles = [int(part.strip("$")) for part in (sheet.print_title_rows or "1:0").split(":")]
    repeated = _tall(sheet, titles[0], titles[1])
    page, used = 1, 0.0
    for row in range(1, wanted + 1):
        points = _tall(sheet, row, row)
        if used + points > height and used > 0:
            page, used = page + 1, repeated
        used += points
    return page
