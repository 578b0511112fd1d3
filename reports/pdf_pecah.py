"""Where a laid out lampiran asks for a row to be torn or stretched: rows are kept whole, but not at any price.

Kept whole, a row leaves its table's header behind where both are higher than a page, and takes the whole table along to
the next page where a sheet opens with much text on a small page. A merged cell runs out of the table where the rows
that it runs over have gone to the next page. Such rows are found on the finished pages and the document is laid out
again; one that has none keeps its layout to the byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

BOLEH_PECAH = "panjang"  # the class of a row that may be torn: lampiran.css
TABEL = "tabel-iku"
LONGGAR = 1.0  # CSS pixels that a text may stand out of its table


@dataclass
class Ubahan:
    """Rows of a document (by their number among all its rows) to be laid out otherwise: torn, or so high (pixels)."""

    pecah: set[int] = field(default_factory=set)
    tinggi: dict[int, float] = field(default_factory=dict)

    def add(self, other: "Ubahan") -> None:
        """Both together; of two heights the newer one."""
        self.pecah |= other.pecah
        self.tinggi |= other.tinggi

    def __bool__(self) -> bool:
        return bool(self.pecah or self.tinggi)


def apply(root: Any, ubahan: Ubahan) -> None:
    """Writes it into the parsed document."""
    for n, row in enumerate(root.iter("tr")):
        if n in ubahan.pecah:
            row.set("class", f"{row.get('class', '')} {BOLEH_PECAH}")
        if n in ubahan.tinggi:
            row.set("style", f"height: {ubahan.tinggi[n]:.2f}px")


def wanted(document: Document, root: Any) -> Ubahan:
    """What the finished pages ask for, and was not done yet; heights only once no other row has to be torn."""
    begins: dict[int, int] = {}  # element → its first page
    tables: list[boxes.TableBox] = []
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if box.element_tag in ("article", "section"):
                begins.setdefault(id(box.element), number)
            elif isinstance(box, boxes.TableBox) and box.element.get("class") == TABEL:
                begins.setdefault(id(box.element), number)
                tables.append(box)
    number_of = {id(row): n for n, row in enumerate(root.iter("tr"))}
    torn = [*_without_header(tables), *_opening_late(root, begins)]
    pecah = {number_of[id(row)] for row in torn if BOLEH_PECAH not in row.get("class", "").split()}
    if pecah:
        return Ubahan(pecah)
    return Ubahan(tinggi={number_of[id(row)]: height for row, height in _too_low(tables)})


def _bodies(table: boxes.TableBox) -> list[Any]:
    return [group for group in table.children if not (group.is_header or group.is_footer) and group.children]


def _without_header(tables: list[boxes.TableBox]) -> Iterator[Any]:
    """The first row of each page whose table stands there without its header."""
    for table in tables:
        if _bodies(table) and not any(group.is_header for group in table.children):
            yield _bodies(table)[0].children[0].element


def _opening_late(root: Any, begins: dict[int, int]) -> Iterator[Any]:
    """The first row of each sheet whose table is not on the page that the sheet begins on; the first with its head."""
    for article in root.iter("article"):
        for n, sheet in enumerate(article.iter("section")):
            table = sheet.find(f"table[@class='{TABEL}']")
            opening = begins.get(id(sheet if n else article), 0)
            row = table.find("tbody/tr") if table is not None else None
            if row is not None and begins.get(id(table), opening) > opening:
                yield row


def _too_low(tables: list[boxes.TableBox]) -> Iterator[tuple[Any, float]]:
    """The last row on a page of a group whose merged cells say more than its rows there have room for."""
    for table in tables:
        for group in _bodies(table):
            last = group.children[-1]
            needed = max((_text_end(cell) for row in group.children for cell in row.children), default=0)
            if needed > last.position_y + last.height + LONGGAR:
                yield last.element, needed - last.position_y


def _text_end(cell: Any) -> float:
    """Where the text of a cell ends, with the space that stands below it."""
    ends = [box.position_y + box.margin_height() for box in cell.children if box.is_in_normal_flow()]
    return max(ends) + cell.style["padding_bottom"].value if ends else 0
