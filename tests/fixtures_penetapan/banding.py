"""Compares the words of the naskah with the words of the YAML and says what differs, place by place."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from .kata import Kata
from .potongan import Sel, hitung


def selisih_bagian(naskah: Sel, isi: Sel) -> Iterator[str]:
    """Per part (body, lampiran, sheet): the words that are missing in the YAML or too many there."""
    for bagian in [*naskah, *(b for b in isi if b not in naskah)]:
        ada, tertulis = hitung(naskah.get(bagian, {})), hitung(isi.get(bagian, {}))
        for judul, beda in (("hilang", ada - tertulis), ("lebih", tertulis - ada)):
            if beda:
                yield f"{bagian}: {judul} {sorted(beda.elements())}"


def selisih_sel(naskah: Sel, isi: Sel) -> Iterator[str]:
    """Per cell: where its words differ, in order."""
    for bagian in [*naskah, *(b for b in isi if b not in naskah)]:
        kiri, kanan = naskah.get(bagian, {}), isi.get(bagian, {})
        for tempat in [*kiri, *(t for t in kanan if t not in kiri)]:
            for beda in selisih_kata(kiri.get(tempat, ()), kanan.get(tempat, ())):
                yield f"{bagian}, {tempat}: {beda}"


def selisih_kata(naskah: Kata, isi: Kata) -> Iterator[str]:
    """The places where two runs of words differ, each with a word around it."""
    naskah, isi = tanpa_faktor(naskah), tanpa_faktor(isi)
    pencocok = SequenceMatcher(None, naskah, isi, autojunk=False)
    for jenis, a1, a2, b1, b2 in pencocok.get_opcodes():
        if jenis != "equal":
            sekitar = " ".join(naskah[max(0, a1 - 3) : a1])
            yield f"… {sekitar} [naskah: {' '.join(naskah[a1:a2])} | yaml: {' '.join(isi[b1:b2])}]"


def tanpa_faktor(kata: Kata) -> Kata:
    """Without the factor "x 100%": standing beside the bar, it comes before the denominator or after it.

    The comparison per part still counts it."""
    sisa: list[str] = []
    ke = 0
    while ke < len(kata):
        panjang = panjang_faktor(kata[ke : ke + 3])
        sisa += [] if panjang else [kata[ke]]
        ke += panjang or 1
    return tuple(sisa)


def panjang_faktor(kata: Kata) -> int:
    """How many words a factor "x 100%" or "x 100" takes here; 0 where none begins."""
    if len(kata) < 2 or kata[0] not in ("x", "X") or kata[1] != "100":
        return 0
    return 3 if kata[2:] == ("%",) else 2
