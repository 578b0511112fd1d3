"""Bappeda opens and closes years and quarters."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.akses import Aksi
from registry.forms.tahun_isian import TahunBaruForm, TahunIsianForm, TriwulanForm
from registry.models import JendelaIsian, TahunIsian
from registry.services.errors import ServiceError
from registry.services.jendela import year_window
from registry.services.riwayat_tahun import riwayat_of_year
from registry.services.tahun_isian import quarters_of, tahun_isian_effect, tahun_isian_save
from registry.tables import configure
from registry.tables.tahun_isian import TahunIsianTable
from registry.views.bantu import member_or_404, posted


@login_required
@require_safe
def tahun_list(request: HttpRequest) -> HttpResponse:
    """All years, newest first."""
    member_or_404(request, Aksi.BUKA_TAHUN)
    rows = TahunIsian.objects.visible_to(request.user).with_penetapan().select_related("pemda")
    table = configure(request, TahunIsianTable(rows), per_page=50)
    return render(request, "registry/tahun_isian_list.html", {"table": table})


def year_or_404(request: HttpRequest, tahun: int) -> TahunIsian:
    """A year of the own Pemda, for those who open and close years."""
    member_or_404(request, Aksi.BUKA_TAHUN)
    rows = TahunIsian.objects.visible_to(request.user).select_related("pemda", "dikunci_oleh")
    return get_object_or_404(rows, tahun=tahun)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tahun_add(request: HttpRequest) -> HttpResponse:
    """A year that is not in the list yet."""
    member = member_or_404(request, Aksi.BUKA_TAHUN)
    row = TahunIsian(pemda=member.pemda)
    return _edit(request, row, TahunBaruForm(posted(request), instance=row))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tahun_edit(request: HttpRequest, tahun: int) -> HttpResponse:
    """One year: its days, its quarters, the extensions, the lock."""
    row = year_or_404(request, tahun)
    return _edit(request, row, TahunIsianForm(posted(request), instance=row))


def _edit(request: HttpRequest, row: TahunIsian, form: TahunIsianForm) -> HttpResponse:
    quarters = TriwulanForm(posted(request), stored=quarters_of(row))
    if form.is_bound and all([form.is_valid(), quarters.is_valid()]):
        days = quarters.days() if form.cleaned_data["triwulan"] else None
        try:
            tahun_isian_save(user=request.user, tahun_isian=form.instance, triwulan=days)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            messages.success(request, tahun_isian_effect(row), extra_tags=request.path)
            return redirect("registry:tahun_list")
    context = {"form": form, "triwulan": quarters, "tahun": row} | (_more(row) if row.pk else {})
    return render(request, "registry/tahun_isian_form.html", context, status=422 if form.is_bound else 200)


def _more(row: TahunIsian) -> dict[str, Any]:
    stored = TahunIsian.objects.select_related("pemda").get(pk=row.pk)
    extensions = JendelaIsian.objects.filter(tahun_isian=row, instansi__isnull=False).select_related("instansi")
    return {
        "jendela": year_window(stored),
        "perpanjangan": extensions.order_by("instansi__urut", "periode"),
        "riwayat": riwayat_of_year(row),
    }
