"""The comparison of two decrees as a PDF file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from registry.views.sandingan import penetapan_sandingan, read_sandingan
from reports.sandingan import sandingan_pdf


@login_required
@require_safe
def sandingan_unduh(request: HttpRequest, kode: str) -> HttpResponse:
    """What the page shows, as a file; with nothing to compare, the page, which says so."""
    row, _, sandingan = read_sandingan(request, kode)
    if sandingan is None:
        return penetapan_sandingan(request, kode)
    response = HttpResponse(sandingan_pdf(sandingan, str(request.user)), content_type="application/pdf")
    name = f"sandingan-{sandingan.lama.kode}-{row.kode}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
