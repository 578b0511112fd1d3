"""Recompute of one Pemda's year: ``python -m benchmarks.recompute``; DATABASE_URL chooses SQLite or PostgreSQL.

50 OPD × 40 indicators as real rows in a test database of its own, recomputed by the service that production uses
(`registry.services.dampak.spread`), against its SQL floor. In the floor is what no program can leave out: the raw
values of the year and of the year before, the targets, formulas and variables are read (COPY out; SELECT on SQLite),
the same columns of the same rows are written with results computed beforehand (COPY in and UPDATE FROM; executemany
on SQLite), the snapshot (`cuplikan`) as the service writes it, and the new versions are copied into the history. Not
in it: the old results and snapshots that the service compares, names, shared data, locks, all objects and arithmetic.
Every round changes the inputs of all rows ("all changed"), or of none ("nothing changed", where the floor still
writes all). Figures are medians; a ratio is the median of the ratios of the rounds. Goal: <= 1.0 of the floor.
"""

import gc
import io
import json
import os
import statistics
import tempfile
from collections.abc import Callable
from time import perf_counter
from typing import Any

os.environ.setdefault("IKU_TEST", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iku_project.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from benchmarks.tahun_pemda import TAHUN, make_pemda  # noqa: E402
from registry.models import Indikator, Realisasi  # noqa: E402
from registry.services.baris import recompute  # noqa: E402
from registry.services.dampak import spread  # noqa: E402

OPD, INDIKATOR, PUTARAN, GOAL = 50, 40, 5, 1.0
KOLOM = ("hasil", "hasil_angka", "kosong_kode", "kosong_pesan", "capaian", "capaian_angka", "kelas", "cuplikan")
BACA = (
    "SELECT id, indikator_id, instansi_id, status, nilai_mentah FROM registry_realisasi WHERE tahun >= {0}",
    "SELECT * FROM registry_target WHERE tahun = {1}",
    "SELECT id, indikator_id, versi, ekspresi, satuan, arah, desimal FROM registry_rumus WHERE status = 'berlaku'",
    "SELECT * FROM registry_variabel",
)
SEJARAH = (
    "INSERT INTO registry_historicalrealisasi ({0}, history_date, history_change_reason, history_type) "
    "SELECT {0}, CURRENT_TIMESTAMP, 'Uji', '~' FROM registry_realisasi WHERE tahun = {1}"
)


class Floor:
    """What SQL alone costs: the same rows in and out, the results computed beforehand."""

    def __init__(self) -> None:
        rows = Realisasi.objects.filter(tahun=TAHUN)
        self.hasil = list(rows.values_list("pk", *KOLOM))
        self.kolom = ", ".join(f.column for f in Realisasi.history.model.tracked_fields)  # type: ignore[attr-defined]
        self.texts = [(pk, *head, json.dumps(cuplikan)) for pk, *head, cuplikan in self.hasil]

    def run(self, sejarah: bool = True) -> None:
        """One round inside a transaction."""
        with transaction.atomic(), connection.cursor() as cursor:
            (self._postgres if connection.vendor == "postgresql" else self._sqlite)(cursor)
            if sejarah:
                cursor.execute(SEJARAH.format(self.kolom, TAHUN))

    def _postgres(self, cursor: Any) -> None:
        for query in BACA:
            cursor.copy_expert(f"COPY ({query.format(TAHUN - 1, TAHUN)}) TO STDOUT", io.StringIO())
        cursor.execute(
            f"CREATE TEMP TABLE baru ON COMMIT DROP AS SELECT id, {', '.join(KOLOM)} FROM registry_realisasi LIMIT 0"  # noqa: S608 – names of our own
        )
        lines = "".join("\t".join(map(_copy_text, row)) + "\n" for row in self.texts)
        cursor.copy_expert("COPY baru FROM STDIN", io.StringIO(lines))
        sets = ", ".join(f"{name} = baru.{name}" for name in KOLOM)
        cursor.execute(
            f"UPDATE registry_realisasi r SET {sets}, version = r.version + 1, updated_at = CURRENT_TIMESTAMP "  # noqa: S608 – names of our own
            "FROM baru WHERE r.id = baru.id"
        )

    def _sqlite(self, cursor: Any) -> None:
        for query in BACA:
            cursor.execute(query.format(TAHUN - 1, TAHUN))
            cursor.fetchall()
        sets = ", ".join(f"{name} = %s" for name in KOLOM)
        cursor.executemany(
            f"UPDATE registry_realisasi SET {sets}, version = version + 1, updated_at = CURRENT_TIMESTAMP "  # noqa: S608 – names of our own
            "WHERE id = %s",
            [(*values, pk) for pk, *values in self.texts],
        )


def _copy_text(value: object) -> str:
    """One value in COPY's text format."""
    if value is None:
        return "\\N"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def service(pemda_id: int) -> int:
    """The year recomputed as production does; gives the number of rows written."""
    indikator = Indikator.objects.filter(pemda=pemda_id).values_list("pk", flat=True)
    starts = [("indikator", pk, TAHUN) for pk in indikator]
    with transaction.atomic():
        dampak = spread(pemda_id=pemda_id, starts=starts, user=None, reason="Uji", also=True)
    return len(dampak.dihitung)


def change_inputs(putaran: int) -> None:
    """Another raw value in every row that has one of its own; the rows that read others follow."""
    rows = list(Realisasi.objects.filter(tahun=TAHUN))
    for row in rows:
        row.nilai_mentah = {
            nama: f"{42 + putaran}" if isinstance(raw, str) else [f"{9000 + putaran}", *raw[1:]]
            for nama, raw in row.nilai_mentah.items()
        }
    Realisasi.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=["nilai_mentah"])


