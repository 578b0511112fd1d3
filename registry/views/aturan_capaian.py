"""The rules of achievement of a Pemda: versions with examples, a new one with its effect, two side by side."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from formulas.capaian import AturanCapaian as Aturan
from registry.akses import Aksi, may
from registry.forms.aturan_capaian import AturanCapaianForm, BandingAturanForm
from registry.models import AturanCapaian
from registry.services.aturan_banding import compare
from registry.services.aturan_capaian import (
    Tersimpan,
    aturan_capaian_create,
    aturan_capaian_update,
    history_of,
    version_token,
    versions_of,
    years_to_compare,
)
from registry.services.aturan_penjelasan import explain
from registry.services.daftar import years_for
from registry.services.errors import ServiceError
from registry.views.bantu import member_or_404

PERIKSA = "Belum tersimpan. Perbaiki isian yang ditandai; yang sudah Anda ketik tetap ada."


def _row_or_404(request: HttpRequest, pk: int) -> AturanCapaian:
    return get_object_or_404(AturanCapaian.objects.visible_to(request.user), pk=pk)


@login_required
@require_safe
def aturan_capaian_list(request: HttpRequest) -> HttpResponse:
    """All versions, and the one in force in the newest opened year in full."""
    member_or_404(request, Aksi.TINJAU)
    versions, chosen = versions_of(request.user), years_for(request.user)[1]
    tahun = chosen[-1] if chosen else None
    current = next((v for v in versions if tahun is None or v.covers(tahun)), None)
    context = {
        "versions": versions,
        "tahun": tahun,
        "current": current,
        "jelas": explain(current.aturan if current else Aturan()),
        "may_edit": may(request.user, Aksi.KELOLA),
    }
    return render(request, "registry/aturan_capaian_list.html", context)


@login_required
@require_safe
def aturan_capaian_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its parameters in words, with examples, and its history."""
    member_or_404(request, Aksi.TINJAU)
    row = _row_or_404(request, pk)
    versi = next(v for v in versions_of(request.user) if v.row.pk == row.pk)
    context = {
        "versi": versi,
        "jelas": explain(versi.aturan),
        "riwayat": history_of(row),
        "may_edit": may(request.user, Aksi.KELOLA),
    }
    return render(request, "registry/aturan_capaian_detail.html", context)


@login_required
@require_safe
def aturan_capaian_compare(request: HttpRequest) -> HttpResponse:
    """Two rules side by side on the results of a year: whose capaian and class differ."""
    member_or_404(request, Aksi.TINJAU)
    form = BandingAturanForm(request.GET, versions=versions_of(request.user), years=years_to_compare(request.user))
    (kiri, old), (kanan, new) = form.rule(0), form.rule(1)
    banding = compare(request.user, form.year, old, new) if form.year else None
    context = {"form": form, "banding": banding, "kiri": kiri, "kanan": kanan}
    return render(request, "registry/aturan_capaian_compare.html", context)


def _form(request: HttpRequest, row: AturanCapaian | None) -> AturanCapaianForm:
    """The form of a new version (as the newest one) or of a stored one."""
    member_or_404(request, Aksi.KELOLA)
    versions, years = versions_of(request.user), years_to_compare(request.user)
    if row is not None:
        initial = {"mulai": row.mulai, "dasar_hukum": row.dasar_hukum, "token": version_token(row)}
        aturan = Aturan.from_dict(row.isi)
    else:
        initial = {"mulai": _free_year({v.row.mulai for v in versions}, years), "token": 0}
        aturan = versions[0].aturan if versions else Aturan()
    data = request.POST if request.method == "POST" else None
    return AturanCapaianForm(data, aturan=aturan, years=years, initial=initial, edit=row is not None)


def _free_year(taken: set[int], years: list[int]) -> int | None:
    """The newest year with values for which no version begins yet, or the next one that is free."""
    year = years[0] if years else None
    while year in taken:
        year += 1
    return year


def _page(request: HttpRequest, form: AturanCapaianForm, row: AturanCapaian | None, **more: Any) -> HttpResponse:
    stored = Aturan.from_dict(row.isi) if row else Aturan()
    shown = explain(form.aturan() if form.rules_valid else stored)
    context = {"form": form, "row": row, "jelas": None if form.is_bound and not form.rules_valid else shown}
    return render(request, "registry/aturan_capaian_edit.html", context | more)


def _answer(request: HttpRequest, form: AturanCapaianForm, row: AturanCapaian | None) -> HttpResponse:
    """POST: sets side by side and stores nothing, or saves."""
    if not form.is_valid():
        return _page(request, form, row, galat=PERIKSA)
    data, rules = form.cleaned_data, form.aturan()
    if "bandingkan" in request.POST:
        banding = compare(request.user, int(data["tahun"]), None, rules) if data["tahun"] else None
        return _page(request, form, row, banding=banding, gambaran=banding and banding.tahun < data["mulai"])
    try:
        if row is None:
            done = aturan_capaian_create(
                user=request.user, mulai=data["mulai"], dasar_hukum=data["dasar_hukum"], aturan=rules
            )
        else:
            same = {"user": request.user, "row": row, "dasar_hukum": data["dasar_hukum"], "aturan": rules}
            done = aturan_capaian_update(**same, alasan=data["alasan"] or "", token=data["token"])
    except ServiceError as error:
        return _page(request, form, row, galat=error.pesan)
    messages.success(request, _told(done), extra_tags=request.path)
    return redirect("registry:aturan_capaian_detail", done.row.pk)


def _told(done: Tersimpan) -> str:
    return (
        f"Aturan tersimpan. {done.dihitung} realisasi yang belum terbit dihitung ulang; "
        f"{done.tetap} yang sudah terverifikasi tetap seperti semula."
    )


@login_required
@require_http_methods(["GET", "POST"])
def aturan_capaian_add(request: HttpRequest) -> HttpResponse:
    """A new version; "bandingkan" shows its effect first."""
    form = _form(request, None)
    return _answer(request, form, None) if request.method == "POST" else _page(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def aturan_capaian_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects a version, with a reason."""
    if not may(request.user, Aksi.KELOLA):
        raise Http404
    row = _row_or_404(request, pk)
    form = _form(request, row)
    return _answer(request, form, row) if request.method == "POST" else _page(request, form, row)


@login_required
@require_POST
def aturan_capaian_preview(request: HttpRequest) -> HttpResponse:
    """The examples of what is typed, for htmx; stores nothing."""
    form = _form(request, None)
    context = {"jelas": explain(form.aturan()) if form.rules_valid else None}
    return render(request, "registry/_aturan_contoh.html", context)
