"""Scales: predicates with a rank, and classes of a number with half-open thresholds.

A Skala never leaves a gap: a threshold belongs to exactly one class, by ``>`` or ``>=``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from formulas.outcomes import Hasil, Kosong


class SkalaError(ValueError):
    """A code that the Skala does not have; ``pesan`` (Indonesian) names those it has."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan)
        self.pesan = pesan


@dataclass(frozen=True, slots=True)
class Butir:
    """One step: code, name, rank (higher is better) and, in a threshold scale, its lower bound."""

    kode: str
    nama: str
    peringkat: Decimal
    batas: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Skala:
    """Steps from best to worst.

    ``jenis``: ``ordinal`` (a code is entered) or ``ambang`` (a number is classified too).
    ``terbuka``: a value must be above the bound (``>``), else at least the bound (``>=``).
    ``bulatkan``: decimals to which a value is rounded half up before it is classified.
    """

    kode: str
    nama: str
    butir: tuple[Butir, ...]
    jenis: str = "ordinal"
    terbuka: bool = False
    bulatkan: int | None = None
    sumber: str = ""

    def rank(self, kode: str) -> Decimal:
        """The rank of a code, upper and lower case alike. Raises ``SkalaError``."""
        return self.step(kode).peringkat

    def step(self, kode: str) -> Butir:
        """The step of a code. Raises ``SkalaError``."""
        for butir in self.butir:
            if butir.kode.casefold() == kode.strip().casefold():
                return butir
        ada = ", ".join(butir.kode for butir in self.butir)
        raise SkalaError(f"Predikat tidak dikenal pada {self.nama}. Yang diterima: {ada}.")

    def of_rank(self, peringkat: Hasil) -> Butir | Kosong | None:
        """The step with exactly this rank; None when no step has it (a mean of ranks, say)."""
        if isinstance(peringkat, Kosong):
            return peringkat
        return next((butir for butir in self.butir if butir.peringkat == peringkat), None)

    def classify(self, nilai: Hasil) -> Butir | Kosong:
        """The step of a number, on a scale with thresholds."""
        if self.jenis != "ambang":
            raise ValueError(f"{self.kode} has no thresholds")
        if isinstance(nilai, Kosong):
            return nilai
        if self.bulatkan is not None:
            satuan = Decimal(1).scaleb(-self.bulatkan)
            nilai = nilai.quantize(satuan, ROUND_HALF_UP, context=Context(prec=60))
        for butir in self.butir:
            if butir.batas is None or nilai > butir.batas or (nilai == butir.batas and not self.terbuka):
                return butir
        raise AssertionError("the last step has no bound")


def skala_from_dict(isi: Mapping[str, Any]) -> Skala:
    """A Skala from plain values as in ``fixtures/skala.yaml``; raises ``ValueError`` on gaps."""
    butir = tuple(_step(satu) for satu in isi["butir"])
    skala = Skala(
        kode=isi["kode"],
        nama=isi["nama"],
        butir=butir,
        jenis=isi.get("jenis", "ordinal"),
        terbuka=isi.get("terbuka", False),
        bulatkan=isi.get("bulatkan"),
        sumber=isi.get("sumber", ""),
    )
    if skala.jenis == "ambang":
        _check_bounds([satu.batas for satu in butir])
    return skala


def _step(isi: Mapping[str, Any]) -> Butir:
    """One step from plain values."""
    batas = isi.get("batas")
    peringkat = Decimal(str(isi["peringkat"]))
    return Butir(isi["kode"], isi["nama"], peringkat, None if batas is None else Decimal(str(batas)))


def _check_bounds(batas: Sequence[Decimal | None]) -> None:
    """Bounds fall from step to step and only the last step is open below."""
    isi = [satu for satu in batas if satu is not None]
    if len(isi) != len(batas) - 1 or batas[-1] is not None or isi != sorted(set(isi), reverse=True):
        raise ValueError("bounds must fall, and only the last step has none")


def _ordinal(kode: str, nama: str, sumber: str, *butir: tuple[str, str]) -> Skala:
    """An ordinal scale from best to worst, ranks down to 1."""
    peringkat = range(len(butir), 0, -1)
    semua = tuple(Butir(k, n, Decimal(p)) for (k, n), p in zip(butir, peringkat, strict=True))
    return Skala(kode, nama, semua, sumber=sumber)


def _graded(kode: str, nama: str, sumber: str, *butir: tuple[str, str, str | None], **pilihan: Any) -> Skala:
    """A threshold scale from best to worst, ranks down to 1."""
    peringkat = range(len(butir), 0, -1)
    semua = tuple(
        Butir(k, n, Decimal(p), None if batas is None else Decimal(batas))
        for (k, n, batas), p in zip(butir, peringkat, strict=True)
    )
    return Skala(kode, nama, semua, "ambang", sumber=sumber, **pilihan)


OPINI_BPK = _ordinal(
    "opini_bpk",
    "Opini BPK",
    "UU 15/2004; urutan TW dan TMP adalah pilihan pengaturan",
    ("WTP", "Wajar Tanpa Pengecualian"),
    ("WDP", "Wajar Dengan Pengecualian"),
    ("TW", "Tidak Wajar"),
    ("TMP", "Tidak Menyatakan Pendapat"),
)
PREDIKAT_SAKIP = _graded(
    "predikat_sakip",
    "Predikat SAKIP",
    "PermenPANRB 88/2021",
    ("AA", "Sangat Memuaskan", "90"),
    ("A", "Memuaskan", "80"),
    ("BB", "Sangat Baik", "70"),
    ("B", "Baik", "60"),
    ("CC", "Cukup", "50"),
    ("C", "Kurang", "30"),
    ("D", "Sangat Kurang", None),
    terbuka=True,
)
MUTU_IKM = _graded(
    "mutu_ikm",
    "Mutu pelayanan (IKM)",
    "PermenPANRB 14/2017; nilai dibulatkan dua desimal lebih dahulu",
    ("A", "Sangat baik", "88.31"),
    ("B", "Baik", "76.61"),
    ("C", "Kurang baik", "65"),
    ("D", "Tidak baik", None),
    bulatkan=2,
)
SKALA = {skala.kode: skala for skala in (OPINI_BPK, PREDIKAT_SAKIP, MUTU_IKM)}
