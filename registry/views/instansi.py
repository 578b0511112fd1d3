"""The admin keeps the list of instansi."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.akses import Aksi
from registry.forms.instansi import InstansiForm, pendahulu_set
from registry.models import Instansi
from registry.services.errors import ServiceError
from registry.services.instansi import instansi_delete, instansi_save, users_of
from registry.tables import configure
from registry.tables.instansi import InstansiTable
from registry.views.bantu import member_or_404, posted


@login_required
@require_safe
def instansi_list(request: HttpRequest) -> HttpResponse:
    """All instansi of the Pemda."""
    member_or_404(request, Aksi.KELOLA)
    rows = Instansi.objects.visible_to(request.user).select_related("kelompok")
    rows = rows.prefetch_related("asal_usul__pendahulu", "kelanjutan__instansi")
    table = configure(request, InstansiTable(rows), per_page=100)
    return render(request, "registry/instansi_list.html", {"table": table})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def instansi_add(request: HttpRequest) -> HttpResponse:
    """A new instansi."""
    member = member_or_404(request, Aksi.KELOLA)
    return _edit(request, Instansi(pemda=member.pemda), "")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def instansi_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One instansi."""
    member_or_404(request, Aksi.KELOLA)
    instansi = get_object_or_404(Instansi.objects.visible_to(request.user), pk=pk)
    return _edit(request, instansi, instansi.nama)


def _edit(request: HttpRequest, instansi: Instansi, nama: str) -> HttpResponse:
    form = InstansiForm(posted(request), instance=instansi)
    asal = pendahulu_set(instansi, posted(request))
    if form.is_bound and all([form.is_valid(), asal.is_valid()]):
        try:
            instansi_save(user=request.user, instansi=form.instance, pendahulu=asal.asal())
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            messages.success(request, f"{instansi.nama} disimpan.", extra_tags=request.path)
            return redirect("registry:instansi_list")
    context = {"form": form, "asal": asal, "nama": nama, "instansi": instansi, "dipakai": users_of(instansi)}
    return render(request, "registry/instansi_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def instansi_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes one that nothing uses."""
    member_or_404(request, Aksi.KELOLA)
    instansi = get_object_or_404(Instansi.objects.visible_to(request.user), pk=pk)
    try:
        instansi_delete(user=request.user, instansi=instansi)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return redirect("registry:instansi_edit", pk)
    messages.success(request, f"{instansi.nama} dihapus.")
    return redirect("registry:instansi_list")
