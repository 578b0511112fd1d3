"""Two decrees beside each other."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.models import Penetapan
from registry.services.sandingan import Sandingan, candidates, compare
from registry.views.bantu import member_or_404


def read_sandingan(request: HttpRequest, kode: str) -> tuple[Penetapan, list[Penetapan], Sandingan | None]:
    """The decree, what it may be compared with, and the comparison with the one that the address names."""
    member_or_404(request)
    row = get_object_or_404(Penetapan.objects.visible_to(request.user).select_related("pemda"), kode=kode)
    others = candidates(request.user, row)
    wanted = request.GET.get("dengan") or (others[0].kode if others else "")
    other = next((item for item in others if item.kode == wanted), None)
    if other is None and wanted:
        raise Http404
    return row, others, compare(request.user, other, row) if other else None


@login_required
@require_safe
def penetapan_sandingan(request: HttpRequest, kode: str) -> HttpResponse:
    """What changed from another decree to this one."""
    row, others, sandingan = read_sandingan(request, kode)
    context = {"penetapan": row, "lain": others, "sandingan": sandingan}
    return render(request, "registry/penetapan_sandingan.html", context)
