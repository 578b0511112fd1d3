"""The board of who has entered, one OPD's row in detail, reminders from it, and the log of those sent."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.akses import Aksi, may
from registry.models import TahunIsian
from registry.periode import TRIWULAN
from registry.services.ekspor import XLSX
from registry.services.errors import ServiceError
from registry.services.papan import STATUS, URUT, Papan, papan_for
from registry.services.papan_ekspor import papan_bytes
from registry.services.pengingat import log_of, pengingat_send, rencana_of
from registry.tables import page_of
from registry.views.bantu import member_or_404
from registry.views.pilih_tahun import pick_year


@login_required
@require_safe
def papan_list(request: HttpRequest) -> HttpResponse:
    """To the board of the newest opened year."""
    member_or_404(request)
    _, tahun = pick_year(request)
    if tahun is None:
        return render(request, "registry/papan_kosong.html")
    return redirect("registry:papan_detail", tahun)


def year_or_404(request: HttpRequest, tahun: int) -> TahunIsian:
    """A year that the Pemda of this person has."""
    year = TahunIsian.objects.visible_to(request.user).filter(tahun=tahun).first()
    if year is None:
        raise Http404
    return year


def read_papan(request: HttpRequest, year: TahunIsian) -> Papan:
    """The board that the address asks for: `?tw=` a quarter, `?urut=` the order."""
    asked = [n for n in TRIWULAN if year.triwulan and request.GET.get("tw") == str(n)]
    order = request.GET.get("urut", "")
    return papan_for(request.user, year.tahun, asked[0] if asked else 0, order if order in URUT else "kemajuan")


@login_required
@require_safe
def papan_detail(request: HttpRequest, tahun: int) -> HttpResponse:
    """OPD × status with deadlines; an OPD sees its own row."""
    member = member_or_404(request)
    year = year_or_404(request, tahun)
    years = TahunIsian.objects.visible_to(request.user).values_list("tahun", flat=True)
    context = {
        "papan": read_papan(request, year),
        "tahun": tahun,
        "years": list(years),
        "triwulan": TRIWULAN if year.triwulan else (),
        "status": STATUS,
        "urut": URUT,
        "urutan": request.GET.get("urut") or "kemajuan",
        "buka": request.GET.get("buka", ""),
        "ingatkan": may(request.user, Aksi.INGATKAN),
        "sendiri": member.is_opd,
        "kini": timezone.now(),
    }
    return render(request, "registry/papan_detail.html", context)


@login_required
@require_safe
def papan_instansi(request: HttpRequest, tahun: int, instansi: int) -> HttpResponse:
    """The values of one OPD and where each stands, what is left to do first; no value is shown."""
    member_or_404(request)
    papan = read_papan(request, year_or_404(request, tahun))
    row = papan.of(instansi)
    if row is None:
        raise Http404
    context: dict[str, Any] = {
        "papan": papan,
        "baris": row,
        "sisa": [butir for butir in row.butir if butir.sisa],
        "selesai": [butir for butir in row.butir if not butir.sisa],
        "memeriksa": may(request.user, Aksi.VERIFIKASI),
    }
    return render(request, "registry/papan_instansi.html", context)


@login_required
@require_safe
def papan_export(request: HttpRequest, tahun: int) -> HttpResponse:
    """The board as an Excel workbook, groups unfolded."""
    member_or_404(request)
    papan = read_papan(request, year_or_404(request, tahun))
    response = HttpResponse(papan_bytes(papan, request.user), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="papan-isian-{tahun}.xlsx"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pengingat_create(request: HttpRequest, tahun: int) -> HttpResponse:
    """Whom to remind, with what each would read; sending needs a press of the button."""
    member = member_or_404(request, Aksi.INGATKAN)
    year = year_or_404(request, tahun)
    periode = read_quarter(request, year)
    if request.method == "POST":
        return _send(request, tahun, periode)
    plan = rencana_of(member.pemda, tahun, periode)
    context = {"rencana": plan, "opd": _by_opd(plan), "tahun": tahun, "periode": periode}
    return render(request, "registry/pengingat_kirim.html", context)


def read_quarter(request: HttpRequest, year: TahunIsian) -> int:
    """The quarter of a reminder, from the address or the form."""
    text = request.POST.get("tw") or request.GET.get("tw")
    return next((n for n in TRIWULAN if year.triwulan and text == str(n)), 0)


def _by_opd(plan: Any) -> list[tuple[Any, list[Any]]]:
    """The letters under their OPD."""
    groups: dict[int, tuple[Any, list[Any]]] = {}
    for surat in plan.surat:
        groups.setdefault(surat.instansi.pk, (surat.baris, []))[1].append(surat)
    return list(groups.values())


def _send(request: HttpRequest, tahun: int, periode: int) -> HttpResponse:
    chosen = {int(text) for text in request.POST.getlist("instansi") if text.isascii() and text.isdigit()}
    if not chosen:
        messages.error(request, "Belum ada OPD yang dipilih. Centang paling sedikit satu.")
        return redirect("registry:pengingat_create", tahun)
    again = request.POST.get("ulang") == "ya"
    try:
        hasil = pengingat_send(user=request.user, tahun=tahun, instansi=chosen, periode=periode, ulang=again)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return redirect("registry:pengingat_create", tahun)
    (messages.success if hasil.terkirim and not hasil.galat else messages.warning)(request, hasil.kalimat)
    return redirect("registry:pengingat_list", tahun)


@login_required
@require_safe
def pengingat_list(request: HttpRequest, tahun: int) -> HttpResponse:
    """The log: who was reminded by whom, when, and whether the e-mail went out."""
    member_or_404(request, Aksi.INGATKAN)
    year_or_404(request, tahun)
    page = page_of(request, log_of(request.user, tahun))
    return render(request, "registry/pengingat_list.html", {"halaman": page, "tahun": tahun})