def timed(kerja: Callable[[], object]) -> float:
    """Seconds of one run."""
    gc.collect()
    awal = perf_counter()
    kerja()
    return perf_counter() - awal


def main() -> None:
    """All figures."""
    pemda = make_pemda(OPD, INDIKATOR)
    total = OPD * INDIKATOR
    assert service(pemda.pk) == total
    floor = Floor()
    floor.run()
    waktu: dict[str, list[float]] = {}
    for putaran in range(PUTARAN):
        change_inputs(putaran)
        waktu.setdefault("floor", []).append(timed(floor.run))
        waktu.setdefault("floor without history", []).append(timed(lambda: floor.run(sejarah=False)))
        change_inputs(putaran + 100)
        waktu.setdefault("all changed", []).append(timed(lambda: service(pemda.pk)))
        waktu.setdefault("nothing changed", []).append(timed(lambda: service(pemda.pk)))
    print(f"database: {connection.vendor}, {total} rows")
    banding = {
        nama: statistics.median(a / b for a, b in zip(w, waktu["floor"], strict=True)) for nama, w in waktu.items()
    }
    for nama, hasil in waktu.items():
        print(f"recompute, {nama}: {statistics.median(hasil) * 1e3:,.1f} ms ({banding[nama]:.2f} to floor)")
    one_by_one(waktu["floor"])
    met = "met" if banding["all changed"] <= GOAL else "MISSED"
    print(f"goal all changed / floor <= {GOAL}: {met} ({banding['all changed']:.2f})")


def one_by_one(floor: list[float]) -> None:
    """The same rows one by one, measured on a tenth of them."""
    change_inputs(999)
    rows = list(Realisasi.objects.filter(tahun=TAHUN).select_related("indikator", "instansi"))[::10]

    def kerja() -> None:
        with transaction.atomic():
            for row in rows:
                recompute(row, None, "Uji")

    lama = timed(kerja) * 10
    ratio = lama / statistics.median(floor)
    print(f"recompute, one by one (a tenth, times ten): {lama * 1e3:,.1f} ms ({ratio:.2f} to floor)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="iku-ukur-") as folder:
        name = os.path.join(folder, "ukur.sqlite3") if connection.vendor == "sqlite" else "iku_ukur"
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            main()
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
