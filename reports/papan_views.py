"""The board as a PDF file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from registry.views.bantu import member_or_404
from registry.views.papan import read_papan, year_or_404
from reports.gagal import pdf_or_reason
from reports.papan import papan_pdf


@login_required
@require_safe
@pdf_or_reason
def papan_unduh(request: HttpRequest, tahun: int) -> HttpResponse:
    """The board that the address asks for; an OPD gets its own row."""
    member_or_404(request)
    papan = read_papan(request, year_or_404(request, tahun))
    response = HttpResponse(papan_pdf(papan, str(request.user)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="papan-isian-{tahun}.pdf"'
    return response
