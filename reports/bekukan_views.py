"""Ready to sign? The check page of a decree's lampiran and of a recap, and the buttons that freeze and that try the
print; admin only.

Both print the whole document, so a worker does it (reports.tugas_beku); its progress stands on the same page.
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
from reports.keputusan import has_body
from reports.pembekuan import Periksa, check
from reports.rekap_views import address
from reports.siap_ttd import Naskah, changed_since
from reports.tugas import kerjakan

DIMINTA = "Dokumen sedang dibekukan. Halaman ini boleh ditinggalkan; kemajuannya juga ada di «Unduhan saya»."
COBA = "periksa"  # the name of the button that asks for a trial print
TERAKHIR = 20  # jobs among which those of this document are looked for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lampiran_siap(request: HttpRequest, kode: str) -> HttpResponse:
    """What all lampiran of a decree still lack; POST freezes them as one file."""
    return _decree(request, Acuan(Dokumen.Jenis.LAMPIRAN.value, kode=kode))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
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
    pesan, coba = "", COBA in request.POST
    if form.is_bound and form.is_valid():
        try:
            (_ask_print if coba else _ask)(request, acuan, naskah, form)
        except ServiceError as error:
            pesan = error.pesan
        else:
            if not coba:
                messages.success(request, DIMINTA)
                return redirect(request.get_full_path())
    if form.is_bound:
        form.data = request.POST.copy()
        form.data["sidik"] = naskah.sidik
    context = _checked(naskah, form) | _frozen(request, acuan, naskah) | _printed(request, acuan, naskah)
    context |= {"naskah": naskah, "form": form, "kembali": kembali, "lain": lain}
    context["pesan_cetakan" if coba else "pesan"] = pesan
    refused = form.is_bound and not (coba and form.is_valid())  # a trial print leaves what was typed where it is
    return render(request, "reports/siap_ttd.html", context, status=422 if refused else 200)


def _ask(request: HttpRequest, acuan: Acuan, naskah: Naskah, form: BekukanForm) -> None:
    """Puts the freezing in the queue; ServiceError says what the page already knows to be missing."""
    sidik, alasan = form.cleaned_data["sidik"], form.alasan
    check(user=cast(Pengguna, request.user), naskah=naskah, sidik=sidik, alasan=alasan)
    given = {"sidik": sidik, "alasan": alasan, "jangkar": form.pilihan.jangkar, "kotak": form.pilihan.kotak}
    _enqueue(request, Pekerjaan.Jenis.BEKUKAN, f"Pembekuan: {naskah.tentang}", acuan, given)


def _ask_print(request: HttpRequest, acuan: Acuan, naskah: Naskah, form: BekukanForm) -> None:
    """Puts a trial print in the queue; of what the document says when it is drawn."""
    given = {"jangkar": form.pilihan.jangkar}
    _enqueue(request, Pekerjaan.Jenis.PERIKSA, f"Pemeriksaan cetakan: {naskah.tentang}", acuan, given)


def _enqueue(request: HttpRequest, jenis: str, judul: str, acuan: Acuan, given: dict[str, Any]) -> None:
    given |= {"acuan": acuan.data, "alamat": address(request), "halaman": request.get_full_path()}
    judul = " ".join(judul.split())[:200]
    with transaction.atomic():
        row = pekerjaan_create(user=cast(Pengguna, request.user), jenis=jenis, judul=judul, parameter=given)
        kerjakan.enqueue(str(row.kunci))


def _checked(naskah: Naskah, form: BekukanForm) -> dict[str, Any]:
    """What the check says."""
    return {
        "butir": [(item, form.answer_of(item.kode)) for item in naskah.butir],
        "buntu": any(item.wajib and not item.beres for item in naskah.butir),
    }


def _frozen(request: HttpRequest, acuan: Acuan, naskah: Naskah) -> dict[str, Any]:
    """The document that is there already, or the newest job that is to make it."""
    beku = naskah.dibekukan
    job = next(iter(_jobs(request, acuan, Pekerjaan.Jenis.BEKUKAN)), None)
    if beku is not None or (job is not None and job.status == Pekerjaan.Status.SELESAI):
        job = None
    berubah = beku is not None and changed_since(naskah, beku)
    return {"beku": beku, "berubah": berubah, "pekerjaan": job}


def _printed(request: HttpRequest, acuan: Acuan, naskah: Naskah) -> dict[str, Any]:
    """The trial print that goes on or failed, and what the last finished one said, of this content or of an older."""
    rows = _jobs(request, acuan, Pekerjaan.Jenis.PERIKSA)
    done = next((row for row in rows if row.status == Pekerjaan.Status.SELESAI), None)
    job = rows[0] if rows and rows[0] != done else None
    if done is None or (job is not None and not job.berakhir):
        return {"cetak": job}
    periksa = Periksa(**done.hasil)
    return {"cetak": job, "periksa": periksa, "diperiksa": done.selesai_pada, "usang": periksa.sidik != naskah.sidik}


def _jobs(request: HttpRequest, acuan: Acuan, jenis: str) -> list[Pekerjaan]:
    """One's own jobs on this document, the newest first."""
    rows = Pekerjaan.objects.visible_to(request.user).with_dokumen().filter(jenis=jenis)[:TERAKHIR]
    return [row for row in rows if row.parameter["acuan"] == acuan.data]
