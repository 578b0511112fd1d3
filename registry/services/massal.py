"""Many realisasi computed again at once: read together, computed in order in memory, the changed ones written together.

The same rows and the same history as one by one (`registry.services.baris.recompute`): published rows and locked
years stay, unchanged rows are not written, every change is a version with user and reason.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from registry.models import Pengguna, Realisasi
from registry.services.baris import apply, shown
from registry.services.hitung import Hitungan, hitung, plain
from registry.services.jendela import is_locked
from registry.services.muatan import Muatan, muatan_of

TERHITUNG = (
    "rumus_id", "hasil", "hasil_angka", "kosong_kode", "kosong_pesan", "capaian", "capaian_angka", "kelas", "version",
    "cuplikan", "updated_at",
)  # fmt: skip
NAMA_KOLOM = ("rumus", *TERHITUNG[1:])  # the fields of these columns
KELOMPOK = 500  # rows of one statement


@dataclass
class Massal:
    """`dihitung`: open rows with another result, not yet written; `terbit`: published ones that would have one."""

    dihitung: list[Realisasi] = field(default_factory=list)
    terbit: list[Realisasi] = field(default_factory=list)


def recompute_rows(*, pemda_id: int, order: Sequence[int], user: Pengguna | None, reason: str) -> Massal:
    """Computes rows again in the order given (of pk) and writes what changed; run inside a transaction."""
    with gc_paused():
        found = Realisasi.objects.select_for_update(of=("self",)).filter(pk__in=order)
        rows = {row.pk: row for row in found.order_by("pk")}
        muatan = muatan_of(pemda_id, {row.tahun for row in rows.values()}, rows.values())
        massal = compute_rows(muatan, [rows[pk] for pk in order if pk in rows])
        store_rows(massal.dihitung, user, reason)
        return massal


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


def compute_rows(muatan: Muatan, rows: Iterable[Realisasi]) -> Massal:
    """Computes rows in memory, each after all that it reads; writes nothing."""
    massal = Massal()
    locked = {tahun for tahun in muatan.tahun if is_locked(muatan.pemda_id, tahun)}
    for row in rows:
        now = _compute(muatan, row)
        if row.status in Realisasi.FINAL:
            if differs(row, now):
                massal.terbit.append(row)
        elif row.tahun not in locked:
            before = shown(row)
            apply(row, now)
            if before != shown(row):
                massal.dihitung.append(row)
    return massal


def _compute(muatan: Muatan, row: Realisasi) -> Hitungan:
    return hitung(
        indikator=row.indikator,
        instansi=row.instansi,
        tahun=row.tahun,
        nilai_mentah=row.nilai_mentah,
        periode=row.periode,
        rumus=muatan.rumus.get(row.indikator_id),
        memo=muatan.memo_of(row.tahun, row.periode),
    )


def differs(row: Realisasi, now: Hitungan) -> bool:
    """Whether a computation gives another figure than the one that stands in the row."""
    capaian = now.pencapaian.nilai
    fresh = (
        None if now.nilai is None else plain(now.nilai),
        now.kosong.kode if now.kosong else None,
        None if capaian is None else plain(capaian),
    )
    return fresh != (row.hasil, row.kosong_kode, row.capaian)


def store_rows(rows: Sequence[Realisasi], user: Pengguna | None, reason: str) -> None:
    """Writes the next version of locked rows and their history, in a few statements for any number of rows."""
    if not rows:
        return
    now = timezone.now()
    for row in rows:
        row.version += 1
        row.updated_at = now
    stamp = connection.ops.adapt_datetimefield_value(now)
    for start in range(0, len(rows), KELOMPOK):
        part = rows[start : start + KELOMPOK]
        with connection.cursor() as cursor:
            _update(cursor, [_values(row, stamp) for row in part])
            _write_history(cursor, [row.pk for row in part], [stamp, reason[:100], user.pk if user else None])


def _values(row: Realisasi, stamp: Any) -> list[Any]:
    """A row as TERHITUNG goes into the database, its key last."""
    plain_values = [getattr(row, name) for name in TERHITUNG[:-2]]
    return [*plain_values, json.dumps(row.cuplikan), stamp, row.pk]


def _update(cursor: Any, values: list[list[Any]]) -> None:
    """UPDATE of many rows: from a list of values on PostgreSQL, statement by statement on SQLite."""
    table = Realisasi._meta.db_table
    if connection.vendor != "postgresql":
        sets = ", ".join(f"{name} = %s" for name in TERHITUNG)
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", values)  # noqa: S608 – names of our own
        return
    kinds = [Realisasi._meta.get_field(name).db_type(connection) for name in (*NAMA_KOLOM, "id")]
    one = f"({', '.join(f'%s::{kind}' for kind in kinds)})"
    sets = ", ".join(f"{name} = baru.{name}" for name in TERHITUNG)
    cursor.execute(
        f"UPDATE {table} r SET {sets} FROM (VALUES {', '.join([one] * len(values))}) "  # noqa: S608 – names of our own
        f"AS baru({', '.join(TERHITUNG)}, id) WHERE r.id = baru.id",
        [value for row in values for value in row],
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
