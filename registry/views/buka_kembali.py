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
    """Reopens what was chosen and tells what was not; without a reason asks for it, the choice kept."""
    member_or_404(request, Aksi.VERIFIKASI)
    items = [pair for text in request.POST.getlist("item")[:MAKS] if (pair := read_pair(text))]
    back = _back(request)
    if not items:
        messages.error(request, PILIH)
        return redirect(back)
    try:
        hasil = putusan_reopen_many(user=request.user, items=items, alasan=request.POST.get("alasan", "")[:2000])
    except ServiceError as error:
        return _ask(request, items, back, error.pesan)
    if hasil.jumlah:
        messages.success(request, f"{hasil.jumlah} realisasi dibuka kembali; OPD membaca alasannya.")
    for row, pesan in hasil.ditolak:
        messages.error(request, f"{row.indikator.nama} – {row.instansi.sebutan} {row.tahun}: {pesan}")
    return redirect(back)


def _ask(request: HttpRequest, items: list[tuple[int, int]], back: str, galat: str) -> HttpResponse:
    seen = Realisasi.objects.visible_to(request.user).select_related("indikator", "instansi")
    rows = seen.in_bulk([pk for pk, _ in items])
    chosen = [(rows[pk], version) for pk, version in items if pk in rows]
    context = {"dipilih": chosen, "kembali": back, "galat": galat, "alasan": request.POST.get("alasan", "")}
    return render(request, "registry/buka_kembali.html", context, status=422)


def _back(request: HttpRequest) -> str:
    """The page it came from, of this site only."""
    wanted = request.POST.get("kembali", "")
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if local else reverse("registry:verifikasi_list")


def read_pair(text: str) -> tuple[int, int] | None:
    """`pk:version` of one item, or None for anything else."""
    parts = text.split(":")
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) <= 18 for p in parts):
        return None
    return int(parts[0]), int(parts[1])
