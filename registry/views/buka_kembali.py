"""Bappeda reopens several published values at once, with one reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from registry.akses import Aksi
from registry.models import Realisasi
from registry.services.buka_kembali import putusan_reopen_many
from registry.services.errors import ServiceError
from registry.views.bantu import member_or_404

PILIH = "Centang sedikitnya satu realisasi yang akan dibuka kembali."
MAKS = 500


@login_required
@require_POST
def buka_kembali(request: HttpRequest) -> HttpResponse:
    """Reopens what was chosen and tells what was not; without a choice or a reason asks, what there is kept."""
    member_or_404(request, Aksi.VERIFIKASI)
    items, back = _pairs(request, "item"), _back(request)
    if not items:
        return _ask(request, items, back, PILIH)
    try:
        hasil = putusan_reopen_many(user=request.user, items=items, alasan=request.POST.get("alasan", "")[:2000])
    except ServiceError as error:
        return _ask(request, items, back, error.pesan)
    if hasil.jumlah:
        told = f"{hasil.jumlah} realisasi dibuka kembali; OPD membaca alasannya."
        messages.success(request, told, extra_tags=request.get_full_path())
    for row, pesan in hasil.ditolak:
        messages.error(request, f"{row.indikator.nama} – {row.instansi.sebutan} {row.tahun}: {pesan}")
    return redirect(back)


def _ask(request: HttpRequest, items: list[tuple[int, int]], back: str, galat: str) -> HttpResponse:
    shown = _pairs(request, "tampil") or items
    seen = Realisasi.objects.visible_to(request.user).select_related("indikator", "instansi")
    rows = seen.in_bulk([pk for pk, _ in shown])
    chosen = [(rows[pk], version, (pk, version) in items) for pk, version in shown if pk in rows]
    if not chosen:
        messages.error(request, galat)
        return redirect(back)
    context = {"dipilih": chosen, "kembali": back, "galat": galat, "alasan": request.POST.get("alasan", "")}
    return render(request, "registry/buka_kembali.html", context, status=422)


def _back(request: HttpRequest) -> str:
    """The page it came from, of this site only."""
    wanted = request.GET.get("dari", "")
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if local else reverse("registry:verifikasi_list")


def _pairs(request: HttpRequest, name: str) -> list[tuple[int, int]]:
    return [pair for text in request.POST.getlist(name)[:MAKS] if (pair := read_pair(text))]


def read_pair(text: str) -> tuple[int, int] | None:
    """`pk:version` of one item, or None for anything else."""
    parts = text.split(":")
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) <= 18 for p in parts):
        return None
    return int(parts[0]), int(parts[1])
