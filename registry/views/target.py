"""The target of an indicator for a year: the OPD enters and submits, Bappeda approves or returns."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from registry.akses import Aksi, is_coordinator, may, may_submit
from registry.forms.target import AlasanForm, TargetForm
from registry.models import Realisasi, Target
from registry.services.capaian import target_of
from registry.services.errors import ServiceError
from registry.services.formulir import submitter_of
from registry.services.hitung import current_rumus
from registry.services.jendela import window_for
from registry.services.realisasi import ConflictError, Kunci
from registry.services.target import (
    OPEN,
    may_edit_target,
    skala_of,
    target_approve,
    target_return,
    target_save,
    target_submit,
)
from registry.views.realisasi import BERUBAH, PERIKSA, kunci_or_404, posted_version

DISIMPAN = "Target disimpan sebagai draf. Ajukan agar disetujui Bappeda."


def _target(request: HttpRequest, kunci: Kunci) -> Target | None:
    """The target that counts, as far as the user may see it."""
    row = target_of(kunci.indikator, kunci.instansi, kunci.tahun, kunci.periode)
    return Target.objects.visible_to(request.user).filter(pk=row.pk).first() if row else None


def _kunci_or_404(request: HttpRequest, indikator: int, instansi: int, tahun: int) -> Kunci:
    """Own targets for the OPD that coordinates; all of the Pemda for those who review or read."""
    kunci = kunci_or_404(request, indikator, instansi, tahun)
    if not (may_edit_target(request.user, kunci) or may(request.user, Aksi.TINJAU)):
        raise Http404
    return kunci


def _page(
    request: HttpRequest, kunci: Kunci, target: Target | None, form: TargetForm, status: int = 200, **more: Any
) -> HttpResponse:
    window = window_for(request.user, kunci.instansi.pemda, kunci.tahun)
    editable = may_edit_target(request.user, kunci) and (target is None or target.status in OPEN)
    editable = editable and window.terbuka_target
    published = Realisasi.objects.visible_to(request.user).for_year(kunci.tahun)
    context = {
        "kunci": kunci,
        "indikator": kunci.indikator,
        "target": target,
        "form": form,
        "alasan_form": AlasanForm(),
        "rumus": current_rumus(kunci.indikator),
        "dapat_diisi": editable,
        "pengaju": submitter_of(request.user, kunci) if editable else "",
        "menyetujui": may(request.user, Aksi.SETUJUI_TARGET),
        "batas": window,
        "terbit": published.filter(
            indikator=kunci.indikator, instansi=kunci.instansi, status__in=Realisasi.FINAL
        ).exists(),
    }
    return render(request, "registry/target_edit.html", context | more, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def target_edit(request: HttpRequest, indikator: int, instansi: int, tahun: int) -> HttpResponse:
    """Shows the target; POST stores it as a draft, by the OPD."""
    kunci = _kunci_or_404(request, indikator, instansi, tahun)
    target, skala = _target(request, kunci), skala_of(kunci)
    if request.method != "POST":
        return _page(request, kunci, target, TargetForm(target=target, skala=skala))
    if not may_edit_target(request.user, kunci):
        raise Http404
    form = TargetForm(request.POST, target=target, skala=skala)
    if not form.is_valid():
        return _page(request, kunci, target, form, galat=PERIKSA)
    try:
        target_save(user=request.user, kunci=kunci, isi=form.isi(), version=form.cleaned_data["version"])
    except ConflictError as error:
        return _conflict(request, kunci, error)
    except ServiceError as error:
        return _page(request, kunci, target, form, galat=error.pesan)
    messages.success(request, DISIMPAN, extra_tags=request.path)
    return redirect("registry:target_edit", indikator, instansi, tahun)


def _conflict(request: HttpRequest, kunci: Kunci, error: ConflictError) -> HttpResponse:
    """What is stored now stands beside what was typed; the next save is deliberate."""
    target = _target(request, kunci)
    data = request.POST.copy()
    data["version"] = str(target.version if target else 0)
    form = TargetForm(data, target=target, skala=skala_of(kunci))
    return _page(request, kunci, target, form, status=409, galat=error.pesan, konflik=True)


def _move(request: HttpRequest, target: Target, service: Any, done: str, **more: Any) -> None:
    try:
        service(user=request.user, target=target, version=posted_version(request), **more)
    except ConflictError:
        messages.error(request, BERUBAH)
    except ServiceError as error:
        messages.error(request, error.pesan)
    else:
        messages.success(request, done, extra_tags=request.path)


def _target_or_404(request: HttpRequest, kunci: Kunci) -> Target:
    target = _target(request, kunci)
    if target is None:
        raise Http404
    return target


@login_required
@require_POST
def target_submit_action(request: HttpRequest, indikator: int, instansi: int, tahun: int) -> HttpResponse:
    """Submits the stored target to Bappeda."""
    kunci = _kunci_or_404(request, indikator, instansi, tahun)
    if not may_submit(request.user) or not is_coordinator(request.user, kunci.indikator, kunci.instansi):
        raise Http404
    _move(request, _target_or_404(request, kunci), target_submit, "Target diajukan ke Bappeda.")
    return redirect("registry:target_edit", indikator, instansi, tahun)


@login_required
@require_POST
def target_approve_action(request: HttpRequest, indikator: int, instansi: int, tahun: int) -> HttpResponse:
    """Approves and so locks the target, by Bappeda."""
    kunci = _kunci_or_404(request, indikator, instansi, tahun)
    if not may(request.user, Aksi.SETUJUI_TARGET):
        raise Http404
    _move(request, _target_or_404(request, kunci), target_approve, "Target disetujui dan terkunci.")
    return redirect("registry:target_edit", indikator, instansi, tahun)


@login_required
@require_POST
def target_return_action(request: HttpRequest, indikator: int, instansi: int, tahun: int) -> HttpResponse:
    """Returns the target to the OPD with a reason, by Bappeda."""
    kunci = _kunci_or_404(request, indikator, instansi, tahun)
    if not may(request.user, Aksi.SETUJUI_TARGET):
        raise Http404
    target, form = _target_or_404(request, kunci), AlasanForm(request.POST)
    if not form.is_valid():
        shown = TargetForm(target=target, skala=skala_of(kunci))
        return _page(request, kunci, target, shown, alasan_form=form)
    alasan = form.cleaned_data["alasan"]
    _move(request, target, target_return, "Target dikembalikan ke OPD.", alasan=alasan)
    return redirect("registry:target_edit", indikator, instansi, tahun)
