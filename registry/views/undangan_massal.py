"""The admin invites several people from a pasted list: a look first, then all or none; the links are shown once."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from registry.akses import Aksi
from registry.forms.serah_terima import DaftarOrangForm
from registry.models import Keanggotaan
from registry.services.akun import undangan_token
from registry.services.anggota import undangan_send
from registry.services.errors import ServiceError
from registry.services.undangan_massal import Calon, calon_invite, calon_read
from registry.views.bantu import member_or_404, posted

FORM = "registry/anggota_banyak.html"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def anggota_banyak(request: HttpRequest) -> HttpResponse:
    """First POST: what would happen. With `simpan=ya`: it happens, unless a line has a fault."""
    member = member_or_404(request, Aksi.KELOLA)
    form = DaftarOrangForm(posted(request))
    if not form.is_bound or not form.is_valid():
        return render(request, FORM, {"form": form}, status=422 if form.is_bound else 200)
    save = request.POST.get("simpan") == "ya"
    try:
        rows = calon_read(form.cleaned_data["daftar"], member.pemda)
        fine = calon_invite(user=request.user, pemda=member.pemda, calon=rows, simpan=save)
    except ServiceError as error:
        form.add_error("daftar", error.pesan)
        return render(request, FORM, {"form": form}, status=422)
    if save and fine:
        return _links(request, member, rows)
    faults = sum(bool(row.galat) for row in rows)
    context = {"form": form, "calon": rows, "galat": faults, "baik": len(rows) - faults}
    return render(request, FORM, context, status=422 if faults else 200)


def _links(request: HttpRequest, member: Keanggotaan, rows: list[Calon]) -> HttpResponse:
    """The one page with the links; each also goes out by e-mail where an address is known."""
    told = []
    for row in rows:
        person = row.anggota.user
        url = request.build_absolute_uri(reverse("registry:undangan", args=undangan_token(person)))
        told.append((row.anggota, url, undangan_send(person=person, pemda=str(member.pemda), url=url)))
    return render(request, "registry/anggota_banyak_tautan.html", {"daftar": told})
