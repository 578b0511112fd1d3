"""Evidence: add, describe, take back and undo by who fills; download by who sees the realisasi."""

import json
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.akses import Aksi, may_fill
from registry.alamat_isian import isian_url
from registry.forms.bukti_dukung import BuktiDukungForm, KeteranganForm
from registry.models import BuktiDukung
from registry.services.baris import Kunci
from registry.services.bukti_dukung import (
    KeteranganBerubah,
    SudahDikirim,
    bukti_dukung_create,
    bukti_dukung_delete,
    bukti_dukung_describe,
    bukti_dukung_restore,
    bukti_dukung_withdraw,
    kunci_of,
)
from registry.services.bukti_dukung_baca import BarisBukti, panel_of, sumber_data_of
from registry.services.bukti_simpanan import place
from registry.services.errors import ServiceError
from registry.views.bantu import member_or_404, posted
from registry.views.panel_bukti import panel_context
from registry.views.realisasi import kunci_or_404

log = logging.getLogger(__name__)
DITAMBAHKAN = "Bukti dukung «{judul}» tersimpan."
BELUM = "Bukti dukung belum tersimpan. Perbaiki bagian yang ditandai; keterangan yang sudah diketik tetap ada."
# content type by what we found in the file, never by what the sender said
TIPE = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# what makes a file harmless even where a browser would open it
KEPALA = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
Isian = dict[str, Any]


def bukti_or_404(request: HttpRequest, kunci: uuid.UUID) -> BuktiDukung:
    """Evidence of a realisasi that the user may see."""
    rows = BuktiDukung.objects.visible_to(request.user)
    joined = "realisasi__indikator__lembar__lampiran__penetapan", "realisasi__instansi__pemda", "diunggah_oleh"
    return get_object_or_404(rows.select_related(*joined), kunci=kunci)


def filled_or_404(request: HttpRequest, kunci: uuid.UUID) -> BuktiDukung:
    """Evidence of a realisasi that the user fills."""
    bukti = bukti_or_404(request, kunci)
    if not may_fill(request.user, bukti.realisasi.indikator, bukti.realisasi.instansi):
        raise Http404
    return bukti


@login_required
@require_http_methods(["GET", "POST"])
def bukti_dukung_add(request: HttpRequest, indikator: int, instansi: int, tahun: int, periode: int) -> HttpResponse:
    """Adds a file or a link to a realisasi; htmx gets the panel, a plain form goes back to the entry page."""
    member_or_404(request, Aksi.ISI)
    kunci = kunci_or_404(request, indikator, instansi, tahun, periode)
    if not may_fill(request.user, kunci.indikator, kunci.instansi):
        raise Http404
    if request.method != "POST":
        return _page(request, kunci)
    fresh = kunci.get() is None
    names = sumber_data_of(kunci.indikator)
    form = BuktiDukungForm(request.POST, request.FILES, sumber=names, request=request, auto_id="bukti-%s")
    try:
        row = _create(request, kunci, form) if form.is_valid() else None
    except SudahDikirim as error:
        return _done(request, kunci, error.pesan)
    except ServiceError as error:
        form.add_error("berkas" if form.cleaned_data.get("berkas") else None, error.pesan)
        row = None
    if row is None:
        return _page(request, kunci, form, status=422, pesan_galat=BELUM)
    versi = row.realisasi.version if fresh else None
    return _done(request, kunci, DITAMBAHKAN.format(judul=row.judul), versi)


def _create(request: HttpRequest, kunci: Kunci, form: BuktiDukungForm) -> BuktiDukung:
    data = form.cleaned_data
    return bukti_dukung_create(
        user=request.user,
        kunci=kunci,
        isi=form.isi,
        berkas=data["berkas"],
        tautan=data["tautan"],
        kiriman=data["kiriman"],
    )


