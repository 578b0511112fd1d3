"""All indicators as a table, as Excel, and one by one."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry.akses import Aksi, may, proposable
from registry.filters.indikator import IndikatorFilter
from registry.grafik import SVG, series_chart
from registry.models import Indikator, Instansi, Pengguna
from registry.services.daftar import Baris, rows_for_years, rows_of_all, years_for
from registry.services.definisi import cells_of, drawn, variables_of
from registry.services.ekspor import XLSX, DaftarEkspor, workbook_bytes
from registry.services.jawaban_temuan import findings_on
from registry.services.pendahulu import putus_of
from registry.services.seri import Seri, Titik
from registry.tables import configure
from registry.tables.indikator import IndikatorTable
from registry.tulis import sebut_dasar
from registry.views.bantu import member_or_404
from registry.views.lima_tahun import last_years
from registry.views.tampilan import hide_columns, saringan_bawaan


@dataclass
class Daftar:
    """What the address asks for: the rows, filtered, as a table."""

    all_decrees: bool
    chosen: list[int]
    rows: list[Baris]
    filter: IndikatorFilter
    table: IndikatorTable

    @property
    def heading(self) -> str:
        """How many indicators there are, and how many rows they unfold into."""
        indicators = len({row.indikator for row in self.rows})
        if self.all_decrees:
            return f"{indicators} indikator dari semua penetapan."
        years = ", ".join(map(str, self.chosen)) or "–"
        return f"Tahun {years}: {indicators} indikator, {len(self.rows)} baris isian."

    @property
    def shown(self) -> str:
        """How many rows pass the filters."""
        return f"{len(self.filter.rows)} dari {len(self.rows)} baris ditampilkan."


def read_daftar(request: HttpRequest) -> Daftar:
    """The rows that the address asks for, as far as the user may see them."""
    member_or_404(request)
    all_decrees = request.GET.get("tampilan") == "semua"
    years, chosen = years_for(request.user, request.GET.getlist("tahun"))
    if all_decrees:
        chosen, rows = [], rows_of_all(request.user)
    else:
        rows = rows_for_years(request.user, chosen)
    data = request.GET.copy()
    data.setlist("tahun", [str(tahun) for tahun in chosen])
    filterset = IndikatorFilter(data, rows=rows, years=years, chosen=chosen)
    caption = "Indikator semua penetapan" if all_decrees else "Indikator per tahun"
    return Daftar(all_decrees, chosen, rows, filterset, IndikatorTable(filterset.rows, chosen, caption))


@login_required
@require_safe
@saringan_bawaan("indikator")
def indikator_list(request: HttpRequest) -> HttpResponse:
    """All values to enter of the chosen years, or all indicators of all decrees."""
    daftar = read_daftar(request)
    configure(request, hide_columns(request, daftar.table, "indikator"))
    query = request.GET.urlencode()
    export_url = reverse("registry:indikator_export") + (f"?{query}" if query else "")
    return render(request, "registry/indikator_list.html", {"daftar": daftar, "export_url": export_url})


@login_required
@require_safe
def indikator_export(request: HttpRequest) -> HttpResponse:
    """The rows shown by the table, all pages of them, as an Excel workbook."""
    daftar = read_daftar(request)
    configure(request, daftar.table)
    berkas = DaftarEkspor(
        pemda=request.user.keanggotaan_aktif.pemda,
        user=request.user,
        years=daftar.chosen,
        rows=daftar.table.rows_in_order,
        filters=daftar.filter.told,
        heading=daftar.heading,
    )
    response = HttpResponse(workbook_bytes(berkas), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{berkas.filename}"'
    return response


@login_required
@require_safe
def indikator_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator: as printed, how it is computed, its values through the years."""
    member_or_404(request)
    indikator = indikator_or_404(request, pk)
    seri = Seri(request.user, indikator)
    instansi = choose(seri, request.GET.get("instansi", ""))
    points = seri.points(instansi) if instansi else []
    tahun = _year(request.GET.get("tahun", ""), seri)
    context = _definition(request.user, seri) | {
        "indikator": indikator,
        "seri": seri,
        "instansi": instansi,
        "points": points,
        "tahun": tahun,
        "members": seri.of_members(tahun) if seri.is_group and tahun else [],
        "alt": chart_text(indikator, instansi, points),
        "putus": putus_of(seri, instansi),
    }
    return render(request, "registry/indikator_detail.html", context)


def _definition(user: Pengguna, seri: Seri) -> dict[str, Any]:
    """Printed cells, formula in force, proposals, and where the indicator comes from and goes to."""
    indikator, pk = seri.indikator, seri.indikator.pk
    pengisi = [p.instansi for p in indikator.pengisi.select_related("instansi")]
    return {
        "dasar": sebut_dasar(indikator.lembar.lampiran),
        "cells": cells_of(indikator),
        "rumus": seri.rumus,
        "drawn": drawn(seri.rumus),
        "variables": variables_of(seri.rumus, pengisi, user),
        "usulan": indikator.rumus.filter(status="usulan"),
        "before": [i for i in seri.chain if i.pk == indikator.lanjutan_dari_id],
        "after": [i for i in seri.chain if i.lanjutan_dari_id == pk],
        "temuan": findings_on(user, indikator),
        "menjawab": may(user, Aksi.JAWAB_TEMUAN),
        "mengusulkan": proposable(user).filter(pk=pk).exists(),
    }


@login_required
@require_safe
def indikator_grafik(request: HttpRequest, pk: int, instansi: int) -> HttpResponse:
    """The chart of one instansi's series, as an SVG file for <img>; `?sampai=` asks for the five years until then."""
    member_or_404(request)
    seri = Seri(request.user, indikator_or_404(request, pk))
    chosen = next((i for i in seri.choices if i.pk == instansi), None)
    if chosen is None:
        raise Http404
    until = request.GET.get("sampai", "")
    points = last_years(
        seri.points(chosen), int(until) if until.isascii() and until.isdigit() and len(until) == 4 else None
    )
    svg = series_chart(
        [p.tahun for p in points],
        [p.nilai.hasil_angka for p in points],
        [p.nilai.target_angka for p in points],
        seri.rumus.satuan,
        seri.rumus.desimal,
    )
    return HttpResponse(svg, content_type=SVG)


def indikator_or_404(request: HttpRequest, pk: int) -> Indikator:
    """An indicator that the user may read, with its sheet."""
    rows = Indikator.objects.visible_to(request.user).with_sheet().select_related("pemda", "lanjutan_dari")
    return get_object_or_404(rows, pk=pk)


def choose(seri: Seri, kode: str) -> Instansi | None:
    """The instansi that the address names, else the first one there is."""
    return next((i for i in seri.choices if i.kode == kode), seri.choices[0] if seri.choices else None)


def _year(text: str, seri: Seri) -> int | None:
    """The year whose members are listed: the asked one, else the newest that has any."""
    asked = [tahun for tahun in seri.member_years if str(tahun) == text]
    return next(iter([*asked, *reversed(seri.member_years)]), None)


def chart_text(indikator: Indikator, instansi: Instansi | None, points: list[Titik]) -> str:
    """The chart in words."""
    told = "; ".join(f"{p.tahun}: {p.nilai.hasil}" for p in points)
    return f"Grafik realisasi {indikator.nama}, {instansi}. {told}."
