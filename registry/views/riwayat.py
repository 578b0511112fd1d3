"""The history of an indicator: who changed what, from what to what, and why."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.services.riwayat import riwayat_of
from registry.views.bantu import member_or_404
from registry.views.indikator import indikator_or_404

PER_HALAMAN = 50


@login_required
@require_safe
def indikator_history(request: HttpRequest, pk: int) -> HttpResponse:
    """All changes of its values, targets and formulas that the user may know, newest first."""
    member_or_404(request)
    indikator = indikator_or_404(request, pk)
    page = Paginator(riwayat_of(request.user, indikator), PER_HALAMAN).get_page(request.GET.get("page"))
    return render(request, "registry/indikator_history.html", {"indikator": indikator, "page": page})
