"""The column presets A–D: which columns a lampiran has, and what stands in each cell."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import formulas
from registry.models import Indikator, Rumus, Target
from registry.rumus_cetak import blocks_of
from reports.rows import Bagian, Kolom

Isi = tuple[Bagian, ...]

JUDUL = {
    "no": "No",
    "sasaran": "Sasaran Strategis",
    "indikator": "Indikator Kinerja Utama",
    "rumus": "Rumus / Formula",
    "uraian": "Makna, Alasan Pemilihan, Perhitungan atau Penjelasan",
    "makna": "Definisi Operasional",
    "satuan": "Satuan",
    "sumber_data": "Sumber Data",
    "penanggung_jawab": "Penanggung Jawab",
}


@dataclass(frozen=True, slots=True)
class TataLetak:
    """One preset: columns in order, the header block's form, the row of column numbers under the header."""

    kolom: tuple[str, ...]
    kepala: str = "titik_dua"
    baris_nomor: bool = False
    identitas_wajib: bool = True  # print "Instansi : …" even when nothing else stands in the identity block


TATA_LETAK = {
    "A": TataLetak(("no", "sasaran", "indikator", "rumus", "sumber_data", "penanggung_jawab")),
    "B": TataLetak(
        ("no", "sasaran", "indikator", "uraian", "penanggung_jawab", "sumber_data"),
        kepala="susun",
        baris_nomor=True,
        identitas_wajib=False,
    ),
    "C": TataLetak(("no", "sasaran", "indikator", "satuan", "penanggung_jawab", "sumber_data")),
    "D": TataLetak(
        ("no", "sasaran", "indikator", "makna", "rumus", "satuan", "target", "sumber_data", "penanggung_jawab")
    ),
}


def columns(tata_letak: str, printed: list[str], tahun: range) -> tuple[Kolom, ...]:
    """Columns with their headers as printed; the preset's own words where the decree gives none."""
    keys: list[str] = []
    for key in TATA_LETAK[tata_letak].kolom:
        keys += [f"target-{t}" for t in tahun] if key == "target" else [key]
    titles = [JUDUL.get(key, key.replace("target-", "Target ")) for key in keys]
    if len(printed) == len(keys):
        titles = [str(title) for title in printed]
    return tuple(Kolom(key, title) for key, title in zip(keys, titles, strict=True))


def cell(kunci: str, indikator: Indikator) -> Isi:
    """What the column says about the indicator; an empty tuple is a cell printed empty."""
    if kunci.startswith("target-"):
        return _target(indikator, int(kunci.removeprefix("target-")))
    return CELLS[kunci](indikator)


def _indikator(indikator: Indikator) -> Isi:
    return (Bagian(tanda=indikator.nomor or "", teks=indikator.nama),)


def _rumus(indikator: Indikator) -> Isi:
    drawn = (Bagian(rumus=indikator.rumus_cetak),) if indikator.rumus_cetak else ()
    return drawn + _penjelasan(indikator)


def _penjelasan(indikator: Indikator) -> Isi:
    """The explanation under the formula: text, or text and fractions in reading order."""
    blocks = blocks_of(indikator.penjelasan)
    return tuple(Bagian(teks=content) if kind == "teks" else Bagian(rumus=content) for kind, content in blocks)


def _uraian(indikator: Indikator) -> Isi:
    """Preset B: labelled paragraphs, those that are there."""
    return (
        *_labelled("Makna Indikator :", indikator.makna),
        *_labelled("Alasan Pemilihan :", indikator.alasan),
        *_labelled("Formulasi Perhitungan :", indikator.rumus_cetak),
        *_penjelasan(indikator),
        *_labelled("Sumber / Referensi Indikator :", indikator.referensi),
    )


def _labelled(label: str, value: str | list[Any] | None) -> Isi:
    """One line of text stands beside its label; anything longer, and a drawn formula, under it."""
    if not value:
        return ()
    if isinstance(value, list):
        is_text = len(value) == 1 and isinstance(value[0], str)
        return _labelled(label, value[0]) if is_text else (Bagian(label=label), Bagian(rumus=value))
    return (Bagian(label=label), Bagian(teks=value)) if "\n" in value else (Bagian(label=label, teks=value),)


def _entries(value: list[str] | None) -> Isi:
    """One block per printed entry."""
    return tuple(Bagian(teks=entry) for entry in value or [])


def _satuan(indikator: Indikator) -> Isi:
    current = next((r for r in indikator.rumus.all() if r.status == Rumus.Status.BERLAKU), None)
    return (Bagian(teks=current.satuan),) if current else ()


def _target(indikator: Indikator, tahun: int) -> Isi:
    """The approved target of the sheet's own instansi; the one after a change of budget goes first."""
    found = [
        t
        for t in indikator.target.all()
        if (t.tahun, t.periode, t.instansi_id) == (tahun, 0, indikator.lembar.instansi_id)
        and t.status == Target.Status.DISETUJUI
    ]
    found.sort(key=lambda t: t.versi_pk == Target.Versi.PERUBAHAN)
    return (Bagian(teks=_target_text(found[-1])),) if found else ()


def _target_text(target: Target) -> str:
    if target.teks or target.kode:
        return str(target.teks or target.kode)
    low, high = (formulas.write_number(Decimal(v)) if v else "" for v in (target.bawah, target.atas))
    if target.operator == Target.Operator.RENTANG:
        return f"{low} – {high}"
    sign = "" if target.operator == Target.Operator.SAMA else f"{target.get_operator_display()} "
    return f"{sign}{low}"


CELLS: dict[str, Callable[[Indikator], Isi]] = {
    "no": lambda indikator: (Bagian(teks=indikator.sasaran.nomor),) if indikator.sasaran.nomor else (),
    "sasaran": lambda indikator: (Bagian(teks=indikator.sasaran.teks),),
    "indikator": _indikator,
    "rumus": _rumus,
    "uraian": _uraian,
    "makna": lambda indikator: _entries([indikator.makna] if indikator.makna else None),
    "satuan": _satuan,
    "sumber_data": lambda indikator: _entries(indikator.sumber_data),
    "penanggung_jawab": lambda indikator: _entries(indikator.penanggung_jawab),
}
