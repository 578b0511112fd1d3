"""Merged cells of a draft go on saying what they said when rows are added, moved or removed.

A merged cell has no text of its own: it continues the one above. Under another row it would take over what is not its
own, and at the top of a sheet nothing at all; it gets its text back instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from registry.models import Indikator, LembarInstansi, Penetapan
from registry.services.rancangan import store_plain

SEL = ("rumus_cetak", "sumber_data", "penanggung_jawab")


@contextmanager
def cells_kept(penetapan: Penetapan) -> Iterator[None]:
    """Around a change of what stands above what."""
    before = {pk: said for sheet in _sheets(penetapan) for pk, said in _said(sheet).items()}
    yield
    for sheet in _sheets(penetapan):
        above: dict[str, Any] = {}
        for row in sheet:
            above = _mended(row, before.get(row.pk), above)


def _sheets(penetapan: Penetapan) -> list[list[Indikator]]:
    sheets = LembarInstansi.objects.filter(lampiran__penetapan=penetapan).prefetch_related("sasaran__indikator")
    return [[row for sasaran in sheet.sasaran.all() for row in sasaran.indikator.all()] for sheet in sheets]


def _said(sheet: list[Indikator]) -> dict[int, dict[str, Any]]:
    """Indicator → what its cells say, with what they continue."""
    above: dict[str, Any] = dict.fromkeys(SEL)
    found = {}
    for row in sheet:
        above = {cell: above[cell] if cell in row.gabung else getattr(row, cell) for cell in SEL}
        found[row.pk] = above
    return found


def _mended(row: Indikator, before: dict[str, Any] | None, above: dict[str, Any]) -> dict[str, Any]:
    """The row with its own text where the cell above says something else than it did; what its cells say now."""
    said = before or {cell: getattr(row, cell) for cell in SEL}
    torn = [cell for cell in row.gabung if cell in SEL and (not above or above[cell] != said[cell])]
    if torn:
        row.gabung = [cell for cell in row.gabung if cell not in torn]
        for cell in torn:
            setattr(row, cell, said[cell])
        store_plain(row)
    return said
