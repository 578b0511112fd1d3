"""A draft is set after a look at what is missing; a decree is revoked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.forms.penetapan_siklus import CabutForm, TetapkanForm
from registry.models import Penetapan, Realisasi
from registry.services.errors import ServiceError
from registry.services.penetapan_siklus import (
    check_list,
    draft_sidik,
    penetapan_revoke,
    penetapan_tetapkan,
    revoked_from,
    taken_over,
    to_revoke,
    values_from,
)
from registry.views.bantu import posted
from registry.views.penetapan_salin import draft_or_404, penetapan_or_404

DITETAPKAN = "{judul} ditetapkan. Naskahnya tidak dapat diubah lagi."
DICABUT = "{judul} dicabut: tidak berlaku mulai tahun {mulai}. Naskah dan nilai tahun-tahun sebelumnya tetap."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def penetapan_tetapkan_view(request: HttpRequest, kode: str) -> HttpResponse:
    """What is missing, with links; when nothing is, the confirmation."""
    row = draft_or_404(request, kode)
    form = TetapkanForm(posted(request), initial={"dibuka": draft_sidik(row), "cabut": True})
    galat = ""
    if form.is_bound and form.is_valid():
        isi = form.cleaned_data
        try:
            done = penetapan_tetapkan(user=request.user, penetapan=row, dibuka=isi["dibuka"], cabut=isi["cabut"])
        except ServiceError as error:
            galat = error.pesan
            form = TetapkanForm(initial={"dibuka": draft_sidik(row), "cabut": isi["cabut"]})
        else:
            messages.success(request, DITETAPKAN.format(judul=done.judul_pendek))
            return redirect("registry:penetapan_detail", kode)
    status = 409 if galat else 422 if form.is_bound else 200
    return render(request, "registry/penetapan_tetapkan.html", _context(row, form, galat), status=status)


def _context(row: Penetapan, form: TetapkanForm, galat: str) -> dict[str, Any]:
    found, old = check_list(row), to_revoke(row)
    return {
        "penetapan": row,
        "form": form,
        "galat": galat,
        "kurang": [hal for hal in found if hal.wajib],
        "perhatian": [hal for hal in found if not hal.wajib],
        "dicabut": old,
        "dicabut_mulai": revoked_from(row, old) if old else None,
        "diambil": taken_over(row),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def penetapan_cabut(request: HttpRequest, kode: str) -> HttpResponse:
    """By which decree, from which year on, why; asks once more."""
    row = penetapan_or_404(request, kode, Penetapan.Status.DITETAPKAN)
    form = CabutForm(posted(request), initial={"mulai": row.tahun_akhir + 1})
    if form.is_bound and form.is_valid():
        isi = {name: form.cleaned_data[name] for name in ("oleh", "pada", "mulai", "alasan")}
        try:
            done = penetapan_revoke(user=request.user, penetapan=row, **isi)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            messages.success(
                request, DICABUT.format(judul=done.judul_pendek, mulai=done.dicabut_mulai), extra_tags=request.path
            )
            return redirect("registry:penetapan_detail", kode)
    values = values_from(row, row.tahun_awal).values_list("tahun", "status")
    years = sorted({tahun for tahun, _ in values})
    told = [(y, sum(t == y for t, _ in values), sum(t == y and s in Realisasi.FINAL for t, s in values)) for y in years]
    context = {"penetapan": row, "form": form, "nilai": told}
    return render(request, "registry/penetapan_cabut.html", context, status=422 if form.is_bound else 200)
