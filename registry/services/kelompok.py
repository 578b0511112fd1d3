"""The value of a group (all kecamatan) from those of its members, as Rumus.gabungan says.

A member without a value blanks the group and is named; a member for whom the indicator does not apply this
year is left out. Sums are made of the inputs that were used (the snapshot), so they agree with the members' proofs.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import formulas
from formulas import Kosong
from formulas.arithmetic import new_context
from registry.models import Realisasi, Rumus
from registry.services.hitung import SEPULUH_DESIMAL

Hasil = Decimal | Kosong
TANPA_GABUNGAN = Kosong("tanpa_gabungan", "Indikator ini tidak mempunyai nilai gabungan kelompok.")
TIDAK_DAPAT = Kosong("tanpa_gabungan", "Nilai mentah anggota tidak dapat dijumlahkan.")
MAKS_SEBUT = 3


def kelompok_hasil(*, rumus: Rumus, anggota: Mapping[str, Realisasi | None]) -> Hasil:
    """The group's result from `anggota` (name of the member → its realisasi, or None)."""
    if rumus.gabungan == Rumus.Gabungan.TIDAK:
        return TANPA_GABUNGAN
    counted = {name: row for name, row in anggota.items() if row is None or row.kosong_kode != "tidak_berlaku"}
    missing = [name for name, row in counted.items() if row is None or row.hasil is None]
    if missing or not counted:
        return _incomplete(missing, len(counted))
    rows = [row for row in counted.values() if row is not None]
    with localcontext(new_context()):
        value = _combine(rumus, rows)
        return value if isinstance(value, Kosong) else value.quantize(SEPULUH_DESIMAL, ROUND_HALF_UP)


def _incomplete(missing: Sequence[str], total: int) -> Kosong:
    if not total:
        return Kosong("tidak_berlaku", "Tidak ada anggota yang mengisi indikator ini.")
    told = ", ".join(missing[:MAKS_SEBUT]) + (", …" if len(missing) > MAKS_SEBUT else "")
    return Kosong("belum_lengkap", f"{len(missing)} dari {total} anggota belum mempunyai nilai: {told}.")


def _combine(rumus: Rumus, rows: Sequence[Realisasi]) -> Hasil:
    results = [Decimal(row.hasil) for row in rows if row.hasil is not None]
    match rumus.gabungan:
        case Rumus.Gabungan.RATA:
            return sum(results, Decimal(0)) / len(results)
        case Rumus.Gabungan.JUMLAH:
            return sum(results, Decimal(0))
    return _again(rumus, rows)


def _again(rumus: Rumus, rows: Sequence[Realisasi]) -> Hasil:
    """The formula over the sums of what the members entered; constants and shared data count once."""
    formula = formulas.parse(rumus.ekspresi, {v.nama: v.jenis for v in rumus.variabel.all()})
    inputs = [{m["nama"]: m for m in row.cuplikan.get("masukan", [])} for row in rows]
    shared = {v.nama for v in rumus.variabel.all() if v.asal in ("tetapan", "data_dasar")}
    try:
        values = {name: _total(inputs, name, "nilai", name in shared) for name in formula.names}
        lalu = {name: _total(inputs, name, "lalu", name in shared) for name in formula.lalu_names}
    except (KeyError, ArithmeticError, TypeError, ValueError):
        return TIDAK_DAPAT
    return formula.evaluate(values, lalu)


def _total(inputs: Sequence[dict[str, Any]], name: str, part: str, shared: bool) -> Decimal:
    """The sum of one input over the members; only plain numbers can be added."""
    numbers = [Decimal(row[name][part]) for row in inputs]
    if shared:
        if len(set(numbers)) != 1:
            raise ValueError(name)
        return numbers[0]
    return sum(numbers, Decimal(0))
