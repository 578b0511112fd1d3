"""Applies the listed repairs of the naskah (fixtures/naskah/perbaikan.yaml), each exactly once."""

from pathlib import Path

import yaml

from .kata import Kata, kata
from .potongan import Sel

BERKAS = Path(__file__).parents[2] / "fixtures" / "naskah" / "perbaikan.yaml"


def muat(*berkas: Path) -> list[dict]:
    """The repairs of all given files in one list."""
    return [p for b in berkas for p in yaml.safe_load(b.read_text(encoding="utf-8")) or []]


def terapkan(perbaikan: list[dict], naskah: Sel) -> list[str]:
    """Changes the words of the naskah in place; gives what could not be applied exactly once."""
    galat = []
    for butir in perbaikan:
        tempat = cari(butir, naskah)
        if len(tempat) != 1:
            galat.append(f"{len(tempat)} tempat cocok: {butir['lokasi']}: {butir['lama']!r}")
            continue
        ((bagian, nama, awal),) = tempat
        lama, isi = kata(butir["lama"]), naskah[bagian][nama]
        naskah[bagian][nama] = isi[:awal] + kata(butir["baru"]) + isi[awal + len(lama) :]
    return galat


def cari(butir: dict, naskah: Sel) -> list[tuple[str, str, int]]:
    """All places (part, place, word number) where the old words of a repair stand."""
    lama = kata(butir["lama"])
    bagian, batas = lokasi(butir["lokasi"], naskah)
    return [
        (bagian, tempat, awal)
        for tempat, isi in naskah.get(bagian, {}).items()
        if tempat == batas or tempat.startswith(f"{batas} ") or not batas
        for awal in letak(lama, isi)
    ]


def lokasi(teks: str, naskah: Sel) -> tuple[str, str]:
    """A `lokasi` ("Dinas Perhubungan, indikator 3") as part and place; the place may be left out."""
    cocok = [b for b in naskah if teks == b or teks.startswith(f"{b}, ")]
    bagian = max(cocok, key=len, default="")
    return bagian, teks[len(bagian) + 2 :]


def letak(lama: Kata, isi: Kata) -> list[int]:
    """Where a run of words begins in another."""
    return [i for i in range(len(isi) - len(lama) + 1) if lama and isi[i : i + len(lama)] == lama]
