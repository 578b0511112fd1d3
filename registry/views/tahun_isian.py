"""Bappeda opens and closes years."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.akses import Aksi
from registry.forms.tahun_isian import TahunBaruForm, TahunIsianForm
from registry.models import TahunIsian
from registry.services.errors import ServiceError
from registry.services.tahun_isian import tahun_isian_effect, tahun_isian_save
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
    """One year."""
    member_or_404(request, Aksi.BUKA_TAHUN)
    row = get_object_or_404(TahunIsian.objects.visible_to(request.user).select_related("pemda"), tahun=tahun)
    return _edit(request, row, TahunIsianForm(posted(request), instance=row))


def _edit(request: HttpRequest, row: TahunIsian, form: TahunIsianForm) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            tahun_isian_save(user=request.user, tahun_isian=form.instance)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            messages.success(request, tahun_isian_effect(row))
            return redirect("registry:tahun_list")
    context = {"form": form, "tahun": row}
    return render(request, "registry/tahun_isian_form.html", context, status=422 if form.is_bound else 200)
