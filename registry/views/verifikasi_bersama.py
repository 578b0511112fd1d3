"""The quiet ones approved together: choose, confirm, and a page that tells what was done and what was not.

With JavaScript the chosen ones are sent a few at a time, so that progress shows; without it all at once.
Either way each few are one short transaction, and the result is kept in the session until the next time.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.akses import Aksi
from registry.forms.verifikasi import SaringAntrean
from registry.services.putusan import verifikasi_many
from registry.services.verifikasi import antrean_of
from registry.views.bantu import member_or_404

SEKALI = 25  # values of one transaction
HASIL = "hasil_bersama"  # in the session


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verifikasi_bulk(request: HttpRequest) -> HttpResponse:
    """Lists what carries no sign (or, when asked, light ones only); approves what is ticked."""
    member_or_404(request, Aksi.VERIFIKASI)
    if request.method == "POST":
        return _approve(request)
    queue = antrean_of(request.user)
    form = SaringAntrean(request.GET, queue=queue)
    kept = form.keep(queue)
    light = request.GET.get("ringan") == "1"
    context = {
        "items": [item for item in kept if (item.ringan if light else item.tenang)],
        "ringan": light,
        "lebih": sum(item.ringan and not item.tenang for item in kept),
        "terpilih": request.GET.get("pilih") != "tidak",
        "address": form.address,
        "kunci": uuid.uuid4().hex,
        "sekali": SEKALI,
    }
    return render(request, "registry/verifikasi_bersama.html", context)


def _approve(request: HttpRequest) -> HttpResponse:
    items = [pair for text in request.POST.getlist("item") if (pair := _pair(text))]
    told = request.headers.get("Accept") == "application/json"
    if not items and not told:
        messages.error(request, "Belum ada yang dipilih. Centang paling sedikit satu realisasi.")
        return redirect("registry:verifikasi_bulk")
    hasil = _kept(request, request.POST.get("kunci", "")[:32])
    for start in range(0, len(items), SEKALI):
        done = verifikasi_many(user=request.user, items=items[start : start + SEKALI])
        hasil["disetujui"] += done.disetujui
        hasil["ditolak"] += [
            {"pk": row.pk, "nama": f"{row.indikator.nama} – {row.instansi.sebutan} {row.tahun}", "pesan": pesan}
            for row, pesan in done.ditolak
        ]
    request.session[HASIL] = hasil
    if told:
        return JsonResponse({"disetujui": hasil["disetujui"], "ditolak": len(hasil["ditolak"])})
    return redirect("registry:verifikasi_bulk_result")


def _kept(request: HttpRequest, kunci: str) -> dict[str, Any]:
    """The result so far of the same page of choices; of another page it starts anew."""
    hasil = request.session.get(HASIL)
    return hasil if hasil and kunci and hasil["kunci"] == kunci else {"kunci": kunci, "disetujui": 0, "ditolak": []}


@login_required
@require_safe
def verifikasi_bulk_result(request: HttpRequest) -> HttpResponse:
    """What the last bulk approval of this person did."""
    member_or_404(request, Aksi.VERIFIKASI)
    hasil = request.session.get(HASIL)
    return render(request, "registry/verifikasi_hasil.html", {"hasil": hasil, "sisa": len(antrean_of(request.user))})


def _pair(text: str) -> tuple[int, int] | None:
    """`pk:version` of one item, or None for anything else."""
    parts = text.split(":")
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) <= 18 for p in parts):
        return None
    return int(parts[0]), int(parts[1])
