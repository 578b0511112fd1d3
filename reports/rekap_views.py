"""Pages and files of the recap of an OPD; what a member may not see answers 404."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry.akses import Aksi, may
from registry.models import Instansi, TahunIsian
from registry.services.isian import progress_by_instansi, total
from registry.views.bantu import member_or_404
from registry.views.pilih_tahun import pick_year
from reports.bentuk import TOMBOL, check_form, file_response
from reports.forms import PenandaForm
from reports.gagal import pdf_or_reason
from reports.nilai import Pembaca
from reports.rekap import Permintaan, rekap_rows


@login_required
@require_safe
def laporan(request: HttpRequest) -> HttpResponse:
    """Which documents there are of a year: those of the own OPD, or those of all."""
    member = member_or_404(request)
    years, tahun = pick_year(request)
    rows = progress_by_instansi(request.user, member.pemda, tahun) if tahun else []
    if member.is_opd:
        rows = [row for row in rows if row[0].pk == member.instansi_id]
    context = {"years": years, "tahun": tahun, "rows": rows, "semua": total(rows), "member": member}
    return render(request, "reports/laporan.html", context)


@login_required
@require_safe
def rekap(request: HttpRequest, tahun: int) -> HttpResponse:
    """The recap of the own OPD; who works for none chooses one."""
    member = member_or_404(request)
    year_or_404(request, tahun)
    if not member.is_opd or member.instansi is None:
        return redirect(f"{reverse('reports:laporan')}?tahun={tahun}")
    return _page(request, tahun, member.instansi)


@login_required
@require_safe
def rekap_detail(request: HttpRequest, tahun: int, instansi: int) -> HttpResponse:
    """The recap of one instansi, with the form of its signature and the buttons of its files."""
    return _page(request, tahun, instansi_or_404(request, tahun, instansi))


@login_required
@require_safe
@pdf_or_reason
def rekap_unduh(request: HttpRequest, tahun: int, instansi: int, bentuk: str) -> HttpResponse:
    """The recap as a file."""
    check_form(bentuk)
    place = instansi_or_404(request, tahun, instansi)
    form = PenandaForm(request.GET, instansi=place)
    if not form.is_valid():
        return _page(request, tahun, place)
    return file_response(rekap_rows(_minta(request, tahun, form)), bentuk)


def instansi_or_404(request: HttpRequest, tahun: int, pk: int) -> Instansi:
    """An instansi whose documents the member may read."""
    member = member_or_404(request)
    year_or_404(request, tahun)
    rows = Instansi.objects.visible_to(request.user).measured().select_related("pemda")
    place = get_object_or_404(rows, pk=pk)
    if not Pembaca(member.pemda, request.user).may_read(place):
        raise Http404
    return place


def year_or_404(request: HttpRequest, tahun: int) -> None:
    """404 for a year that the Pemda does not know."""
    get_object_or_404(TahunIsian.objects.visible_to(request.user), tahun=tahun)


def year_links(request: HttpRequest) -> list[int]:
    """The years of the Pemda, newest first."""
    return list(TahunIsian.objects.visible_to(request.user).order_by("-tahun").values_list("tahun", flat=True))


def address(request: HttpRequest) -> str:
    """What stands in front of the paths of this installation."""
    return f"{request.scheme}://{request.get_host()}"


def _minta(request: HttpRequest, tahun: int, form: PenandaForm) -> Permintaan:
    pembaca = Pembaca(form.instansi.pemda, request.user)
    return Permintaan(pembaca, form.instansi, tahun, form.tanggal_berkas, form.tanda_tangan, address(request))


def _page(request: HttpRequest, tahun: int, instansi: Instansi) -> HttpResponse:
    form = PenandaForm(request.GET, instansi=instansi)
    berkas = rekap_rows(_minta(request, tahun, form))
    context = {
        "berkas": berkas,
        "instansi": instansi,
        "tahun": tahun,
        "years": year_links(request),
        "form": form,
        "tombol": TOMBOL if form.is_valid() and berkas.tabel else (),
        "may_manage": may(request.user, Aksi.KELOLA),
    }
    return render(request, "reports/rekap_detail.html", context, status=200 if form.is_valid() else 422)
