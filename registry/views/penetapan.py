"""Decrees: the list, one of them whole, and for the admin export and import."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.akses import Aksi, may
from registry.forms.penetapan import BerkasForm, MuatForm
from registry.models import Lampiran, LembarInstansi, Penetapan
from registry.services.errors import ServiceError
from registry.services.penetapan import penetapan_export
from registry.services.penetapan_berkas import write_documents
from registry.services.penetapan_pratinjau import pratinjau_import, pratinjau_make
from registry.tables import configure
from registry.tables.penetapan import PenetapanTable
from registry.views.bantu import member_or_404, posted

JENIS_BERKAS = {"json": "application/json", "yaml": "application/yaml"}


@login_required
@require_safe
def penetapan_list(request: HttpRequest) -> HttpResponse:
    """Decrees that the member may read."""
    member_or_404(request)
    rows = Penetapan.objects.visible_to(request.user).with_counts(request.user)
    context = {
        "table": configure(request, PenetapanTable(rows), per_page=50),
        "kelola": may(request.user, Aksi.KELOLA),
    }
    return render(request, "registry/penetapan_list.html", context)


@login_required
@require_safe
def penetapan_detail(request: HttpRequest, kode: str) -> HttpResponse:
    """The whole decree with its lampiran; of their sheets those that the member may read."""
    lembar = LembarInstansi.objects.visible_to(request.user).annotate(jumlah_indikator=Count("indikator"))
    lampiran = Lampiran.objects.prefetch_related(Prefetch("lembar", lembar))
    rows = Penetapan.objects.visible_to(request.user).prefetch_related(Prefetch("lampiran", lampiran))
    penetapan = get_object_or_404(rows, kode=kode)
    is_opd = request.user.keanggotaan_aktif.is_opd
    shown = [item for item in penetapan.lampiran.all() if item.lembar.all() or not is_opd]
    for item in shown:
        item.jumlah_indikator = sum(sheet.jumlah_indikator for sheet in item.lembar.all())
    context = {"penetapan": penetapan, "lampiran": shown, "kelola": may(request.user, Aksi.KELOLA)}
    return render(request, "registry/penetapan_detail.html", context)


@login_required
@require_safe
def penetapan_download(request: HttpRequest, format: str, kode: str = "") -> HttpResponse:
    """One decree, or all of the Pemda, as a file that can be imported again."""
    member = member_or_404(request, Aksi.KELOLA)
    rows = Penetapan.objects.visible_to(request.user)
    wanted = list((rows.filter(kode=kode) if kode else rows).values_list("kode", flat=True))
    if format not in JENIS_BERKAS or not wanted:
        raise Http404
    text = write_documents(penetapan_export(kode=wanted), format)
    name = kode or f"penetapan-{member.pemda.kode.replace('.', '')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    return HttpResponse(text, content_type=f"{JENIS_BERKAS[format]}; charset=utf-8", headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def penetapan_upload(request: HttpRequest) -> HttpResponse:
    """A file, and what importing it would do; writes nothing."""
    member_or_404(request, Aksi.KELOLA)
    form = BerkasForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            pratinjau = pratinjau_make(user=request.user, documents=form.cleaned_data["berkas"])
        except ServiceError as error:
            form.add_error(None, error.pesan)
        else:
            context = {"pratinjau": pratinjau, "form": MuatForm(initial={"isi": pratinjau.token})}
            return render(request, "registry/penetapan_pratinjau.html", context)
    return render(request, "registry/penetapan_unggah.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_POST
def penetapan_import_action(request: HttpRequest) -> HttpResponse:
    """Imports what was shown, or nothing."""
    member_or_404(request, Aksi.KELOLA)
    form = MuatForm(request.POST)
    token = form.cleaned_data["isi"] if form.is_valid() else ""
    try:
        hasil = pratinjau_import(user=request.user, token=token)
    except ServiceError as error:
        context = {"form": BerkasForm(), "pesan": error.pesan}
        return render(request, "registry/penetapan_unggah.html", context, status=409)
    done = [f"{item.kode} ({item.tindakan})" for item in hasil if item.tindakan != "tidak berubah"]
    messages.success(request, f"{len(done)} penetapan dimuat: {', '.join(done)}.")
    return redirect("registry:penetapan_list")
