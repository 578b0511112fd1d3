"""Which sheet counts for an instansi in a year (design decision 5), and so which values there are to enter."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from registry.models import Indikator, Instansi, LembarInstansi, Pemda, Penetapan

URUTAN = (
    "instansi__jenis", "instansi__sampai", "lampiran__jenis", "lampiran__penetapan__jenis",
    "lampiran__penetapan__tahun_awal", "lampiran__penetapan__tanggal",
)  # fmt: skip
# the text of a decree, which no list of values shows
BADAN = tuple(
    f"lembar__lampiran__penetapan__{name}"
    for name in ("kop", "menimbang", "mengingat", "menetapkan", "diktum", "tembusan", "tanda_tangan")
)
KHUSUS = (Penetapan.Jenis.LEMBAR_IKU, Penetapan.Jenis.KEPUTUSAN_KEPALA_OPD)


@dataclass(frozen=True)
class Satuan:
    """One value to enter in a year: this indicator for this instansi."""

    indikator: Indikator
    instansi: Instansi


def sheets_in_force(
    pemda: Pemda, tahun: int, only: Collection[int] | None = None
) -> dict[tuple[int, str], LembarInstansi]:
    """(instansi, jenis) → the one sheet that counts: the special one before the general, own before the group's,
    then the newest: a Perubahan of the same years takes over from the decree that it changes.

    `only`: keys of the instansi that are asked for, when not all are. A sheet comes with what decides its rank; the
    rest of it and of its decree is read when looked at.
    """
    members: dict[int, list[Instansi]] = {}
    grouped = Instansi.objects.filter(pemda=pemda, kelompok__isnull=False).in_year(tahun).order_by()
    for instansi in grouped if only is None else grouped.filter(pk__in=only):
        if instansi.kelompok_id is not None:
            members.setdefault(instansi.kelompok_id, []).append(instansi)
    best: dict[tuple[int, str], tuple[tuple[bool, bool, int, date, int], LembarInstansi]] = {}
    for lembar in _sheets(pemda, tahun, None if only is None else {*only, *members}):
        penetapan = lembar.lampiran.penetapan
        group = lembar.instansi.jenis == Instansi.Jenis.KELOMPOK
        for instansi in members.get(lembar.instansi_id, []) if group else _alive(lembar.instansi, tahun):
            key = (instansi.pk, lembar.lampiran.jenis)
            newest = (penetapan.tahun_awal, penetapan.tanggal or date.min, penetapan.pk)
            rank = (penetapan.jenis in KHUSUS, not group, *newest)
            if key not in best or rank > best[key][0]:
                best[key] = (rank, lembar)
    return {key: lembar for key, (_, lembar) in best.items()}


def _alive(instansi: Instansi, tahun: int) -> list[Instansi]:
    """The instansi, unless it has ended before the year: its sheet still prints, and nothing is entered any more."""
    return [] if instansi.sampai is not None and instansi.sampai < tahun else [instansi]


def _sheets(pemda: Pemda, tahun: int, owners: Collection[int] | None) -> QuerySet[LembarInstansi]:
    rows = LembarInstansi.objects.filter(lampiran__penetapan__in=Penetapan.objects.filter(pemda=pemda).in_force(tahun))
    if owners is not None:
        rows = rows.filter(instansi__in=owners)
    ordered = rows.order_by("lampiran__urut", "urut")
    return ordered.select_related("instansi", "lampiran__penetapan").only(*URUTAN)


def units_in_year(pemda: Pemda, tahun: int, instansi: Instansi | None = None, also_filled: bool = True) -> list[Satuan]:
    """All values to enter in a year, by instansi, then as printed; for one instansi also what it fills elsewhere."""
    counted = sheets_in_force(pemda, tahun)
    owners: dict[int, list[int]] = {}
    for (owner, _), lembar in counted.items():
        owners.setdefault(lembar.pk, []).append(owner)
    rows = Indikator.objects.filter(lembar__in=owners).with_sheet().in_order().defer(*BADAN)
    by_pk = {i.pk: i for i in Instansi.objects.filter(pemda=pemda).order_by()}
    units = [Satuan(row, by_pk[owner]) for row in rows for owner in owners[row.lembar_id]]
    units.sort(key=lambda unit: unit.instansi.urut)  # stable: within an instansi as printed
    return units if instansi is None else _of(units, instansi, also_filled)


def _of(units: Iterable[Satuan], instansi: Instansi, also_filled: bool) -> list[Satuan]:
    """Own sheets first; then what it fills elsewhere: of another OPD's sheet only a Variabel of its own counts."""
    own = [u for u in units if u.instansi.pk == instansi.pk]
    if not also_filled:
        return own
    named = set(
        instansi.variabel.filter(rumus__status="berlaku", asal="isian").values_list("rumus__indikator", flat=True)
    )
    filled = named | set(instansi.mengisi.values_list("indikator", flat=True))
    return own + [
        u
        for u in units
        if u.instansi.pk != instansi.pk
        and u.indikator.pk in (filled if u.instansi.jenis == Instansi.Jenis.PEMDA else named)
    ]


def counts(indikator: Indikator, instansi: Instansi, tahun: int) -> bool:
    """Whether this indicator counts for the instansi in the year."""
    lembar = sheets_in_force(instansi.pemda, tahun, [instansi.pk]).get((instansi.pk, indikator.lembar.lampiran.jenis))
    return lembar is not None and lembar.pk == indikator.lembar_id


def is_base_year(indikator: Indikator, tahun: int) -> bool:
    """The year before a decree starts: raw values may be entered for LALU, without capaian (decision 6)."""
    return tahun == indikator.lembar.lampiran.penetapan.tahun_awal - 1
