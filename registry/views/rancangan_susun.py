"""What a draft is made of: parts are added, moved, ordered and removed; the table of a sheet."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.forms.rancangan_indikator import IndikatorBaruForm, LembarBaruForm, SasaranBaruForm
from registry.models import Indikator, Lampiran, LembarInstansi, Penetapan, Rumus, Sasaran
from registry.services.errors import ServiceError
from registry.services.rancangan import sidik
from registry.services.rancangan_susun import (
    JENIS,
    indikator_add,
    lampiran_add,
    lembar_add,
    part_move,
    part_of,
    part_order,
    part_remove,
    sasaran_add,
    sasaran_of,
    sasaran_save,
)
from registry.views.penetapan_salin import draft_or_404
from registry.views.rancangan import susunan_url, tabel_url

DIHAPUS = "{jenis} «{nama}» dihapus."
DIURUTKAN = "Urutan tersimpan."
TAK_DIKENAL = "Langkah itu tidak dikenal, sehingga tidak ada yang berubah. Muat ulang halaman ini, lalu coba lagi."
SASARAN_TERSIMPAN = "Teks sasaran tersimpan."
SASARAN_DITAMBAH = "Sasaran ditambahkan di akhir lembar."
TUJUAN = {"sasaran": "lembar_id", "indikator": "lembar_id"}


@login_required
@require_safe
def rancangan_susun(request: HttpRequest, kode: str) -> HttpResponse:
    """All parts of a draft with the ways to change them."""
    penetapan = draft_or_404(request, kode)
    return _susunan(request, penetapan, LembarBaruForm(pemda=penetapan.pemda))


def _susunan(request: HttpRequest, penetapan: Penetapan, form: LembarBaruForm, status: int = 200) -> HttpResponse:
    sheets = LembarInstansi.objects.annotate(jumlah=Count("indikator")).order_by("urut")
    lampiran = Lampiran.objects.filter(penetapan=penetapan).prefetch_related(Prefetch("lembar", sheets))
    context = {"penetapan": penetapan, "lampiran": lampiran.order_by("urut"), "form": form}
    return render(request, "registry/rancangan_susun.html", context, status=status)


@login_required
@require_POST
def rancangan_aksi(request: HttpRequest, kode: str) -> HttpResponse:
    """One step: aksi is "naik:JENIS:PK", "turun:JENIS:PK" or "urut:JENIS" with the order as it was dragged."""
    penetapan = draft_or_404(request, kode)
    act, _, rest = request.POST.get("aksi", "").partition(":")
    jenis, _, number = rest.partition(":")
    if jenis not in JENIS or act not in ("naik", "turun", "urut"):
        messages.error(request, TAK_DIKENAL)
        return redirect(susunan_url(penetapan))
    pks = [int(p) for p in (request.POST.getlist("urut") if act == "urut" else [number]) if _is_pk(p)]
    back = _back(penetapan, jenis, pks)
    try:
        if act == "urut":
            part_order(user=request.user, penetapan=penetapan, jenis=jenis, pks=pks)
            messages.success(request, DIURUTKAN)
        else:
            naik, pk = act == "naik", pks[0] if pks else 0
            part_move(user=request.user, penetapan=penetapan, jenis=jenis, pk=pk, naik=naik)
    except ServiceError as error:
        messages.error(request, error.pesan)
    return redirect(back)


def _is_pk(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12


def _back(penetapan: Penetapan, jenis: str, pks: list[int]) -> str:
    """The page that the step was taken on."""
    if jenis in TUJUAN and pks:
        try:
            lembar = LembarInstansi.objects.get(pk=part_of(penetapan, jenis, pks[0]).lembar_id)
        except ServiceError:
            return susunan_url(penetapan)
        return tabel_url(lembar, penetapan.kode) + f"#{jenis}-{pks[0]}"
    return susunan_url(penetapan)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rancangan_hapus(request: HttpRequest, kode: str, jenis: str, pk: int) -> HttpResponse:
    """Asks once more, then removes a part with everything below it."""
    penetapan = draft_or_404(request, kode)
    if jenis not in JENIS:
        raise Http404
    row = get_object_or_404(JENIS[jenis][0], pk=pk, **{JENIS[jenis][2]: penetapan})
    back = tabel_url(row.lembar, kode) if jenis in TUJUAN else susunan_url(penetapan)
    if request.method == "POST":
        try:
            nama = part_remove(user=request.user, penetapan=penetapan, jenis=jenis, pk=pk)
        except ServiceError as error:
            messages.error(request, error.pesan)
        else:
            messages.success(request, DIHAPUS.format(jenis=jenis.capitalize(), nama=nama[:80]))
        return redirect(back)
    path = {"lampiran": "lembar__lampiran", "lembar": "lembar", "sasaran": "sasaran", "indikator": "pk"}[jenis]
    count = Indikator.objects.filter(**{path: row.pk}).count()
    context = {"penetapan": penetapan, "jenis": jenis, "bagian": row, "jumlah": count, "kembali": back}
    return render(request, "registry/rancangan_hapus.html", context)


@login_required
@require_POST
def rancangan_lampiran_add(request: HttpRequest, kode: str) -> HttpResponse:
    """A lampiran more, then its form."""
    penetapan = draft_or_404(request, kode)
    try:
        row = lampiran_add(user=request.user, penetapan=penetapan)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return redirect(susunan_url(penetapan))
    return redirect("registry:rancangan_lampiran", kode, row.pk)


@login_required
@require_POST
def rancangan_lembar_add(request: HttpRequest, kode: str) -> HttpResponse:
    """A sheet more, then its identity block."""
    penetapan = draft_or_404(request, kode)
    form = LembarBaruForm(request.POST, pemda=penetapan.pemda)
    if not form.is_valid():
        return _susunan(request, penetapan, form, status=422)
    lampiran = get_object_or_404(penetapan.lampiran, pk=form.cleaned_data["lampiran"])
    try:
        row = lembar_add(user=request.user, lampiran=lampiran, instansi=form.cleaned_data["instansi"])
    except ServiceError as error:
        form.add_error(None, error.pesan)
        return _susunan(request, penetapan, form, status=422)
    return redirect("registry:rancangan_lembar", kode, row.pk)


def _lembar_or_404(request: HttpRequest, kode: str, pk: int) -> tuple[Penetapan, LembarInstansi]:
    penetapan = draft_or_404(request, kode)
    rows = LembarInstansi.objects.select_related("instansi", "lampiran__penetapan")
    return penetapan, get_object_or_404(rows, lampiran__penetapan=penetapan, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rancangan_tabel(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """The sasaran and indicators of a sheet; POST stores the texts of the sasaran."""
    penetapan, lembar = _lembar_or_404(request, kode, pk)
    if request.method != "POST":
        return _tabel(request, penetapan, lembar)
    stored = sasaran_of(lembar)
    typed = {k: {n: request.POST.get(f"sasaran-{k}-{n}", "").strip() for n in ("nomor", "teks")} for k in stored}
    try:
        sasaran_save(user=request.user, lembar=lembar, isi=typed, dibuka=request.POST.get("dibuka", ""))
    except ServiceError as error:
        return _tabel(request, penetapan, lembar, typed=typed, galat=error.pesan, status=422)
    messages.success(request, SASARAN_TERSIMPAN, extra_tags=request.path)
    return redirect(tabel_url(lembar, kode))


def _tabel(
    request: HttpRequest, penetapan: Penetapan, lembar: LembarInstansi, status: int = 200, **more: Any
) -> HttpResponse:
    current = Rumus.objects.filter(status=Rumus.Status.BERLAKU)
    indikator = Indikator.objects.select_related("lanjutan_dari").prefetch_related(
        Prefetch("rumus", current, to_attr="berlaku")
    )
    rows = Sasaran.objects.filter(lembar=lembar).prefetch_related(Prefetch("indikator", indikator.order_by("urut")))
    typed = more.get("typed") or {}
    shown = [(row, typed.get(str(row.pk)) or {"nomor": row.nomor or "", "teks": row.teks}) for row in rows]
    context = {"penetapan": penetapan, "lembar": lembar, "baris": shown, "dibuka": sidik(sasaran_of(lembar))}
    context |= {"sasaran_baru": SasaranBaruForm(), "galat": more.get("galat", "")} | more
    return render(request, "registry/rancangan_tabel.html", context, status=status)


@login_required
@require_POST
def rancangan_sasaran_add(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """A sasaran more at the end of a sheet."""
    penetapan, lembar = _lembar_or_404(request, kode, pk)
    form = SasaranBaruForm(request.POST)
    if not form.is_valid():
        return _tabel(request, penetapan, lembar, sasaran_baru=form, status=422)
    try:
        sasaran_add(user=request.user, lembar=lembar, teks=form.cleaned_data["teks"])
    except ServiceError as error:
        form.add_error(None, error.pesan)
        return _tabel(request, penetapan, lembar, sasaran_baru=form, status=422)
    messages.success(request, SASARAN_DITAMBAH, extra_tags=request.path)
    return redirect(tabel_url(lembar, kode))


@login_required
@require_POST
def rancangan_indikator_add(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """An indicator more at the end of a sasaran, then its formula."""
    penetapan, lembar = _lembar_or_404(request, kode, pk)
    form = IndikatorBaruForm(request.POST)
    if not form.is_valid():
        return _tabel(request, penetapan, lembar, indikator_baru=form, status=422)
    isi = form.cleaned_data
    sasaran = get_object_or_404(lembar.sasaran, pk=isi["sasaran"])
    try:
        row = indikator_add(user=request.user, sasaran=sasaran, nama=isi["nama"], satuan=isi["satuan"])
    except ServiceError as error:
        form.add_error(None, error.pesan)
        return _tabel(request, penetapan, lembar, indikator_baru=form, status=422)
    return redirect("registry:rancangan_indikator", kode, row.pk)
