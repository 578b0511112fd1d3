"""Families of formulas: the list, one of them with a playground, and which indicator is to use it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from formulas.families import Rumpun, families
from registry.akses import Aksi, may, proposable
from registry.cari import fold, matches
from registry.forms.rumpun import CobaForm
from registry.models import Rumus
from registry.services.rumpun import as_text, draw, families_for, users_of
from registry.views.bantu import member_or_404

MAKS_CARI, MAKS_HASIL = 200, 50


def _rumpun_or_404(kode: str) -> Rumpun:
    if kode not in families():
        raise Http404
    return families()[kode]


@login_required
@require_safe
def rumpun_list(request: HttpRequest) -> HttpResponse:
    """All families with their fraction and sentence; a search over their words."""
    member_or_404(request)
    q = request.GET.get("q", "")[:MAKS_CARI]
    context = {"rumpun": families_for(request.user, q), "q": q, "jumlah": len(families())}
    return render(request, "registry/rumpun_list.html", context)


@login_required
@require_safe
def rumpun_detail(request: HttpRequest, kode: str) -> HttpResponse:
    """One family; the numbers of its playground stay in the address. A fragment for htmx."""
    member_or_404(request)
    rumpun = _rumpun_or_404(kode)
    typed = {name: value for name, value in request.GET.items() if name[:2] in ("n-", "l-")}
    form = CobaForm(typed or as_text(rumpun.cases[0]), rumpun=rumpun)
    context: dict[str, Any] = {"form": form, "bukti": form.bukti(), "rumpun": rumpun}
    if request.htmx:
        return render(request, "registry/_rumpun_hasil.html", context)
    context["tampilan"] = draw(rumpun, users_of(request.user, kode))
    context["pakai"] = may(request.user, Aksi.USULKAN_RUMUS)
    return render(request, "registry/rumpun_detail.html", context)


@login_required
@require_safe
def rumpun_use(request: HttpRequest, kode: str) -> HttpResponse:
    """Which indicator is to compute by this family: a search over those that the user may propose for."""
    member_or_404(request, Aksi.USULKAN_RUMUS)
    rumpun = _rumpun_or_404(kode)
    q = request.GET.get("q", "")[:MAKS_CARI]
    words = fold(q).split()
    rows = proposable(request.user).published().with_sheet().in_order()
    found = [i for i in rows if matches(words, i.nama, i.kode, i.lembar.nama, i.sasaran.teks)]
    uses = Rumus.objects.filter(status=Rumus.Status.BERLAKU, rumpun=kode).values_list("indikator", flat=True)
    context = {"rumpun": rumpun, "q": q, "indikator": found[:MAKS_HASIL], "jumlah": len(found), "sudah": set(uses)}
    return render(request, "registry/rumpun_pakai.html", context)
