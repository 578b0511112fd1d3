"""The rules of achievement in plain words, each with examples that the rule itself computes. Reads no data."""

from dataclasses import dataclass, replace
from decimal import Decimal

from formulas import Kosong
from formulas.capaian import AturanCapaian as Aturan
from formulas.capaian import Hasil, Target, achievement, capped, grade, mean_achievement
from formulas.notation import write_number

D = Decimal
TURUN = {
    "cermin": "(2 × target − realisasi) / target × 100",
    "balik": "target / realisasi × 100",
}
RENTANG = {
    "jarak": "di dalam rentang 100 %; di luar rentang 100 − jarak ke batas terdekat / batas itu × 100",
    "searah": "di dalam rentang 100 %; di luar rentang, batas terdekat menjadi target, "
    "sehingga sisi yang baik dapat di atas 100 %",
}
PREDIKAT = {
    "peringkat": "peringkat predikat realisasi / peringkat predikat target × 100",
    "cocok": "100 % bila predikat target tercapai atau terlampaui, selain itu 0 %",
}
TARGET_NOL = {
    "tidak_dihitung": "capaian tidak dapat dihitung, dan tidak ikut dirata-rata",
    "nol": "capaian 0 %",
}
TURUN_NOL = {
    "seratus_atau_nol": "realisasi nol berarti 100 %, selain itu 0 %",
    "seperti_target_nol": "sama seperti target nol pada umumnya",
}


@dataclass(frozen=True)
class Contoh:
    """One worked example: the givens and what the rule makes of them."""

    teks: str
    hasil: str


@dataclass(frozen=True)
class Butir:
    """One parameter in words, with examples."""

    judul: str
    isi: str
    contoh: tuple[Contoh, ...] = ()


@dataclass(frozen=True)
class BarisTurun:
    """The same numbers under both formulas for lower-is-better."""

    realisasi: str
    target: str
    cermin: str
    balik: str


@dataclass(frozen=True)
class BarisKelas:
    """A class with its half-open span."""

    nama: str
    rentang: str


@dataclass(frozen=True)
class Penjelasan:
    """All that is told about one set of rules."""

    aturan: Aturan
    butir: tuple[Butir, ...]
    turun: tuple[BarisTurun, ...]
    kelas: tuple[BarisKelas, ...]
    contoh_kelas: tuple[Contoh, ...]
    kelas_dari: str

    @property
    def turun_dipakai(self) -> str:
        """The formula for lower-is-better that counts, in words."""
        return TURUN[self.aturan.turun]


def percent(value: Hasil) -> str:
    """A capaian as printed, or that there is none."""
    return "tidak dapat dihitung" if isinstance(value, Kosong) else f"{write_number(value, 2)} %"


def explain(aturan: Aturan) -> Penjelasan:
    """Every parameter in words, with its examples."""
    butir = (_naik(aturan), _rentang(aturan), _operator(aturan), _predikat(aturan), _nol(aturan), *_batas(aturan))
    rows = tuple(_kelas(aturan, n) for n in range(len(aturan.kelas)))
    return Penjelasan(aturan, butir, _turun(aturan), rows, _contoh_kelas(aturan), _kelas_dari(aturan))


def _example(realisasi: str, target: Target, arah: str, aturan: Aturan, teks: str, *, predikat: bool = False) -> Contoh:
    return Contoh(teks, percent(achievement(D(realisasi), target, arah, aturan, predikat=predikat)))


def _naik(aturan: Aturan) -> Butir:
    target = Target("=", D(80))
    contoh = [_example(r, target, "naik", aturan, f"target 80, realisasi {r}") for r in ("60", "80", "100")]
    return Butir("Semakin tinggi semakin baik", "realisasi / target × 100", tuple(contoh))


def _turun(aturan: Aturan) -> tuple[BarisTurun, ...]:
    pair = [replace(aturan, turun=name) for name in ("cermin", "balik")]
    rows = []
    for r in ("4", "5", "6", "12", "0"):
        cermin, balik = (percent(achievement(D(r), D(5), "turun", rule)) for rule in pair)
        rows.append(BarisTurun(r, "5", cermin, balik))
    return tuple(rows)


def _rentang(aturan: Aturan) -> Butir:
    target = Target("rentang", D(80), D(90))
    contoh = [_example(r, target, "naik", aturan, f"target 80–90, realisasi {r}") for r in ("70", "85", "99")]
    return Butir("Target berupa rentang", RENTANG[aturan.rentang], tuple(contoh))


