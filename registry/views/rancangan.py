"""The parts of a draft are edited: body, lampiran, sheet, cells of an indicator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.forms.daftar_butir import changed
from registry.forms.rancangan import LampiranForm, LembarForm, NaskahForm
from registry.forms.rancangan_indikator import IndikatorForm
from registry.models import Indikator, LembarInstansi, Penetapan
from registry.services.errors import ServiceError
from registry.services.rancangan import (
    BentrokError,
    indikator_of,
    indikator_save,
    lampiran_of,
    lampiran_save,
    lembar_of,
    lembar_save,
    naskah_of,
    naskah_save,
    sidik,
)
from registry.views.penetapan_salin import draft_or_404

TERSIMPAN = "{judul} tersimpan."
PERIKSA = "Belum disimpan. Perbaiki bagian yang ditandai; yang sudah Anda ketik tetap ada."


@dataclass(frozen=True)
class Bagian:
    """What one editor needs: its form, the stored part, how it is saved, where it leads back to."""

    penetapan: Penetapan
    judul: str
    form: type[Any]
    tersimpan: dict[str, Any]
    save: Callable[..., Any]
    kembali: str
    more: Mapping[str, Any] = field(default_factory=dict)
    konteks: Mapping[str, Any] = field(default_factory=dict)


def _edit(request: HttpRequest, bagian: Bagian) -> HttpResponse:
    """Opens the form; POST changes a list in it, or saves."""
    if request.method != "POST":
        start = bagian.form.start(bagian.tersimpan) | {"dibuka": sidik(bagian.tersimpan)}
        return _page(request, bagian, bagian.form(initial=start, **bagian.more))
    if "aksi" in request.POST:
        data = changed(request.POST, request.POST["aksi"])
        return _page(request, bagian, bagian.form(data, **bagian.more))
    form = bagian.form(request.POST, **bagian.more)
    if not form.is_valid():
        return _page(request, bagian, form, galat=PERIKSA, status=422)
    isi = form.isi(bagian.tersimpan)
    try:
        bagian.save(user=request.user, isi=dict(isi), dibuka=form.cleaned_data["dibuka"])
    except BentrokError as error:
        return _conflict(request, bagian, error, isi)
    except ServiceError as error:
        return _page(request, bagian, form, galat=error.pesan, status=422)
    messages.success(request, TERSIMPAN.format(judul=bagian.judul), extra_tags=request.path)
    return redirect(bagian.kembali)


def _conflict(request: HttpRequest, bagian: Bagian, error: BentrokError, isi: Mapping[str, Any]) -> HttpResponse:
    """Both texts beside each other; saving again is now a decision."""
    data = request.POST.copy()
    data["dibuka"] = sidik(error.tersimpan)
    other = [(name, shown(value), shown(isi.get(name))) for name, value in error.tersimpan.items()]
    beda = [row for row in other if row[0] in isi and row[1] != row[2]]
    return _page(request, bagian, bagian.form(data, **bagian.more), galat=error.pesan, beda=beda, status=409)


def shown(value: Any) -> str:
    """A stored part as plain lines."""
    if isinstance(value, list):
        return "\n".join(shown(item) for item in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{k}: {shown(v)}" for k, v in value.items() if v not in (None, "", []))
    return "" if value is None else str(value)


def _page(
    request: HttpRequest, bagian: Bagian, form: Any, galat: str = "", beda: Any = (), status: int = 200
) -> HttpResponse:
    context = {"penetapan": bagian.penetapan, "judul": bagian.judul, "form": form, "galat": galat, "beda": beda}
    context |= {"kembali": bagian.kembali, **bagian.konteks}
    return render(request, "registry/rancangan_form.html", context, status=status)


def susunan_url(penetapan: Penetapan) -> str:
    """The page that holds all parts of a draft."""
    return reverse("registry:rancangan_susun", args=[penetapan.kode])


def tabel_url(lembar: LembarInstansi, kode: str) -> str:
    """The table of a sheet."""
    return reverse("registry:rancangan_tabel", args=[kode, lembar.pk])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rancangan_naskah(request: HttpRequest, kode: str) -> HttpResponse:
    """The body."""
    row = draft_or_404(request, kode)

    def save(**isi: Any) -> None:
        naskah_save(penetapan=row, **isi)

    return _edit(request, Bagian(row, "Naskah keputusan", NaskahForm, naskah_of(row), save, susunan_url(row)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rancangan_lampiran(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """What stands around the sheets of a lampiran."""
    penetapan = draft_or_404(request, kode)
    row = get_object_or_404(penetapan.lampiran, pk=pk)

    def save(**isi: Any) -> None:
        lampiran_save(lampiran=row, **isi)

    return _edit(request, Bagian(penetapan, str(row), LampiranForm, lampiran_of(row), save, susunan_url(penetapan)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rancangan_lembar(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """The identity block of a sheet."""
    penetapan = draft_or_404(request, kode)
    row = get_object_or_404(LembarInstansi, lampiran__penetapan=penetapan, pk=pk)

    def save(**isi: Any) -> None:
        lembar_save(lembar=row, **isi)

    return _edit(request, Bagian(penetapan, f"Lembar {row}", LembarForm, lembar_of(row), save, tabel_url(row, kode)))


def indikator_or_404(request: HttpRequest, kode: str, pk: int) -> Indikator:
    """An indicator of a draft that the admin may change."""
    penetapan = draft_or_404(request, kode)
    rows = Indikator.objects.filter(lembar__lampiran__penetapan=penetapan).with_sheet()
    return get_object_or_404(rows.select_related("pemda", "lanjutan_dari"), pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rancangan_indikator(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """The printed cells of an indicator, and who fills it."""
    row = indikator_or_404(request, kode, pk)
    stored = indikator_of(row)

    def save(**isi: Any) -> None:
        indikator_save(indikator=row, **isi)

    more = {"pemda": row.pemda, "tersimpan": stored}
    back = tabel_url(row.lembar, kode)
    decree = row.lembar.lampiran.penetapan
    return _edit(request, Bagian(decree, "Sel indikator", IndikatorForm, stored, save, back, more, {"indikator": row}))
