"""All values of one OPD and year at once: what the grid shows, how its rows are saved, what may be submitted.

Reading is in bulk (the number of queries does not depend on the rows); every row is computed by
`services.hitung`, read by `services.nilai` and stored by `realisasi_save`, as from the single form.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects

from registry.akses import is_coordinator, is_editable
from registry.models import Pengguna, Realisasi, Variabel
from registry.services.baris import ConflictError, Kunci, apply
from registry.services.errors import ServiceError
from registry.services.excel_bahan import Bahan, BahanIndikator, BahanVariabel, bahan_of
from registry.services.formulir import Bidang, Formulir, submitter_of
from registry.services.hitung import Hitungan
from registry.services.isian import Baris, rows_of_opd
from registry.services.jendela import Jendela
from registry.services.masukan import value_from
from registry.services.realisasi import is_missing, realisasi_save, realisasi_submit

BELUM = {"kosong": "belum_diisi"}
BELUM_ADA_ISIAN = "Belum ada isian."
BELUM_DIISI = "«{label}» belum diisi dan belum ada alasannya."
Key = tuple[int, int]


@dataclass
class BarisGrid:
    """One indicator of the grid: what is stored and shown, and its form as this user may fill it."""

    bahan: BahanIndikator
    baris: Baris
    formulir: Formulir

    @property
    def key(self) -> Key:
        """Indikator and instansi."""
        return self.bahan.unit.indikator.pk, self.bahan.unit.instansi.pk

    @property
    def kunci(self) -> Kunci:
        """Which realisasi."""
        return self.formulir.kunci

    @property
    def terbuka(self) -> bool:
        """Whether this user may save something here now."""
        return self.formulir.dapat_diisi

    @property
    def lain(self) -> list[BahanVariabel]:
        """Inputs that are not typed in this indicator: constants, shared data, other results."""
        return [v for v in self.bahan.variabel if not v.diisi]

    @cached_property
    def milik_lain(self) -> list[Bidang]:
        """Values that another OPD enters."""
        return [b for b in self.formulir.bidang if not b.boleh]

    @property
    def dapat_dicatat(self) -> bool:
        """Whether there is nothing to type, and the computed result is not stored yet."""
        return self.terbuka and not self.formulir.bidang and self.formulir.realisasi is None


@dataclass
class Grid:
    """The grid of one OPD and year."""

    bahan: Bahan
    baris: list[BarisGrid] = field(default_factory=list)

    @property
    def jendela(self) -> Jendela:
        """When the OPD may enter."""
        return self.bahan.jendela

    @cached_property
    def by_key(self) -> dict[Key, BarisGrid]:
        """Rows by indikator and instansi."""
        return {row.key: row for row in self.baris}

    @property
    def ada_terbuka(self) -> bool:
        """Whether anything can be typed."""
        return any(row.terbuka for row in self.baris)

    def versions(self) -> dict[Key, int]:
        """What is stored of each row."""
        return {row.key: row.formulir.version for row in self.baris}


def grid_of(user: Pengguna, tahun: int) -> Grid:
    """All that the member's OPD enters in the year, in printed order, own sheets first."""
    bahan = bahan_of(user, tahun)
    rows = {(row.unit.indikator.pk, row.unit.instansi.pk): row for row in rows_of_opd(user, tahun)}
    prefetch_related_objects([item.unit.indikator for item in bahan.butir], "pengisi__instansi")
    grid = Grid(bahan)
    for item in bahan.butir:
        baris = rows[item.unit.indikator.pk, item.unit.instansi.pk]
        grid.baris.append(BarisGrid(item, baris, _formulir(user, item, baris.realisasi, bahan)))
    return grid


def _formulir(user: Pengguna, item: BahanIndikator, row: Realisasi | None, bahan: Bahan) -> Formulir:
    """The same form as `formulir_of` gives, from what is read already."""
    kunci = Kunci(item.unit.indikator, item.unit.instansi, bahan.tahun)
    if row is not None:
        row.indikator, row.instansi = kunci.indikator, kunci.instansi
    formulir = Formulir(user=user, kunci=kunci, rumus=item.rumus, realisasi=row, dasar=False)
    formulir.jendela = bahan.jendela
    formulir.bidang = [_bidang(v, formulir) for v in item.isian()]
    return formulir


