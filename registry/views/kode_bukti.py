"""A proof by its short code: typed, or read from the QR code of a printed page."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry.models import Realisasi
from registry.services.bukti import bukti_of
from registry.services.kode_bukti import Versi, find_versi, qr_svg
from registry.views.bantu import member_or_404
from registry.views.bukti import JOINED

TIDAK_ADA = "Tidak ada bukti dengan kode itu yang dapat Anda buka. Periksa kembali kesepuluh hurufnya."


def _versi(request: HttpRequest, kode: str) -> Versi | None:
    """The version that a code names, through the same rule as the page of the proof."""
    member_or_404(request)
    rows = Realisasi.objects.visible_to(request.user).select_related(*JOINED)
    return find_versi(kode, rows, request.user)


def _versi_or_404(request: HttpRequest, kode: str) -> Versi:
    found = _versi(request, kode)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def bukti_search(request: HttpRequest) -> HttpResponse:
    """Asks for a code; one that opens goes straight to its proof."""
    member_or_404(request)
    kode = request.GET.get("kode", "").strip()
    if not kode:
        return render(request, "registry/bukti_search.html", {})
    if _versi(request, kode) is not None:
        return redirect("registry:bukti_kode", kode)
    return render(request, "registry/bukti_search.html", {"kode": kode[:40], "galat": TIDAK_ADA})


@login_required
@require_safe
def bukti_kode(request: HttpRequest, kode: str) -> HttpResponse:
    """The proof as it is now, or, of a version that has changed since, as it was."""
    versi = _versi_or_404(request, kode)
    if not versi.berubah:
        return redirect("registry:bukti", versi.kini.pk)
    context = {"bukti": bukti_of(versi.realisasi), "realisasi": versi.realisasi, "kini": versi.kini, "versi": versi}
    return render(request, "registry/bukti_versi.html", context)


@login_required
@require_safe
def bukti_qr(request: HttpRequest, kode: str) -> HttpResponse:
    """The QR code of a proof's address, for <img>."""
    _versi_or_404(request, kode)
    address = request.build_absolute_uri(reverse("registry:bukti_kode", args=[kode]))
    return HttpResponse(qr_svg(address), content_type="image/svg+xml")
