"""The transcribed decrees of fixtures/penetapan/, loaded once."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from .isi import bagian_lembar, potongan_penetapan
from .naskah import KODE, baca
from .perbaikan import BERKAS, muat, terapkan
from .potongan import Potongan, Sel, susun

FIXTURES = Path(__file__).parents[2] / "fixtures"


@cache
def penetapan(naskah: str) -> dict:
    """The decree that transcribes a naskah. Shared: not to be changed."""
    return yaml.safe_load((FIXTURES / "penetapan" / f"{KODE[naskah]}.yaml").read_text(encoding="utf-8"))


@cache
def nilai_contoh() -> dict:
    """The example values, by kode of indikator."""
    return yaml.safe_load((FIXTURES / "contoh" / "nilai.yaml").read_text(encoding="utf-8"))


def perbaikan(naskah: str) -> list[dict]:
    """The listed repairs of one naskah."""
    return [butir for butir in muat(BERKAS) if butir["naskah"] == naskah]


def kata_label(potongan: list[Potongan]) -> dict[str, Counter[str]]:
    """The words of the labels of each part, without their colons."""
    label: dict[str, Counter[str]] = defaultdict(Counter)
    for p in potongan:
        if p.tempat.startswith("label "):
            label[p.bagian].update(k for k in p.kata if k != ":")
    return dict(label)


def kata_naskah(naskah: str) -> tuple[Sel, list[str]]:
    """The words of a naskah after its repairs, and the repairs that did not apply."""
    sel = susun(baca(naskah))
    galat = terapkan(perbaikan(naskah), sel)
    return sel, galat


def kata_penetapan(naskah: str) -> Sel:
    """The words that the transcription of a naskah prints."""
    return susun(potongan_penetapan(penetapan(naskah)))


def lembar(naskah: str) -> Iterator[tuple[str, dict, dict]]:
    """Every sheet of a decree as (part, lampiran, sheet)."""
    for lampiran in penetapan(naskah)["lampiran"]:
        for isi in lampiran["instansi"]:
            yield bagian_lembar(lampiran, isi), lampiran, isi


def indikator(naskah: str) -> Iterator[dict]:
    """Every indicator of a decree."""
    for _, _, isi in lembar(naskah):
        for sasaran in isi["sasaran"]:
            yield from sasaran["indikator"]