def _bidang(butir: BahanVariabel, formulir: Formulir) -> Bidang:
    variabel = butir.variabel
    lalu = value_from(variabel, butir.lalu_mentah)
    return Bidang(variabel, butir.boleh, formulir.mentah.get(variabel.nama), lalu, butir.lalu_mentah)


def shown(formulir: Formulir, hitungan: Hitungan, baris: Baris) -> Baris:
    """The row as it would read with this computation; nothing is stored."""
    kunci = formulir.kunci
    row = Realisasi(indikator=kunci.indikator, instansi=kunci.instansi, tahun=kunci.tahun, periode=kunci.periode)
    apply(row, hitungan)
    return Baris(baris.unit, baris.rumus, row, baris.target)


def baris_save(*, user: Pengguna, formulir: Formulir, nilai_mentah: dict[str, Any], version: int) -> Realisasi:
    """Saves one row of the grid.

    The version moves on too when a row is computed again because another row was saved; where nobody has typed
    other values in the meantime, that is no conflict.
    """
    kunci = formulir.kunci
    try:
        return realisasi_save(user=user, kunci=kunci, nilai_mentah=nilai_mentah, version=version)
    except ConflictError as error:
        mine = [b.variabel for b in formulir.bidang if b.boleh]
        if not _same_values(error.current, version, mine):
            raise
        return realisasi_save(user=user, kunci=kunci, nilai_mentah=nilai_mentah, version=error.current.version)


def _same_values(current: Any, version: int, variables: Iterable[Variabel]) -> bool:
    """Whether the values of these variables are what they were at that version."""
    if not version:
        return False
    record = current.history.filter(version=version).order_by("-history_id").first()
    if record is None:
        return False
    old, now = record.nilai_mentah, current.nilai_mentah
    return all(old.get(v.nama, BELUM) == now.get(v.nama, BELUM) for v in variables)


@dataclass(frozen=True)
class Calon:
    """A value that is not submitted yet, and why it cannot be ("" when it can)."""

    baris: Baris
    sebab: str


def calon_ajukan(user: Pengguna, tahun: int) -> list[Calon]:
    """Everything of the OPD that is not submitted, in printed order; queries do not grow with the rows."""
    rows = [row for row in grid_of(user, tahun).baris if is_editable(row.baris.realisasi)]
    return [Calon(row.baris, _reason(row, user)) for row in rows]


def _reason(row: BarisGrid, user: Pengguna) -> str:
    if not row.formulir.tahun_terbuka:
        return row.formulir.jendela.pesan
    if not is_coordinator(user, row.kunci.indikator, row.kunci.instansi):
        return submitter_of(user, row.kunci)
    if row.baris.realisasi is None:
        return BELUM_ADA_ISIAN
    stored = row.baris.realisasi.nilai_mentah
    missing = [b.variabel.label for b in row.formulir.bidang if is_missing(stored.get(b.variabel.nama))]
    return BELUM_DIISI.format(label=missing[0]) if missing else ""


@dataclass(frozen=True)
class HasilAjukan:
    """What submitting several did: which went, and which did not, with the reason."""

    diajukan: list[Realisasi]
    ditolak: list[tuple[Realisasi, str]]


def realisasi_submit_many(*, user: Pengguna, items: Sequence[tuple[int, int]]) -> HasilAjukan:
    """Submits (pk, version) one by one, each whole or not at all; what has moved on is left alone and told."""
    visible = Realisasi.objects.visible_to(user).select_related("indikator", "instansi__pemda")
    rows = visible.in_bulk([pk for pk, _ in items])
    result = HasilAjukan([], [])
    for pk, version in dict(items).items():
        if pk not in rows:
            continue
        try:
            realisasi_submit(user=user, realisasi=rows[pk], version=version)
            result.diajukan.append(rows[pk])
        except ServiceError as error:
            result.ditolak.append((rows[pk], error.pesan))
    return result
