"""Pages and files of the lampiran; what a member may not see answers 404."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.models import Lampiran, LembarInstansi, Penetapan
from reports.bagian import susun
from reports.ekspor import FORMAT, JENIS, lampiran_bytes
from reports.gagal import pdf_or_reason
from reports.lampiran import dokumen_rows, nama_berkas
from reports.rows import Dokumen

TOMBOL = (("docx", "Word"), ("xlsx", "Excel"), ("html", "HTML"))


@login_required
@require_safe
def lampiran_detail(request: HttpRequest, kode: str, urut: int) -> HttpResponse:
    """One lampiran as a page: the same document as the PDF, readable on a narrow screen."""
    lampiran = _lampiran(request, kode).filter(urut=urut).first()
    dokumen = _dokumen(request, [lampiran] if lampiran else [])
    siblings = _lampiran(request, kode).filter(lembar__in=LembarInstansi.objects.visible_to(request.user))
    context = {
        "dokumen": dokumen,
        "lampiran_ini": lampiran,
        "semua": siblings.distinct().order_by("urut"),
        "bentuk_lain": TOMBOL,
    }
    return render(request, "reports/lampiran_detail.html", context)


@login_required
@require_safe
@pdf_or_reason
def lampiran_unduh(request: HttpRequest, kode: str, urut: int, bentuk: str = "pdf") -> HttpResponse:
    """One lampiran as a file."""
    _known(bentuk)
    lampiran = _lampiran(request, kode).filter(urut=urut).first()
    dokumen = _dokumen(request, [lampiran] if lampiran else [])
    return _file(dokumen, bentuk, nama_berkas(lampiran.penetapan, lampiran, bentuk))


@login_required
@require_safe
@pdf_or_reason
def lampiran_unduh_semua(request: HttpRequest, kode: str, bentuk: str = "pdf") -> HttpResponse:
    """All lampiran of a decree that the member may see, as one file."""
    _known(bentuk)
    lampiran = list(_lampiran(request, kode).order_by("urut"))
    dokumen = _dokumen(request, lampiran)
    return _file(dokumen, bentuk, nama_berkas(lampiran[0].penetapan, None, bentuk))


def _known(bentuk: str) -> None:
    if bentuk not in FORMAT:
        raise Http404


def _lampiran(request: HttpRequest, kode: str):
    penetapan = get_object_or_404(Penetapan.objects.visible_to(request.user), kode=kode)
    return Lampiran.objects.visible_to(request.user).filter(penetapan=penetapan).select_related("penetapan__pemda")


def _dokumen(request: HttpRequest, lampiran: list[Lampiran]) -> Dokumen:
    """The document with the sheets of this member; without any sheet there is nothing to show."""
    if not lampiran:
        raise Http404
    sheets = LembarInstansi.objects.visible_to(request.user)
    dokumen = dokumen_rows(lampiran[0].penetapan, lampiran, sheets)
    if not dokumen.lampiran:
        raise Http404
    return dokumen


def _file(dokumen: Dokumen, bentuk: str, name: str) -> HttpResponse:
    """The file; a PDF that lacks a section says so in its name, and on a page which one and why."""
    if bentuk == "pdf":
        susunan = susun(dokumen)
        data, name = susunan.data, f"TIDAK-LENGKAP-{name}" if susunan.gagal else name
    else:
        data = lampiran_bytes(dokumen, bentuk)
    response = HttpResponse(data, content_type=JENIS[bentuk])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
