"""Pages and files of the LKjIP tables: of the own OPD, of one instansi, of the whole Pemda."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.models import Instansi
from registry.views.bantu import member_or_404
from reports.bentuk import TOMBOL, check_form, file_response
from reports.gagal import pdf_or_reason
from reports.lkjip import NAMA, Lingkup, lkjip_rows
from reports.nilai import Pembaca
from reports.rekap_views import instansi_or_404, year_links, year_or_404


class TabelForm(forms.Form):
    """Which of the tables; without a choice all of them, of the whole Pemda the first: all take many seconds as PDF."""

    tabel = forms.TypedMultipleChoiceField(
        label="Tabel yang dimuat",
        choices=[(number, f"Tabel {number}. {nama}") for number, nama in NAMA.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def chosen(self, instansi: Instansi | None) -> tuple[int, ...]:
        """Their numbers in order; a choice that holds what is no table is none."""
        known = set(self.cleaned_data.get("tabel") or []) if self.is_valid() else set()
        return tuple(sorted(known)) or (tuple(NAMA) if instansi else (1,))


@login_required
@require_safe
def lkjip(request: HttpRequest, tahun: int) -> HttpResponse:
    """The tables of the own OPD; for those who work for none, of the whole Pemda."""
    member = member_or_404(request)
    year_or_404(request, tahun)
    return _page(request, tahun, member.instansi if member.is_opd else None)


@login_required
@require_safe
@pdf_or_reason
def lkjip_unduh(request: HttpRequest, tahun: int, bentuk: str) -> HttpResponse:
    """The same as a file."""
    check_form(bentuk)
    member = member_or_404(request)
    year_or_404(request, tahun)
    place = member.instansi if member.is_opd else None
    return file_response(lkjip_rows(_lingkup(request, tahun, place)), bentuk)


@login_required
@require_safe
def lkjip_detail(request: HttpRequest, tahun: int, instansi: int) -> HttpResponse:
    """The tables of one instansi."""
    return _page(request, tahun, instansi_or_404(request, tahun, instansi))


@login_required
@require_safe
@pdf_or_reason
def lkjip_detail_unduh(request: HttpRequest, tahun: int, instansi: int, bentuk: str) -> HttpResponse:
    """The same as a file."""
    check_form(bentuk)
    place = instansi_or_404(request, tahun, instansi)
    return file_response(lkjip_rows(_lingkup(request, tahun, place)), bentuk)


def _lingkup(request: HttpRequest, tahun: int, instansi: Instansi | None) -> Lingkup:
    member = request.user.keanggotaan_aktif
    if member is None:
        raise Http404
    today = timezone.localdate(timezone=member.pemda.zona)
    chosen = TabelForm(request.GET).chosen(instansi)
    return Lingkup(Pembaca(member.pemda, request.user), instansi, tahun, today, chosen)


def _page(request: HttpRequest, tahun: int, instansi: Instansi | None) -> HttpResponse:
    lingkup = _lingkup(request, tahun, instansi)
    context: dict[str, Any] = {
        "berkas": lkjip_rows(lingkup),
        "instansi": instansi,
        "siapa": instansi.nama if instansi else lingkup.pembaca.pemda.nama,
        "tahun": tahun,
        "years": year_links(request),
        "form": TabelForm({"tabel": lingkup.tabel}),
        "query": "&".join(f"tabel={number}" for number in lingkup.tabel),
        "tombol": TOMBOL,
    }
    return render(request, "reports/lkjip_detail.html", context)
