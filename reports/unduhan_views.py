"""Unduhan saya: long exports that are asked for, watched, left, found again and fetched."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from registry.akses import Aksi
from registry.models import Pekerjaan, Pengguna, TahunIsian
from registry.services.errors import ServiceError
from registry.services.pekerjaan import berkas, pekerjaan_create, pekerjaan_retry
from registry.views.bantu import member_or_404
from reports.rekap_views import address
from reports.tugas import kerjakan

BERAKHIR = "pekerjaan-berakhir"  # _siap_cetakan.html listens
BENTUK = [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")]
BERKAS_HILANG = "Berkas ini sudah dihapus dari server. Mintalah lagi."
DIMINTA = "«{judul}» akan disusun. Halaman ini boleh ditinggalkan; hasilnya tetap ada di sini selama 7 hari."
TAMPIL = 20
ARSIP = [(j.value, j.label) for j in (Pekerjaan.Jenis.LAMPIRAN, Pekerjaan.Jenis.REKAP)]


class UnduhanForm(forms.Form):
    """What to put into the archive."""

    jenis = forms.ChoiceField(label="Yang diunduh", choices=ARSIP)
    tahun = forms.TypedChoiceField(label="Tahun (untuk rekap)", coerce=int, required=False, empty_value=None)
    bentuk = forms.ChoiceField(label="Bentuk berkas", choices=BENTUK)

    def __init__(self, data: Any = None, *, years: list[int]) -> None:
        super().__init__(data)
        self.fields["tahun"].choices = [(year, year) for year in years]

    def clean(self) -> dict[str, Any]:
        """A recap is of a year."""
        data = super().clean() or {}
        if data.get("jenis") == Pekerjaan.Jenis.REKAP and not data.get("tahun") and "tahun" not in self.errors:
            self.add_error("tahun", "Pilih tahun rekapnya.")
        return data

    def described(self, alamat: str) -> tuple[str, dict[str, Any]]:
        """The title of the job and what it needs to know."""
        data = self.cleaned_data
        bentuk, label = data["bentuk"], dict(BENTUK)[data["bentuk"]]
        if data["jenis"] == Pekerjaan.Jenis.LAMPIRAN:
            return f"Semua lampiran ({label})", {"bentuk": bentuk}
        title = f"Rekap semua instansi tahun {data['tahun']} ({label})"
        return title, {"bentuk": bentuk, "tahun": data["tahun"], "alamat": alamat}


@login_required
@require_safe
def unduhan_list(request: HttpRequest) -> HttpResponse:
    """One's own exports and the form for a new one."""
    return _page(request, UnduhanForm(years=_years(request)))


@login_required
@require_POST
def unduhan_create(request: HttpRequest) -> HttpResponse:
    """Puts an export in the queue."""
    member_or_404(request, Aksi.TINJAU)
    form = UnduhanForm(request.POST, years=_years(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    judul, parameter = form.described(address(request))
    try:
        with transaction.atomic():
            jenis = form.cleaned_data["jenis"]
            row = pekerjaan_create(user=cast(Pengguna, request.user), jenis=jenis, judul=judul, parameter=parameter)
            kerjakan.enqueue(str(row.kunci))
    except ServiceError as error:
        form.add_error(None, error.pesan)
        return _page(request, form, status=422)
    messages.success(request, DIMINTA.format(judul=judul))
    return redirect("reports:unduhan_list")


@login_required
@require_safe
def unduhan_status(request: HttpRequest, kunci: str) -> HttpResponse:
    """The line of one job, asked for every other second while it goes on; who watches is told when it has ended."""
    row = _row(request, kunci)
    response = render(request, "reports/_unduhan.html", {"pekerjaan": row})
    return trigger_client_event(response, BERAKHIR) if row.berakhir else response


@login_required
@require_safe
def unduhan_berkas(request: HttpRequest, kunci: str) -> HttpResponse | FileResponse:
    """The finished archive."""
    row = _row(request, kunci)
    if not row.ada_berkas:
        raise Http404
    try:
        file = berkas(row).open("rb")
    except OSError:
        messages.error(request, BERKAS_HILANG)
        return redirect("reports:unduhan_list")
    whole = "" if row.status == Pekerjaan.Status.SELESAI else "TIDAK-LENGKAP-"
    name = f"{whole}{row.get_jenis_display().lower().replace(' ', '-')}-{row.kunci.hex[:8]}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@login_required
@require_POST
def unduhan_retry(request: HttpRequest, kunci: str) -> HttpResponse:
    """A failed or incomplete export once more."""
    row = _row(request, kunci)
    try:
        with transaction.atomic():
            pekerjaan_retry(pekerjaan=row)
            kerjakan.enqueue(str(row.kunci))
    except ServiceError as error:
        messages.error(request, error.pesan)
    return redirect("reports:unduhan_list")


def _row(request: HttpRequest, kunci: str) -> Pekerjaan:
    member_or_404(request, Aksi.TINJAU)
    return get_object_or_404(Pekerjaan.objects.visible_to(request.user).with_dokumen(), kunci=kunci)


def _years(request: HttpRequest) -> list[int]:
    member_or_404(request, Aksi.TINJAU)
    return list(TahunIsian.objects.visible_to(request.user).order_by("-tahun").values_list("tahun", flat=True))


def _page(request: HttpRequest, form: UnduhanForm, *, status: int = 200) -> HttpResponse:
    rows = Pekerjaan.objects.visible_to(request.user).with_dokumen()[:TAMPIL]
    return render(request, "reports/unduhan_list.html", {"form": form, "rows": rows}, status=status)
