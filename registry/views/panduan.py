"""The guide inside the application."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.panduan import BAB, MENURUT_SLUG, chapters_for


@login_required
@require_safe
def panduan_list(request: HttpRequest) -> HttpResponse:
    """All chapters, those on the reader's own work first."""
    member = request.user.keanggotaan_aktif
    own, others = chapters_for(member.peran if member else None)
    return render(request, "registry/panduan_list.html", {"milik": own, "lain": others})


@login_required
@require_safe
def panduan_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter, with the way to the one before and the one after."""
    bab = MENURUT_SLUG.get(slug)
    if bab is None:
        raise Http404
    at = BAB.index(bab)
    around = {"sebelum": BAB[at - 1] if at else None, "sesudah": BAB[at + 1] if at + 1 < len(BAB) else None}
    return render(request, bab.template, {"bab": bab, **around})
