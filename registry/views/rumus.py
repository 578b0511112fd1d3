"""Proposed formulas: typed with a live preview, checked against what they would change, approved or refused."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from formulas.families import families
from formulas.temuan import ATURAN
from registry.akses import Aksi, may, proposable
from registry.forms.rumus import (
    SetujuiForm,
    TolakForm,
    UsulanForm,
    initial_from,
    initial_from_family,
    with_more_rows,
)
from registry.models import Indikator, Instansi, JawabanTemuan, Realisasi, Rumus
from registry.services.errors import ServiceError
from registry.services.hitung import current_rumus
from registry.services.jawaban_temuan import findings_on, may_see_findings
from registry.services.rumus import (
    approval_obstacle,
    impact_of,
    impact_of_draft,
    rumus_approve,
    rumus_propose,
    rumus_reject,
    with_references,
)
from registry.services.usulan import (
    DampakTampil,
    Tampilan,
    differences,
    reference_of,
    show_stored,
    show_typed,
    shown_impact,
)
from registry.tables import configure
from registry.tables.rumus import UsulanTable
from registry.views.bantu import member_or_404

PERIKSA = "Belum dapat diperiksa. Perbaiki bagian yang ditandai; yang sudah Anda ketik tetap ada."
TERKIRIM = "Usulan versi {versi} tersimpan dan menunggu putusan Bappeda. Rumus yang berlaku belum berubah."
DISETUJUI = "Rumus versi {versi} berlaku. Dihitung ulang: {dihitung} realisasi; tetap terbit: {terbit} realisasi."
DITOLAK = "Usulan versi {versi} ditolak. Rumus yang berlaku tidak berubah."
SARINGAN = [("", "Semua"), *Rumus.Status.choices]


def _indikator_or_404(request: HttpRequest, pk: int) -> Indikator:
    member_or_404(request, Aksi.USULKAN_RUMUS)
    rows = proposable(request.user).with_sheet().select_related("pemda", "lanjutan_dari")
    return get_object_or_404(rows, pk=pk)


def _initial(request: HttpRequest, indikator: Indikator) -> dict[str, Any]:
    """What the form starts with: the formula in force or a family; the reason where a finding is answered."""
    rumpun, rumus = families().get(request.GET.get("rumpun", "")), current_rumus(indikator)
    start = initial_from_family(rumpun, rumus) if rumpun else initial_from(rumus)
    aturan = request.GET.get("temuan", "")
    found = [b for b in findings_on(request.user, indikator) if b.temuan.aturan == aturan] if aturan in ATURAN else []
    if found:
        start["kepala"] |= {"temuan": aturan, "alasan": f"Temuan «{found[0].aturan.judul}»: {found[0].temuan.pesan}\n"}
    return start


def _form(request: HttpRequest, indikator: Indikator, data: Any = None) -> UsulanForm:
    group = indikator.lembar.instansi.jenis == Instansi.Jenis.KELOMPOK
    start = _initial(request, indikator) if data is None else {"kepala": {}, "variabel": [], "rows": []}
    return UsulanForm(data, user=request.user, initial=start, group=group)


def _preview(request: HttpRequest, indikator: Indikator, form: UsulanForm) -> Tampilan:
    acuan = reference_of(request.user, indikator)
    return show_typed(indikator, form.head(), form.rows(), acuan, form.typed())


def _page(request: HttpRequest, indikator: Indikator, form: UsulanForm, **more: Any) -> HttpResponse:
    rumus = current_rumus(indikator)
    context = {
        "indikator": indikator,
        "form": form,
        "berlaku": rumus,
        "tampilan_berlaku": show_stored(rumus),
        "tampilan": _preview(request, indikator, form),
        "rumpun": families().values(),
        "aturan": ATURAN.get(str(form.kepala["temuan"].value() or "")),
    }
    return render(request, "registry/rumus_usul.html", context | more)


@login_required
@require_http_methods(["GET", "POST"])
def usulan_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a proposal; POST goes on: another row, back to typing, check what would change, send."""
    indikator = _indikator_or_404(request, pk)
    if request.method != "POST":
        return _page(request, indikator, _form(request, indikator))
    form = _form(request, indikator, request.POST)
    if "tambah" in request.POST:
        form = _form(request, indikator, with_more_rows(request.POST, form))
        return _page(request, indikator, form, ditambah=True)
    if "ubah" in request.POST:
        return _page(request, indikator, form)
    if not form.valid:
        return _page(request, indikator, form, galat=PERIKSA)
    return _send(request, indikator, form) if "kirim" in request.POST else _check(request, indikator, form)


