"""The handover page of an OPD, its notes, and the admin's change of operator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from registry.akses import Aksi, may
from registry.forms.serah_terima import CatatanSerahTerimaForm, GantiOperatorForm, PilihOpdForm
from registry.models import Instansi
from registry.services.errors import ServiceError
from registry.services.jendela import window_of
from registry.services.serah_terima import bahan_of, operator_replace, serah_terima_add
from registry.views.anggota import member_of_pemda, show_link
from registry.views.bantu import member_or_404, posted
from registry.views.pilih_tahun import pick_year


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def serah_terima(request: HttpRequest) -> HttpResponse:
    """What the next operator needs to know; a POST adds a note (own OPD only)."""
    member = member_or_404(request)
    form = CatatanSerahTerimaForm(posted(request))
    if form.is_bound:
        if not member.is_opd:
            raise Http404
        if form.is_valid() and _added(request, form):
            return redirect("registry:serah_terima")
    years, tahun = pick_year(request)
    instansi, pick = _opd(request)
    context = {
        "years": years, "tahun": tahun, "opd": instansi, "pilih": pick,
        "form": form if member.is_opd else None,
        "bahan": bahan_of(request.user, instansi, tahun) if tahun and instansi else None,
        "batas": window_of(member.pemda, tahun, instansi) if tahun and instansi else None,
    }  # fmt: skip
    return render(request, "registry/serah_terima.html", context, status=422 if form.is_bound else 200)


def _added(request: HttpRequest, form: CatatanSerahTerimaForm) -> bool:
    try:
        serah_terima_add(user=request.user, teks=form.cleaned_data["teks"])
    except ServiceError as error:
        form.add_error("teks", error.pesan)
        return False
    messages.success(
        request, "Catatan disimpan; operator berikutnya membacanya di halaman ini.", extra_tags=request.path
    )
    return True


def _opd(request: HttpRequest) -> tuple[Instansi | None, PilihOpdForm | None]:
    """The member's own OPD; the admin chooses one."""
    member = request.user.keanggotaan_aktif
    if member.is_opd:
        return member.instansi, None
    if not may(request.user, Aksi.KELOLA):
        raise Http404
    pick = PilihOpdForm(request.GET, pemda_id=member.pemda_id)
    pick.is_valid()
    return pick.cleaned_data.get("opd") or pick.fields["opd"].queryset.first(), pick


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def operator_ganti(request: HttpRequest, pk: int) -> HttpResponse:
    """The old person is switched off, the new one invited, in one step; the answer shows the one-time link."""
    member = member_of_pemda(request, pk)
    if not member.is_opd or not member.aktif:
        raise Http404
    form = GantiOperatorForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            new = operator_replace(user=request.user, member=member, **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            return show_link(request, new.user, str(member.pemda))
    context = {"form": form, "anggota": member}
    return render(request, "registry/operator_ganti.html", context, status=422 if form.is_bound else 200)
