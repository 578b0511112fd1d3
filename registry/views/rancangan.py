"""The parts of a draft are edited: body, lampiran, sheet, cells of an indicator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from registry.forms.daftar_butir import changed
from registry.forms.rancangan import LampiranForm, LembarForm, NaskahForm
from registry.forms.rancangan_indikator import GABUNG, SEL_PECAHAN, IndikatorForm
from registry.forms.sel_rumus import PANJANG, sel_tampil
from registry.models import Indikator, LembarInstansi, Penetapan
from registry.rumus_ketik import write_cell
from registry.services.definisi import drawn
from registry.services.errors import ServiceError
from registry.services.hitung import current_rumus
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
    ubah: Callable[[QueryDict, str], QueryDict] = changed


def _edit(request: HttpRequest, bagian: Bagian) -> HttpResponse:
    """Opens the form; POST changes a list in it, or saves."""
    if request.method != "POST":
        start = bagian.form.start(bagian.tersimpan) | {"dibuka": sidik(bagian.tersimpan)}
        return _page(request, bagian, bagian.form(initial=start, **bagian.more))
    if "aksi" in request.POST:
        data = bagian.ubah(request.POST, request.POST["aksi"])
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
    form = bagian.form(data, **bagian.more)
    both = [(name, shown(name, value), shown(name, isi.get(name))) for name, value in error.tersimpan.items()]
    beda = [(_label(form, name), was, typed) for name, was, typed in both if name in isi and was != typed]
    return _page(request, bagian, form, galat=error.pesan, beda=beda, status=409)


def _label(form: Any, name: str) -> str:
    return str(form.fields[name].label) if name in form.fields else name.replace("_", " ").capitalize()


def shown(name: str, value: Any) -> str:
    """A stored part as plain lines, its fractions as they are typed."""
    if name in SEL_PECAHAN:
        return write_cell(value)
    return _lines([dict(GABUNG).get(one, one) for one in value or []] if name == "gabung" else value)


def _lines(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_lines(item) for item in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{k}: {_lines(v)}" for k, v in value.items() if v not in (None, "", []))
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
    stored, fraction = indikator_of(row), _formula_typed(row)

    def save(**isi: Any) -> None:
        indikator_save(indikator=row, **isi)

    def ubah(data: QueryDict, aksi: str) -> QueryDict:
        return _with_formula(data, aksi.removeprefix("rumus:"), fraction) if "rumus:" in aksi else changed(data, aksi)

    more, konteks = {"pemda": row.pemda, "tersimpan": stored}, {"indikator": row, "dari_rumus": fraction}
    back, decree = tabel_url(row.lembar, kode), row.lembar.lampiran.penetapan
    bagian = Bagian(decree, "Sel indikator", IndikatorForm, stored, save, back, more, konteks, ubah)
    return _edit(request, bagian)


def _formula_typed(indikator: Indikator) -> str:
    """The computable formula as a cell is typed; "" of one that draws no fraction."""
    typed = write_cell(drawn(current_rumus(indikator)))
    return typed if "[pecahan:" in typed else ""


def _with_formula(data: QueryDict, name: str, fraction: str) -> QueryDict:
    """What was typed with the fraction of the formula at the end of a cell."""
    more = data.copy()
    if name in SEL_PECAHAN:
        more[name] = f"{data.get(name, '').rstrip()}\n{fraction}".strip()
    return more


@login_required
@require_POST
def rancangan_sel_preview(request: HttpRequest, kode: str, pk: int, nama: str) -> HttpResponse:
    """How a typed cell of an indicator prints; stores nothing."""
    indikator_or_404(request, kode, pk)
    if nama not in SEL_PECAHAN:
        raise Http404
    tampil = sel_tampil(nama, request.POST.get(nama, "")[:PANJANG])
    return render(request, "registry/_rancangan_sel_tampil.html", {"tampil": tampil})