def _check(request: HttpRequest, indikator: Indikator, form: UsulanForm) -> HttpResponse:
    """What approving would change, before anything is stored."""
    try:
        dampak = impact_of_draft(user=request.user, indikator=indikator, isi=form.isi(), variabel=form.rows())
    except ServiceError as error:
        form.refuse(error)
        return _page(request, indikator, form, galat=error.pesan)
    kode = {row.get("indikator") for row in form.rows()}
    reads = Indikator.objects.filter(pemda=indikator.pemda_id, kode__in=kode - {None, ""}).values_list("pk", flat=True)
    context = {
        "indikator": indikator,
        "form": form,
        "tampilan": _preview(request, indikator, form),
        "dampak": shown_impact(request.user, dampak, list(reads)),
    }
    return render(request, "registry/rumus_periksa.html", context)


def _send(request: HttpRequest, indikator: Indikator, form: UsulanForm) -> HttpResponse:
    try:
        row = rumus_propose(user=request.user, indikator=indikator, variabel=form.rows(), **form.isi())
    except ServiceError as error:
        form.refuse(error)
        return _page(request, indikator, form, galat=error.pesan)
    messages.success(request, TERKIRIM.format(versi=row.versi), extra_tags=request.path)
    return redirect("registry:usulan_detail", row.pk)


@login_required
@require_POST
def usulan_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """How the typed formula reads, draws and computes; stores nothing. Without JavaScript the whole page."""
    indikator = _indikator_or_404(request, pk)
    form = _form(request, indikator, request.POST)
    if not request.htmx:
        return _page(request, indikator, form)
    context = {"tampilan": _preview(request, indikator, form), "form": form}
    return render(request, "registry/_rumus_tampil.html", context)


@login_required
@require_safe
def usulan_list(request: HttpRequest) -> HttpResponse:
    """All proposals on the indicators that the user may read, the undecided ones first."""
    member_or_404(request)
    if not may_see_findings(request.user):
        raise Http404
    rows = Rumus.objects.visible_to(request.user).proposals().select_related("indikator__lembar", "diusulkan_oleh")
    status = request.GET.get("status", "")
    if status in Rumus.Status.values:
        rows = rows.filter(status=status)
    table = configure(request, UsulanTable(rows))
    context = {"table": table, "status": status, "saringan": SARINGAN}
    return render(request, "registry/usulan_list.html", context)


def _usulan_or_404(request: HttpRequest, pk: int) -> Rumus:
    member_or_404(request)
    if not may_see_findings(request.user):
        raise Http404
    rows = Rumus.objects.visible_to(request.user).proposals()
    joined = rows.select_related("indikator__lembar__lampiran__penetapan", "indikator__lembar__instansi")
    return get_object_or_404(joined.select_related("indikator__pemda", "diusulkan_oleh", "disetujui_oleh"), pk=pk)


