"""Findings on the quality of indicators: the list, one with its answer, and the print for the next decree."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from formulas.temuan import ATURAN, Aturan
from registry.akses import Aksi, may, proposable
from registry.forms.temuan import JawabForm, SaringTemuan
from registry.models import LembarInstansi
from registry.services.errors import ServiceError
from registry.services.hitung import current_rumus
from registry.services.jawaban_temuan import (
    ButirTemuan,
    findings_for,
    findings_on,
    jawaban_save,
    may_see_findings,
)
from registry.services.usulan import show_stored
from registry.views.bantu import member_or_404

Kelompok = list[tuple[Aturan, list[ButirTemuan]]]


def _butir_or_404(request: HttpRequest) -> list[ButirTemuan]:
    member_or_404(request)
    if not may_see_findings(request.user):
        raise Http404
    return findings_for(request.user)


@login_required
@require_safe
def temuan_list(request: HttpRequest) -> HttpResponse:
    """All findings that concern the user, by rule."""
    butir = _butir_or_404(request)
    form = SaringTemuan(request.GET, butir=butir)
    kept = form.keep(butir)
    context = {
        "form": form,
        "kelompok": by_rule(kept),
        "tampil": len(kept),
        "jumlah": len(butir),
        "terbuka": sum(not b.terjawab for b in butir),
        "menjawab": may(request.user, Aksi.JAWAB_TEMUAN),
    }
    return render(request, "registry/temuan_list.html", context)


def by_rule(butir: Sequence[ButirTemuan]) -> Kelompok:
    """Grouped by rule, in the order of the rules."""
    groups: dict[str, list[ButirTemuan]] = {}
    for b in butir:
        groups.setdefault(b.aturan.kode, []).append(b)
    return [(rule, groups[kode]) for kode, rule in ATURAN.items() if kode in groups]


def by_sheet(butir: Sequence[ButirTemuan]) -> list[tuple[LembarInstansi, list[list[ButirTemuan]]]]:
    """Grouped by sheet and then by indicator, in printed order."""
    sheets: dict[int, tuple[LembarInstansi, dict[int, list[ButirTemuan]]]] = {}
    for b in butir:
        lembar = b.indikator.lembar
        sheets.setdefault(lembar.pk, (lembar, {}))[1].setdefault(b.indikator.pk, []).append(b)
    return [(lembar, list(rows.values())) for lembar, rows in sheets.values()]


@login_required
@require_safe
def temuan_print(request: HttpRequest) -> HttpResponse:
    """The same findings by sheet, for whoever drafts the next decree; the filters of the list apply."""
    butir = _butir_or_404(request)
    form = SaringTemuan(request.GET, butir=butir)
    kept = form.keep(butir)
    context = {"lembar": by_sheet(kept), "tampil": len(kept), "jumlah": len(butir), "form": form}
    return render(request, "registry/temuan_cetak.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def temuan_detail(request: HttpRequest, indikator: int, aturan: str) -> HttpResponse:
    """One finding with the cell it is about; POST answers it, by Bappeda or admin."""
    member_or_404(request)
    rows = proposable(request.user).with_sheet().select_related("pemda")
    row = get_object_or_404(rows, pk=indikator)
    found = findings_on(request.user, row)
    butir = next((b for b in found if b.temuan.aturan == aturan), None)
    if butir is None:
        raise Http404
    lain = [b for b in found if b is not butir]
    if request.method != "POST":
        return _page(request, butir, JawabForm(butir=butir), lain=lain)
    if not may(request.user, Aksi.JAWAB_TEMUAN):
        raise Http404
    form = JawabForm(request.POST, butir=butir)
    if not form.is_valid():
        return _page(request, butir, form, lain=lain)
    return _answer(request, butir, form, lain)


def _answer(request: HttpRequest, butir: ButirTemuan, form: JawabForm, lain: list[ButirTemuan]) -> HttpResponse:
    indikator, aturan = butir.indikator, butir.temuan.aturan
    try:
        jawaban_save(user=request.user, indikator=indikator, aturan=aturan, **form.cleaned_data)
    except ServiceError as error:
        data = request.POST.copy()
        data["version"] = str(butir.jawaban.version if butir.jawaban else 0)
        return _page(request, butir, JawabForm(data, butir=butir), lain=lain, galat=error.pesan)
    messages.success(request, "Jawaban disimpan.", extra_tags=request.path)
    return redirect("registry:temuan_detail", indikator.pk, aturan)


def _page(request: HttpRequest, butir: ButirTemuan, form: JawabForm, **more: Any) -> HttpResponse:
    indikator = butir.indikator
    answer = butir.jawaban
    context = {
        "butir": butir,
        "indikator": indikator,
        "tampilan": show_stored(current_rumus(indikator)),
        "form": form,
        "menjawab": may(request.user, Aksi.JAWAB_TEMUAN),
        "riwayat": answer.history.select_related("history_user").all() if answer else [],
    }
    return render(request, "registry/temuan_detail.html", context | more)
