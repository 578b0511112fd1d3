"""Grids on quarters: the targets of an OPD, and how its variables are put together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from formulas.notation import NumberError, read_number, write_number
from registry.models import Skala, Target, Variabel
from registry.periode import TRIWULAN
from registry.services.baris import Kunci
from registry.services.berlaku import Satuan
from registry.services.target import OPEN, IsiTarget

TIDAK_ADA = "Predikat «{kode}» tidak ada dalam skala indikator ini."


@dataclass
class SelTarget:
    """One target cell: what is stored, what was typed, what is wrong with it."""

    kunci: Kunci
    stored: Target | None
    skala: Skala | None
    teks: str
    version: int
    galat: str = ""

    @property
    def name(self) -> str:
        """Name of the field in the form."""
        return f"t-{self.kunci.indikator.pk}-{self.kunci.instansi.pk}-{self.kunci.periode}"

    @property
    def terbuka(self) -> bool:
        """Whether it may be typed over."""
        return self.stored is None or self.stored.status in OPEN

    @property
    def berubah(self) -> bool:
        """Whether something else stands there than what is stored; an emptied cell is not a target."""
        return self.terbuka and self.teks.strip() != stored_text(self.stored)

    def isi(self, bentuk: str) -> IsiTarget:
        """What was typed as a target; ValueError with the message for the person."""
        if self.skala is not None:
            if self.skala.peringkat(self.teks) is None:
                raise ValueError(TIDAK_ADA.format(kode=self.teks[:20]))
            return IsiTarget(kode=self.teks)
        try:
            value = read_number(self.teks)
        except NumberError as error:
            raise ValueError("Tulis nilai targetnya." if error.kode == "kosong" else error.pesan) from error
        return IsiTarget(operator=bentuk, bawah=format(value, "f"))


def stored_text(target: Target | None) -> str:
    """A stored target as typed into a cell; a range is edited on its own page."""
    if target is None:
        return ""
    return target.kode or ("" if target.bawah is None else write_number(Decimal(target.bawah)))


def cells(
    units: Sequence[Satuan],
    targets: dict[tuple[int, int, int], Target],
    scales: dict[int, Skala],
    tahun: int,
    data: QueryDict | None = None,
) -> Iterator[tuple[Satuan, list[SelTarget]]]:
    """The four cells of each indicator, with what was typed over them."""
    for unit in units:
        row = []
        for periode in TRIWULAN:
            kunci = Kunci(unit.indikator, unit.instansi, tahun, periode)
            stored = targets.get((unit.indikator.pk, unit.instansi.pk, periode))
            cell = SelTarget(kunci, stored, scales.get(unit.indikator.pk), stored_text(stored), _version(stored))
            if data is not None and cell.terbuka and cell.name in data:
                cell.teks = str(data[cell.name])[:60]
                cell.version = _int(data.get(f"v{cell.name}", ""))
            row.append(cell)
        yield unit, row


def _version(target: Target | None) -> int:
    return target.version if target else 0


def _int(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def chosen(data: QueryDict, variables: Sequence[Variabel]) -> dict[str, str]:
    """variable → choice, of the fields `k-<pk>` that were sent."""
    return {v.nama: str(data[f"k-{v.pk}"]) for v in variables if f"k-{v.pk}" in data}
