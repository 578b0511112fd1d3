"""Tables of django-tables2, one per noun; how they are sorted and paged from the address."""

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import HttpRequest
from django_tables2 import Table

PER_HALAMAN = (25, 50, 100)
MAX_SORT = 3


def configure(request: HttpRequest, table: Table, per_page: int = PER_HALAMAN[0]) -> Table:
    """Sorts and pages by the address. Sort keys are the table's own columns and nothing else (S-09)."""
    table.request = request
    names = {column.name for column in table.columns if column.orderable}
    allowed = names | {f"-{name}" for name in names}
    wanted = dict.fromkeys(key for key in request.GET.getlist(table.prefixed_order_by_field) if key in allowed)
    if wanted:
        table.order_by = list(wanted)[:MAX_SORT]
    size = _whole(request.GET.get(table.prefixed_per_page_field))
    table.paginate(per_page=size if size in PER_HALAMAN else per_page)
    page = _whole(request.GET.get(table.prefixed_page_field)) or 1
    try:
        table.page = table.paginator.page(max(page, 1))
    except EmptyPage:
        table.page = table.paginator.page(table.paginator.num_pages)
    return table


def _whole(text: str | None) -> int | None:
    """A whole number of at most nine plain digits, or None."""
    return int(text) if text and len(text) <= 9 and text.isascii() and text.isdigit() else None


def page_of(request: HttpRequest, rows: Any, per_page: int = PER_HALAMAN[0]) -> Page:
    """The page of a list that the address asks for (`?page=`); beyond the last one it is the last."""
    return Paginator(rows, per_page).get_page(_whole(request.GET.get("page")) or 1)
