"""Settings of a Pemda for its admin, its lambang, and a new Pemda by the superuser."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from registry.akses import Aksi
from registry.forms.pemda import PemdaBaruForm, PemdaForm
from registry.models import Pemda
from registry.services.errors import ServiceError
from registry.services.pemda import pemda_create, pemda_save
from registry.views.anggota import show_link
from registry.views.bantu import member_or_404, posted

# what makes a stored file harmless even when opened by itself
LAMBANG_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": 'inline; filename="lambang.png"',
    "Cache-Control": "private, no-cache",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pemda_edit(request: HttpRequest) -> HttpResponse:
    """The settings of the admin's Pemda."""
    member = member_or_404(request, Aksi.KELOLA)
    pemda = get_object_or_404(Pemda.objects.visible_to(request.user), pk=member.pemda_id)
    form = PemdaForm(posted(request), request.FILES or None, instance=pemda)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        lambang, hapus = data["lambang_baru"], data.get("hapus_lambang", False)
        try:
            pemda_save(user=request.user, pemda=form.instance, lambang=lambang, hapus_lambang=hapus)
        except ServiceError as error:
            form.add_error("lambang_baru" if lambang else None, error.pesan)
        else:
            messages.success(request, "Pengaturan disimpan.", extra_tags=request.path)
            return redirect("registry:pemda_edit")
    return render(request, "registry/pemda_form.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def pemda_lambang(request: HttpRequest) -> FileResponse:
    """The lambang of the member's Pemda, as the PNG that we drew."""
    name = member_or_404(request).pemda.lambang.name
    if not name or not default_storage.exists(name):
        raise Http404
    return FileResponse(default_storage.open(name), content_type="image/png", headers=LAMBANG_HEADERS)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pemda_add(request: HttpRequest) -> HttpResponse:
    """A new Pemda with its first admin: superuser only, and the only thing a superuser does."""
    if not request.user.is_superuser:
        raise Http404
    form = PemdaBaruForm(posted(request))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        who = {"admin": data["username"], "admin_nama": data["admin_nama"], "admin_email": data["email"]}
        try:
            member = pemda_create(user=request.user, data=form.data_pemda, **who)
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            return show_link(request, member.user, str(member.pemda))
    context = {"form": form, "daftar": Pemda.objects.visible_to(request.user)}
    return render(request, "registry/pemda_baru.html", context, status=422 if form.is_bound else 200)
