"""What a change touches: rows computed again in order, and published rows that stay (design decision 1).

Start nodes are what has changed (an indicator's result or raw values in a year, a shared value, a formula);
everything that reads them, directly or not, is visited once, after all that it reads itself.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from formulas.graph import affected
from registry.models import Pengguna, Realisasi
from registry.services.baris import recompute
from registry.services.graf import Graf, Node, graph_in, graph_of
from registry.services.hitung import hitung
from registry.services.massal import differs, gc_paused, recompute_nodes, recompute_rows
from registry.services.muatan import definisi_of

SATU_SATU = 12  # up to so many rows are quicker one by one than with all of their year read beforehand


@dataclass
class Dampak:
    """`dihitung`: open rows that got another result; `terbit`: published rows that would, "perlu dibuka kembali"."""

    dihitung: Sequence[Realisasi] = field(default_factory=list)
    terbit: Sequence[Realisasi] = field(default_factory=list)


def spread(*, pemda_id: int, starts: Iterable[Node], user: Pengguna | None, reason: str, also: bool = False) -> Dampak:
    """Recomputes what reads the starts (`also`: the starts themselves too); writes; run inside a transaction."""
    begin = list(starts)
    last = Realisasi.objects.filter(indikator__pemda=pemda_id).aggregate(last=Max("tahun"))["last"]
    if last is None or not begin:
        return Dampak()
    with gc_paused():
        definisi = definisi_of(pemda_id) if len(begin) > SATU_SATU else None
        graf = graph_in(definisi) if definisi else graph_of(pemda_id)
        nodes = _nodes(graf, begin, last, also)
        if len(nodes) > SATU_SATU:
            massal = recompute_nodes(pemda_id=pemda_id, nodes=nodes, user=user, reason=reason, definisi=definisi)
            return Dampak(massal.dihitung, massal.terbit)
    order = _order(pemda_id, nodes)
    if len(order) > SATU_SATU:
        massal = recompute_rows(pemda_id=pemda_id, order=order, user=user, reason=reason)
        return Dampak(massal.dihitung, massal.terbit)
    return _one_by_one(order, user, reason)


def _nodes(graf: Graf, begin: list[Node], last: int, also: bool) -> list[Node]:
    """The indicators in years to compute, each after all that it reads."""
    readers = graf.readers(range(min(node[2] for node in begin), last + 1))
    root = ("akar", 0, 0)  # read by every start, so that the starts too come in the order in which they read each other
    nodes = affected(readers | {root: begin}, [root]) if also else affected(readers, begin)
    return [node for node in nodes if node[0] == "indikator"]


def _one_by_one(order: list[int], user: Pengguna | None, reason: str) -> Dampak:
    rows = Realisasi.objects.select_related("indikator__lembar", "instansi").in_bulk(order)
    counted: list[Realisasi] = []
    stays: list[Realisasi] = []
    for pk in order:
        row = rows[pk]
        if row.status not in Realisasi.FINAL:
            counted += filter(None, [recompute(row, user, reason)])
        elif _would_change(row):
            stays.append(row)
    return Dampak(counted, stays)


def _order(pemda_id: int, nodes: list[Node]) -> list[int]:
    """The stored rows of the nodes, in their order."""
    found = Realisasi.objects.filter(
        indikator__pemda=pemda_id,
        indikator__in={node[1] for node in nodes},
        tahun__in={node[2] for node in nodes},
    ).order_by("pk")
    rows: dict[Node, list[int]] = {}
    for indikator, tahun, pk in found.values_list("indikator", "tahun", "pk"):
        rows.setdefault(("indikator", indikator, tahun), []).append(pk)
    return [pk for node in nodes for pk in rows.get(node, [])]


def _would_change(row: Realisasi) -> bool:
    """Whether computing a published row today would give another figure than the one that stands."""
    now = hitung(
        indikator=row.indikator,
        instansi=row.instansi,
        tahun=row.tahun,
        nilai_mentah=row.nilai_mentah,
        periode=row.periode,
    )
    return differs(row, now)


class _Undo(Exception):
    """Raised to take back everything a trial wrote."""


def preview_impact(change: Callable[[], Dampak]) -> Dampak:
    """What `change` would do, without doing it: it runs in a savepoint that is rolled back.

    The rows it returns carry the new results in memory only.
    """
    seen: list[Dampak] = []
    with suppress(_Undo), transaction.atomic():
        seen.append(change())
        raise _Undo
    return seen[0]


def node_of(row: Realisasi) -> Node:
    """The node of a stored row."""
    return ("indikator", row.indikator_id, row.tahun)


def nodes_of_indikator(indikator_id: int, years: Iterable[int]) -> list[Node]:
    """The nodes of an indicator over years, for a change of its formula."""
    return [("indikator", indikator_id, tahun) for tahun in years]
