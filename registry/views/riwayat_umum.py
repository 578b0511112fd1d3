"""The history of everything that the user may see, with a filter, and as Excel."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.forms.riwayat import SaringRiwayatForm
from registry.services.ekspor import XLSX
from registry.services.riwayat_ekspor import riwayat_workbook
from registry.services.riwayat_umum import riwayat_all, riwayat_page
from registry.views.bantu import member_or_404

PER_HALAMAN = 30


@login_required
@require_safe
def riwayat_list(request: HttpRequest) -> HttpResponse:
    """Newest first; `sebelum` is the key of the last change on the page before."""
    form = SaringRiwayatForm(request.GET, member=member_or_404(request))
    saring = form.saring(request.GET.get("sebelum", ""))
    rows, more = riwayat_page(request.user, saring, PER_HALAMAN)
    query = request.GET.copy()
    query.pop("sebelum", None)
    first = query.urlencode()
    query["sebelum"] = rows[-1].alamat if more else ""
    context = {"form": form, "rows": rows, "saringan": first, "berikut": query.urlencode() if more else ""}
    return render(request, "registry/riwayat_list.html", context | {"lanjutan": saring.sebelum is not None})


@login_required
@require_safe
def riwayat_export(request: HttpRequest) -> HttpResponse:
    """The same, all pages, as a workbook."""
    form = SaringRiwayatForm(request.GET, member=member_or_404(request))
    rows, more = riwayat_all(request.user, form.saring())
    response = HttpResponse(
        riwayat_workbook(rows, more=more, user=request.user, told=form.told), content_type=XLSX
    )  # fmt: skip
    name = f"riwayat-{timezone.localdate():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