@login_required
@require_safe
def usulan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal beside the formula in force, with the decisions that are open to the user."""
    return _detail(request, _usulan_or_404(request, pk), TolakForm())


def _detail(request: HttpRequest, usulan: Rumus, form: TolakForm) -> HttpResponse:
    indikator, now = usulan.indikator, current_rumus(usulan.indikator)
    acuan = reference_of(request.user, indikator)
    terbit = Realisasi.objects.visible_to(request.user).filter(indikator=indikator, status__in=Realisasi.FINAL)
    decides = may(request.user, Aksi.SETUJUI_RUMUS) and usulan.status == Rumus.Status.USULAN
    context = {
        "usulan": usulan,
        "indikator": indikator,
        "berlaku": now,
        "variabel": with_references(usulan),
        "tampilan": show_stored(usulan, acuan),
        "tampilan_berlaku": show_stored(now, acuan),
        "beda": differences(now, usulan),
        "jawaban": JawabanTemuan.objects.filter(rumus=usulan),
        "memutus": decides,
        "halangan": approval_obstacle(request.user, usulan) if decides else "",
        "form_tolak": form,
        "terbit": terbit.exclude(rumus=usulan).count() if usulan.pk == now.pk else 0,
        "pengusul_boleh": proposable(request.user).filter(pk=indikator.pk).exists(),
        "putusan": usulan.history.select_related("history_user").first(),
    }
    return render(request, "registry/usulan_detail.html", context)


@login_required
@require_POST
def usulan_impact(request: HttpRequest, pk: int) -> HttpResponse:
    """What approving would compute again and what would stay published; of a version in force what has stayed.

    It is tried out and rolled back, so it is asked for by POST: a GET never writes, not even for a moment.
    """
    usulan = _usulan_or_404(request, pk)
    if usulan.status not in (Rumus.Status.USULAN, Rumus.Status.BERLAKU):
        raise Http404
    if not proposable(request.user).filter(pk=usulan.indikator_id).exists():
        raise Http404
    try:
        dampak = impact_of(user=request.user, rumus=usulan)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return redirect("registry:usulan_detail", usulan.pk)
    shown = shown_impact(request.user, dampak, usulan.variabel.values_list("indikator", flat=True))
    return render(request, "registry/usulan_dampak.html", _impact_context(request, usulan, shown))


def _impact_context(request: HttpRequest, usulan: Rumus, dampak: DampakTampil) -> Mapping[str, Any]:
    decides = may(request.user, Aksi.SETUJUI_RUMUS) and usulan.status == Rumus.Status.USULAN
    return {
        "usulan": usulan,
        "indikator": usulan.indikator,
        "dampak": dampak,
        "memutus": decides and not approval_obstacle(request.user, usulan),
        "halangan": approval_obstacle(request.user, usulan) if decides else "",
        "form": SetujuiForm(initial={"berlaku": current_rumus(usulan.indikator).pk}),
        "buka": may(request.user, Aksi.VERIFIKASI),
    }


def _decision_or_404(request: HttpRequest, pk: int) -> Rumus:
    member_or_404(request, Aksi.SETUJUI_RUMUS)
    return _usulan_or_404(request, pk)


@login_required
@require_POST
def usulan_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the proposal in force."""
    usulan, form = _decision_or_404(request, pk), SetujuiForm(request.POST)
    berlaku = form.cleaned_data["berlaku"] if form.is_valid() else -1
    try:
        dampak = rumus_approve(user=request.user, rumus=usulan, berlaku=berlaku)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return redirect("registry:usulan_detail", usulan.pk)
    counted, stays = len(dampak.dihitung), len(dampak.terbit)
    messages.success(request, DISETUJUI.format(versi=usulan.versi, dihitung=counted, terbit=stays))
    return redirect("registry:usulan_detail", usulan.pk)


@login_required
@require_POST
def usulan_reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuses the proposal with a reason; what was typed stays when the reason is missing."""
    usulan, form = _decision_or_404(request, pk), TolakForm(request.POST)
    if not form.is_valid():
        return _detail(request, usulan, form)
    try:
        rumus_reject(user=request.user, rumus=usulan, alasan=form.cleaned_data["alasan"])
    except ServiceError as error:
        messages.error(request, error.pesan)
    else:
        messages.success(request, DITOLAK.format(versi=usulan.versi), extra_tags=request.path)
    return redirect("registry:usulan_detail", usulan.pk)
