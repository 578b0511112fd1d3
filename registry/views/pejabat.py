"""The admin keeps the list of officials who sign."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.akses import Aksi
from registry.forms.pejabat import PejabatForm
from registry.models import Pejabat
from registry.services.errors import ServiceError
from registry.services.pejabat import pejabat_save
from registry.tables import configure
from registry.tables.pejabat import PejabatTable
from registry.views.bantu import member_or_404, posted


@login_required
@require_safe
def pejabat_list(request: HttpRequest) -> HttpResponse:
    """All officials of the Pemda."""
    member_or_404(request, Aksi.KELOLA)
    rows = Pejabat.objects.visible_to(request.user).select_related("instansi").order_by("instansi__urut", "-mulai")
    table = configure(request, PejabatTable(rows), per_page=100)
    return render(request, "registry/pejabat_list.html", {"table": table})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pejabat_add(request: HttpRequest) -> HttpResponse:
    """A new official."""
    member_or_404(request, Aksi.KELOLA)
    return _edit(request, Pejabat(), "")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pejabat_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One official."""
    member_or_404(request, Aksi.KELOLA)
    pejabat = get_object_or_404(Pejabat.objects.visible_to(request.user), pk=pk)
    return _edit(request, pejabat, pejabat.nama)


def _edit(request: HttpRequest, pejabat: Pejabat, nama: str) -> HttpResponse:
    pemda_id = request.user.keanggotaan_aktif.pemda_id
    form = PejabatForm(posted(request), instance=pejabat, pemda_id=pemda_id)
    if form.is_bound and form.is_valid():
        try:
            pejabat_save(user=request.user, pejabat=form.instance)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            messages.success(request, f"{pejabat.nama} disimpan.", extra_tags=request.path)
            return redirect("registry:pejabat_list")
    context = {"form": form, "nama": nama}
    return render(request, "registry/pejabat_form.html", context, status=422 if form.is_bound else 200)
