"""The rules of achievement (capaian): realisasi against target, in percent.

Sources: design.md decision 9; LKJIP Kab. Maluku Tengah 2021 p. 94 (naik and turun);
PermenPANRB 8/2021 (ranges); Permendagri 86/2017 (classes). Capaian is stored uncapped; the cap
of a rule works on what is averaged and printed (``capped``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import ROUND_HALF_UP, Context, Decimal, getcontext, localcontext, setcontext
from typing import Any, TypeAlias

from formulas.arithmetic import NOL, finish, new_context
from formulas.notation import plain_number
from formulas.outcomes import Hasil, Kosong, worst

SERATUS = Decimal(100)
ARAH = ("naik", "turun", "rentang")
OPERATOR = ("=", "<=", "<", ">=", ">", "rentang")
_KONTEKS = new_context()
_TERSIRAT = {"<=": "turun", "<": "turun", ">=": "naik", ">": "naik"}
_TUNGGAL: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": Decimal.__le__,
    "<": Decimal.__lt__,
    ">=": Decimal.__ge__,
    ">": Decimal.__gt__,
}


@dataclass(frozen=True, slots=True)
class Kelas:
    """A class of achievement: values above ``ambang`` (None: all the rest)."""

    nama: str
    ambang: Decimal | None


PERMENDAGRI_86 = (
    Kelas("Sangat tinggi", Decimal(90)),
    Kelas("Tinggi", Decimal(75)),
    Kelas("Sedang", Decimal(65)),
    Kelas("Rendah", Decimal(50)),
    Kelas("Sangat rendah", None),
)


@dataclass(frozen=True, slots=True)
class AturanCapaian:
    """One version of the rules; the defaults are decision 9.

    turun: ``cermin`` (2T - R)/T, or ``balik`` T/R.
    rentang: ``jarak`` 100 - distance/nearest bound x 100, or ``searah`` (PermenPANRB 8/2021:
        outside the range the nearest bound is the target, so the good side exceeds 100).
    target_nol: T <= 0 gives ``tidak_dihitung``, or ``nol`` for a capaian of 0.
    turun_nol: lower-is-better with T = 0: ``seratus_atau_nol`` (R = 0: 100, else 0) or
        ``seperti_target_nol``.
    predikat: ``peringkat`` rank(R)/rank(T) x 100, or ``cocok`` (reached: 100, else 0).
    lantai, atap: lowest value stored, highest value averaged and printed; None for none.
    kelas: from best to worst; a value above ``ambang`` is in (``ambang_termasuk``: or equal),
        taken as it is, or rounded half up to ``kelas_desimal`` first.
    """

    turun: str = "cermin"
    rentang: str = "jarak"
    target_nol: str = "tidak_dihitung"
    turun_nol: str = "seratus_atau_nol"
    predikat: str = "peringkat"
    lantai: Decimal | None = NOL
    atap: Decimal | None = None
    kelas: tuple[Kelas, ...] = PERMENDAGRI_86
    ambang_termasuk: bool = False
    kelas_desimal: int | None = None
    dasar_hukum: str = ""

    def __post_init__(self) -> None:
        for nama, pilihan in PILIHAN.items():
            if getattr(self, nama) not in pilihan:
                raise ValueError(f"{nama}: {getattr(self, nama)!r} is none of {pilihan}")
        ambang = [kelas.ambang for kelas in self.kelas]
        if not ambang or ambang[-1] is not None or None in ambang[:-1]:
            raise ValueError("kelas: exactly the last class has no ambang")
        urut = [satu for satu in ambang if satu is not None]
        if urut != sorted(set(urut), reverse=True):
            raise ValueError("kelas: ambang must fall from class to class")

    @classmethod
    def from_dict(cls, isi: Mapping[str, Any]) -> "AturanCapaian":
        """From plain JSON values: what differs from the default. Raises ``ValueError``."""
        if asing := set(isi) - {satu.name for satu in fields(cls)}:
            raise ValueError(f"unknown: {sorted(asing)}")
        nilai = dict(isi)
        for nama in ("lantai", "atap"):
            if nama in nilai:
                nilai[nama] = _decimal(nilai[nama])
        if "kelas" in nilai:
            nilai["kelas"] = tuple(Kelas(k["nama"], _decimal(k["ambang"])) for k in nilai["kelas"])
        return cls(**nilai)

    def to_dict(self) -> dict[str, Any]:
        """What differs from the default, as plain JSON values (numbers as text)."""
        return {
            satu.name: _plain(getattr(self, satu.name))
            for satu in fields(self)
            if getattr(self, satu.name) != getattr(BAKU, satu.name)
        }


PILIHAN = {
    "turun": ("cermin", "balik"),
    "rentang": ("jarak", "searah"),
    "target_nol": ("tidak_dihitung", "nol"),
    "turun_nol": ("seratus_atau_nol", "seperti_target_nol"),
    "predikat": ("peringkat", "cocok"),
}
BAKU = AturanCapaian()


def _decimal(nilai: object) -> Decimal | None:
    """A Decimal from JSON (text or whole number), None kept."""
    return None if nilai is None else Decimal(str(nilai))


def _plain(nilai: Any) -> Any:
    """A field as plain JSON values."""
    if isinstance(nilai, Decimal):
        return plain_number(nilai)
    if isinstance(nilai, tuple):
        return [{"nama": k.nama, "ambang": _plain(asdict(k)["ambang"])} for k in nilai]
    return nilai


@dataclass(frozen=True, slots=True)
class Target:
    """A target: one number with its operator, or a range from ``bawah`` to ``atas``.

    A single number may stand in either bound, whatever the operator.
    """

    operator: str = "="
    bawah: Decimal | None = None
    atas: Decimal | None = None

    def __post_init__(self) -> None:
        if self.operator not in OPERATOR:
            raise ValueError(f"operator {self.operator!r} is none of {OPERATOR}")
        if self.operator == "rentang" and not (self.bawah is not None and self.atas is not None):
            raise ValueError("a range needs both bounds")
        if self.bawah is not None and self.atas is not None and self.bawah > self.atas:
            raise ValueError("bawah must not exceed atas")

    @property
    def is_range(self) -> bool:
        """Whether both bounds count."""
        return self.operator == "rentang" or (
            self.operator == "=" and None not in (self.bawah, self.atas) and self.bawah != self.atas
        )

    @property
    def nilai(self) -> Decimal | None:
        """The one number of a target that is no range; None when nothing was set."""
        if self.operator in ("<=", "<"):
            return self.bawah if self.atas is None else self.atas
        return self.atas if self.bawah is None else self.bawah


Sasaran: TypeAlias = Target | Hasil | None


def achievement(
    realisasi: Hasil, target: Sasaran, arah: str, aturan: AturanCapaian = BAKU, *, predikat: bool = False
) -> Hasil:
    """Capaian in percent, uncapped, or why there is none.

    ``target``: a number, a ``Target``, a Kosong, or None (not set). ``<=`` and ``<`` read as
    lower is better, ``>=`` and ``>`` as higher is better, whatever ``arah`` says. ``predikat``:
    both are ranks of a Skala.
    """
    if arah not in ARAH:
        raise ValueError(f"arah {arah!r} is none of {ARAH}")
    tujuan = Target("=", target) if isinstance(target, Decimal) else target
    if kosong := worst((realisasi, tujuan)):
        return kosong
    if tujuan is None or isinstance(tujuan, Kosong) or (tujuan.nilai is None):
        return Kosong("tanpa_target")
    assert isinstance(realisasi, Decimal)
    lama = getcontext()
    setcontext(_KONTEKS)
    try:
        nilai = _raw(realisasi, tujuan, _direction(tujuan, arah), aturan, predikat)
        if isinstance(nilai, Decimal) and aturan.lantai is not None:
            nilai = max(nilai, aturan.lantai)
        return finish(nilai)
    finally:
        setcontext(lama)


def _direction(target: Target, arah: str) -> str:
    """The direction that counts: an inequality says it itself."""
    return _TERSIRAT.get(target.operator, arah)


def _raw(realisasi: Decimal, target: Target, arah: str, aturan: AturanCapaian, predikat: bool) -> Hasil:
    """Capaian before floor and cap."""
    if target.is_range or arah == "rentang":
        return _range(realisasi, target, arah, aturan)
    nilai = target.nilai
    assert nilai is not None
    if predikat and aturan.predikat == "cocok":
        return SERATUS if realisasi >= nilai else NOL
    return _single(realisasi, nilai, arah, aturan)


def _single(realisasi: Decimal, target: Decimal, arah: str, aturan: AturanCapaian) -> Hasil:
    """Against one number."""
    if arah == "turun" and target == 0 and aturan.turun_nol == "seratus_atau_nol":
        return SERATUS if realisasi == 0 else NOL
    if target <= 0:
        return Kosong("target_nol") if aturan.target_nol == "tidak_dihitung" else NOL
    if arah == "naik":
        return realisasi / target * SERATUS
    if aturan.turun == "cermin":
        return (2 * target - realisasi) / target * SERATUS
    if realisasi == 0:
        return Kosong("penyebut_nol", "Realisasi nol: target dibagi realisasi tidak dapat dihitung.")
    return target / realisasi * SERATUS


def _range(realisasi: Decimal, target: Target, arah: str, aturan: AturanCapaian) -> Hasil:
    """Against a range, or one number that should be met from both sides."""
    assert target.nilai is not None
    bawah, atas = _bounds(target, target.nilai)
    if bawah <= realisasi <= atas:
        return SERATUS
    batas = bawah if realisasi < bawah else atas
    if aturan.rentang == "searah" and arah != "rentang":
        return _single(realisasi, batas, arah, aturan)
    if batas <= 0:
        return Kosong("target_nol") if aturan.target_nol == "tidak_dihitung" else NOL
    return SERATUS - abs(realisasi - batas) / batas * SERATUS


def _bounds(target: Target, nilai: Decimal) -> tuple[Decimal, Decimal]:
    """Both bounds; the one number of the target where a bound is not set."""
    bawah, atas = target.bawah, target.atas
    return nilai if bawah is None else bawah, nilai if atas is None else atas


def reached(realisasi: Hasil, target: Target, arah: str) -> bool | None:
    """Whether the target is met exactly as written (``<`` is strict); None when unknown."""
    nilai = target.nilai
    if isinstance(realisasi, Kosong) or nilai is None:
        return None
    if target.is_range or arah == "rentang":
        bawah, atas = _bounds(target, nilai)
        return bawah <= realisasi <= atas
    operator = target.operator if target.operator != "=" else ("<=" if arah == "turun" else ">=")
    return _TUNGGAL[operator](realisasi, nilai)


def capped(capaian: Hasil, aturan: AturanCapaian = BAKU) -> Hasil:
    """The value that is averaged and printed: at most ``atap``."""
    if isinstance(capaian, Kosong) or aturan.atap is None:
        return capaian
    return min(capaian, aturan.atap)


def grade(capaian: Hasil, aturan: AturanCapaian = BAKU) -> Kelas | Kosong:
    """The class of a capaian."""
    if isinstance(capaian, Kosong):
        return capaian
    nilai = capaian
    if aturan.kelas_desimal is not None:
        skala = Decimal(1).scaleb(-aturan.kelas_desimal)
        nilai = capaian.quantize(skala, ROUND_HALF_UP, context=Context(prec=60))
    for kelas in aturan.kelas:
        if kelas.ambang is None or nilai > kelas.ambang or (aturan.ambang_termasuk and nilai == kelas.ambang):
            return kelas
    raise AssertionError("the last class has no ambang")


@dataclass(frozen=True, slots=True)
class Rerata:
    """Mean capaian of a sasaran: its value, and how many of its indicators are filled."""

    nilai: Hasil
    terisi: int
    dari: int

    @property
    def keterangan(self) -> str:
        """``2 dari 3 terisi``, to be printed beside the mean."""
        return f"{self.terisi} dari {self.dari} terisi"


def mean_achievement(capaian: Sequence[Hasil], aturan: AturanCapaian = BAKU) -> Rerata:
    """Plain mean of the filled ones, each capped first.

    ``tidak_berlaku`` counts neither as filled nor as expected; when nothing is filled the mean
    is the worst of the outcomes.
    """
    berlaku = [satu for satu in capaian if satu != Kosong("tidak_berlaku")]
    angka = [satu for satu in (capped(c, aturan) for c in berlaku) if isinstance(satu, Decimal)]
    if not angka:
        kosong = worst(berlaku) or Kosong("tidak_berlaku" if capaian else "belum_diisi")
        return Rerata(kosong, 0, len(berlaku))
    with localcontext(new_context()):
        return Rerata(finish(sum(angka, NOL) / len(angka)), len(angka), len(berlaku))
