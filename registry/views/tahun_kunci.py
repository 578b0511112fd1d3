"""Bappeda locks a year, and unlocks it with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.forms.tahun_isian import AlasanSingkatForm, KunciForm
from registry.models import TahunIsian
from registry.services.errors import ServiceError
from registry.services.tahun_kunci import tahun_lock, tahun_unlock, unverified, verified_count
from registry.views.bantu import posted
from registry.views.tahun_isian import year_or_404

DIKUNCI = "Tahun {tahun} dikunci: {jumlah} realisasi terverifikasi menjadi terkunci, dan isian tahun ini ditutup."
DIBUKA = (
    "Kunci tahun {tahun} dibuka: {jumlah} realisasi kembali terverifikasi. Isian OPD tetap ditutup; buka tahunnya bila "
    "OPD perlu mengisi lagi."
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tahun_kunci(request: HttpRequest, tahun: int) -> HttpResponse:
    """What is not verified yet and what locking means; POST locks."""
    year = year_or_404(request, tahun)
    if year.dikunci_pada is not None:
        return _locked_already(request, year)
    form = KunciForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            jumlah = tahun_lock(user=request.user, tahun_isian=year)
        except ServiceError as error:
            messages.error(request, error.pesan)
        else:
            messages.success(request, DIKUNCI.format(tahun=tahun, jumlah=jumlah))
        return redirect("registry:tahun_edit", tahun)
    rows = unverified(request.user, year)
    context = {"tahun": year, "form": form, "sisa": rows, "jumlah_sisa": sum(row.belum for row in rows)}
    context["jumlah"] = verified_count(year)
    return render(request, "registry/tahun_kunci.html", context, status=422 if form.is_bound else 200)


def _locked_already(request: HttpRequest, year: TahunIsian) -> HttpResponse:
    oleh = f" oleh {year.dikunci_oleh}" if year.dikunci_oleh else ""
    messages.info(request, f"Tahun {year.tahun} sudah dikunci{oleh}.")
    return redirect("registry:tahun_edit", year.tahun)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tahun_buka_kunci(request: HttpRequest, tahun: int) -> HttpResponse:
    """Asks for the reason; POST unlocks. A year that is not locked has no such page."""
    year = year_or_404(request, tahun)
    if year.dikunci_pada is None:
        raise Http404
    form = AlasanSingkatForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            jumlah = tahun_unlock(user=request.user, tahun_isian=year, alasan=form.cleaned_data["alasan"])
        except ServiceError as error:
            messages.error(request, error.pesan)
        else:
            messages.success(request, DIBUKA.format(tahun=tahun, jumlah=jumlah), extra_tags=request.path)
        return redirect("registry:tahun_edit", tahun)
    context = {"tahun": year, "form": form}
    return render(request, "registry/tahun_buka_kunci.html", context, status=422 if form.is_bound else 200)
