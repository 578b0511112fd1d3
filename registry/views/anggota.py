"""The admin keeps the list of members; nobody but the person ever knows the password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.akses import Aksi
from registry.forms.anggota import AnggotaAddForm, AnggotaEditForm
from registry.forms.faktor_kedua import LepasFaktorForm
from registry.models import Keanggotaan, Pengguna
from registry.services.akun import akun_create, undangan_token
from registry.services.anggota import anggota_edit as save_member
from registry.services.anggota import anggota_reset as reset_member
from registry.services.anggota import anggota_set_aktif, undangan_send
from registry.services.errors import ServiceError
from registry.services.faktor_kedua import has_factor
from registry.tables import configure
from registry.tables.anggota import AnggotaTable
from registry.views.bantu import member_or_404, posted


@login_required
@require_safe
def anggota_list(request: HttpRequest) -> HttpResponse:
    """All members of the Pemda."""
    member_or_404(request, Aksi.KELOLA)
    rows = Keanggotaan.objects.visible_to(request.user).select_related("user", "instansi").with_invitation()
    rows = rows.order_by("-aktif", "peran", "instansi__urut", "user__nama")
    table = configure(request, AnggotaTable(rows), per_page=100)
    return render(request, "registry/anggota_list.html", {"table": table})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def anggota_add(request: HttpRequest) -> HttpResponse:
    """A new person; the answer shows the one-time link, once."""
    pemda = member_or_404(request, Aksi.KELOLA).pemda
    form = AnggotaAddForm(posted(request), pemda_id=pemda.pk)
    if form.is_bound and form.is_valid():
        try:
            member = akun_create(user=request.user, pemda=pemda, **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            return show_link(request, member.user, str(pemda))
    return render(request, "registry/anggota_form.html", {"form": form}, status=422 if form.is_bound else 200)


def show_link(request: HttpRequest, person: Pengguna, pemda: str) -> HttpResponse:
    """The one page on which the link stands; it is sent by e-mail too where an address is known."""
    url = request.build_absolute_uri(reverse("registry:undangan", args=undangan_token(person)))
    sent = undangan_send(person=person, pemda=pemda, url=url)
    return render(request, "registry/anggota_tautan.html", {"person": person, "url": url, "sent": sent})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def anggota_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One member."""
    member = member_of_pemda(request, pk)
    form = AnggotaEditForm(
        posted(request), pemda_id=member.pemda_id, initial=AnggotaEditForm.initial_of(member)
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            save_member(user=request.user, member=member, **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            messages.success(
                request,
                f"{form.cleaned_data['nama']} disimpan; berlaku pada permintaan berikutnya.",
                extra_tags=request.path,
            )
            return redirect("registry:anggota_list")
    context = {
        "form": form,
        "anggota": member,
        "sendiri": member.user_id == request.user.pk,
        "form_faktor": LepasFaktorForm() if has_factor(member.user) else None,
    }
    return render(request, "registry/anggota_form.html", context, status=422 if form.is_bound else 200)


def member_of_pemda(request: HttpRequest, pk: int) -> Keanggotaan:
    """A member of the admin's own Pemda."""
    member_or_404(request, Aksi.KELOLA)
    rows = Keanggotaan.objects.visible_to(request.user).select_related("user", "pemda", "instansi")
    return get_object_or_404(rows, pk=pk)


@login_required
@never_cache
@require_POST
def anggota_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends the person's sessions and shows a new one-time link, once."""
    member = member_of_pemda(request, pk)
    try:
        person = reset_member(user=request.user, member=member)
    except ServiceError as error:
        messages.error(request, error.pesan)
        return redirect("registry:anggota_edit", pk)
    return show_link(request, person, str(member.pemda))


@login_required
@require_POST
def anggota_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Switches a membership off (`aktif` absent) or on."""
    member, aktif = member_of_pemda(request, pk), request.POST.get("aktif") == "ya"
    try:
        anggota_set_aktif(user=request.user, member=member, aktif=aktif)
    except ServiceError as error:
        messages.error(request, error.pesan)
    else:
        messages.success(request, f"{member.user} {'diaktifkan' if aktif else 'dinonaktifkan'}.")
    return redirect("registry:anggota_edit", pk)
