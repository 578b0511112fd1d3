"""The page "Pemeriksaan naskah" of a decree: findings with their places, answered by the admin."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.akses import Aksi, may
from registry.models import Lampiran, LembarInstansi, Penetapan
from registry.services.errors import ServiceError
from registry.services.jawaban_pemeriksaan import jawaban_pemeriksaan_save
from registry.views.bantu import member_or_404
from reports.lampiran import dokumen_rows
from reports.pemeriksaan import Butir, answered, periksa

HILANG = "Catatan itu tidak ada lagi pada naskah ini; daftar di bawah sudah diperbarui."


@login_required
@require_safe
def pemeriksaan_detail(request: HttpRequest, kode: str) -> HttpResponse:
    """All findings of a decree; for whoever reads the whole of it."""
    penetapan = _penetapan(request, kode)
    return _page(request, penetapan, _butir(penetapan))


@login_required
@require_POST
def pemeriksaan_answer(request: HttpRequest, kode: str) -> HttpResponse:
    """Stores why one finding may stay."""
    member_or_404(request, Aksi.KELOLA)
    penetapan = _penetapan(request, kode)
    rows = _butir(penetapan)
    kunci, alasan = request.POST.get("kunci", ""), request.POST.get("alasan", "")
    butir = next((b for b in rows if b.catatan.kunci == kunci), None)
    if butir is None:
        messages.warning(request, HILANG)
        return redirect("reports:pemeriksaan_detail", kode)
    try:
        version = int(request.POST.get("version", "0")) if request.POST.get("version", "0").isdecimal() else 0
        jawaban_pemeriksaan_save(
            user=request.user,
            penetapan=penetapan,
            kunci=kunci,
            catatan=butir.catatan.pesan,
            alasan=alasan,
            version=version,
        )
    except ServiceError as error:
        return _page(request, penetapan, rows, status=422, galat=error.pesan, kunci=kunci, ketikan=alasan)
    messages.success(request, "Jawaban disimpan.", extra_tags=request.get_full_path())
    return redirect("reports:pemeriksaan_detail", kode)


def _penetapan(request: HttpRequest, kode: str) -> Penetapan:
    if member_or_404(request).is_opd:
        raise Http404
    rows = Penetapan.objects.visible_to(request.user).select_related("pemda")
    return get_object_or_404(rows, kode=kode)


def _butir(penetapan: Penetapan) -> list[Butir]:
    lampiran = Lampiran.objects.filter(penetapan=penetapan).select_related("penetapan__pemda").order_by("urut")
    dokumen = dokumen_rows(penetapan, list(lampiran), LembarInstansi.objects.all())
    return answered(penetapan, periksa(penetapan, dokumen))


def _page(
    request: HttpRequest, penetapan: Penetapan, rows: list[Butir], *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "penetapan": penetapan,
        "butir": rows,
        "terbuka": sum(not b.terjawab for b in rows),
        "menjawab": may(request.user, Aksi.KELOLA),
    }
    return render(request, "reports/pemeriksaan.html", context | more, status=status)
