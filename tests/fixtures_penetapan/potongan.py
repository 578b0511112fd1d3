"""A piece of text with the place it belongs to; both readers, of the naskah and of the YAML, give these."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .kata import Kata

# Places that hold no content of their own: what a page repeats, what a template prints, what the OCR doubled.
BUKAN_ISI = ("kepala tabel", "nomor kolom", "label ", "salinan tabel", "sisa")


@dataclass(frozen=True)
class Potongan:
    """Words at a place (`tempat`) of a part (`bagian`: Badan, Lampiran I, Dinas Kesehatan …)."""

    bagian: str
    tempat: str
    kata: Kata
    baris: int = 0

    @property
    def isi(self) -> bool:
        """Whether the words are content, to be found in the other text too."""
        return not self.tempat.startswith(BUKAN_ISI)


Sel = dict[str, dict[str, Kata]]


def susun(potongan: Iterable[Potongan]) -> Sel:
    """bagian → tempat → all its words in reading order; content only."""
    sel: Sel = defaultdict(dict)
    for p in potongan:
        if p.isi and p.kata:
            sel[p.bagian][p.tempat] = sel[p.bagian].get(p.tempat, ()) + p.kata
    return dict(sel)


def hitung(tempat: dict[str, Kata]) -> Counter[str]:
    """The multiset of words of one part."""
    return Counter(k for kata in tempat.values() for k in kata)
