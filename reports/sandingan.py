"""Two decrees beside each other on paper: F4 landscape, with who printed it and when."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from registry.services.sandingan import Sandingan
from reports.pdf import render_pdf

CSS = ("sandingan-cetak.css",)


def sandingan_pdf(sandingan: Sandingan, user: str) -> bytes:
    """The PDF; `user` is who prints it."""
    context = {"sandingan": sandingan, "user": user, "kini": timezone.now(), "demo": settings.DEMO}
    return render_pdf(render_to_string("reports/sandingan.html", context), css=CSS)
