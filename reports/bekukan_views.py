"""Ready to sign? The check page of a decree's lampiran and of a recap, and the button that freezes; admin only.

Freezing prints the whole document, so a worker does it (reports.tugas_beku); its progress stands on the same page.
"""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.akses import Aksi
from registry.models import Dokumen, Pekerjaan, Penetapan, Pengguna
from registry.services.errors import ServiceError
from registry.services.pekerjaan import pekerjaan_create
from registry.views.bantu import member_or_404, posted
from reports.acuan import PENANDA, Acuan, naskah_of
from reports.bekukan_forms import BekukanForm
from reports.gagal import pdf_or_reason
from reports.keputusan import has_body
from reports.pembekuan import check, try_layout
from reports.rekap_views import address
from reports.siap_ttd import Naskah, changed_since
from reports.tugas import kerjakan

DIMINTA = "Dokumen sedang dibekukan. Halaman ini boleh ditinggalkan; kemajuannya juga ada di «Unduhan saya»."
TERAKHIR = 20  # jobs among which the one of this document is looked for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@pdf_or_reason
def lampiran_siap(request: HttpRequest, kode: str) -> HttpResponse:
    """What all lampiran of a decree still lack; POST freezes them as one file."""
    return _decree(request, Acuan(Dokumen.Jenis.LAMPIRAN.value, kode=kode))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@pdf_or_reason
def keputusan_siap(request: HttpRequest, kode: str) -> HttpResponse:
    """The same for the whole decree, body and lampiran in one file."""
    return _decree(request, Acuan(Dokumen.Jenis.KEPUTUSAN.value, kode=kode))


def _decree(request: HttpRequest, acuan: Acuan) -> HttpResponse:
    member_or_404(request, Aksi.KELOLA)
    penetapan = get_object_or_404(Penetapan.objects.visible_to(request.user), kode=acuan.kode)
    back = reverse("registry:penetapan_detail", args=[acuan.kode])
    return _page(request, acuan, back, lain=has_body(penetapan))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@pdf_or_reason
def rekap_siap(request: HttpRequest, tahun: int, instansi: int) -> HttpResponse:
    """What the recap of an OPD still lacks; POST freezes it. The choices of its signature are in the address."""
    member_or_404(request, Aksi.KELOLA)
    penanda = {name: request.GET[name] for name in PENANDA if request.GET.get(name)}
    acuan = Acuan(Dokumen.Jenis.REKAP.value, tahun=tahun, instansi=instansi, penanda=penanda)
    back = reverse("reports:rekap_detail", args=[tahun, instansi])
    return _page(request, acuan, f"{back}?{urlencode(penanda)}")


def _page(request: HttpRequest, acuan: Acuan, kembali: str, *, lain: bool = False) -> HttpResponse:
    """`lain`: the decree can be frozen whole or by its lampiran alone."""
    naskah = naskah_of(cast(Pengguna, request.user), acuan, address(request))
    if naskah is None:
        raise Http404
    form = BekukanForm(posted(request), naskah=naskah)
    pesan = ""
    if form.is_bound and form.is_valid():
        try:
            _ask(request, acuan, naskah, form)
        except ServiceError as error:
            pesan = error.pesan
        else:
            messages.success(request, DIMINTA)
            return redirect(request.get_full_path())
    if form.is_bound:
        form.data = request.POST.copy()
        form.data["sidik"] = naskah.sidik
    context = _checked(request, naskah, form) | _frozen(request, acuan, naskah)
    context |= {"naskah": naskah, "form": form, "pesan": pesan, "kembali": kembali, "lain": lain}
    return render(request, "reports/siap_ttd.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, acuan: Acuan, naskah: Naskah, form: BekukanForm) -> None:
    """Puts the freezing in the queue; ServiceError says what the page already knows to be missing."""
    user, sidik, alasan = cast(Pengguna, request.user), form.cleaned_data["sidik"], form.alasan
    check(user=user, naskah=naskah, sidik=sidik, alasan=alasan)
    given: dict[str, Any] = {"acuan": acuan.data, "alamat": address(request), "halaman": request.get_full_path()}
    given |= {"sidik": sidik, "alasan": alasan, "jangkar": form.pilihan.jangkar, "kotak": form.pilihan.kotak}
    judul = f"Pembekuan: {' '.join(naskah.tentang.split())}"[:200]
    with transaction.atomic():
        row = pekerjaan_create(user=user, jenis=Pekerjaan.Jenis.BEKUKAN, judul=judul, parameter=given)
        kerjakan.enqueue(str(row.kunci))


def _checked(request: HttpRequest, naskah: Naskah, form: BekukanForm) -> dict[str, Any]:
    """What the check says, and where a trial print is asked for."""
    query = request.GET.copy()
    query["letak"] = "1"

    def public(kode: str) -> str:
        return address(request) + reverse("registry:verifikasi_dokumen_kode", args=[kode])

    return {
        "butir": [(item, form.answer_of(item.kode)) for item in naskah.butir],
        "buntu": any(item.wajib and not item.beres for item in naskah.butir),
        "periksa": try_layout(naskah, form.pilihan, public) if request.GET.get("letak") else None,
        "kueri": query.urlencode(),
    }


def _frozen(request: HttpRequest, acuan: Acuan, naskah: Naskah) -> dict[str, Any]:
    """The document that is there already, or the newest job that is to make it."""
    beku = naskah.dibekukan
    rows = Pekerjaan.objects.visible_to(request.user).with_dokumen().filter(jenis=Pekerjaan.Jenis.BEKUKAN)[:TERAKHIR]
    job = next((row for row in rows if row.parameter["acuan"] == acuan.data), None)
    if beku is not None or (job is not None and job.status == Pekerjaan.Status.SELESAI):
        job = None
    berubah = beku is not None and changed_since(naskah, beku)
    return {"beku": beku, "berubah": berubah, "pekerjaan": job}
