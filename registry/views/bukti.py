"""The proof of one number, with its comments."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from registry.akses import Aksi, may
from registry.alamat_isian import isian_url
from registry.forms.verifikasi import CatatanForm
from registry.models import Peran, Realisasi
from registry.services.baris import Kunci
from registry.services.beda import Pengembalian, pengembalian_of
from registry.services.bukti import bukti_of
from registry.services.catatan import catatan_create
from registry.services.errors import ServiceError
from registry.services.kiriman import FIELD, send_once

JOINED = (
    "indikator__sasaran",
    "indikator__lembar__instansi",
    "indikator__lembar__lampiran__penetapan",
    "instansi",
    "diisi_oleh",
    "diajukan_oleh",
    "diverifikasi_oleh",
)


def realisasi_or_404(request: HttpRequest, pk: int) -> Realisasi:
    """A value that the user may see, with all that its proof names."""
    return get_object_or_404(Realisasi.objects.visible_to(request.user).select_related(*JOINED), pk=pk)


def bukti_context(request: HttpRequest, realisasi: Realisasi, form: CatatanForm | None = None) -> dict[str, Any]:
    """What the parts of a proof need, on its own page and in the review."""
    return {
        "bukti": bukti_of(realisasi),
        "pengembalian": _returned(request, realisasi),
        "realisasi": realisasi,
        "catatan": realisasi.catatan.select_related("penulis"),
        "form_catatan": (form or CatatanForm()) if may(request.user, Aksi.CATAT) else None,
        "may_verify": may(request.user, Aksi.VERIFIKASI),
    }


def _returned(request: HttpRequest, realisasi: Realisasi) -> Pengembalian | None:
    """When the value came back last; a pembaca knows of verified values only."""
    if request.user.keanggotaan_aktif.peran == Peran.PEMBACA:
        return None
    return pengembalian_of([realisasi.pk]).get(realisasi.pk)


@login_required
@require_safe
def bukti(request: HttpRequest, pk: int) -> HttpResponse:
    """How a result and its capaian came about, step by step."""
    return render(request, "registry/bukti.html", bukti_context(request, realisasi_or_404(request, pk)))


def _after(request: HttpRequest, realisasi: Realisasi) -> str:
    """Back to the entry form for who came from there, else the proof."""
    if request.POST.get("dari") != "isian":
        return reverse("registry:bukti", args=[realisasi.pk])
    kunci = Kunci(realisasi.indikator, realisasi.instansi, realisasi.tahun, realisasi.periode)
    return f"{isian_url('realisasi_edit', kunci)}#catatan"


@login_required
@require_POST
def catatan_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a comment."""
    realisasi = realisasi_or_404(request, pk)
    if not may(request.user, Aksi.CATAT):
        raise Http404
    form = CatatanForm(request.POST)
    if form.is_valid():
        try:
            return redirect(_add(request, realisasi, form.cleaned_data["teks"]))
        except ServiceError as error:
            form.add_error("teks", error.pesan)
    return render(request, "registry/bukti.html", bukti_context(request, realisasi, form), status=422)


def _add(request: HttpRequest, realisasi: Realisasi, teks: str) -> str:
    """Adds the comment once, however often the button was pressed; where to go on."""

    def create() -> str:
        catatan_create(user=request.user, realisasi=realisasi, teks=teks)
        return _after(request, realisasi)

    sent = send_once(
        user=request.user, kunci=request.POST.get(FIELD, ""), isi=("catatan", realisasi.pk, teks), action=create
    )
    messages.success(request, "Catatan ditambahkan.", extra_tags=request.path)
    return sent.alamat
