"""Excel there and back: download a workbook, upload it, see what it would change, confirm, take back."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.akses import Aksi
from registry.forms.impor_isian import BatalForm, ExcelForm, TerapkanForm
from registry.models import ImporIsian, TahunIsian
from registry.services.ekspor import XLSX
from registry.services.errors import ServiceError
from registry.services.excel_bahan import bahan_of
from registry.services.excel_tanda import TidakDapatDitandai, marked_bytes
from registry.services.excel_tulis import filename_of, workbook_bytes
from registry.services.impor_batal import Balik, impor_undo, undo_fingerprint, undo_preview
from registry.services.impor_isian import ImporUsang, impor_apply, impor_preview
from registry.services.impor_tampil import Pratinjau, past_imports
from registry.services.jendela import window_for
from registry.views.bantu import member_or_404, posted

TIDAK_DITANDAI = "Berkas ini tidak dapat ditandai. Perbaiki sel menurut daftar di halaman ini."


def _year_or_404(request: HttpRequest, tahun: int) -> None:
    """A year that the Pemda of somebody who enters values has."""
    member_or_404(request, Aksi.ISI)
    get_object_or_404(TahunIsian.objects.visible_to(request.user), tahun=tahun)


def _impor_or_404(request: HttpRequest, kunci: uuid.UUID) -> ImporIsian:
    member_or_404(request, Aksi.ISI)
    return get_object_or_404(ImporIsian.objects.visible_to(request.user).select_related("pembuat"), kunci=kunci)


@login_required
@require_safe
def excel_download(request: HttpRequest, tahun: int) -> HttpResponse:
    """The workbook of the member's OPD."""
    _year_or_404(request, tahun)
    bahan = bahan_of(request.user, tahun)
    if not bahan.butir:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{filename_of(bahan)}"', "Cache-Control": "no-store"}
    return HttpResponse(workbook_bytes(bahan), content_type=XLSX, headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def impor_upload(request: HttpRequest, tahun: int) -> HttpResponse:
    """The workbook to download, the one to upload, and what was uploaded before; writes no value."""
    _year_or_404(request, tahun)
    form = ExcelForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["berkas"]
        try:
            row = impor_preview(user=request.user, tahun=tahun, nama=_name(upload.name), data=upload.read())
        except ServiceError as error:
            form.add_error("berkas", error.pesan)
        else:
            return redirect("registry:impor_detail", row.kunci)
    context = {
        "form": form,
        "tahun": tahun,
        "member": request.user.keanggotaan_aktif,
        "batas": window_for(request.user, request.user.keanggotaan_aktif.pemda, tahun),
        "riwayat": past_imports(request.user, tahun),
    }
    return render(request, "registry/impor_unggah.html", context, status=422 if form.is_bound else 200)


def _name(name: str) -> str:
    """The file's name as people read it, without what a file name should not hold."""
    try:
        return get_valid_filename(name)
    except ValueError:
        return "isian.xlsx"


@login_required
@require_safe
def impor_detail(request: HttpRequest, kunci: uuid.UUID) -> HttpResponse:
    """The preview of an upload, or what came of it."""
    return _page(request, _impor_or_404(request, kunci))


def _page(request: HttpRequest, row: ImporIsian, status: int = 200, **more: object) -> HttpResponse:
    context = {"impor": row, "pratinjau": Pratinjau(row, request.user), **more}
    return render(request, "registry/impor_detail.html", context, status=status)


@login_required
@require_POST
def impor_apply_action(request: HttpRequest, kunci: uuid.UUID) -> HttpResponse:
    """Writes what was shown and ticked, or nothing."""
    row = _impor_or_404(request, kunci)
    pilihan = Pratinjau(row, request.user).pilihan
    form = TerapkanForm(request.POST, pilihan=pilihan)
    sent = form.data.getlist("pilih") if not form.is_valid() else form.cleaned_data["pilih"]
    try:
        done = impor_apply(user=request.user, kunci=kunci, sidik=form.data.get("sidik", ""), pilihan=sent)
    except ImporUsang as error:
        return _page(request, row, 409, galat=error.pesan, pindah=error.pindah, usang=True)
    except ServiceError as error:
        return _page(request, row, 422, galat=error.pesan, dipilih=sent)
    jumlah = len(done.isi["diterapkan"])
    messages.success(request, f"{jumlah} indikator diisi dari {done.nama_berkas}, berstatus draf.")
    return redirect("registry:impor_detail", kunci)


@login_required
@require_safe
def impor_marked(request: HttpRequest, kunci: uuid.UUID) -> HttpResponse:
    """The uploaded workbook with its refused cells marked."""
    row = _impor_or_404(request, kunci)
    marks = [(m["baris"], m["kolom"], m["pesan"]) for m in row.isi["masalah"]]
    if not marks:
        raise Http404
    try:
        with row.berkas.open("rb") as stored:
            marked = marked_bytes(stored.read(), marks)
    except (TidakDapatDitandai, OSError):
        return _page(request, row, 422, galat=TIDAK_DITANDAI)
    headers = {"Content-Disposition": 'attachment; filename="isian-ditandai.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(marked, content_type=XLSX, headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def impor_undo_action(request: HttpRequest, kunci: uuid.UUID) -> HttpResponse:
    """Shows what taking an import back would do; POST takes back what was shown, or nothing."""
    row = _impor_or_404(request, kunci)
    if request.method == "POST":
        form = BatalForm(request.POST)
        try:
            impor_undo(user=request.user, kunci=kunci, sidik=form.data.get("sidik", ""))
        except ImporUsang as error:
            return _undo_page(request, row, 409, error)
        except ServiceError as error:
            messages.error(request, error.pesan)
        else:
            messages.success(request, f"Impor {row.nama_berkas} dibatalkan; nilai sebelumnya dikembalikan.")
        return redirect("registry:impor_detail", kunci)
    return _undo_page(request, row)


def _undo_page(
    request: HttpRequest, row: ImporIsian, status: int = 200, error: ServiceError | None = None
) -> HttpResponse:
    if row.status != ImporIsian.Status.DITERAPKAN:
        messages.info(request, "Impor ini tidak (lagi) berstatus diterapkan.")
        return redirect("registry:impor_detail", row.kunci)
    rows: list[Balik] = undo_preview(request.user, row)
    context = {
        "impor": row,
        "balik": rows,
        "dapat": [item for item in rows if not item.tolak],
        "sidik": undo_fingerprint(rows),
        "galat": error.pesan if error else "",
    }
    return render(request, "registry/impor_batal.html", context, status=status)
