"""The entry form of one realisasi: type, see it computed, save, submit, withdraw."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from registry.akses import Aksi, may_fill
from registry.alamat_isian import isian_url
from registry.forms.dari_triwulan import form_of_quarters
from registry.forms.realisasi import IsianForm
from registry.models import Indikator, Instansi, Realisasi, TahunIsian
from registry.periode import TRIWULAN
from registry.services.andaikan import choices_of
from registry.services.berlaku import counts, is_base_year
from registry.services.bukti import bukti_of
from registry.services.errors import ServiceError
from registry.services.formulir import Formulir, formulir_of, warnings
from registry.services.panel_isian import panel_of
from registry.services.realisasi import ConflictError, Kunci, realisasi_save, realisasi_submit, realisasi_withdraw
from registry.views.bantu import member_or_404

BERUBAH = "Isian berubah sejak halaman ini dibuka. Periksa sekali lagi, lalu ulangi."
PERIKSA = "Belum tersimpan. Perbaiki isian yang ditandai; yang sudah Anda ketik tetap ada."


def kunci_or_404(request: HttpRequest, indikator: int, instansi: int, tahun: int, periode: int = 0) -> Kunci:
    """The realisasi of an address: of an indicator the user may see, that counts (or may start) in the year.

    A quarter (periode 1–4) exists where the Pemda has the year entered by quarters.
    """
    member_or_404(request)
    row = get_object_or_404(Indikator.objects.visible_to(request.user).with_sheet(), pk=indikator)
    place = get_object_or_404(Instansi.objects.visible_to(request.user).select_related("pemda"), pk=instansi)
    year = get_object_or_404(TahunIsian.objects.visible_to(request.user), tahun=tahun)
    base = is_base_year(row, tahun) and not periode
    if not counts(row, place, tahun) and not base:
        raise Http404
    if periode and not (year.triwulan and periode in TRIWULAN):
        raise Http404
    return Kunci(row, place, tahun, periode)


def formulir_or_404(request: HttpRequest, indikator: int, instansi: int, tahun: int, periode: int = 0) -> Formulir:
    """The form of an address, for those who fill any part of it."""
    member_or_404(request, Aksi.ISI)
    kunci = kunci_or_404(request, indikator, instansi, tahun, periode)
    formulir = formulir_of(request.user, kunci)
    if not may_fill(request.user, kunci.indikator, kunci.instansi) or (formulir.dasar and not formulir.bidang):
        raise Http404
    return formulir


def isian_page(
    request: HttpRequest, formulir: Formulir, form: IsianForm, status: int = 200, **more: Any
) -> HttpResponse:
    """The whole page of the form."""
    context = _context(formulir, form) | {"panel": panel_of(formulir)} | more
    return render(request, "registry/realisasi_edit.html", context, status=status)


def _context(formulir: Formulir, form: IsianForm) -> dict[str, Any]:
    """Values are computed here while they can be typed; what is submitted is shown as it was computed then."""
    context = {
        "formulir": formulir,
        "form": form,
        "kunci": formulir.kunci,
        "indikator": formulir.kunci.indikator,
        "realisasi": formulir.realisasi,
        "rumus": formulir.rumus,
        "tahun_lalu": formulir.kunci.tahun - 1,
        "batas": formulir.jendela,
    }
    if not form.is_bound and not formulir.dapat_diisi:
        return context | _stored(formulir)
    typed = form.raw_values() if form.is_bound else None
    hitungan = formulir.hitung(typed)
    others = [m for m in hitungan.masukan if m.variabel.asal != "isian"]
    context |= {"hitungan": hitungan, "peringatan": warnings(formulir, hitungan), "lain": others}
    return context | {"pilihan_andai": [] if formulir.dasar or formulir.kunci.periode else choices_of(formulir)}


def _stored(formulir: Formulir) -> dict[str, Any]:
    return {"bukti": bukti_of(formulir.realisasi) if formulir.realisasi else None}


@login_required
@require_http_methods(["GET", "POST"])
def realisasi_edit(request: HttpRequest, indikator: int, instansi: int, tahun: int, periode: int = 0) -> HttpResponse:
    """Shows the values of a realisasi; POST stores them as a draft, and goes on to submitting where asked."""
    formulir = formulir_or_404(request, indikator, instansi, tahun, periode)
    if request.method != "POST":
        if request.GET.get("dari") == "triwulan" and (form := form_of_quarters(formulir)):
            return isian_page(request, formulir, form, dari_triwulan=True)
        return isian_page(request, formulir, IsianForm(formulir=formulir))
    form = IsianForm(request.POST, formulir=formulir)
    if not form.is_valid():
        return isian_page(request, formulir, form, galat=PERIKSA)
    try:
        if form.has_changed() or formulir.realisasi is None:
            realisasi_save(
                user=request.user,
                kunci=formulir.kunci,
                nilai_mentah=form.raw_values(),
                version=form.cleaned_data["version"],
                teks=form.texts(),
            )
            messages.success(request, "Isian disimpan sebagai draf.", extra_tags=request.path)
    except ConflictError as error:
        return _conflict(request, formulir, form, error)
    except ServiceError as error:
        return isian_page(request, formulir, form, galat=error.pesan)
    wanted = "realisasi_submit" if "ajukan" in request.POST else "realisasi_edit"
    return redirect(isian_url(wanted, formulir.kunci))


def _conflict(request: HttpRequest, formulir: Formulir, form: IsianForm, error: ConflictError) -> HttpResponse:
    """Both values side by side; the typed text stays, and the next save is deliberate."""
    fresh = formulir_of(request.user, formulir.kunci)
    data = request.POST.copy()
    data["version"] = str(fresh.version)
    again = IsianForm(data, formulir=fresh)
    again.is_valid()
    return isian_page(request, fresh, again, status=409, galat=error.pesan, konflik=again.typed())


@login_required
@require_POST
def realisasi_preview(
    request: HttpRequest, indikator: int, instansi: int, tahun: int, periode: int = 0
) -> HttpResponse:
    """Computes what is typed and stores nothing: a fragment for htmx, the whole page without JavaScript."""
    formulir = formulir_or_404(request, indikator, instansi, tahun, periode)
    form = IsianForm(request.POST, formulir=formulir)
    form.is_valid()
    if request.htmx:
        return render(request, "registry/_pratinjau.html", _context(formulir, form))
    return isian_page(request, formulir, form, dihitung=True)


@login_required
@require_http_methods(["GET", "POST"])
def realisasi_submit_check(
    request: HttpRequest, indikator: int, instansi: int, tahun: int, periode: int = 0
) -> HttpResponse:
    """Asks once more with everything in view; POST submits to Bappeda."""
    formulir = formulir_or_404(request, indikator, instansi, tahun, periode)
    back = redirect(isian_url("realisasi_edit", formulir.kunci))
    if formulir.pengaju or formulir.dasar:
        raise Http404
    row = formulir.realisasi
    if row is None or not formulir.dapat_diajukan:
        messages.error(request, "Belum ada isian yang dapat diajukan." if row is None else "Isian ini tidak terbuka.")
        return back
    if request.method != "POST":
        context = _context(formulir, IsianForm(formulir=formulir)) | _stored(formulir)
        return render(request, "registry/realisasi_submit.html", context)
    if not _move(request, row, realisasi_submit, "Diajukan ke Bappeda."):
        return back
    wanted = "triwulan_list" if periode else "isian_list"
    return redirect(f"{reverse(f'registry:{wanted}')}?tahun={tahun}")


@login_required
@require_POST
def realisasi_withdraw_action(
    request: HttpRequest, indikator: int, instansi: int, tahun: int, periode: int = 0
) -> HttpResponse:
    """Takes a submitted realisasi back to draft, while nobody has decided."""
    formulir = formulir_or_404(request, indikator, instansi, tahun, periode)
    if formulir.pengaju or formulir.realisasi is None:
        raise Http404
    _move(request, formulir.realisasi, realisasi_withdraw, "Pengajuan ditarik; isian menjadi draf lagi.")
    return redirect(isian_url("realisasi_edit", formulir.kunci))


def _move(request: HttpRequest, row: Realisasi, service: Callable[..., Realisasi], done: str) -> bool:
    try:
        service(user=request.user, realisasi=row, version=posted_version(request))
    except ConflictError:
        messages.error(request, BERUBAH)
    except ServiceError as error:
        messages.error(request, error.pesan)
    else:
        messages.success(request, f"{row.indikator}: {done}")
        return True
    return False


def posted_version(request: HttpRequest) -> int:
    """The version that the page was opened with; -1, which no row has, when it is not a number."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
