"""Marks of the reviewers: setting one, taking it off, and the list of all that are set."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from registry.akses import Aksi
from registry.forms.verifikasi import PenandaForm
from registry.models import Penanda
from registry.services.errors import ServiceError
from registry.services.penanda import penanda_remove, penanda_set
from registry.tables import page_of
from registry.views.bantu import member_or_404
from registry.views.bukti import realisasi_or_404


@login_required
@require_safe
def penanda_list(request: HttpRequest) -> HttpResponse:
    """All values that carry a mark, whatever their status; newest mark first."""
    member_or_404(request, Aksi.VERIFIKASI)
    rows = Penanda.objects.visible_to(request.user).filter(dilepas_pada=None).order_by("-created_at", "-pk")
    page = page_of(request, rows.select_related("realisasi__indikator", "realisasi__instansi", "oleh"))
    return render(request, "registry/penanda_list.html", {"halaman": page})


@login_required
@require_POST
def penanda_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks a value, or changes the note of its mark."""
    member_or_404(request, Aksi.VERIFIKASI)
    row = realisasi_or_404(request, pk)
    form = PenandaForm(request.POST)
    try:
        if not form.is_valid():
            raise ServiceError("Catatan penanda paling panjang 300 huruf. Persingkat, lalu tandai lagi.")
        penanda_set(user=request.user, realisasi=row, teks=form.cleaned_data["teks"])
        messages.success(request, "Ditandai. Hanya peninjau Bappeda yang melihat tanda ini.")
    except ServiceError as error:
        messages.error(request, error.pesan)
    return _back(request, pk)


@login_required
@require_POST
def penanda_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the mark off."""
    member_or_404(request, Aksi.VERIFIKASI)
    penanda_remove(user=request.user, realisasi=realisasi_or_404(request, pk))
    messages.success(request, "Tanda dilepas.")
    return _back(request, pk)


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    address = request.POST.get("saringan", "")[:200]
    url = reverse("registry:verifikasi_detail", args=[pk])
    return redirect(f"{url}?{address}" if address else url)
