"""A person's own filters and columns: kept, opened, renamed, made the default, deleted. Nobody else's is found."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_tables2 import Table

from registry.models import SaringanTersimpan
from registry.services.errors import ServiceError
from registry.services.tampilan import (
    HALAMAN,
    TANPA,
    Halaman,
    clean_query,
    hidden_columns,
    kolom_save,
    saringan_default,
    saringan_rename,
    saringan_save,
)
from registry.views.bantu import member_or_404

View = Callable[..., HttpResponse]


def saringan_bawaan(nama: str) -> Callable[[View], View]:
    """A page that opens with the person's default filter when its address asks for nothing."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.user.is_authenticated and request.method == "GET" and not request.GET:
                row = SaringanTersimpan.objects.filter(pengguna=request.user, halaman=nama, bawaan=True).first()
                if row is not None and row.kueri:
                    return redirect(f"{request.path}?{row.kueri}")
            return view(request, *args, **kwargs)

        return opened

    return decorate


def hide_columns(request: HttpRequest, table: Table, nama: str) -> Table:
    """Takes the columns off that the person wants hidden; those of several years by the name before the year."""
    hidden = set(hidden_columns(request.user, nama))
    for name in [column.name for column in table.columns] if hidden else []:
        base, _, year = name.rpartition("_")
        if name in hidden or (year.isdigit() and base in hidden):
            table.columns.hide(name)
    return table


def _halaman(request: HttpRequest, nama: str) -> Halaman:
    if nama not in HALAMAN:
        raise Http404
    member_or_404(request, HALAMAN[nama].aksi)
    return HALAMAN[nama]


def _mine(request: HttpRequest, pk: int) -> SaringanTersimpan:
    member_or_404(request)
    return get_object_or_404(SaringanTersimpan, pk=pk, pengguna=request.user)


def _back(halaman: Halaman, kueri: str) -> HttpResponse:
    return redirect(f"{halaman.alamat}?{kueri or TANPA}")


@login_required
@require_POST
def saringan_create(request: HttpRequest, halaman: str) -> HttpResponse:
    """Keeps the filter of the page under a name."""
    page, nama, kueri = _halaman(request, halaman), request.POST.get("nama", ""), request.POST.get("kueri", "")
    try:
        row = saringan_save(
            user=request.user, halaman=halaman, nama=nama, kueri=kueri, bawaan=request.POST.get("bawaan") == "ya"
        )  # fmt: skip
    except ServiceError as error:
        context = {"pesan": error.pesan, "nama": nama[:200], "kueri": kueri[:4000], "halaman": halaman, "page": page}
        return render(request, "registry/saringan_form.html", context, status=422)
    messages.success(request, f"Saringan «{row.nama}» disimpan.")
    return _back(page, row.kueri)


@login_required
@require_POST
def saringan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    row, nama = _mine(request, pk), request.POST.get("nama", "")
    page = HALAMAN[row.halaman]
    try:
        saringan_rename(row=row, nama=nama)
    except ServiceError as error:
        context = {"pesan": error.pesan, "nama": nama[:200], "saringan": _mine(request, pk), "page": page}
        return render(request, "registry/saringan_form.html", context, status=422)
    messages.success(request, f"Nama saringan diganti menjadi «{row.nama}».")
    return _back(page, row.kueri)


@login_required
@require_POST
def saringan_pilih(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes it the default of its page, or no longer (`bawaan` absent)."""
    row = _mine(request, pk)
    saringan_default(row=row, bawaan=request.POST.get("bawaan") == "ya")
    told = "dibuka dengan" if row.bawaan else "tidak lagi dibuka dengan"
    messages.success(request, f"Halaman ini {told} saringan «{row.nama}».")
    return _back(HALAMAN[row.halaman], row.kueri)


@login_required
@require_POST
def saringan_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes it; it is the person's own and nothing hangs on it."""
    row = _mine(request, pk)
    row.delete()
    messages.success(request, f"Saringan «{row.nama}» dihapus.")
    return _back(HALAMAN[row.halaman], "")


@login_required
@require_POST
def kolom_edit(request: HttpRequest, halaman: str) -> HttpResponse:
    """Which columns of the page's table are shown; `semua` shows all again."""
    page = _halaman(request, halaman)
    if not page.kolom:
        raise Http404
    names = [name for name, _ in page.kolom]
    kolom_save(
        user=request.user, halaman=halaman, tampil=names if "semua" in request.POST else request.POST.getlist("kolom")
    )
    try:
        kueri = clean_query(page, request.POST.get("kueri", ""))
    except ServiceError:
        kueri = ""
    return _back(page, kueri)
