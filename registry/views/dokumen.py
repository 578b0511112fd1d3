"""Frozen documents: the list, one of them, its stored bytes; signed files and cancellation by the admin."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from registry.akses import Aksi, may
from registry.forms.dokumen import BatalForm, TertandaForm
from registry.models import BerkasTertanda, Dokumen
from registry.services.dokumen import dokumen_cancel
from registry.services.dokumen_simpanan import read
from registry.services.dokumen_ttd import ttd_add
from registry.services.errors import ServiceError
from registry.tables import configure
from registry.tables.dokumen import DokumenTable
from registry.views.bantu import member_or_404
from registry.views.bukti_dukung import KEPALA

JOINED = ("pemda", "instansi", "dibekukan_oleh")
DITERIMA = "Berkas bertanda tangan diterima: utuh, isinya sama dengan yang dibekukan. Penanda tangan: {nama}."


def _dokumen_or_404(request: HttpRequest, kode: str, aksi: Aksi | None = None) -> Dokumen:
    member_or_404(request, aksi)
    rows = Dokumen.objects.visible_to(request.user).select_related(*JOINED).defer("cuplikan")
    return get_object_or_404(rows, kode=kode)


@login_required
@require_safe
def dokumen_list(request: HttpRequest) -> HttpResponse:
    """Frozen documents that the member may read, newest first."""
    member_or_404(request)
    rows = Dokumen.objects.visible_to(request.user).select_related("instansi").defer("cuplikan")
    context = {
        "table": configure(request, DokumenTable(rows), per_page=50),
        "ada": rows.exists(),
        "kelola": may(request.user, Aksi.KELOLA),
    }
    return render(request, "registry/dokumen_list.html", context)


@login_required
@require_safe
def dokumen_detail(request: HttpRequest, kode: str) -> HttpResponse:
    """One frozen document with its signed files."""
    return _page(request, _dokumen_or_404(request, kode))


def _page(request: HttpRequest, dokumen: Dokumen, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "dokumen": dokumen,
        "tertanda": dokumen.berkas_tertanda.select_related("diunggah_oleh"),
        "kelola": may(request.user, Aksi.KELOLA),
        "form": TertandaForm(auto_id="ttd-%s"),
        "batal": BatalForm(auto_id="batal-%s"),
        "alamat": request.build_absolute_uri(reverse("registry:verifikasi_dokumen_kode", args=[dokumen.kode])),
    }
    return render(request, "registry/dokumen_detail.html", context | more, status=status)


@login_required
@require_safe
def dokumen_download(request: HttpRequest, kode: str) -> HttpResponse:
    """The stored bytes; never drawn anew, and not given when their SHA-256 is wrong."""
    dokumen = _dokumen_or_404(request, kode)
    return _file(request, dokumen, dokumen, dokumen.nama_berkas)


@login_required
@require_safe
def dokumen_ttd_download(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """A signed file as it was uploaded."""
    dokumen = _dokumen_or_404(request, kode)
    row = get_object_or_404(dokumen.berkas_tertanda.select_related("dokumen"), pk=pk)
    return _file(request, dokumen, row, dokumen.nama_berkas.replace(".pdf", "-ttd.pdf"))


def _file(request: HttpRequest, dokumen: Dokumen, row: Dokumen | BerkasTertanda, name: str) -> HttpResponse:
    try:
        data = read(row)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return _page(request, dokumen, status=409)
    response = HttpResponse(data, content_type="application/pdf", headers=KEPALA)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_POST
def dokumen_ttd_add(request: HttpRequest, kode: str) -> HttpResponse:
    """Takes in a signed file that holds."""
    dokumen = _dokumen_or_404(request, kode, Aksi.KELOLA)
    if dokumen.status == Dokumen.Status.DIBATALKAN:
        raise Http404
    form = TertandaForm(request.POST, request.FILES, request=request, auto_id="ttd-%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            row = ttd_add(user=request.user, dokumen=dokumen, berkas=data["berkas"], alasan=data["alasan"])
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            names = ", ".join(item["nama"] for item in row.hasil["tanda"])
            messages.success(request, DITERIMA.format(nama=names))
            return redirect("registry:dokumen_detail", dokumen.kode)
    return _page(request, dokumen, status=422, form=form)


@login_required
@require_POST
def dokumen_cancel_action(request: HttpRequest, kode: str) -> HttpResponse:
    """Takes the document out of force, with a reason."""
    dokumen = _dokumen_or_404(request, kode, Aksi.KELOLA)
    form = BatalForm(request.POST, auto_id="batal-%s")
    if form.is_valid():
        try:
            dokumen_cancel(user=request.user, dokumen=dokumen, alasan=form.cleaned_data["alasan"])
        except ServiceError as error:
            form.add_error("alasan", error.pesan)
        else:
            messages.success(request, "Dokumen dibatalkan. Berkas dan riwayatnya tetap ada.")
            return redirect("registry:dokumen_detail", dokumen.kode)
    return _page(request, dokumen, status=422, batal=form)
