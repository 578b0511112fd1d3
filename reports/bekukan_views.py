"""Ready to sign? The check page of a decree's lampiran and of a recap, and the button that freezes; admin only."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.akses import Aksi
from registry.models import Penetapan, Pengguna
from registry.services.errors import ServiceError
from registry.views.bantu import member_or_404, posted
from reports.bekukan_forms import BekukanForm
from reports.forms import PenandaForm
from reports.gagal import pdf_or_reason
from reports.keputusan import has_body
from reports.nilai import Pembaca
from reports.pembekuan import freeze, try_layout
from reports.rekap import Permintaan, rekap_rows
from reports.rekap_views import address, instansi_or_404
from reports.siap_ttd import Naskah, changed_since, naskah_keputusan, naskah_lampiran, naskah_rekap

BEKU = "Dokumen dibekukan. Unduh berkasnya untuk ditandatangani; isinya tidak akan dicetak ulang."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@pdf_or_reason
def lampiran_siap(request: HttpRequest, kode: str) -> HttpResponse:
    """What all lampiran of a decree still lack; POST freezes them as one file."""
    penetapan = _penetapan_or_404(request, kode)
    back = reverse("registry:penetapan_detail", args=[kode])
    return _page(request, naskah_lampiran(penetapan), back, lain=has_body(penetapan))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@pdf_or_reason
def keputusan_siap(request: HttpRequest, kode: str) -> HttpResponse:
    """The same for the whole decree, body and lampiran in one file."""
    penetapan = _penetapan_or_404(request, kode)
    if not has_body(penetapan):
        raise Http404
    return _page(request, naskah_keputusan(penetapan), reverse("registry:penetapan_detail", args=[kode]), lain=True)


def _penetapan_or_404(request: HttpRequest, kode: str) -> Penetapan:
    member_or_404(request, Aksi.KELOLA)
    rows = Penetapan.objects.visible_to(request.user).select_related("pemda")
    return get_object_or_404(rows, kode=kode)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@pdf_or_reason
def rekap_siap(request: HttpRequest, tahun: int, instansi: int) -> HttpResponse:
    """What the recap of an OPD still lacks; POST freezes it. The choices of its signature are in the address."""
    member_or_404(request, Aksi.KELOLA)
    place = instansi_or_404(request, tahun, instansi)
    form = PenandaForm(request.GET, instansi=place)
    pembaca = Pembaca(place.pemda, cast(Pengguna, request.user))
    minta = Permintaan(pembaca, place, tahun, form.tanggal_berkas, form.tanda_tangan, address(request))
    berkas = rekap_rows(minta)
    if not berkas.tabel:
        raise Http404
    back = reverse("reports:rekap_detail", args=[tahun, instansi])
    return _page(request, naskah_rekap(berkas, place, tahun), f"{back}?{form.query}")


def _page(request: HttpRequest, naskah: Naskah, kembali: str, *, lain: bool = False) -> HttpResponse:
    """`lain`: the decree can be frozen whole or by its lampiran alone."""
    form = BekukanForm(posted(request), naskah=naskah)
    alamat = _address(request)
    pesan = ""
    if form.is_bound and form.is_valid():
        try:
            row = freeze(
                user=cast(Pengguna, request.user),
                naskah=naskah,
                sidik=form.cleaned_data["sidik"],
                alasan=form.alasan,
                pilihan=form.pilihan,
                alamat=alamat,
            )
        except ServiceError as error:
            pesan = error.pesan
        else:
            messages.success(request, BEKU)
            return redirect("registry:dokumen_detail", row.kode)
    if form.is_bound:
        form.data = request.POST.copy()
        form.data["sidik"] = naskah.sidik
    beku = naskah.dibekukan
    context = {
        "naskah": naskah,
        "beku": beku,
        "berubah": beku is not None and changed_since(naskah, beku),
        "form": form,
        "butir": [(item, form.answer_of(item.kode)) for item in naskah.butir],
        "buntu": any(item.wajib and not item.beres for item in naskah.butir),
        "periksa": try_layout(naskah, form.pilihan, alamat) if request.GET.get("letak") else None,
        "kueri": _query(request),
        "pesan": pesan,
        "kembali": kembali,
        "lain": lain,
    }
    return render(request, "reports/siap_ttd.html", context, status=422 if form.is_bound else 200)


def _query(request: HttpRequest) -> str:
    """The address of this page with the check of its layout."""
    query = request.GET.copy()
    query["letak"] = "1"
    return query.urlencode()


def _address(request: HttpRequest) -> Callable[[str], str]:
    return lambda kode: request.build_absolute_uri(reverse("registry:verifikasi_dokumen_kode", args=[kode]))
