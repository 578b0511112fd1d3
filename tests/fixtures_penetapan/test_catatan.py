"""Known mistakes of the documents are kept and told: in `catatan_sumber`, a wrong formula also as `usulan`."""

import pytest

from .data import indikator
from .naskah import NASKAH

SEMUA = {i["kode"]: i for n in NASKAH for i in indikator(n)}

TERBALIK = ["lmj19-bpbd-02", "blg23-setwan-ik-03"]
PEMBILANG_SAMA = ["lmj19-disnaker-03"]
SERATUS_PERSEN_DI_PENYEBUT = ["lmj19-kecamatan-02", "lmj19-kecamatan-03"]
SALAH_DASAR = ["lmj19-bprd-02", "lmj19-bkd-04", "lmj19-pemda-24", "lmj19-bpkd-01", "lmj19-setda-07"]
TANPA_RUMUS = ["lmj19-pemda-06"]
LAIN = [
    *(
        "lmj19-pemda-04",
        "lmj19-pemda-05",
        "lmj19-pemda-08",
        "lmj19-pemda-13",
        "lmj19-pemda-15",
        "lmj19-pemda-19",
    ),
    *(
        "lmj19-pemda-21",
        "lmj19-bkd-01",
        "lmj19-bkd-02",
        "lmj19-setda-11",
        "lmj19-inspektorat-04",
        "lmj19-bappeda-02",
    ),
    *(
        "lmj19-bappeda-03",
        "lmj19-bpbd-01",
        "lmj19-bpkd-02",
        "lmj19-bpkd-03",
        "lmj19-dkp-02",
        "lmj19-dinsos-01",
    ),
    *("lmj19-dinsos-02", "lmj19-dispora-01", "lmj19-dispora-02", "lmj19-dispora-03", "lmj19-diskopum-01"),
    *("lmj19-diskopum-02", "lmj19-dindik-01", "lmj19-dindik-04", "lmj19-dputr-02", "lmj19-dputr-03"),
    *("lmj19-dputr-04", "lmj19-dpmd-02", "lmj19-dishub-04", "lmj19-dpkp-02", "lmj20-kec-lumajang-03"),
    "blg23-setwan-iku-01",
]
RUMUS_SALAH = TERBALIK + PEMBILANG_SAMA + SERATUS_PERSEN_DI_PENYEBUT + SALAH_DASAR + TANPA_RUMUS


@pytest.mark.parametrize("kode", RUMUS_SALAH + LAIN)
def test_a_known_mistake_is_told(kode):
    assert SEMUA[kode].get("catatan_sumber")


@pytest.mark.parametrize("kode", RUMUS_SALAH)
def test_a_wrong_formula_has_a_correction_and_keeps_its_own(kode):
    satu = SEMUA[kode]
    assert satu["usulan"] and satu["usulan"][0]["rumus"] != satu["rumus"]


def test_the_literal_formulas_keep_their_mistakes():
    assert SEMUA["lmj19-bpbd-02"]["rumus"] == "kejadian_ada / kejadian_ditangani * 100"
    assert SEMUA["lmj19-disnaker-03"]["rumus"] == "perusahaan_patuh / perusahaan_patuh * 100"
    assert SEMUA["lmj19-pemda-06"]["rumus_cetak"] == []
