"""Shared raw data: read by all, entered by the owning instansi; what reads them is told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.forms.data_dasar import NilaiDataDasarForm
from registry.models import DataDasar, Indikator, TahunIsian
from registry.services.data_dasar import (
    Dampak,
    NilaiConflictError,
    data_dasar_save,
    may_edit_data,
    published_on_old_value,
    table_of_values,
    users_of,
)
from registry.services.errors import ServiceError
from registry.views.bantu import member_or_404
from registry.views.pilih_tahun import pick_year
from registry.views.realisasi import PERIKSA


@login_required
@require_safe
def data_dasar_list(request: HttpRequest) -> HttpResponse:
    """All shared data of the Pemda with their values per year."""
    member = member_or_404(request)
    years, _ = pick_year(request)
    rows = DataDasar.objects.visible_to(request.user).select_related("pemilik")
    own = {row.pk for row in rows if may_edit_data(request.user, row)}
    context = {"years": years[::-1], "baris": table_of_values(rows, years[::-1]), "own": own, "member": member}
    return render(request, "registry/data_dasar_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def data_dasar_edit(request: HttpRequest, pk: int, tahun: int) -> HttpResponse:
    """One value of one year with what reads it; POST stores it, by the owner."""
    member_or_404(request)
    rows = DataDasar.objects.visible_to(request.user).select_related("pemilik", "pemda")
    row = get_object_or_404(rows, pk=pk)
    year = get_object_or_404(TahunIsian.objects.visible_to(request.user).select_related("pemda"), tahun=tahun)
    stored = row.nilai.filter(tahun=tahun).first()
    if request.method != "POST":
        return _page(request, row, year, NilaiDataDasarForm(stored=stored))
    if not may_edit_data(request.user, row):
        raise Http404
    form = NilaiDataDasarForm(request.POST, stored=stored)
    if not form.is_valid():
        return _page(request, row, year, form, galat=PERIKSA)
    return _save(request, row, year, form)


def _save(request: HttpRequest, row: DataDasar, year: TahunIsian, form: NilaiDataDasarForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        dampak = data_dasar_save(
            user=request.user,
            data_dasar=row,
            tahun=year.tahun,
            nilai=data["nilai"],
            catatan=data["catatan"],
            semula=data["semula"] or None,
        )
    except NilaiConflictError as error:
        again = request.POST.copy()
        again["semula"] = error.nilai or ""
        shown = NilaiDataDasarForm(again, stored=row.nilai.filter(tahun=year.tahun).first())
        return _page(request, row, year, shown, status=409, galat=error.pesan)
    except ServiceError as error:
        return _page(request, row, year, form, galat=error.pesan)
    messages.success(request, _told(request, dampak))
    return redirect("registry:data_dasar_edit", row.pk, year.tahun)


def _told(request: HttpRequest, dampak: Dampak) -> str:
    """Which indicators were computed again; names only of those that the user may see."""
    if not dampak.dihitung:
        return "Nilai disimpan. Tidak ada realisasi terbuka yang perlu dihitung ulang."
    seen = set(
        Indikator.objects.visible_to(request.user)
        .filter(pk__in={r.indikator_id for r in dampak.dihitung})
        .values_list("pk", flat=True)
    )
    names = sorted({str(r.indikator) for r in dampak.dihitung if r.indikator_id in seen})
    others = len({r.pk for r in dampak.dihitung if r.indikator_id not in seen})
    told = "; ".join([*names, *([f"{others} realisasi instansi lain"] if others else [])])
    return f"Nilai disimpan. Dihitung ulang: {told}."


def _page(
    request: HttpRequest, row: DataDasar, year: TahunIsian, form: NilaiDataDasarForm, status: int = 200, **more: Any
) -> HttpResponse:
    visible = Indikator.objects.visible_to(request.user)
    used = visible.filter(pk__in=users_of(row).values("rumus__indikator")).with_sheet().in_order()
    seen = set(visible.values_list("pk", flat=True))
    published = published_on_old_value(row, year.tahun)
    context = {
        "data_dasar": row,
        "tahun": year.tahun,
        "nilai": row.nilai.filter(tahun=year.tahun).first(),
        "lalu": row.nilai.filter(tahun=year.tahun - 1).first(),
        "form": form,
        "dapat_diisi": may_edit_data(request.user, row) and year.terbuka(),
        "terbuka": year.terbuka(),
        "pemakai": used,
        "terbit": [r for r in published if r.indikator_id in seen],
        "terbit_lain": len([r for r in published if r.indikator_id not in seen]),
    }
    return render(request, "registry/data_dasar_edit.html", context | more, status=status)
