"""A lampiran of a draft through Excel: template, upload with a preview of every row, then all or nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.forms.impor_isian import ExcelForm
from registry.forms.penetapan import MuatForm
from registry.models import Lampiran
from registry.services.errors import ServiceError
from registry.services.lampiran_excel import pratinjau_apply, pratinjau_make, template_bytes
from registry.views.bantu import posted
from registry.views.penetapan_salin import draft_or_404
from registry.views.rancangan import susunan_url

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIMUAT = "{lampiran} dimuat dari Excel: {baru} indikator baru, {diubah} diubah."


def _lampiran_or_404(request: HttpRequest, kode: str, pk: int) -> Lampiran:
    rows = Lampiran.objects.select_related("penetapan")
    return get_object_or_404(rows, penetapan=draft_or_404(request, kode), pk=pk)


@login_required
@require_safe
def lampiran_excel_template(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """The workbook to fill."""
    row = _lampiran_or_404(request, kode, pk)
    name = f"templat-lampiran-{row.urut}-{kode}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(template_bytes(row), content_type=XLSX, headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lampiran_excel(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """The way there and back; an upload is shown row by row, and nothing is written."""
    row = _lampiran_or_404(request, kode, pk)
    form = ExcelForm(posted(request), request.FILES or None)
    context = {"lampiran": row, "penetapan": row.penetapan, "form": form, "kembali": susunan_url(row.penetapan)}
    if form.is_bound and form.is_valid():
        try:
            data = form.cleaned_data["berkas"].read()
            pratinjau = pratinjau_make(user=request.user, lampiran=row, data=data)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            context |= {"pratinjau": pratinjau, "muat": MuatForm(initial={"isi": pratinjau.token})}
            return render(request, "registry/lampiran_excel_pratinjau.html", context)
    return render(request, "registry/lampiran_excel.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def lampiran_excel_apply(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """Writes what was shown, or nothing."""
    row = _lampiran_or_404(request, kode, pk)
    form = MuatForm(request.POST)
    token = form.cleaned_data["isi"] if form.is_valid() else ""
    try:
        baru, diubah = pratinjau_apply(user=request.user, lampiran=row, token=token)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return redirect("registry:lampiran_excel", kode, pk)
    messages.success(request, DIMUAT.format(lampiran=row, baru=baru, diubah=diubah))
    return redirect(susunan_url(row.penetapan))
