"""Quarters of a year: entry by quarter, what they come to, their targets, how they are put together."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.akses import Aksi, may
from registry.forms.triwulan import SelTarget, cells, chosen
from registry.models import Instansi, Keanggotaan, Rumus, TahunIsian, Target, Variabel
from registry.periode import TRIWULAN
from registry.services.baris import ConflictError
from registry.services.berlaku import Satuan
from registry.services.errors import ServiceError
from registry.services.konsolidasi import konsolidasi_save
from registry.services.target import may_edit_target, target_approve, target_return, target_save, target_submit
from registry.services.triwulan import units_of
from registry.services.triwulan_halaman import rows_of
from registry.views.bantu import member_or_404

TERSIMPAN = "{jumlah} target disimpan sebagai draf."
TAK_BERUBAH = "Tidak ada target yang berubah."
BENTROK = "Baru saja diubah orang lain menjadi «{teks}». Ketik lagi bila tetap perlu."


def _years(request: HttpRequest, member: Keanggotaan) -> tuple[list[TahunIsian], TahunIsian | None]:
    """Years entered by quarters, newest first, and the one asked for."""
    rows = list(TahunIsian.objects.visible_to(request.user).filter(triwulan=True).select_related("pemda"))
    asked = request.GET.get("tahun", "")
    return rows, next((row for row in rows if str(row.tahun) == asked), rows[0] if rows else None)


def _instansi(request: HttpRequest, member: Keanggotaan) -> tuple[list[Instansi], Instansi | None]:
    """The own OPD, or the one a reviewer picks."""
    if member.is_opd:
        return [], member.instansi
    rows = list(Instansi.objects.visible_to(request.user).measured())
    asked = request.GET.get("instansi", "")
    return rows, next((row for row in rows if row.kode == asked), rows[0] if rows else None)


def _base(request: HttpRequest) -> dict:
    member = member_or_404(request)
    years, year = _years(request, member)
    places, place = _instansi(request, member)
    tahun = year.tahun if year else None
    address = f"?tahun={tahun}" + ("" if member.is_opd or place is None else f"&instansi={place.kode}")
    return {
        "member": member,
        "years": [row.tahun for row in years],
        "year": year,
        "tahun": tahun,
        "pilihan_instansi": places,
        "instansi": place,
        "alamat": address,
        "menentukan": may(request.user, Aksi.SETUJUI_RUMUS),
    }


@login_required
@require_safe
def triwulan_list(request: HttpRequest) -> HttpResponse:
    """All indicators of an OPD by quarters, with what they come to so far."""
    context = _base(request)
    year, place = context["year"], context["instansi"]
    rows = rows_of(request.user, year.pemda, year.tahun, place) if year and place else []
    context |= {"baris": rows, "belum": sum(bool(row.belum_ditentukan) for row in rows)}
    return render(request, "registry/triwulan_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def triwulan_cara(request: HttpRequest) -> HttpResponse:
    """How the variables of an OPD's indicators are put together over the quarters; decided by Bappeda."""
    member_or_404(request, Aksi.SETUJUI_RUMUS)
    context = _base(request)
    if context["year"] is None or context["instansi"] is None:
        return redirect("registry:triwulan_list")
    units = units_of(context["year"].pemda, context["tahun"], context["instansi"])
    wanted = {unit.indikator.pk: unit.indikator for unit in units}
    found = Rumus.objects.filter(indikator__in=wanted, status="berlaku").prefetch_related("variabel")
    formulas = {row.indikator_id: row for row in found}
    if request.method == "POST" and _save_all(request, formulas):
        return redirect(f"{reverse('registry:triwulan_cara')}{context['alamat']}")
    rows = [(i, formulas[pk], _typed(formulas[pk], request)) for pk, i in wanted.items() if pk in formulas]
    return render(request, "registry/triwulan_cara.html", context | {"baris": [row for row in rows if row[2]]})


def _typed(rumus: Rumus, request: HttpRequest) -> list[tuple[Variabel, str]]:
    """The typed variables with the choice made on the page, or else the stored one."""
    rows = [v for v in rumus.variabel.all() if v.asal == Variabel.Asal.ISIAN]
    return [(v, request.POST.get(f"k-{v.pk}", v.konsolidasi or "")) for v in rows]


def _save_all(request: HttpRequest, formulas: dict[int, Rumus]) -> bool:
    done, failed = 0, False
    for rumus in formulas.values():
        picked = chosen(request.POST, [v for v in rumus.variabel.all() if v.asal == Variabel.Asal.ISIAN])
        try:
            done += konsolidasi_save(user=request.user, indikator=rumus.indikator, rumus_pk=rumus.pk, pilihan=picked)
        except ServiceError as error:
            messages.error(request, f"{rumus.indikator.nama}: {error.pesan}")
            failed = True
    messages.success(request, f"{done} pilihan disimpan." if done else "Tidak ada pilihan yang berubah.")
    return not failed


