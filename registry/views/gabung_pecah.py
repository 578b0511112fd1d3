"""The admin merges or splits instansi after a look at what happens; an OPD reads what it inherits."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.akses import Aksi
from registry.forms.gabung_pecah import GabungPecahForm, InstansiBaruSet, new_instansi
from registry.forms.serah_terima import PilihOpdForm
from registry.services.errors import ServiceError
from registry.services.gabung_pecah import Rencana, akibat_of, instansi_reorganize
from registry.services.pendahulu import warisan_of
from registry.views.bantu import member_or_404, posted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gabung_pecah(request: HttpRequest) -> HttpResponse:
    """First POST: what happens. With `simpan=ya`: it happens."""
    pemda = member_or_404(request, Aksi.KELOLA).pemda
    form, baru = GabungPecahForm(posted(request), pemda_id=pemda.pk), InstansiBaruSet(posted(request), prefix="baru")
    context = {"form": form, "baru": baru}
    if not form.is_bound or not all([form.is_valid(), baru.is_valid()]):
        return render(request, "registry/gabung_pecah.html", context, status=422 if form.is_bound else 200)
    data, save = form.cleaned_data, request.POST.get("simpan") == "ya"
    rencana = Rencana(pemda, data["tahun"], list(data["asal"]), list(data["menerima"]), new_instansi(baru))
    try:
        akibat = akibat_of(rencana)
        instansi_reorganize(user=request.user, rencana=rencana, simpan=save)
    except ServiceError as error:
        form.add_error(None, error.pesan)
        return render(request, "registry/gabung_pecah.html", context, status=422)
    if save:
        told = f"{rencana.sebutan} sejak {rencana.tahun} disimpan. Sesuaikan anggota dan penetapannya."
        messages.success(request, told, extra_tags=request.path)
        return redirect("registry:instansi_list")
    return render(request, "registry/gabung_pecah.html", context | {"rencana": rencana, "akibat": akibat})


@login_required
@require_safe
def pendahulu(request: HttpRequest) -> HttpResponse:
    """The predecessors of the own OPD (others choose one): sheets and verified values, read only."""
    member = member_or_404(request)
    pick = None
    opd = member.instansi
    if not member.is_opd:
        pick = PilihOpdForm(request.GET, pemda_id=member.pemda_id)
        pick.is_valid()
        opd = pick.cleaned_data.get("opd") or pick.fields["opd"].queryset.first()
    warisan = warisan_of(request.user, opd) if opd else []
    return render(request, "registry/pendahulu.html", {"opd": opd, "pilih": pick, "warisan": warisan})
