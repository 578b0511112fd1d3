"""Bappeda gives one OPD more days, changes them, and takes them away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from formulas.notation import write_date
from registry.forms.tahun_isian import AlasanSingkatForm, PerpanjanganForm
from registry.models import Instansi, JendelaIsian, TahunIsian
from registry.periode import TAHUN
from registry.services.errors import ServiceError
from registry.services.perpanjangan import perpanjangan_end, perpanjangan_save
from registry.views.bantu import posted
from registry.views.tahun_isian import year_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def perpanjangan_add(request: HttpRequest, tahun: int) -> HttpResponse:
    """More days for an OPD; a second time for the same OPD changes the first."""
    year = year_or_404(request, tahun)
    form = PerpanjanganForm(posted(request), year=year)
    return _page(request, year, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def perpanjangan_edit(request: HttpRequest, tahun: int, pk: int) -> HttpResponse:
    """Other days, or another reason."""
    year = year_or_404(request, tahun)
    row = _row_or_404(year, pk)
    return _page(request, year, PerpanjanganForm(posted(request), year=year, row=row), row)


def _row_or_404(year: TahunIsian, pk: int) -> JendelaIsian:
    rows = JendelaIsian.objects.filter(tahun_isian=year, instansi__isnull=False)
    return get_object_or_404(rows.select_related("instansi", "tahun_isian"), pk=pk)


def _page(request: HttpRequest, year: TahunIsian, form: PerpanjanganForm, row: JendelaIsian | None) -> HttpResponse:
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        place: Instansi = row.instansi if row and row.instansi else data["instansi"]
        periode = row.periode if row else data.get("periode", TAHUN)
        given = {"instansi": place, "periode": periode, "batas": data["batas"], "alasan": data["alasan"]}
        try:
            perpanjangan_save(user=request.user, tahun_isian=year, **given)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            messages.success(
                request,
                f"{place} dapat mengisi sampai {write_date(data['batas'])} pukul 24.00.",
                extra_tags=request.path,
            )
            return redirect("registry:tahun_edit", year.tahun)
    context = {"form": form, "tahun": year, "perpanjangan": row}
    return render(request, "registry/perpanjangan_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def perpanjangan_end_action(request: HttpRequest, tahun: int, pk: int) -> HttpResponse:
    """Asks for the reason; POST takes the extension away."""
    year = year_or_404(request, tahun)
    row = _row_or_404(year, pk)
    form = AlasanSingkatForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            perpanjangan_end(user=request.user, jendela=row, alasan=form.cleaned_data["alasan"])
        except ServiceError as error:
            messages.error(request, error.pesan)
        else:
            messages.success(request, f"Perpanjangan bagi {row.instansi} diakhiri.", extra_tags=request.path)
        return redirect("registry:tahun_edit", tahun)
    context = {"form": form, "tahun": year, "perpanjangan": row}
    return render(request, "registry/perpanjangan_akhiri.html", context, status=422 if form.is_bound else 200)
