"""The queue of Bappeda: what was submitted, the odd ones first, each with the reasons why it is odd.

Everything is read in bulk: the number of queries does not depend on the number of values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from registry.models import Penanda, Pengguna, Realisasi, Skala, Target, Variabel
from registry.services.beda import unchanged
from registry.services.daftar import scales_of
from registry.services.jendela import today_in
from registry.services.keganjilan import RINGAN, Bahan, Tanda, tanda_of
from registry.services.sumber import bukti_per_realisasi, sumber_of
from registry.tulis import sebut, tulis_capaian, tulis_hasil, tulis_target


@dataclass(frozen=True)
class Antrean:
    """One submitted value with what the reviewer compares it to."""

    realisasi: Realisasi
    opd: str
    hasil: str
    lalu: str
    target: str
    capaian: str
    tanda: tuple[Tanda, ...]
    penanda: Penanda | None = None

    @property
    def bobot(self) -> int:
        """How odd it is; 0 is quiet."""
        return sum(tanda.bobot for tanda in self.tanda)

    @property
    def tenang(self) -> bool:
        """Whether nothing at all speaks against approving it together with others."""
        return not self.bobot and self.penanda is None

    @property
    def ringan(self) -> bool:
        """Whether its signs are light ones only, and nobody has marked it."""
        return self.bobot <= RINGAN and self.penanda is None


def antrean_of(user: Pengguna) -> list[Antrean]:
    """Submitted values that the user reviews, the oddest first, then in printed order."""
    rows = Realisasi.objects.visible_to(user).filter(status=Realisasi.Status.DIAJUKAN)
    return sorted(_queue(user, list(_joined(rows))), key=lambda item: -item.bobot)


def berikutnya(queue: Sequence[Antrean], pk: int) -> int | None:
    """What to review after `pk`: the one below it, else the first that is left, else nothing."""
    others = [item.realisasi.pk for item in queue]
    at = others.index(pk) if pk in others else -1
    left = others[at + 1 :] + others[: max(at, 0)]
    return left[0] if left else None


@dataclass(frozen=True)
class Letak:
    """Where one value stands in the (filtered) queue: its number from 1, and its neighbours."""

    nomor: int
    jumlah: int
    sebelum: int | None
    sesudah: int | None


def letak_of(queue: Sequence[Antrean], pk: int) -> Letak | None:
    """None for a value that is not in it."""
    others = [item.realisasi.pk for item in queue]
    if pk not in others:
        return None
    at = others.index(pk)
    before = others[at - 1] if at else None
    after = others[at + 1] if at + 1 < len(others) else None
    return Letak(at + 1, len(others), before, after)


def _joined(rows: QuerySet[Realisasi]) -> QuerySet[Realisasi]:
    return rows.select_related(
        "indikator__sasaran", "indikator__lembar__lampiran", "instansi", "rumus", "diajukan_oleh"
    ).order_by(
        "-tahun", "-periode", "instansi__urut", "indikator__lembar__urut", "indikator__sasaran__urut", "indikator__urut"
    )


class Banding:
    """What all rows of a queue are compared to, looked up once for all of them."""

    def __init__(self, user: Pengguna, rows: Sequence[Realisasi]) -> None:
        pemda, pks = user.keanggotaan_aktif.pemda, [row.pk for row in rows]
        indikator = {row.indikator_id for row in rows}
        self.hari_ini: date = today_in(pemda)
        self.skala: dict[int, Skala] = scales_of(pemda.pk)
        self.lalu = last_year(user, rows)
        self.target = _targets(user, rows)
        self.bukti = bukti_per_realisasi(pks)
        self.sumber = sumber_of(indikator)
        self.ulang = unchanged(rows)
        self.variabel: dict[int, list[Variabel]] = {}
        current = Variabel.objects.filter(rumus__indikator__in=indikator, rumus__status="berlaku", asal="isian")
        for variabel in current.select_related("rumus").order_by("rumus", "urut"):
            self.variabel.setdefault(variabel.rumus.indikator_id, []).append(variabel)
        marks = Penanda.objects.visible_to(user).filter(realisasi__in=pks, dilepas_pada=None)
        self.penanda = {mark.realisasi_id: mark for mark in marks.select_related("oleh").order_by()}

    def item(self, row: Realisasi) -> Antrean:
        """One row with its signs."""
        old, places = self.lalu.get(row.pk), row.rumus.desimal if row.rumus else 10
        skala = self.skala.get(row.rumus_id or 0)
        bahan = Bahan(
            row=row,
            lalu=old,
            hari_ini=self.hari_ini,
            bukti=self.bukti.get(row.pk, []),
            sumber=self.sumber.get(row.indikator_id, ()),
            variabel=self.variabel.get(row.indikator_id, ()),
            ulang=row.pk in self.ulang,
        )
        return Antrean(
            realisasi=row,
            opd=sebut(row.instansi),
            hasil=tulis_hasil(row, places, skala),
            lalu="tidak ada" if old is None else tulis_hasil(old, places, skala),
            target=tulis_target(self.target.get(_key(row))),
            capaian=tulis_capaian(row.capaian),
            tanda=tuple(tanda_of(bahan)),
            penanda=self.penanda.get(row.pk),
        )


def _queue(user: Pengguna, rows: Sequence[Realisasi]) -> list[Antrean]:
    if user.keanggotaan_aktif is None or not rows:
        return []
    banding = Banding(user, rows)
    return [banding.item(row) for row in rows]


def _key(row: Any) -> tuple[int, int, int, int]:
    return row.indikator_id, row.instansi_id, row.tahun, row.periode


def _targets(user: Pengguna, rows: Iterable[Realisasi]) -> dict[tuple[int, int, int, int], Target]:
    """The target that counts of each: the changed one (PK Perubahan) before the first."""
    found = Target.objects.visible_to(user).filter(tahun__in={row.tahun for row in rows}).order_by()
    return {_key(t): t for t in sorted(found, key=lambda t: t.versi_pk == Target.Versi.PERUBAHAN)}


def last_year(user: Pengguna, rows: Sequence[Realisasi]) -> dict[int, Realisasi]:
    """Row → the realisasi of the year before (same periode), of the same indicator or its predecessor."""
    wanted = {row.indikator_id for row in rows} | {row.indikator.lanjutan_dari_id for row in rows}
    years = {row.tahun - 1 for row in rows}
    found = Realisasi.objects.visible_to(user).filter(indikator__in=wanted - {None}, tahun__in=years)
    by_key = {_key(row): row for row in found.defer("nilai_mentah").order_by()}
    last = {}
    for row in rows:
        for indikator in (row.indikator_id, row.indikator.lanjutan_dari_id):
            old = by_key.get((indikator or 0, row.instansi_id, row.tahun - 1, row.periode))
            if old is not None:
                last[row.pk] = old
                break
    return last
