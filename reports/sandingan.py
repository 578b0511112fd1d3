"""Two decrees beside each other on paper, with who printed it and when."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from registry.services.sandingan import Sandingan
from reports.kertas import gaya, kertas_of, with_gaya
from reports.pdf import render_pdf

CSS = ("sandingan-cetak.css",)


def sandingan_pdf(sandingan: Sandingan, user: str) -> bytes:
    """The PDF; `user` is who prints it."""
    context = {"sandingan": sandingan, "user": user, "kini": timezone.now(), "demo": settings.DEMO}
    html = render_to_string("reports/sandingan.html", context)
    return render_pdf(with_gaya(html, [gaya(kertas_of(sandingan.baru.pemda), "daftar")]), css=CSS)
