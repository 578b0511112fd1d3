"""Bappeda reviews what was submitted: the queue, one value on one screen, decisions on it, and taking one back."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.akses import Aksi
from registry.forms.verifikasi import AlasanForm, PenandaForm, SaringAntrean, SetujuiForm
from registry.models import Penanda, Realisasi
from registry.services.banding_lalu import banding_lalu
from registry.services.baris import Kunci
from registry.services.beda import beda_of
from registry.services.bukti_dukung_baca import panel_of
from registry.services.errors import ServiceError
from registry.services.keganjilan import TANDA
from registry.services.putusan import putusan_approve, putusan_reopen, putusan_return, putusan_undo
from registry.services.realisasi import BATAS_URUNG, ConflictError
from registry.services.verifikasi import Antrean, antrean_of, berikutnya, letak_of
from registry.tables import configure
from registry.tables.verifikasi import AntreanTable
from registry.views.bantu import member_or_404
from registry.views.bukti import bukti_context, realisasi_or_404
from registry.views.lima_tahun import five_years
from registry.views.tampilan import hide_columns, saringan_bawaan

SELESAI = "Semua yang diajukan sudah diperiksa."
URUNG = "urung"  # in the session: the approval that may still be taken back
Decide = Callable[[Realisasi, SetujuiForm], Realisasi]


@login_required
@require_safe
@saringan_bawaan("verifikasi")
def verifikasi_list(request: HttpRequest) -> HttpResponse:
    """The queue, the oddest first."""
    member_or_404(request, Aksi.VERIFIKASI)
    queue = antrean_of(request.user)
    form = SaringAntrean(request.GET, queue=queue)
    kept = form.keep(queue)
    context = {
        "table": configure(request, hide_columns(request, AntreanTable(kept, form.address), "verifikasi")),
        "form": form,
        "total": len(queue),
        "shown": len(kept),
        "quiet": sum(item.tenang for item in kept),
        "ringan": sum(item.ringan for item in kept),
        "first": kept[0].realisasi.pk if kept else None,
        "marked": Penanda.objects.visible_to(request.user).filter(dilepas_pada=None).count(),
        "urung": undoable(request),
    }
    return render(request, "registry/verifikasi_list.html", context)


@login_required
@require_safe
def verifikasi_help(request: HttpRequest) -> HttpResponse:
    """What each sign means and weighs, and the keys."""
    member_or_404(request, Aksi.VERIFIKASI)
    return render(request, "registry/verifikasi_bantuan.html", {"tanda": TANDA.values()})


@login_required
@require_safe
def verifikasi_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """All that a decision needs, with the decisions that the status allows."""
    member_or_404(request, Aksi.VERIFIKASI)
    return _page(request, realisasi_or_404(request, pk), request.GET.urlencode()[:200])


def _page(
    request: HttpRequest, realisasi: Realisasi, address: str, failed: AlasanForm | None = None, status: int = 200
) -> HttpResponse:
    initial = {"version": realisasi.version, "saringan": address}
    queue, kept = read_queue(request, address)
    kunci = Kunci(realisasi.indikator, realisasi.instansi, realisasi.tahun, realisasi.periode)
    mark = Penanda.objects.filter(realisasi=realisasi, dilepas_pada=None).select_related("oleh").first()
    context: dict[str, Any] = bukti_context(request, realisasi) | {
        "antrean": next((item for item in queue if item.realisasi.pk == realisasi.pk), None),
        "letak": letak_of(kept, realisasi.pk) or letak_of(queue, realisasi.pk),
        "sisa": len(queue),
        "saringan": address,
        "banding": banding_lalu(request.user, realisasi),
        "beda": beda_of(realisasi),
        "penanda": mark,
        "panel": panel_of(request.user, kunci, realisasi),
        "urung": undoable(request),
        "form": SetujuiForm(initial=initial),
        "form_alasan": failed or AlasanForm(initial=initial),
        "form_penanda": PenandaForm(initial={"teks": mark.teks if mark else "", "saringan": address}),
    }
    context |= five_years(request.user, realisasi)
    return render(request, "registry/verifikasi_detail.html", context, status=status)


def read_queue(request: HttpRequest, address: str) -> tuple[list[Antrean], Sequence[Antrean]]:
    """The whole queue, and the part that the filters of an address leave."""
    queue = antrean_of(request.user)
    return queue, SaringAntrean(QueryDict(address), queue=queue).keep(queue)


@login_required
@require_POST
def verifikasi_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """diajukan → terverifikasi; for some minutes it can be taken back."""

    def decide(row: Realisasi, form: SetujuiForm) -> Realisasi:
        done = putusan_approve(user=request.user, realisasi=row, version=form.cleaned_data["version"])
        until = (timezone.now() + BATAS_URUNG).timestamp()
        request.session[URUNG] = {"pk": pk, "version": done.version, "nama": _name(row), "sampai": until}
        return done

    return _decide(request, pk, SetujuiForm(request.POST), decide, "")


@login_required
@require_POST
def verifikasi_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """terverifikasi → diajukan, right after one's own approval."""
    member_or_404(request, Aksi.VERIFIKASI)
    row = realisasi_or_404(request, pk)
    request.session.pop(URUNG, None)
    form = SetujuiForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else -1
        putusan_undo(user=request.user, realisasi=row, version=version)
        messages.success(request, f"Persetujuan diurungkan: {_name(row)} kembali ke antrean.")
    except ConflictError:
        messages.error(request, "Realisasi ini sudah berubah sejak disetujui, sehingga tidak diurungkan.")
    except ServiceError as error:
        messages.error(request, error.pesan)
    return redirect("registry:verifikasi_detail", pk)


