"""Where a laid out lampiran asks for a row to be torn or stretched: rows are kept whole, but not at any price.

Kept whole, a row leaves its table's header behind where both are higher than a page. A merged cell runs out of the
table where the rows that it runs over have gone to the next page. Such rows are found on the finished pages and the
document is laid out again; one that has none keeps its layout to the byte.
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
    """What the finished pages ask for, and was not done yet; no heights in a table that is to be torn first."""
    tables = [
        box
        for page in document.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.TableBox) and box.element.get("class") == TABEL
    ]
    number = {id(row): n for n, row in enumerate(root.iter("tr"))}
    torn = [(table, row) for table, row in _without_header(tables) if not _may_tear(row)]
    open_ = {id(table.element) for table, _ in torn}
    settled = [table for table in tables if id(table.element) not in open_]
    return Ubahan({number[id(row)] for _, row in torn}, {number[id(row)]: height for row, height in _too_low(settled)})


def _may_tear(row: Any) -> bool:
    return BOLEH_PECAH in row.get("class", "").split()


def _bodies(table: boxes.TableBox) -> list[Any]:
    return [group for group in table.children if not (group.is_header or group.is_footer) and group.children]


def _without_header(tables: list[boxes.TableBox]) -> Iterator[tuple[boxes.TableBox, Any]]:
    """The first row of each page whose table stands there without its header."""
    for table in tables:
        if _bodies(table) and not any(group.is_header for group in table.children):
            yield table, _bodies(table)[0].children[0].element


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
