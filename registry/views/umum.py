"""Home page per role, and the health check."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.models import Keanggotaan, Penetapan, Peran, Realisasi, TahunIsian, Target
from registry.services.isian import deadline, progress, progress_by_instansi, rows_of_opd, total
from registry.services.jendela import year_window
from registry.views.pilih_tahun import pick_year

MAKS_DAFTAR = 8


@require_safe
def sehat(request: HttpRequest) -> JsonResponse:
    """200 with JSON when the application and its database work, else 503; says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM registry_pemda")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "gangguan"}, status=503)
    return JsonResponse({"status": "sehat"})


@require_safe
@login_required
def beranda(request: HttpRequest) -> HttpResponse:
    """What this role does next, in the newest opened year or the one chosen."""
    member = request.user.keanggotaan_aktif
    if member is None:
        return render(request, "registry/beranda_tamu.html", {})
    years, tahun = pick_year(request)
    context = {"years": years, "tahun": tahun, "peran": member.peran}
    if member.is_opd:
        context |= _opd(request, tahun)
    elif member.peran == Peran.ADMIN:
        context |= _admin(request)
    else:
        context |= _pemda(request, tahun)
    return render(request, "registry/beranda.html", context)


def _opd(request: HttpRequest, tahun: int | None) -> dict[str, Any]:
    rows = rows_of_opd(request.user, tahun) if tahun else []
    returned = [row for row in rows if row.status == Realisasi.Status.DIKEMBALIKAN]
    empty = [row for row in rows if not row.terisi and row not in returned]
    ready = [row for row in rows if row.terisi and row.status == Realisasi.Status.DRAF]
    return {
        "bagian": "opd",
        "kemajuan": progress(rows),
        "batas": deadline(request.user.keanggotaan_aktif, tahun) if tahun else None,
        "dikembalikan": returned,
        "belum": empty[:MAKS_DAFTAR],
        "belum_lagi": len(empty[MAKS_DAFTAR:]),
        "siap": ready[:MAKS_DAFTAR],
        "siap_lagi": len(ready[MAKS_DAFTAR:]),
    }


def _pemda(request: HttpRequest, tahun: int | None) -> dict[str, Any]:
    member = request.user.keanggotaan_aktif
    rows = progress_by_instansi(request.user, member.pemda, tahun) if tahun else []
    targets = Target.objects.visible_to(request.user).filter(tahun=tahun or 0, status=Target.Status.DIAJUKAN)
    return {
        "bagian": "bappeda" if member.peran == Peran.BAPPEDA else "pembaca",
        "baris": rows,
        "kemajuan": total(rows),
        "batas": deadline(member, tahun) if tahun else None,
        "target_menunggu": targets.with_sheet()[:MAKS_DAFTAR],
        "jumlah_target": targets.count(),
    }


def _admin(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    members = Keanggotaan.objects.visible_to(user).filter(aktif=True)
    decrees = list(Penetapan.objects.visible_to(user))
    return {
        "bagian": "admin",
        "penetapan": decrees[:MAKS_DAFTAR],
        "jumlah_penetapan": len(decrees),
        "draf": sum(row.status == Penetapan.Status.DRAF for row in decrees),
        "akun": [(label, sum(m.peran == peran for m in members)) for peran, label in Peran.choices],
        "jumlah_akun": len(members),
        "daftar_tahun": [year_window(row) for row in TahunIsian.objects.visible_to(user).select_related("pemda")],
    }
