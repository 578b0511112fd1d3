"""The board on paper: F4 landscape, groups unfolded, with who printed it and when."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from registry.models import Pengguna
from registry.services.papan import STATUS, Papan
from reports.pdf import render_pdf

CSS = ("papan-cetak.css",)


def papan_pdf(papan: Papan, user: Pengguna) -> bytes:
    """The PDF."""
    context = {"papan": papan, "status": STATUS, "user": user, "kini": timezone.now(), "demo": settings.DEMO}
    return render_pdf(render_to_string("reports/papan.html", context), css=CSS)
