"""Mean capaian of a year: per OPD, and per sasaran of one sheet."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.akses import Aksi, may
from registry.models import Peran, TahunIsian
from registry.services.capaian import rule_for
from registry.services.daftar import Pandangan, years_for
from registry.services.rerata import sheets_of
from registry.views.bantu import member_or_404
from registry.views.tampilan import saringan_bawaan

DIHITUNG: dict[str, str] = {
    Peran.OPERATOR: "Semua isian OPD Anda dihitung, termasuk yang masih draf.",
    Peran.KEPALA: "Semua isian OPD Anda dihitung, termasuk yang masih draf.",
    Peran.ADMIN: "Semua isian dihitung, termasuk yang masih draf.",
    Peran.PEMBACA: "Hanya realisasi yang sudah terverifikasi yang dihitung.",
    Peran.BAPPEDA: "Draf OPD belum dihitung; yang sudah diajukan dihitung.",
}


@login_required
@require_safe
@saringan_bawaan("capaian")
def capaian_list(request: HttpRequest) -> HttpResponse:
    """One line per sheet of the year: mean capaian, class, how many are filled."""
    member = member_or_404(request)
    known, chosen = years_for(request.user, request.GET.getlist("tahun")[:1])
    tahun = chosen[-1] if chosen else None
    sheets = sheets_of(request.user, tahun) if tahun else []
    context = {
        "tahun": tahun,
        "years": known[::-1],
        "sheets": sheets,
        "dihitung": DIHITUNG.get(member.peran, ""),
        "aturan": rule_for(member.pemda_id, tahun)[0] if tahun else None,
        "contoh": any(sheet.contoh for sheet in sheets),
        "may_review": may(request.user, Aksi.TINJAU),
    }
    return render(request, "registry/capaian_list.html", context)


@login_required
@require_safe
def capaian_detail(request: HttpRequest, lembar: int, instansi: int, tahun: int) -> HttpResponse:
    """The sasaran of one sheet, each with its indicators and their mean."""
    member = member_or_404(request)
    get_object_or_404(TahunIsian.objects.visible_to(request.user), tahun=tahun)
    sheets = sheets_of(request.user, tahun)
    sheet = next((s for s in sheets if (s.lembar.pk, s.instansi.pk) == (lembar, instansi)), None)
    if sheet is None:
        raise Http404
    view = Pandangan(request.user, member, [tahun], [unit.indikator.pk for unit in sheet.satuan])
    groups = [
        (item, [(row, row.nilai[tahun]) for row in (view.row(n, unit, {tahun: True}) for unit in item.unit)])
        for n, item in enumerate(sheet.sasaran)
    ]
    context = {
        "sheet": sheet,
        "groups": groups,
        "tahun": tahun,
        "dihitung": DIHITUNG.get(member.peran, ""),
        "aturan": rule_for(member.pemda_id, tahun)[0],
    }
    return render(request, "registry/capaian_detail.html", context)
