"""What a copy of a database holds, so that a restored one can be compared."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Isi:
    """Of one table: how many rows, and a hash over their contents."""

    baris: int
    sidik: str


Tabel = dict[str, Isi]
Kolom = list[tuple[str, str]]  # table and column


@dataclass(frozen=True)
class Salinan:
    """Tables of the copied moment, and the files that its rows name."""

    tabel: Tabel
    berkas: set[str]