def _targets(request: HttpRequest, units: list[Satuan], tahun: int) -> dict[tuple[int, int, int], Target]:
    rows = Target.objects.visible_to(request.user).filter(
        indikator__in={u.indikator.pk for u in units}, tahun=tahun, periode__in=TRIWULAN
    )
    ordered = sorted(rows.select_related("indikator", "instansi"), key=lambda t: t.versi_pk == "perubahan")
    return {(t.indikator_id, t.instansi_id, t.periode): t for t in ordered}


def _scales(units: list[Satuan]) -> dict:
    rows = Variabel.objects.filter(
        rumus__indikator__in={u.indikator.pk for u in units}, rumus__status="berlaku", jenis="pilihan"
    )
    return {v.rumus.indikator_id: v.skala for v in rows.select_related("skala", "rumus")}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def triwulan_target(request: HttpRequest) -> HttpResponse:
    """Targets of all quarters of an OPD as one grid; a cell that cannot be stored keeps what was typed."""
    context = _base(request)
    year, place = context["year"], context["instansi"]
    if year is None or place is None:
        return redirect("registry:triwulan_list")
    writes = may(request.user, Aksi.ISI_TARGET)
    if request.method == "POST" and not writes:
        raise Http404
    units = units_of(year.pemda, year.tahun, place)
    targets, scales = _targets(request, units, year.tahun), _scales(units)
    typed = request.POST if request.method == "POST" else None
    grid = list(cells(units, targets, scales, year.tahun, typed))
    if typed is not None and _store(request, [cell for _, row in grid for cell in row if cell.berubah]):
        return redirect(f"{reverse('registry:triwulan_target')}{context['alamat']}")
    context |= {"baris": grid, "menulis": writes, "menyetujui": may(request.user, Aksi.SETUJUI_TARGET)}
    context["terketik"] = typed is not None
    context["jumlah_draf"] = sum(t.status in ("draf", "dikembalikan") for t in targets.values())
    context["jumlah_disetujui"] = sum(t.status == "disetujui" for t in targets.values())
    context["jumlah_diajukan"] = sum(t.status == "diajukan" for t in targets.values())
    return render(request, "registry/triwulan_target.html", context, status=422 if typed is not None else 200)


def _store(request: HttpRequest, changed: list[SelTarget]) -> bool:
    """Stores each changed cell for itself; True when all went in."""
    done = 0
    for cell in changed:
        if not may_edit_target(request.user, cell.kunci):
            cell.galat = "Target ini diisi koordinator indikatornya."
            continue
        try:
            target_save(user=request.user, kunci=cell.kunci, isi=cell.isi(_shape(cell)), version=cell.version)
            done += 1
        except ConflictError as error:
            cell.version = error.current.version
            cell.galat = BENTROK.format(teks=error.current.bawah or error.current.kode or "kosong")
        except ServiceError as error:
            cell.galat = error.pesan
        except ValueError as error:
            cell.galat = str(error)
    stored = all(not cell.galat for cell in changed)
    if done:
        messages.success(request, TERSIMPAN.format(jumlah=done), extra_tags=request.get_full_path() if stored else "")
    elif not changed:
        messages.info(request, TAK_BERUBAH)
    return stored


def _shape(cell: SelTarget) -> str:
    """The operator stays what it was; a new target is a plain value."""
    stored = cell.stored
    return stored.operator if stored and stored.operator != Target.Operator.RENTANG else Target.Operator.SAMA


@login_required
@require_POST
def triwulan_target_move(request: HttpRequest) -> HttpResponse:
    """Submits (OPD), or approves or returns (Bappeda), all quarterly targets of an OPD that wait for it."""
    context = _base(request)
    year, place = context["year"], context["instansi"]
    if year is None or place is None:
        raise Http404
    move = _move_of(request)
    done, refused = 0, []
    for row in _targets(request, units_of(year.pemda, year.tahun, place), year.tahun).values():
        if row.status not in move.states:
            continue
        try:
            move.service(user=request.user, target=row, version=row.version, **move.more)
            done += 1
        except ServiceError as error:
            refused.append(error.pesan)
    for pesan in dict.fromkeys(refused):
        messages.error(request, f"{refused.count(pesan)} target: {pesan}")
    if done or not refused:
        messages.success(request, f"{done} target triwulan {move.verb}.", extra_tags=request.get_full_path())
    return redirect(f"{reverse('registry:triwulan_target')}{context['alamat']}")


@dataclass(frozen=True)
class Langkah:
    """One step for many targets: the service, the states it takes them from, what is told."""

    service: Callable[..., Target]
    states: frozenset[str]
    verb: str
    more: dict[str, str] = field(default_factory=dict)


def _move_of(request: HttpRequest) -> Langkah:
    if may(request.user, Aksi.SETUJUI_TARGET):
        if "kembalikan" not in request.POST:
            return Langkah(target_approve, frozenset({"diajukan"}), "disetujui")
        alasan = {"alasan": request.POST.get("alasan", "")[:2000]}
        return Langkah(target_return, frozenset({"diajukan", "disetujui"}), "dikembalikan ke OPD", alasan)
    if may(request.user, Aksi.AJUKAN):
        return Langkah(target_submit, frozenset({"draf", "dikembalikan"}), "diajukan ke Bappeda")
    raise Http404
