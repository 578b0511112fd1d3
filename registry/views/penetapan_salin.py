"""A draft decree begins as a copy, and may be removed again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registry.akses import Aksi
from registry.forms.penetapan_siklus import SalinForm, YakinForm
from registry.models import Indikator, Penetapan
from registry.services.errors import ServiceError
from registry.services.penetapan_salin import penetapan_copy, penetapan_delete, suggestion
from registry.views.bantu import member_or_404, posted

DISALIN = "Rancangan {kode} dibuat dari {sumber}: {indikator} indikator, masing-masing melanjutkan pendahulunya."
DIHAPUS = "Rancangan {kode} dihapus."


def penetapan_or_404(request: HttpRequest, kode: str, *status: str) -> Penetapan:
    """A decree that the admin manages, in one of these states."""
    member_or_404(request, Aksi.KELOLA)
    rows = Penetapan.objects.visible_to(request.user).select_related("pemda")
    return get_object_or_404(rows.filter(status__in=status) if status else rows, kode=kode)


def draft_or_404(request: HttpRequest, kode: str) -> Penetapan:
    """A draft that the admin may change."""
    return penetapan_or_404(request, kode, Penetapan.Status.DRAF)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def penetapan_salin(request: HttpRequest, kode: str) -> HttpResponse:
    """Asks for kode and years, then copies."""
    sumber = penetapan_or_404(request, kode)
    start = {"hubungan": "baru", **suggestion(sumber, timezone.localdate())}
    form = SalinForm(posted(request), sumber=sumber, initial=start)
    if form.is_bound and form.is_valid():
        isi = dict(form.cleaned_data)
        try:
            row = penetapan_copy(user=request.user, sumber=sumber, perubahan=isi.pop("hubungan") == "perubahan", **isi)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            count = Indikator.objects.filter(lembar__lampiran__penetapan=row).count()
            messages.success(
                request, DISALIN.format(kode=row.kode, sumber=sumber.kode, indikator=count), extra_tags=request.path
            )
            return redirect("registry:penetapan_detail", row.kode)
    context = {"penetapan": sumber, "form": form}
    return render(request, "registry/penetapan_salin.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def penetapan_hapus(request: HttpRequest, kode: str) -> HttpResponse:
    """Asks once more, then removes the draft."""
    penetapan, form = draft_or_404(request, kode), YakinForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            penetapan_delete(user=request.user, penetapan=penetapan)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            messages.success(request, DIHAPUS.format(kode=kode))
            return redirect("registry:penetapan_list")
    context = {"penetapan": penetapan, "form": form}
    return render(request, "registry/penetapan_hapus.html", context, status=422 if form.is_bound else 200)
