"""Which OPD answers for a value: the one that coordinates and alone submits it (design decision 4)."""

from collections.abc import Iterable

from registry.models import Indikator, Instansi, Keanggotaan, Pengguna, Pengisi, Peran, Realisasi
from registry.services.berlaku import Satuan


def koordinator_of(units: Iterable[Satuan | Realisasi]) -> dict[tuple[int, int], Instansi]:
    """(indikator, instansi) → the OPD that submits it; what nobody coordinates stays with the instansi measured.

    Two queries at most, however many values are asked for.
    """
    found: dict[tuple[int, int], Instansi] = {}
    shared: list[Satuan | Realisasi] = []
    for unit in units:
        found[unit.indikator.pk, unit.instansi.pk] = unit.instansi
        if unit.instansi.jenis == Instansi.Jenis.PEMDA:
            shared.append(unit)
    first = _first(unit.indikator for unit in shared)
    for unit in shared:
        found[unit.indikator.pk, unit.instansi.pk] = first.get(unit.indikator.pk, unit.instansi)
    return found


def _first(indikator: Iterable[Indikator]) -> dict[int, Instansi]:
    """Indicator → the first of those who fill it."""
    wanted = {row.pk for row in indikator}
    if not wanted:
        return {}
    rows = Pengisi.objects.filter(indikator__in=wanted).select_related("instansi").order_by("indikator", "-urut")
    return {row.indikator_id: row.instansi for row in rows}


def orang_of(instansi: Iterable[Instansi]) -> dict[int, list[Pengguna]]:
    """Instansi → its people who can sign in, operator before kepala; one query."""
    members = Keanggotaan.objects.filter(
        instansi__in={row.pk for row in instansi},
        peran__in=(Peran.OPERATOR, Peran.KEPALA),
        aktif=True,
        user__is_active=True,
    )
    people: dict[int, list[Pengguna]] = {}
    for member in members.select_related("user").order_by("-peran", "user__nama", "pk"):
        people.setdefault(member.instansi_id or 0, []).append(member.user)
    return people