@login_required
@require_POST
def verifikasi_return(request: HttpRequest, pk: int) -> HttpResponse:
    """diajukan → dikembalikan, with a reason."""

    def decide(row: Realisasi, form: SetujuiForm) -> Realisasi:
        data = form.cleaned_data
        return putusan_return(user=request.user, realisasi=row, alasan=data["alasan"], version=data["version"])

    return _decide(request, pk, AlasanForm(request.POST), decide, "dikembalikan kepada OPD")


@login_required
@require_POST
def verifikasi_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """terverifikasi → dikembalikan, with a reason."""

    def decide(row: Realisasi, form: SetujuiForm) -> Realisasi:
        data = form.cleaned_data
        return putusan_reopen(user=request.user, realisasi=row, alasan=data["alasan"], version=data["version"])

    return _decide(request, pk, AlasanForm(request.POST), decide, "dibuka kembali")


def _decide(request: HttpRequest, pk: int, form: SetujuiForm, decide: Decide, told: str) -> HttpResponse:
    """One decision, then the next of the queue; a reason that was typed is never lost."""
    member = member_or_404(request, Aksi.VERIFIKASI)
    withdrawn = Realisasi.objects.filter(pk=pk, indikator__pemda=member.pemda_id, status=Realisasi.Status.DRAF)
    if gone := withdrawn.select_related("indikator", "instansi").first():
        return _conflict(request, gone, gone)
    row = realisasi_or_404(request, pk)
    if not form.is_valid():
        failed = form if isinstance(form, AlasanForm) else None
        return _page(request, row, request.POST.get("saringan", "")[:200], failed, status=422)
    address = form.cleaned_data["saringan"]
    _, kept = read_queue(request, address)
    try:
        decide(row, form)
    except ConflictError as error:
        return _conflict(request, row, error.current)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return redirect("registry:verifikasi_detail", pk)
    if told:
        request.session.pop(URUNG, None)
        messages.success(request, f"{_name(row)}: {told}.", extra_tags=request.path)
    return _next(request, berikutnya(kept, pk), address)


def _name(row: Realisasi) -> str:
    return f"{row.indikator.nama} – {row.instansi.sebutan} {row.tahun}"


def undoable(request: HttpRequest) -> dict[str, Any] | None:
    """The approval of this session that may still be taken back."""
    kept = request.session.get(URUNG)
    return kept if kept and kept["sampai"] > timezone.now().timestamp() else None


def _conflict(request: HttpRequest, row: Realisasi, now: Any) -> HttpResponse:
    """The value has moved on since the page was opened: nothing is decided, the typed reason is shown again."""
    context = {"realisasi": row, "sekarang": now, "alasan": request.POST.get("alasan", "")}
    return render(request, "registry/verifikasi_konflik.html", context, status=409)


def _next(request: HttpRequest, pk: int | None, address: str) -> HttpResponse:
    if pk is None:
        messages.info(request, SELESAI)
        return redirect("registry:verifikasi_list")
    url = reverse("registry:verifikasi_detail", args=[pk])
    return redirect(f"{url}?{address}" if address else url)