def _operator(aturan: Aturan) -> Butir:
    most, least = Target("<=", atas=D(10)), Target(">=", D(451))
    contoh = (
        _example("8", most, "naik", aturan, "target ≤ 10, realisasi 8"),
        _example("11.5", most, "naik", aturan, "target ≤ 10, realisasi 11,5"),
        _example("460", least, "turun", aturan, "target ≥ 451, realisasi 460"),
    )
    isi = "target ≤ atau < dihitung sebagai semakin rendah semakin baik, target ≥ atau > sebagai semakin tinggi"
    return Butir("Target dengan tanda", isi, contoh)


def _predikat(aturan: Aturan) -> Butir:
    target = Target("=", D(4))
    contoh = (
        _example("4", target, "naik", aturan, "target WTP (peringkat 4), opini WTP", predikat=True),
        _example("3", target, "naik", aturan, "target WTP (peringkat 4), opini WDP (peringkat 3)", predikat=True),
    )
    return Butir("Target berupa predikat", PREDIKAT[aturan.predikat], contoh)


def _nol(aturan: Aturan) -> Butir:
    zero = Target("=", D(0))
    contoh = (
        _example("5", zero, "naik", aturan, "semakin tinggi semakin baik, target 0, realisasi 5"),
        _example("0", zero, "turun", aturan, "semakin rendah semakin baik, target 0, realisasi 0"),
        _example("3", zero, "turun", aturan, "semakin rendah semakin baik, target 0, realisasi 3"),
    )
    isi = (
        f"target nol atau negatif: {TARGET_NOL[aturan.target_nol]}; "
        f"target nol pada indikator semakin rendah semakin baik: {TURUN_NOL[aturan.turun_nol]}"
    )
    return Butir("Target nol", isi, contoh)


def _batas(aturan: Aturan) -> tuple[Butir, Butir]:
    low = "tanpa batas terendah" if aturan.lantai is None else f"capaian paling rendah {percent(aturan.lantai)}"
    high = (
        "tanpa batas tertinggi"
        if aturan.atap is None
        else f"capaian disimpan apa adanya; yang dirata-rata dan dicetak paling tinggi {percent(aturan.atap)}"
    )
    three = [D(120), D(90), D(80)]
    mean = mean_achievement(three, aturan).nilai
    told = f"rata-rata capaian {', '.join(percent(capped(v, aturan)) for v in three)}"
    return (
        Butir(
            "Batas terendah",
            low,
            (_example("-5", Target("=", D(80)), "naik", aturan, "target 80, realisasi −5"),),
        ),
        Butir("Batas tertinggi", high, (Contoh(told, percent(mean)),)),
    )


def _kelas(aturan: Aturan, n: int) -> BarisKelas:
    """The half-open span of a class: "di atas 75 sampai dengan 90", or "75 sampai di bawah 90"."""
    own, above = aturan.kelas[n].ambang, aturan.kelas[n - 1].ambang if n else None
    low = "" if own is None else write_number(own)
    high = "" if above is None else write_number(above)
    incl = aturan.ambang_termasuk
    if low and high:
        text = f"{low} sampai di bawah {high}" if incl else f"di atas {low} sampai dengan {high}"
    elif low:
        text = f"{low} ke atas" if incl else f"di atas {low}"
    else:
        text = (f"di bawah {high}" if incl else f"sampai dengan {high}") if high else "semua nilai"
    return BarisKelas(aturan.kelas[n].nama, text)


def _contoh_kelas(aturan: Aturan) -> tuple[Contoh, ...]:
    """Values on and just beside the highest two thresholds."""
    values: list[Decimal] = []
    for kelas in aturan.kelas[:2]:
        if kelas.ambang is not None:
            values += [kelas.ambang + D("0.4"), kelas.ambang]
    found = [(value, grade(value, aturan)) for value in values]
    return tuple(
        Contoh(f"capaian {percent(value)}", "–" if isinstance(kelas, Kosong) else kelas.nama) for value, kelas in found
    )


def _kelas_dari(aturan: Aturan) -> str:
    if aturan.kelas_desimal is None:
        return "Kelas dibaca dari capaian yang belum dibulatkan."
    if aturan.kelas_desimal == 0:
        return "Kelas dibaca dari capaian yang dibulatkan ke bilangan bulat lebih dahulu."
    return f"Kelas dibaca dari capaian yang dibulatkan {aturan.kelas_desimal} desimal lebih dahulu."
