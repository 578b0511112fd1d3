"""Pages and files of the whole decree; what a member may not see answers 404."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry.models import Lampiran, LembarInstansi, Penetapan
from reports.gagal import pdf_or_reason
from reports.keputusan import has_body, keputusan_rows
from reports.keputusan_berkas import BENTUK, keputusan_bytes, nama_berkas
from reports.lampiran import dokumen_rows
from reports.rows import Dokumen

TOMBOL = (("docx", "Word"), ("html", "HTML"))


@login_required
@require_safe
def keputusan_detail(request: HttpRequest, kode: str) -> HttpResponse:
    """The body of a decree as a page: the same text as the PDF."""
    penetapan = _penetapan(request, kode)
    keputusan = keputusan_rows(penetapan)
    lambang = reverse("registry:pemda_lambang") if keputusan.lambang else ""
    context = {"penetapan": penetapan, "keputusan": keputusan, "lambang": lambang, "bentuk_lain": TOMBOL}
    return render(request, "reports/keputusan_detail.html", context)


@login_required
@require_safe
@pdf_or_reason
def keputusan_unduh(request: HttpRequest, kode: str, bentuk: str) -> HttpResponse:
    """The body alone as a file."""
    penetapan = _penetapan(request, kode, bentuk)
    return _file(penetapan, None, bentuk)


@login_required
@require_safe
@pdf_or_reason
def keputusan_lengkap(request: HttpRequest, kode: str, bentuk: str) -> HttpResponse:
    """The body and the lampiran that the member may see, as one file."""
    penetapan = _penetapan(request, kode, bentuk)
    lampiran = Lampiran.objects.filter(penetapan=penetapan).select_related("penetapan__pemda").order_by("urut")
    dokumen = dokumen_rows(penetapan, list(lampiran), LembarInstansi.objects.visible_to(request.user))
    return _file(penetapan, dokumen, bentuk)


def _penetapan(request: HttpRequest, kode: str, bentuk: str = "pdf") -> Penetapan:
    """A decree with a body, and a form that there is."""
    rows = Penetapan.objects.visible_to(request.user).select_related("pemda")
    penetapan = get_object_or_404(rows, kode=kode)
    if not has_body(penetapan) or bentuk not in BENTUK:
        raise Http404
    return penetapan


def _file(penetapan: Penetapan, dokumen: Dokumen | None, bentuk: str) -> HttpResponse:
    data = keputusan_bytes(keputusan_rows(penetapan), dokumen, bentuk)
    response = HttpResponse(data, content_type=BENTUK[bentuk])
    name = nama_berkas(penetapan, bentuk, lengkap=dokumen is not None)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
