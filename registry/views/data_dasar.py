"""Shared raw data: read by all, entered by the owning instansi; a correction shows first what it reaches."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.akses import Aksi, may
from registry.forms.data_dasar import NilaiDataDasarForm
from registry.models import DataDasar, Indikator, Realisasi, Sanggahan, TahunIsian
from registry.services.dampak import Dampak
from registry.services.data_dasar import (
    NilaiConflictError,
    data_dasar_save,
    may_edit_data,
    table_of_values,
    users_of,
    values_with_author,
)
from registry.services.data_dasar_dampak import preview_save, stale_published
from registry.services.errors import ServiceError
from registry.services.jendela import window_of
from registry.services.sanggahan import may_object, waiting_for
from registry.views.bantu import member_or_404
from registry.views.pilih_tahun import pick_year
from registry.views.realisasi import PERIKSA

TAHUN_LALU = 4  # years shown beside the one that is entered


@login_required
@require_safe
def data_dasar_list(request: HttpRequest) -> HttpResponse:
    """All shared data of the Pemda with their values per year."""
    member = member_or_404(request)
    years, _ = pick_year(request)
    rows = DataDasar.objects.visible_to(request.user).select_related("pemilik")
    own = {row.pk for row in rows if may_edit_data(request.user, row)}
    context = {
        "years": years[::-1],
        "baris": table_of_values(rows, years[::-1]),
        "own": own,
        "member": member,
        "menunggu": waiting_for(request.user).count(),
    }
    return render(request, "registry/data_dasar_list.html", context)


def data_or_404(request: HttpRequest, pk: int, tahun: int) -> tuple[DataDasar, TahunIsian]:
    """A shared datum and a year of the own Pemda."""
    member_or_404(request)
    rows = DataDasar.objects.visible_to(request.user).select_related("pemilik", "pemda")
    row = get_object_or_404(rows, pk=pk)
    return row, get_object_or_404(TahunIsian.objects.visible_to(request.user), tahun=tahun)


@login_required
@require_http_methods(["GET", "POST"])
def data_dasar_edit(request: HttpRequest, pk: int, tahun: int) -> HttpResponse:
    """One value of one year with what reads it; POST stores it, by the owner, a correction after a second look."""
    row, _ = data_or_404(request, pk, tahun)
    stored = row.nilai.filter(tahun=tahun).first()
    if request.method != "POST":
        return _page(request, row, tahun, NilaiDataDasarForm(stored=stored))
    if not may_edit_data(request.user, row):
        raise Http404
    form = NilaiDataDasarForm(request.POST, stored=stored)
    if not form.is_valid():
        return _page(request, row, tahun, form, galat=PERIKSA)
    try:
        if form.mengubah and "konfirmasi" not in request.POST:
            return _preview(request, row, tahun, form)
        return _save(request, row, tahun, form)
    except NilaiConflictError as error:
        return _conflict(request, row, tahun, error)
    except ServiceError as error:
        return _page(request, row, tahun, form, galat=error.pesan)


def _preview(request: HttpRequest, row: DataDasar, tahun: int, form: NilaiDataDasarForm) -> HttpResponse:
    """What the correction computes again and what stays published; nothing is stored yet."""
    version = form.cleaned_data["version"]
    dampak = preview_save(user=request.user, data_dasar=row, tahun=tahun, isi=form.isi(), version=version)
    context = {"data_dasar": row, "tahun": tahun, "form": form, "dampak": dampak, "nilai": form.stored}
    return render(request, "registry/data_dasar_pratinjau.html", context)


def _save(request: HttpRequest, row: DataDasar, tahun: int, form: NilaiDataDasarForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    dampak = data_dasar_save(user=request.user, data_dasar=row, tahun=tahun, isi=form.isi(), version=version)
    messages.success(request, told(request, dampak), extra_tags=request.path)
    return redirect("registry:data_dasar_edit", row.pk, tahun)


def _conflict(request: HttpRequest, row: DataDasar, tahun: int, error: NilaiConflictError) -> HttpResponse:
    """Both values side by side; the typed text stays, and the next save is deliberate."""
    again = request.POST.copy()
    again["version"] = str(error.current.version if error.current else 0)
    form = NilaiDataDasarForm(again, stored=error.current)
    form.is_valid()
    form.errors.pop("alasan", None)
    return _page(request, row, tahun, form, status=409, galat=error.pesan, konflik=request.POST.get("nilai", ""))


def told(request: HttpRequest, dampak: Dampak) -> str:
    """Which indicators were computed again; names only of those that the user may see."""
    if not dampak.dihitung:
        return "Nilai disimpan. Tidak ada realisasi terbuka yang perlu dihitung ulang."
    touched = {r.indikator_id for r in dampak.dihitung}
    seen = set(Indikator.objects.visible_to(request.user).filter(pk__in=touched).values_list("pk", flat=True))
    names = sorted({str(r.indikator) for r in dampak.dihitung if r.indikator_id in seen})
    others = len({r.pk for r in dampak.dihitung if r.indikator_id not in seen})
    parts = [*names, *([f"{others} realisasi instansi lain"] if others else [])]
    return f"Nilai disimpan. Dihitung ulang: {'; '.join(parts)}."


def _page(
    request: HttpRequest, row: DataDasar, tahun: int, form: NilaiDataDasarForm, status: int = 200, **more: Any
) -> HttpResponse:
    window = window_of(row.pemda, tahun, row.pemilik_id)
    owner = may_edit_data(request.user, row)
    history = values_with_author(row, range(tahun, tahun - TAHUN_LALU - 1, -1))
    context = {
        "data_dasar": row,
        "tahun": tahun,
        "nilai": history[0].nilai,
        "catatan": history,
        "form": form,
        "pemilik": owner,
        "dapat_diisi": owner and window.terbuka,
        "batas": window,
        "dapat_menyanggah": history[0].nilai is not None and may_object(request.user, row),
        "sanggahan": Sanggahan.objects.visible_to(request.user).filter(data_dasar=row, tahun=tahun),
    }
    return render(
        request, "registry/data_dasar_edit.html", context | _reached(request, row, tahun) | more, status=status
    )


def _reached(request: HttpRequest, row: DataDasar, tahun: int) -> dict[str, Any]:
    """The indicators that read it, and the published rows on an older value, as far as the user may see them."""
    visible = Indikator.objects.visible_to(request.user)
    stale = stale_published(row, tahun)
    names = set(visible.filter(pk__in={b.realisasi.indikator_id for b in stale}).values_list("pk", flat=True))
    shown = [b for b in stale if b.realisasi.indikator_id in names]
    return {
        "pemakai": visible.filter(pk__in=users_of(row).values("rumus__indikator")).with_sheet().in_order(),
        "terbit": shown,
        "terbit_lain": len(stale) - len(shown),
        "buka": may(request.user, Aksi.VERIFIKASI),
        "terverifikasi": Realisasi.Status.TERVERIFIKASI,
    }
