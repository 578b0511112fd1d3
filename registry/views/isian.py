"""The page of all values that the member's OPD enters in a year ("Isian saya")."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.akses import Aksi, may_submit
from registry.services.isian import deadline, grouped, progress, rows_of_opd
from registry.views.bantu import member_or_404
from registry.views.pilih_tahun import pick_year
from registry.views.tampilan import saringan_bawaan


@login_required
@require_safe
@saringan_bawaan("isian")
def isian_list(request: HttpRequest) -> HttpResponse:
    """All indicators by sheet and sasaran; `tampil=belum` leaves out what is submitted."""
    member = member_or_404(request, Aksi.ISI)
    years, tahun = pick_year(request)
    rows = rows_of_opd(request.user, tahun) if tahun else []
    unfinished = request.GET.get("tampil") == "belum"
    shown = [row for row in rows if not row.selesai] if unfinished else rows
    context = {
        "years": years,
        "tahun": tahun,
        "kelompok": grouped(shown),
        "kemajuan": progress(rows),
        "batas": deadline(member, tahun) if tahun else None,
        "belum": unfinished,
        "boleh_ajukan": bool(rows) and may_submit(request.user),
    }
    return render(request, "registry/isian_list.html", context)
