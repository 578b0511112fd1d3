"""In which order decrees of one file are imported: what is named before what names it."""

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from registry.services.penetapan_bentuk import Data


def import_order(documents: Sequence[Data | None]) -> list[int]:
    """Indices of the documents, each after those whose indicators it names; as given where that is a circle."""
    owner = {row["kode"]: number for number, data in enumerate(documents) for row in indicators(data)}
    needs = {
        number: {owner[kode] for row in indicators(data) for kode in _named(row) if kode in owner} - {number}
        for number, data in enumerate(documents)
    }
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError:
        return list(needs)


def indicators(data: Data | None) -> Iterator[Data]:
    """All indicators of a decree in canonical form."""
    for lampiran in data["lampiran"] if data else []:
        for lembar in lampiran["instansi"]:
            for sasaran in lembar["sasaran"]:
                yield from sasaran["indikator"]


def _named(indikator: Data) -> Iterator[str]:
    formulas = [indikator, *indikator["usulan"]]
    names = [indikator["lanjutan_dari"], *(v["indikator"] for f in formulas for v in f["variabel"])]
    return (name for name in names if name)
