"""The printed formula cell of every indicator beside all that is drawn from its computable formula.

Rows only: the command writes them as one HTML file, the page shows those of the user's Pemda.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from django.conf import settings
from django.db.models import Prefetch, QuerySet

from formulas import FormulaError
from formulas.parts import plain_text, printed_parts
from formulas.render import excel, omml, sentence
from registry.models import Indikator, Rumus, Variabel
from registry.services.banding_sebab import SEBAB, Pasangan, reasons
from registry.services.hitung import parse_rumus

BERKAS = "fixtures/banding_rumus.yaml"


@dataclass(frozen=True)
class Tampilan:
    """What is drawn from one tree."""

    gambar: Any
    kalimat: str
    excel: str
    sel: tuple[tuple[str, str], ...]
    omml: str


@dataclass(frozen=True)
class BarisBanding:
    """One indicator: as printed, as drawn, and whether the two say the same."""

    indikator: Indikator
    rumus: Rumus | None
    cetak: Any
    gabung: bool
    tampilan: Tampilan | None
    sebab: tuple[str, ...]
    alasan: str

    @property
    def sama(self) -> bool:
        """Whether printed and drawn cell are the same."""
        return self.tampilan is not None and not self.sebab

    @property
    def teks_sebab(self) -> list[str]:
        """The reasons in sentences."""
        return [SEBAB[kode] for kode in self.sebab]


@dataclass(frozen=True)
class LaporanBanding:
    """All rows, and the counts at the top."""

    baris: tuple[BarisBanding, ...]

    @property
    def sama(self) -> int:
        """How many say the same."""
        return sum(row.sama for row in self.baris)

    @property
    def berbeda(self) -> int:
        """How many differ."""
        return len(self.baris) - self.sama

    @property
    def omml(self) -> int:
        """How many could be written as a Word equation."""
        return sum(bool(row.tampilan and row.tampilan.omml) for row in self.baris)

    @property
    def per_sebab(self) -> list[tuple[str, int]]:
        """Each reason in a sentence with how many have it, the most frequent first."""
        counts = Counter(kode for row in self.baris for kode in row.sebab)
        return [(SEBAB[kode], count) for kode, count in counts.most_common()]


def laporan(rows: QuerySet[Indikator]) -> LaporanBanding:
    """The report of some indicators, in printed order; merged cells inherit within their sheet. Three queries."""
    variables = Variabel.objects.order_by("urut")
    current = Rumus.objects.filter(status=Rumus.Status.BERLAKU).prefetch_related(Prefetch("variabel", variables))
    joined = rows.with_sheet().prefetch_related(Prefetch("rumus", current, to_attr="rumus_berlaku")).in_order()
    reviewed, found = reviewed_reasons(), []
    sheet, above = None, None
    for row in joined:
        if row.lembar_id != sheet:
            sheet, above = row.lembar_id, None
        merged = "rumus_cetak" in row.gabung
        above = above if merged else row.rumus_cetak
        found.append(_row(row, above, merged, reviewed.get(row.kode, "")))
    return LaporanBanding(tuple(found))


@lru_cache(maxsize=1)
def reviewed_reasons() -> dict[str, str]:
    """Indikator → why its two cells differ, as a person wrote it after reading both."""
    text = (settings.BASE_DIR / BERKAS).read_text(encoding="utf-8")
    return {item["indikator"]: item["alasan"] for item in yaml.safe_load(text) or []}


def _row(row: Indikator, cell: Any, merged: bool, alasan: str) -> BarisBanding:
    rumus = row.rumus_berlaku[0] if row.rumus_berlaku else None
    if rumus is None:
        return BarisBanding(row, None, cell, merged, None, (), "")
    try:
        formula = parse_rumus(rumus)
    except FormulaError as error:
        return BarisBanding(row, rumus, cell, merged, None, (), error.pesan)
    variables = list(rumus.variabel.all())
    persen = rumus.satuan == "%"
    pair = Pasangan(cell, formula, variables, persen, _text(row.penjelasan), row.catatan_sumber)
    sebab = reasons(pair)
    cells, lalu, told = _cells(variables, formula.lalu_names)
    tampilan = Tampilan(
        gambar=printed_parts(formula.tree, pair.labels, persen=persen),
        kalimat=sentence(formula.tree, pair.labels, persen=persen),
        excel=excel(formula.tree, cells, lalu),
        sel=tuple(told),
        omml=omml(formula.tree, pair.labels, persen=persen),
    )
    return BarisBanding(row, rumus, cell, merged, tampilan, sebab, alasan if sebab else "")


def _cells(
    variables: Iterable[Variabel], lalu_names: Sequence[str]
) -> tuple[dict[str, str], dict[str, str], list[tuple[str, str]]]:
    """A cell (or a range) for each variable in column B, last year's in column C; and what stands in each."""
    cells: dict[str, str] = {}
    lalu: dict[str, str] = {}
    told: list[tuple[str, str]] = []
    line = 2
    for v in variables:
        height = max(len(v.anggota), 2) if v.jenis == Variabel.Jenis.DERET else 1
        end = "" if height == 1 else f":{{}}{line + height - 1}"
        cells[v.nama] = f"B{line}" + end.format("B")
        told.append((cells[v.nama], v.label))
        if v.nama in lalu_names:
            lalu[v.nama] = f"C{line}" + end.format("C")
            told.append((lalu[v.nama], f"{v.label} (tahun lalu)"))
        line += height
    return cells, lalu, told


def _text(penjelasan: Any) -> str:
    if penjelasan is None or isinstance(penjelasan, str):
        return penjelasan or ""
    return "\n".join(part if isinstance(part, str) else plain_text([part]) for part in penjelasan)
