"""The board on paper: groups unfolded, with who printed it and when."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from registry.services.papan import STATUS, Papan
from reports.kertas import gaya, kertas_of, with_gaya
from reports.pdf import render_pdf

CSS = ("papan-cetak.css",)
# The colours of static/iku/papan.css; WeasyPrint draws an SVG by its attributes alone.
WARNA = {
    "belum": "#fff",
    "draf": "#adb5bd",
    "dikembalikan": "#b02a37",
    "diajukan": "#0b5ed7",
    "terverifikasi": "#146c43",
    "terkunci": "#06264d",
}


def papan_pdf(papan: Papan, user: str) -> bytes:
    """The PDF; `user` is who prints it."""
    rows = [(row, [(piece, WARNA[piece.status]) for piece in row.ruas]) for row in papan.opd]
    context = {
        "papan": papan,
        "rows": rows,
        "kunci": [(piece, WARNA[piece.status]) for piece in papan.total.ruas],
        "status": STATUS,
        "user": user,
        "kini": timezone.now(),
        "demo": settings.DEMO,
    }
    html = render_to_string("reports/papan.html", context)
    return render_pdf(with_gaya(html, [gaya(kertas_of(papan.pemda), "daftar")]), css=CSS)
