"""Many realisasi computed again at once: read together, computed in order in memory, the changed ones written together.

The same rows and the same history as one by one (`registry.services.baris.recompute`): published rows and locked
years stay, unchanged rows are not written, every change is a version with user and reason.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from registry.models import Indikator, Pengguna, Realisasi
from registry.models.realisasi import RealisasiQuerySet
from registry.services.baris import apply, figures, shown
from registry.services.graf import Node
from registry.services.hitung import Hitungan, hitung, plain
from registry.services.jendela import is_locked
from registry.services.muatan import Definisi, Muatan, definisi_of, muatan_of
from registry.services.ringkas import Baris

HASIL = ("hasil", "hasil_angka", "kosong_kode", "kosong_pesan", "capaian", "capaian_angka", "kelas")
TERHITUNG = ("rumus_id", *HASIL, "version", "cuplikan", "updated_at")
NAMA_KOLOM = ("rumus", *TERHITUNG[1:])  # the fields of these columns
KELOMPOK = 1000  # rows of one statement


class Terhitung(Sequence[Realisasi]):
    """Rows that were computed, as Realisasi with their new results, also where the writing was taken back.

    Their number is at hand; the rows are read from the database when somebody looks at them.
    """

    def __init__(self, baris: Sequence[Baris]) -> None:
        self.baris = baris
        self._rows: list[Realisasi] | None = None

    def __len__(self) -> int:
        return len(self.baris)

    def __getitem__(self, index: Any) -> Any:
        return self.rows[index]

    def __eq__(self, other: object) -> bool:
        return self.rows == other

    @property
    def rows(self) -> list[Realisasi]:
        """The rows, read once."""
        if self._rows is None:
            found = Realisasi.objects.filter(pk__in=[row.pk for row in self.baris]).order_by()
            stored = {row.pk: row for row in found.select_related("indikator__lembar", "instansi")}
            self._rows = [_as_model(stored[row.pk], row) for row in self.baris]
        return self._rows


def _as_model(row: Realisasi, baris: Baris) -> Realisasi:
    """The stored row with what was computed."""
    for name in ("hasil", "kosong_kode", "kosong_pesan", "capaian", "kelas", "version"):
        setattr(row, name, getattr(baris, name))
    if baris.cuplikan is not None:
        row.rumus_id, row.cuplikan = baris.rumus.pk, baris.cuplikan
        row.hasil_angka, row.capaian_angka = baris.hasil_angka, baris.capaian_angka
    return row


@dataclass
class Massal:
    """`dihitung`: open rows with another result; `terbit`: published ones that would have one."""

    dihitung: Sequence[Realisasi]
    terbit: Sequence[Realisasi]


def recompute_nodes(
    *, pemda_id: int, nodes: Sequence[Node], user: Pengguna | None, reason: str, definisi: Definisi | None = None
) -> Massal:
    """Computes the rows of indicators in years again, in that order, and writes what changed; inside a transaction.

    `definisi`: the formulas of the Pemda, where the caller has read them.
    """
    definisi = definisi or definisi_of(pemda_id)
    found = Realisasi.objects.filter(tahun__in={tahun for _, _, tahun in nodes})
    indikator = {pk for _, pk, _ in nodes}
    if len(indikator) * 2 < len(definisi.indikator):
        found = found.filter(indikator__in=indikator)
    else:
        found = found.filter(indikator__in=Indikator.objects.filter(pemda=pemda_id).order_by().values("pk"))
    placed: dict[tuple[int, int], list[Baris]] = {}
    for row in _locked(found):
        placed.setdefault((row.indikator_id, row.tahun), []).append(row)
    rows = [row for _, pk, tahun in nodes for row in placed.get((pk, tahun), ())]
    return _recompute(muatan_of(pemda_id, rows, definisi), rows, user, reason)


def recompute_rows(*, pemda_id: int, order: Sequence[int], user: Pengguna | None, reason: str) -> Massal:
    """Computes rows again in the order given (of pk) and writes what changed; run inside a transaction."""
    with gc_paused():
        rows = {row.pk: row for row in _locked(Realisasi.objects.filter(pk__in=order))}
        ordered = [rows[pk] for pk in order if pk in rows]
        return _recompute(muatan_of(pemda_id, ordered), ordered, user, reason)


def _locked(found: RealisasiQuerySet) -> Iterator[Baris]:
    """Rows to compute, locked in one order for all who do so."""
    for values in found.select_for_update().order_by("pk").values_list(*Baris.KOLOM):
        yield Baris(*values)


def _recompute(muatan: Muatan, rows: Sequence[Baris], user: Pengguna | None, reason: str) -> Massal:
    changed, published = compute_rows(muatan, rows)
    store_rows(changed, user, reason)
    return Massal(Terhitung(changed), Terhitung(published))


@contextmanager
def gc_paused() -> Iterator[None]:
    """No search for garbage cycles while thousands of rows are built that all stay: it costs a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def compute_rows(muatan: Muatan, rows: Iterable[Baris]) -> tuple[list[Baris], list[Baris]]:
    """Computes rows in memory, each after all that it reads: those that change, and published ones that would."""
    changed, published = [], []
    locked = {tahun for tahun in muatan.tahun if is_locked(muatan.pemda_id, tahun)}
    for row in rows:
        now = _compute(muatan, row)
        if row.status in Realisasi.FINAL:
            if differs(row, now):
                published.append(row)
        elif row.tahun not in locked:
            before = figures(row)
            apply(row, now)
            if before != figures(row) or _moved(row):
                changed.append(row)
    return changed, published


