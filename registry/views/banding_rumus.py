"""Printed formula cells beside what is drawn from the computable formulas, for those who look after decrees."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.akses import Aksi, may
from registry.models import Indikator
from registry.services.banding_rumus import laporan
from registry.views.bantu import member_or_404


@login_required
@require_safe
def banding_rumus(request: HttpRequest) -> HttpResponse:
    """All indicators of the Pemda, or only those whose two cells differ."""
    member_or_404(request)
    if not (may(request.user, Aksi.KELOLA) or may(request.user, Aksi.VERIFIKASI)):
        raise Http404
    report = laporan(Indikator.objects.visible_to(request.user))
    only = request.GET.get("tampilan") == "berbeda"
    rows = [row for row in report.baris if not (only and row.sama)]
    return render(request, "registry/banding_rumus.html", {"laporan": report, "baris": rows, "berbeda": only})
