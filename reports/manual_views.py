"""Manual IKU of a decree: a page with the sheets the member may see, and the files of all or of one."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.models import LembarInstansi, Penetapan
from reports.gagal import pdf_or_reason
from reports.manual import manual_rows
from reports.manual_berkas import BENTUK, manual_bytes

TOMBOL = (("pdf", "PDF"), ("docx", "Word"))


@login_required
@require_safe
def manual_list(request: HttpRequest, kode: str) -> HttpResponse:
    """The sheets whose manual can be had."""
    penetapan = _penetapan(request, kode)
    rows = _lembar(request, penetapan).select_related("lampiran", "instansi")
    counted = rows.annotate(jumlah=Count("indikator")).order_by("lampiran__urut", "urut")
    context = {"penetapan": penetapan, "lembar": counted, "bentuk": TOMBOL}
    return render(request, "reports/manual_list.html", context)


@login_required
@require_safe
@pdf_or_reason
def manual_unduh(request: HttpRequest, kode: str, bentuk: str) -> HttpResponse:
    """One sheet per indicator of everything the member may see of the decree."""
    penetapan = _penetapan(request, kode)
    return _file(penetapan, _lembar(request, penetapan), bentuk, f"manual-iku-{kode}")


@login_required
@require_safe
@pdf_or_reason
def manual_lembar_unduh(request: HttpRequest, kode: str, lembar: int, bentuk: str) -> HttpResponse:
    """The same for one OPD: one sheet of the decree."""
    penetapan = _penetapan(request, kode)
    row = get_object_or_404(_lembar(request, penetapan).select_related("instansi"), pk=lembar)
    chosen = LembarInstansi.objects.filter(pk=row.pk)
    return _file(penetapan, chosen, bentuk, f"manual-iku-{row.instansi.kode}-{kode}")


def _penetapan(request: HttpRequest, kode: str) -> Penetapan:
    rows = Penetapan.objects.visible_to(request.user).select_related("pemda")
    return get_object_or_404(rows, kode=kode)


def _lembar(request: HttpRequest, penetapan: Penetapan) -> QuerySet[LembarInstansi]:
    return LembarInstansi.objects.visible_to(request.user).filter(lampiran__penetapan=penetapan)


def _file(penetapan: Penetapan, lembar: QuerySet[LembarInstansi], bentuk: str, name: str) -> HttpResponse:
    if bentuk not in BENTUK:
        raise Http404
    manual = manual_rows(penetapan, lembar)
    if not manual.lembar:
        raise Http404
    response = HttpResponse(manual_bytes(manual, bentuk), content_type=BENTUK[bentuk])
    response["Content-Disposition"] = f'attachment; filename="{name}.{bentuk}"'
    return response
