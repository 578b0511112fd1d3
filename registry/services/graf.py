"""Which indicators read which: the graph over formulas in force, as formulas.graph walks it.

A node is ("indikator", id, tahun) or ("data_dasar", id, tahun). The year is part of it, because LALU reads
year n−1: an indicator that reads its own last year is no cycle.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from formulas import Formula, parse
from formulas.errors import FormulaError
from formulas.graph import find_cycle
from registry.models import Indikator, Rumus, Variabel
from registry.services.errors import ServiceError
from registry.services.muatan import Definisi
from registry.services.ringkas import VariabelRingkas

Node = tuple[str, int, int]
MAKS_SEBUT = 12  # indicators of a circle that are named
SIKLUS = "Rumus ini saling merujuk: {jalur}. Lepaskan salah satu rujukan."


@dataclass(frozen=True)
class Bacaan:
    """One edge without its year: the reader reads the source of `mundur` years before."""

    pembaca: int
    jenis: str
    sumber: int
    mundur: int = 0


@dataclass
class Graf:
    """All edges of a Pemda."""

    bacaan: list[Bacaan] = field(default_factory=list)

    def readers(self, years: Iterable[int]) -> dict[Node, list[Node]]:
        """From a node to those that read it, for the years given."""
        turned: dict[Node, list[Node]] = {}
        for tahun in years:
            for edge in self.bacaan:
                source = (edge.jenis, edge.sumber, tahun - edge.mundur)
                turned.setdefault(source, []).append(("indikator", edge.pembaca, tahun))
        return turned

    def reads_now(self) -> dict[int, list[int]]:
        """Indicator → indicators it reads in the same year: where a cycle can be."""
        found: dict[int, list[int]] = {}
        for edge in self.bacaan:
            if edge.jenis == "indikator" and edge.mundur == 0:
                found.setdefault(edge.pembaca, []).append(edge.sumber)
        return found


def graph_of(pemda_id: int) -> Graf:
    """The graph of the formulas in force of one Pemda: three queries that bring no more than the edges need."""
    in_force = Rumus.objects.filter(indikator__pemda=pemda_id, status=Rumus.Status.BERLAKU).order_by()
    variables: dict[int, list[Acuan]] = {}
    rows = Variabel.objects.filter(rumus__in=in_force).order_by("rumus_id", "urut")
    for rumus, nama, jenis, indikator, data_dasar in rows.values_list(
        "rumus", "nama", "jenis", "indikator", "data_dasar"
    ):
        variables.setdefault(rumus, []).append(Acuan(nama, jenis, indikator, data_dasar))
    before = dict(Indikator.objects.filter(pemda=pemda_id).order_by().values_list("pk", "lanjutan_dari"))
    graf = Graf()
    for pk, indikator, ekspresi in in_force.values_list("pk", "indikator", "ekspresi"):
        read = variables.get(pk, [])
        with suppress(FormulaError):
            graf.bacaan += _edges(indikator, parse(ekspresi, {v.nama: v.jenis for v in read}), read, before)
    return graf


def graph_in(definisi: Definisi) -> Graf:
    """The same graph from formulas that have been read already."""
    before = {row.pk: row.lanjutan_dari_id for row in definisi.indikator.values()}
    graf = Graf()
    for rumus in definisi.rumus.values():
        with suppress(FormulaError):
            graf.bacaan += _edges(rumus.indikator_id, rumus.formula, rumus.variabel, before)
    return graf


@dataclass(frozen=True)
class Acuan:
    """What one variable refers to."""

    nama: str
    jenis: str
    indikator_id: int | None
    data_dasar_id: int | None


def _edges(
    pembaca: int, formula: Formula, variables: Iterable[Acuan | VariabelRingkas], before: dict[int, int | None]
) -> list[Bacaan]:
    """What one formula reads: other indicators, shared data, and last year's raw values of its own line."""
    edges = []
    for v in variables:
        for mundur, names in ((0, formula.names), (1, formula.lalu_names)):
            if v.nama not in names:
                continue
            if v.indikator_id:
                edges.append(Bacaan(pembaca, "indikator", v.indikator_id, mundur))
            elif v.data_dasar_id:
                edges.append(Bacaan(pembaca, "data_dasar", v.data_dasar_id, mundur))
            elif mundur:
                edges += [Bacaan(pembaca, "indikator", pk, 1) for pk in _line(pembaca, before)]
    return edges


def _line(indikator: int, before: dict[int, int | None]) -> list[int]:
    """The indicator and its predecessors: LALU reads whichever holds year n−1."""
    line: list[int] = []
    current: int | None = indikator
    while current is not None and current not in line:
        line.append(current)
        current = before.get(current)
    return line


def check_no_cycle(*, indikator: Indikator, reads: Iterable[int]) -> None:
    """Refuses a formula that would close a circle over indicators; the message names the path."""
    edges = graph_of(indikator.pemda_id).reads_now()
    edges[indikator.pk] = list(reads)
    cycle = find_cycle(edges, indikator.pk)
    if cycle is not None:
        raise ServiceError(SIKLUS.format(jalur=_path(cycle)))


def _path(cycle: list[int]) -> str:
    """The circle by the names of its indicators; the middle of a long one is counted."""
    shown = cycle if len(cycle) <= MAKS_SEBUT else [*cycle[: MAKS_SEBUT - 3], 0, *cycle[-3:]]
    names = dict(Indikator.objects.filter(pk__in=shown).values_list("pk", "nama"))
    middle = f"… {len(cycle) - MAKS_SEBUT} indikator lain …"
    return " → ".join(f"«{names[pk]}»" if pk else middle for pk in shown)
