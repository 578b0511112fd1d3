"""Objections to a shared value: filed by an OPD that reads it, decided by its owner or Bappeda."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.forms.data_dasar import JawabanForm, SanggahanForm
from registry.models import NilaiDataDasar, Sanggahan
from registry.services.dampak import Dampak
from registry.services.data_dasar import NilaiConflictError
from registry.services.data_dasar_dampak import preview
from registry.services.errors import ServiceError
from registry.services.jendela import window_of
from registry.services.kiriman import FIELD, send_once
from registry.services.sanggahan import (
    may_decide,
    may_object,
    sanggahan_accept,
    sanggahan_create,
    sanggahan_reject,
    waiting_for,
)
from registry.views.bantu import member_or_404, posted
from registry.views.data_dasar import data_or_404, told

DIAJUKAN = "Sanggahan diajukan. {pemilik} dan Bappeda memutuskannya; jawabannya tampil di sini."


@login_required
@require_safe
def sanggahan_list(request: HttpRequest) -> HttpResponse:
    """What waits for this user's decision first, then all that the user may see."""
    member_or_404(request)
    rows = Sanggahan.objects.visible_to(request.user).select_related("data_dasar__pemilik", "instansi", "diputus_oleh")
    mine = set(waiting_for(request.user).values_list("pk", flat=True))
    ordered = sorted(rows, key=lambda row: (row.pk not in mine, row.status != Sanggahan.Status.MENUNGGU))
    return render(request, "registry/sanggahan_list.html", {"sanggahan": ordered, "tugas": mine})


@login_required
@require_http_methods(["GET", "POST"])
def sanggahan_create_action(request: HttpRequest, pk: int, tahun: int) -> HttpResponse:
    """The form of an objection; POST files it once."""
    data_dasar, _ = data_or_404(request, pk, tahun)
    if not may_object(request.user, data_dasar):
        raise Http404
    form = SanggahanForm(posted(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data

        def create() -> str:
            row = sanggahan_create(user=request.user, data_dasar=data_dasar, tahun=tahun, **given)
            return reverse("registry:sanggahan_detail", args=[row.pk])

        try:
            sent = send_once(
                user=request.user, kunci=request.POST.get(FIELD, ""), isi=(pk, tahun, *given.values()), action=create
            )
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            messages.success(request, DIAJUKAN.format(pemilik=data_dasar.pemilik), extra_tags=request.path)
            return redirect(sent.alamat)
    stored = NilaiDataDasar.objects.filter(data_dasar=data_dasar, tahun=tahun).first()
    context = {"form": form, "data_dasar": data_dasar, "tahun": tahun, "nilai": stored}
    return render(request, "registry/sanggahan_form.html", context, status=422 if form.is_bound else 200)


def _row_or_404(request: HttpRequest, pk: int) -> Sanggahan:
    member_or_404(request)
    rows = Sanggahan.objects.visible_to(request.user).select_related(
        "data_dasar__pemilik", "data_dasar__pemda", "instansi", "oleh", "diputus_oleh"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def sanggahan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Both values with their sources, and what was decided; for who decides also how."""
    return _page(request, _row_or_404(request, pk))


def _page(
    request: HttpRequest, row: Sanggahan, form: JawabanForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    stored = NilaiDataDasar.objects.filter(data_dasar=row.data_dasar_id, tahun=row.tahun).first()
    waiting = row.status == Sanggahan.Status.MENUNGGU
    context = {
        "sanggahan": row,
        "nilai": stored,
        "memutus": waiting and may_decide(request.user, row),
        "batas": window_of(row.data_dasar.pemda, row.tahun, row.data_dasar.pemilik_id),
        "form": form or JawabanForm(version=stored.version if stored else 0),
    }
    return render(request, "registry/sanggahan_detail.html", context | more, status=status)


def _detail(pk: int) -> str:
    """Its page; as a tag of a message it says that what was typed there has arrived."""
    return reverse("registry:sanggahan_detail", args=[pk])


def _decider_or_404(request: HttpRequest, pk: int) -> Sanggahan:
    row = _row_or_404(request, pk)
    if not may_decide(request.user, row):
        raise Http404
    return row


@login_required
@require_POST
def sanggahan_accept_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows first what the correction reaches; with `konfirmasi` the value is corrected."""
    row = _decider_or_404(request, pk)
    form = JawabanForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    version, jawaban = form.cleaned_data["version"] or 0, form.cleaned_data["jawaban"]

    def accept() -> Dampak:
        return sanggahan_accept(user=request.user, sanggahan=row, jawaban=jawaban, version=version)

    try:
        if "konfirmasi" not in request.POST:
            dampak = preview(user=request.user, data_dasar=row.data_dasar, tahun=row.tahun, change=accept)
            return _page(request, row, form, dampak=dampak)
        messages.success(request, f"Sanggahan diterima. {told(request, accept())}", extra_tags=_detail(pk))
    except NilaiConflictError as error:
        fresh = JawabanForm(request.POST | {"version": str(error.current.version if error.current else 0)})
        return _page(request, row, fresh, status=409, galat=error.pesan)
    except ServiceError as error:
        return _page(request, row, form, status=422, galat=error.pesan)
    return redirect("registry:sanggahan_detail", pk)


@login_required
@require_POST
def sanggahan_reject_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Rejects with an answer; the value stays."""
    row = _decider_or_404(request, pk)
    form = JawabanForm(request.POST, tolak=True)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        sanggahan_reject(user=request.user, sanggahan=row, jawaban=form.cleaned_data["jawaban"])
    except ServiceError as error:
        return _page(request, row, form, status=422, galat=error.pesan)
    messages.success(request, "Sanggahan ditolak; penyanggah membaca jawaban Anda.", extra_tags=_detail(pk))
    return redirect("registry:sanggahan_detail", pk)