def _compute(muatan: Muatan, row: Baris) -> Hitungan:
    definisi = muatan.definisi
    indikator: Any = definisi.indikator[row.indikator_id]  # stand for the models, see `registry.services.ringkas`
    rumus: Any = definisi.rumus.get(row.indikator_id)
    return hitung(
        indikator=indikator,
        instansi=definisi.instansi[row.instansi_id],
        tahun=row.tahun,
        nilai_mentah=row.nilai_mentah,
        periode=row.periode,
        rumus=rumus,
        memo=muatan.memo_of(row.tahun, row.periode),
        bukti=False,
    )


def _moved(row: Baris) -> bool:
    """Whether the inputs used differ from those of the stored snapshot, the figures being the same."""
    fresh = shown(row)
    row.cuplikan, now = json.loads(row.teks_cuplikan), row.cuplikan
    stored = shown(row)
    row.cuplikan = now
    return fresh != stored


def differs(row: Realisasi | Baris, now: Hitungan) -> bool:
    """Whether a computation gives another figure than the one that stands in the row."""
    capaian = now.pencapaian.nilai
    fresh = (
        None if now.nilai is None else plain(now.nilai),
        now.kosong.kode if now.kosong else None,
        None if capaian is None else plain(capaian),
    )
    return fresh != (row.hasil, row.kosong_kode, row.capaian)


def store_rows(rows: Sequence[Baris], user: Pengguna | None, reason: str) -> None:
    """Writes the next version of locked rows and their history, in a few statements for any number of rows."""
    stamp = connection.ops.adapt_datetimefield_value(timezone.now())
    for row in rows:
        row.version += 1
    for start in range(0, len(rows), KELOMPOK):
        part = rows[start : start + KELOMPOK]
        with connection.cursor() as cursor:
            _update(cursor, [_values(row, stamp) for row in part])
            _write_history(cursor, [row.pk for row in part], [stamp, reason[:100], user.pk if user else None])


def _values(row: Baris, stamp: Any) -> tuple[Any, ...]:
    """A row as TERHITUNG goes into the database, its key last."""
    return (
        row.rumus.pk, row.hasil, row.hasil_angka, row.kosong_kode, row.kosong_pesan, row.capaian, row.capaian_angka,
        row.kelas, row.version, json.dumps(row.cuplikan), stamp, row.pk,
    )  # fmt: skip


def _update(cursor: Any, values: list[tuple[Any, ...]]) -> None:
    """UPDATE of many rows: from one array per column on PostgreSQL, statement by statement on SQLite."""
    table = Realisasi._meta.db_table
    if connection.vendor != "postgresql":
        sets = ", ".join(f"{name} = %s" for name in TERHITUNG)
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", values)  # noqa: S608 – names of our own
        return
    kinds = [
        Realisasi._meta.get_field(name).rel_db_type(connection)
        if name == "rumus"
        else Realisasi._meta.get_field(name).db_type(connection)
        for name in (*NAMA_KOLOM, "id")
    ]
    arrays = ", ".join(f"%s::{kind.split('(')[0]}[]" for kind in kinds)
    sets = ", ".join(f"{name} = baru.{name}" for name in TERHITUNG)
    cursor.execute(
        f"UPDATE {table} r SET {sets} FROM unnest({arrays}) "  # noqa: S608 – names of our own
        f"AS baru({', '.join(TERHITUNG)}, id) WHERE r.id = baru.id",
        [list(column) for column in zip(*values, strict=True)],
    )


def _write_history(cursor: Any, keys: list[int], head: list[Any]) -> None:
    """Copies the rows as they now stand into the history, inside the database."""
    history: Any = Realisasi.history.model
    columns = ", ".join(f.column for f in history.tracked_fields)
    cursor.execute(
        f"INSERT INTO {history._meta.db_table} ({columns}, history_date, history_change_reason, history_type, "  # noqa: S608 – names of our own
        f"history_user_id) SELECT {columns}, %s, %s, '~', %s FROM {Realisasi._meta.db_table} "
        f"WHERE id IN ({', '.join(['%s'] * len(keys))}) ORDER BY id",
        [*head, *keys],
    )
