"""Bappeda reviews what was submitted: the queue, one value, decisions, and the quiet ones together."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.akses import Aksi
from registry.forms.verifikasi import AlasanForm, SaringAntrean, SetujuiForm
from registry.models import Realisasi
from registry.services.errors import ServiceError
from registry.services.realisasi import ConflictError, realisasi_reopen, realisasi_return, realisasi_verify
from registry.services.verifikasi import antrean_of, berikutnya, verifikasi_many
from registry.tables import configure
from registry.tables.verifikasi import AntreanTable
from registry.views.bantu import member_or_404
from registry.views.bukti import bukti_context, realisasi_or_404

SELESAI = "Semua yang diajukan sudah diperiksa."
Decide = Callable[[Realisasi, SetujuiForm], Realisasi]


@login_required
@require_safe
def verifikasi_list(request: HttpRequest) -> HttpResponse:
    """The queue, the oddest first."""
    member_or_404(request, Aksi.VERIFIKASI)
    queue = antrean_of(request.user)
    form = SaringAntrean(request.GET, queue=queue)
    kept = form.keep(queue)
    table = configure(request, AntreanTable(kept, form.address))
    quiet = sum(item.bobot == 0 for item in kept)
    context = {"table": table, "form": form, "total": len(queue), "shown": len(kept), "quiet": quiet}
    return render(request, "registry/verifikasi_list.html", context)


@login_required
@require_safe
def verifikasi_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof with the decisions that its status allows."""
    member_or_404(request, Aksi.VERIFIKASI)
    return _page(request, realisasi_or_404(request, pk), request.GET.urlencode()[:200])


def _page(
    request: HttpRequest, realisasi: Realisasi, address: str, failed: AlasanForm | None = None, status: int = 200
) -> HttpResponse:
    initial = {"version": realisasi.version, "saringan": address}
    queue = antrean_of(request.user)
    item = next((item for item in queue if item.realisasi.pk == realisasi.pk), None)
    context = bukti_context(request, realisasi) | {
        "antrean": item,
        "sisa": len(queue),
        "saringan": address,
        "form": SetujuiForm(initial=initial),
        "form_alasan": failed or AlasanForm(initial=initial),
    }
    return render(request, "registry/verifikasi_detail.html", context, status=status)


@login_required
@require_POST
def verifikasi_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """diajukan → terverifikasi."""

    def decide(row: Realisasi, form: SetujuiForm) -> Realisasi:
        return realisasi_verify(user=request.user, realisasi=row, version=form.cleaned_data["version"])

    return _decide(request, pk, SetujuiForm(request.POST), decide, "disetujui")


@login_required
@require_POST
def verifikasi_return(request: HttpRequest, pk: int) -> HttpResponse:
    """diajukan → dikembalikan, with a reason."""

    def decide(row: Realisasi, form: SetujuiForm) -> Realisasi:
        data = form.cleaned_data
        return realisasi_return(user=request.user, realisasi=row, alasan=data["alasan"], version=data["version"])

    return _decide(request, pk, AlasanForm(request.POST), decide, "dikembalikan kepada OPD")


@login_required
@require_POST
def verifikasi_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """terverifikasi → dikembalikan, with a reason."""

    def decide(row: Realisasi, form: SetujuiForm) -> Realisasi:
        data = form.cleaned_data
        return realisasi_reopen(user=request.user, realisasi=row, alasan=data["alasan"], version=data["version"])

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
    queue = antrean_of(request.user)
    kept = SaringAntrean(QueryDict(address), queue=queue).keep(queue)
    try:
        decide(row, form)
    except ConflictError as error:
        return _conflict(request, row, error.current)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return redirect("registry:verifikasi_detail", pk)
    messages.success(request, f"{row.indikator.nama} – {row.instansi.sebutan} {row.tahun}: {told}.")
    return _next(request, berikutnya(kept, pk), address)


def _conflict(request: HttpRequest, row: Realisasi, now: Realisasi) -> HttpResponse:
    """The value has moved on since the page was opened: nothing is decided, the typed reason is shown again."""
    context = {"realisasi": row, "sekarang": now, "alasan": request.POST.get("alasan", "")}
    return render(request, "registry/verifikasi_konflik.html", context, status=409)


def _next(request: HttpRequest, pk: int | None, address: str) -> HttpResponse:
    if pk is None:
        messages.info(request, SELESAI)
        return redirect("registry:verifikasi_list")
    url = reverse("registry:verifikasi_detail", args=[pk])
    return redirect(f"{url}?{address}" if address else url)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def verifikasi_bulk(request: HttpRequest) -> HttpResponse:
    """Approves together what carries no mark, after a page that lists it."""
    member_or_404(request, Aksi.VERIFIKASI)
    if request.method == "POST":
        return _approve_all(request)
    queue = antrean_of(request.user)
    form = SaringAntrean(request.GET, queue=queue)
    quiet = [item for item in form.keep(queue) if item.bobot == 0]
    return render(request, "registry/verifikasi_bersama.html", {"quiet": quiet, "address": form.address})


def _approve_all(request: HttpRequest) -> HttpResponse:
    items = [pair for text in request.POST.getlist("item") if (pair := _pair(text))]
    result = verifikasi_many(user=request.user, items=items)
    messages.success(request, f"{result.disetujui} realisasi disetujui.")
    for row, pesan in result.ditolak:
        messages.error(request, f"{row.indikator.nama} – {row.instansi.sebutan} {row.tahun}: {pesan}")
    return redirect("registry:verifikasi_list")


def _pair(text: str) -> tuple[int, int] | None:
    """`pk:version` of one item, or None for anything else."""
    parts = text.split(":")
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) <= 18 for p in parts):
        return None
    return int(parts[0]), int(parts[1])
