"""The formula of an indicator of a draft: typed with a live preview, the linter's findings beside, stored directly."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from formulas.families import families
from formulas.temuan import ATURAN
from registry.forms.rancangan_rumus import RumusRancanganForm
from registry.forms.rumus import initial_from, initial_from_family, with_more_rows
from registry.models import Indikator, Instansi
from registry.services.errors import ServiceError
from registry.services.hitung import current_rumus
from registry.services.rancangan_rumus import findings_while_typing, rancangan_rumus_save, rumus_sidik
from registry.services.usulan import reference_of, show_typed
from registry.views.rancangan import PERIKSA, indikator_or_404, tabel_url

TERSIMPAN = "Rumus {kode} tersimpan."


def _form(request: HttpRequest, indikator: Indikator, data: Any = None) -> RumusRancanganForm:
    group = indikator.lembar.instansi.jenis == Instansi.Jenis.KELOMPOK
    start: dict[str, Any] = {"kepala": {}, "variabel": [], "rows": []}
    if data is None:
        rumus, rumpun = current_rumus(indikator), families().get(request.GET.get("rumpun", ""))
        start = initial_from_family(rumpun, rumus) if rumpun else initial_from(rumus)
        start["kepala"] |= {"dibuka": rumus_sidik(rumus), "cetak": indikator.lanjutan_dari_id is None or bool(rumpun)}
    return RumusRancanganForm(data, user=request.user, initial=start, group=group)


def _shown(request: HttpRequest, indikator: Indikator, form: RumusRancanganForm) -> dict[str, Any]:
    acuan = reference_of(request.user, indikator)
    kepala = form.head()
    tampilan = show_typed(indikator, kepala, form.rows(), acuan, form.typed())
    arah = str(form.kepala["arah"].value() or "")
    found = findings_while_typing(indikator, {**kepala, "arah": arah}, form.rows())
    return {"form": form, "tampilan": tampilan, "temuan": [(ATURAN[kode], pesan) for kode, pesan in found]}


def _page(
    request: HttpRequest, indikator: Indikator, form: RumusRancanganForm, status: int = 200, **more: Any
) -> HttpResponse:
    decree = indikator.lembar.lampiran.penetapan
    context = {"indikator": indikator, "penetapan": decree, "rumpun": families().values()}
    context |= {"kembali": tabel_url(indikator.lembar, decree.kode), **_shown(request, indikator, form), **more}
    return render(request, "registry/rancangan_rumus.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rancangan_rumus(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """The form; POST adds a row, draws what was typed, or stores the formula."""
    indikator = indikator_or_404(request, kode, pk)
    if request.method != "POST":
        return _page(request, indikator, _form(request, indikator))
    form = _form(request, indikator, request.POST)
    if "tambah" in request.POST:
        form = _form(request, indikator, with_more_rows(request.POST, form))
        return _page(request, indikator, form, ditambah=True)
    if "ubah" in request.POST:
        return _page(request, indikator, form)
    if not form.valid:
        return _page(request, indikator, form, galat=PERIKSA, status=422)
    head = form.kepala.cleaned_data
    try:
        rancangan_rumus_save(
            user=request.user,
            indikator=indikator,
            isi=form.isi(),
            variabel=form.rows(),
            dibuka=head["dibuka"],
            cetak=head["cetak"],
        )
    except ServiceError as error:
        form.refuse(error)
        return _page(request, indikator, form, galat=error.pesan, status=409)
    messages.success(request, TERSIMPAN.format(kode=indikator.kode), extra_tags=request.path)
    return redirect(tabel_url(indikator.lembar, kode))


@login_required
@require_POST
def rancangan_rumus_preview(request: HttpRequest, kode: str, pk: int) -> HttpResponse:
    """How the typed formula reads, draws and computes, and what the linter says; stores nothing."""
    indikator = indikator_or_404(request, kode, pk)
    form = _form(request, indikator, request.POST)
    if not request.htmx:
        return _page(request, indikator, form)
    return render(request, "registry/_rancangan_tampil.html", _shown(request, indikator, form))
