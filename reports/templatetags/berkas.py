"""Formatters of the documents written from reports.tabel."""

import base64

from django import template

from reports.qr import qr_path
from reports.tabel import Tabel

register = template.Library()


@register.filter
def qr(address: str) -> tuple[int, str]:
    """An address as (side, path) of its QR code."""
    return qr_path(address)


@register.filter
def judul_kolom(tabel: Tabel, kunci: str) -> str:
    """The header of a cell's column, shown above the cell where a row becomes a card."""
    return tabel.judul_kolom.get(kunci, "")


@register.filter
def data_svg(svg: bytes) -> str:
    """A chart as an address that needs no server."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