def _page(
    request: HttpRequest, kunci: Kunci, form: BuktiDukungForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The panel alone for htmx, else a page of its own."""
    template = "registry/_bukti_dukung_panel.html" if request.htmx else "registry/bukti_dukung.html"
    context = panel_context(request, kunci, form) | {"kunci": kunci, "indikator": kunci.indikator} | more
    return render(request, template, context, status=status)


def _done(request: HttpRequest, kunci: Kunci, pesan: str, versi: int | None = None) -> HttpResponse:
    """Tells what happened. `versi`: of a draft that came to be, which the open entry form has to know."""
    if not request.htmx:
        messages.success(request, pesan, extra_tags=request.path)
        return redirect(f"{isian_url('realisasi_edit', kunci)}#bukti-dukung")
    response = _page(request, kunci, pesan=pesan, selesai=request.path)
    if versi is not None:
        response["HX-Trigger-After-Swap"] = json.dumps({"iku:draf": {"versi": versi}})
    return response


@login_required
@require_http_methods(["GET", "POST"])
def bukti_dukung_edit(request: HttpRequest, kunci: uuid.UUID) -> HttpResponse:
    """Changes the description; where somebody else did too, shows both."""
    bukti = filled_or_404(request, kunci)
    where = kunci_of(bukti.realisasi)
    form = KeteranganForm(posted(request), instance=bukti, sumber=sumber_data_of(where.indikator))
    context: Isian = {"form": form, "bukti": bukti, "baris": BarisBukti(bukti), "kunci": where}
    context["panel"] = panel_of(request.user, where, bukti.realisasi)
    if not form.is_bound:
        return render(request, "registry/bukti_dukung_edit.html", context)
    status = 422
    if form.is_valid():
        try:
            _describe(request, bukti, form)
            messages.success(request, "Keterangan bukti dukung disimpan.", extra_tags=request.path)
            return redirect(f"{isian_url('realisasi_edit', where)}#bukti-dukung")
        except KeteranganBerubah as error:
            status = 409
            context |= {"tersimpan": BarisBukti(error.current), "galat": error.pesan}
            fresh = KeteranganForm(instance=error.current, sumber=sumber_data_of(where.indikator))
            form.data = request.POST.copy()
            form.data["sidik"] = fresh.initial["sidik"]
        except ServiceError as error:
            form.add_error(None, error.pesan)
    return render(request, "registry/bukti_dukung_edit.html", context, status=status)


def _describe(request: HttpRequest, bukti: BuktiDukung, form: KeteranganForm) -> None:
    data = form.cleaned_data
    bukti_dukung_describe(
        user=request.user, bukti=bukti, isi=form.isi, tautan=data.get("tautan", ""), sidik=data["sidik"]
    )


def _act(request: HttpRequest, kunci: uuid.UUID, service: Callable[..., Any], pesan: str) -> HttpResponse:
    bukti = filled_or_404(request, kunci)
    where = kunci_of(bukti.realisasi)
    try:
        service(user=request.user, bukti=bukti)
    except ServiceError as error:
        if request.htmx:
            return _page(request, where, status=422, pesan_galat=error.pesan)
        messages.error(request, error.pesan)
        return redirect(f"{isian_url('realisasi_edit', where)}#bukti-dukung")
    return _done(request, where, pesan.format(judul=bukti.judul))


@login_required
@require_POST
def bukti_dukung_withdraw_action(request: HttpRequest, kunci: uuid.UUID) -> HttpResponse:
    """Takes evidence back."""
    pesan = "Bukti dukung «{judul}» ditarik. Masih dapat dikembalikan di bawah."
    return _act(request, kunci, bukti_dukung_withdraw, pesan)


@login_required
@require_POST
def bukti_dukung_restore_action(request: HttpRequest, kunci: uuid.UUID) -> HttpResponse:
    """Undoes that."""
    return _act(request, kunci, bukti_dukung_restore, "Bukti dukung «{judul}» dikembalikan ke daftar.")


@login_required
@require_POST
def bukti_dukung_delete_action(request: HttpRequest, kunci: uuid.UUID) -> HttpResponse:
    """Forgets for good what was taken back."""
    return _act(request, kunci, bukti_dukung_delete, "Bukti dukung «{judul}» dihapus selamanya.")


@login_required
@require_safe
def bukti_dukung_download(request: HttpRequest, kunci: uuid.UUID) -> FileResponse:
    """The file as an attachment, to those who may see its realisasi now."""
    bukti = bukti_or_404(request, kunci)
    if bukti.dihapus_pada is not None or bukti.jenis != BuktiDukung.Jenis.BERKAS:
        raise Http404
    try:
        file = place(bukti.berkas.name).open("rb")
    except (OSError, ServiceError):
        log.error("Evidence %s has no file; run manage.py bukti_dukung_periksa.", bukti.kunci)
        raise Http404 from None
    return FileResponse(
        file, as_attachment=True, filename=bukti.nama_berkas, content_type=TIPE[bukti.tipe], headers=KEPALA
    )
