"""Messages to the person who is signed in: the list, opening one, marking them as read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from registry.models import Pemberitahuan
from registry.services.pemberitahuan import pemberitahuan_read, pemberitahuan_read_all
from registry.tables import page_of
from registry.views.bantu import member_or_404

PER_HALAMAN = 25


@login_required
@require_safe
def pemberitahuan_list(request: HttpRequest) -> HttpResponse:
    """Newest first; `?tampil=belum` leaves out what was read."""
    member = member_or_404(request)
    rows = Pemberitahuan.objects.visible_to(request.user).select_related("pengirim")
    unread_only = request.GET.get("tampil") == "belum"
    if unread_only:
        rows = rows.unread()
    page = page_of(request, rows, PER_HALAMAN)
    context = {"halaman": page, "belum": unread_only, "belum_dibaca": member.belum_dibaca}
    return render(request, "registry/pemberitahuan_list.html", context)


@login_required
@require_POST
def pemberitahuan_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks one as read and goes where it leads."""
    member_or_404(request)
    row = get_object_or_404(Pemberitahuan.objects.visible_to(request.user), pk=pk)
    pemberitahuan_read(user=request.user, pemberitahuan=row)
    inside = url_has_allowed_host_and_scheme(row.alamat, allowed_hosts=None)
    return redirect(row.alamat if row.alamat and inside else "registry:pemberitahuan_list")


@login_required
@require_POST
def pemberitahuan_read_everything(request: HttpRequest) -> HttpResponse:
    """Marks all as read."""
    member_or_404(request)
    count = pemberitahuan_read_all(user=request.user)
    messages.success(request, f"{count} pemberitahuan ditandai sudah dibaca.")
    return redirect("registry:pemberitahuan_list")
