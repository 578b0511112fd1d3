"""The grid of all values that the member's OPD enters in a year ("Isian cepat"), and submitting several at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from registry.akses import Aksi, may_submit
from registry.forms.grid import kode_baris
from registry.models import TahunIsian
from registry.services.grid import calon_ajukan, grid_of, realisasi_submit_many
from registry.views.bantu import member_or_404
from registry.views.grid_baris import TERSIMPAN, Tampil, as_json, chosen, compute_rows, drawn, save_rows, settle

TIDAK_ADA = "Tidak ada yang diubah, jadi tidak ada yang disimpan."
PILIH = "Pilih dahulu isian yang akan diajukan."
MAKS_DIGIT = 10


def _year_or_404(request: HttpRequest, tahun: int) -> None:
    member_or_404(request, Aksi.ISI)
    get_object_or_404(TahunIsian.objects.visible_to(request.user), tahun=tahun)


@login_required
@require_http_methods(["GET", "POST"])
def grid_edit(request: HttpRequest, tahun: int) -> HttpResponse:
    """All indicators with an input per raw value; POST saves every touched row, each whole or not at all."""
    _year_or_404(request, tahun)
    grid = grid_of(request.user, tahun)
    if request.method != "POST":
        return _page(request, tahun, [drawn(row) for row in grid.baris], jendela=grid.jendela)
    data = chosen(request.POST)
    done = save_rows(request.user, grid, data)
    failed = [tampil for tampil in done.values() if tampil.gagal]
    saved = len(done) - len(failed)
    if not failed:
        text = f"{saved} indikator disimpan sebagai draf." if saved else TIDAK_ADA
        level = messages.SUCCESS if saved else messages.INFO
        messages.add_message(request, level, text, extra_tags=request.path)
        return redirect("registry:grid_edit", tahun)
    rows = settle(request.user, tahun, done, data)
    return _page(request, tahun, rows, status=422, jendela=grid.jendela, tersimpan=saved)


def _page(request: HttpRequest, tahun: int, rows: list[Tampil], status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "tahun": tahun,
        "tahun_lalu": tahun - 1,
        "baris": rows,
        "gagal": [tampil for tampil in rows if tampil.gagal],
        "terbuka": any(tampil.form for tampil in rows),
        "boleh_ajukan": may_submit(request.user),
        "batas": more.pop("jendela"),
        **more,
    }
    return render(request, "registry/grid.html", context, status=status)


@login_required
@require_POST
def grid_save(request: HttpRequest, tahun: int) -> JsonResponse:
    """Saves the rows that the script sends; rows that are computed again because of it come back too."""
    _year_or_404(request, tahun)
    grid = grid_of(request.user, tahun)
    before = {kode_baris(row.kunci): row.formulir.version for row in grid.baris}
    data = chosen(request.POST)
    done = save_rows(request.user, grid, data)
    rows = settle(request.user, tahun, done, data)
    answer = {t.kode: as_json(t) for t in rows if t.kode in done}
    for tampil in rows:
        if tampil.kode not in done and tampil.grid.formulir.version != before[tampil.kode]:
            answer[tampil.kode] = {"keadaan": "ikut", "bagian": as_json(tampil)["bagian"]}
    saved = sum(t.keadaan == TERSIMPAN for t in done.values())
    return JsonResponse({"baris": answer, "tersimpan": saved, "gagal": len(done) - saved})


@login_required
@require_POST
def grid_preview(request: HttpRequest, tahun: int) -> JsonResponse:
    """Reads and computes the rows that the script sends; stores nothing."""
    _year_or_404(request, tahun)
    rows = compute_rows(grid_of(request.user, tahun), request.POST)
    return JsonResponse({"baris": {tampil.kode: as_json(tampil) for tampil in rows}})


@login_required
@require_http_methods(["GET", "POST"])
def grid_submit(request: HttpRequest, tahun: int) -> HttpResponse:
    """Lists what can be submitted and what cannot, with the reason; POST submits what is ticked."""
    _year_or_404(request, tahun)
    if not may_submit(request.user):
        raise Http404
    refused: list[Any] = []
    if request.method == "POST":
        items = [pair for text in request.POST.getlist("item") if (pair := _pair(text))]
        result = realisasi_submit_many(user=request.user, items=items)
        if not items:
            messages.error(request, PILIH)
        if result.diajukan:
            messages.success(request, f"{len(result.diajukan)} indikator diajukan ke Bappeda.")
        if result.diajukan and not result.ditolak:
            return redirect(f"{reverse('registry:isian_list')}?tahun={tahun}")
        refused = result.ditolak
    rows = calon_ajukan(request.user, tahun)
    context = {
        "tahun": tahun,
        "siap": [calon for calon in rows if not calon.sebab],
        "belum": [calon for calon in rows if calon.sebab],
        "ditolak": refused,
    }
    return render(request, "registry/grid_ajukan.html", context)


def _pair(text: str) -> tuple[int, int] | None:
    """pk:version of a ticked row; None of anything else."""
    pk, _, version = text.partition(":")
    whole = all(part.isascii() and part.isdigit() and len(part) <= MAKS_DIGIT for part in (pk, version))
    return (int(pk), int(version)) if whole else None
