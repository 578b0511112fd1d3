"""Prints what a transcription (a whole penetapan, or a list of sheets of 004) misses or has too much.

python -m tests.fixtures_penetapan.periksa BERKAS.yaml [PERBAIKAN.yaml …]
"""

import sys
from pathlib import Path

import yaml

from .banding import selisih_bagian, selisih_sel
from .isi import potongan_penetapan
from .isi_lembar import potongan_lembar
from .naskah import KODE, baca
from .perbaikan import muat, terapkan
from .potongan import Sel, susun


def muat_isi(berkas: Path) -> tuple[str, Sel]:
    """Which naskah a YAML file transcribes, and its words."""
    data = yaml.safe_load(berkas.read_text(encoding="utf-8"))
    if isinstance(data, list):
        return "004", susun(p for lembar in data for p in potongan_lembar(lembar, lembar["nama"]))
    (naskah,) = [n for n, kode in KODE.items() if kode == data["kode"]]
    return naskah, susun(potongan_penetapan(data))


def periksa(berkas: Path, perbaikan: list[dict]) -> list[str]:
    """All differences; of a list of sheets only those sheets are compared."""
    naskah, isi = muat_isi(berkas)
    sumber = susun(baca(naskah))
    galat = terapkan([p for p in perbaikan if p["naskah"] == naskah], sumber)
    sumber = {b: t for b, t in sumber.items() if b in isi}
    return [*galat, *selisih_bagian(sumber, isi), *selisih_sel(sumber, isi)]


def main() -> int:
    """Reads the arguments, prints the differences; 1 where there are any."""
    berkas, *perbaikan = [Path(a) for a in sys.argv[1:]]
    galat = periksa(berkas, muat(*perbaikan))
    print("\n".join(galat) or "Sama.")
    return bool(galat)


if __name__ == "__main__":
    sys.exit(main())
