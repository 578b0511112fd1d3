"""What-if on the entry form: which value of one variable brings the result to the target. Computes; stores nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from formulas import Formula, Kosong
from formulas.capaian import Target as TargetAngka
from formulas.capaian import reached
from formulas.inverse import Kebutuhan, needed
from formulas.notation import NumberError, read_number, write_number
from registry.models import Rumus, Skala, Variabel
from registry.services.capaian import target_number, target_of
from registry.services.errors import ServiceError
from registry.services.formulir import Formulir
from registry.services.hitung import Hitungan, parse_rumus
from registry.services.masukan import Masukan, Value
from registry.tulis import tulis_target

DESIMAL = 2  # of the answer, where the variable is not counted in whole units
TANPA_SATUAN = ("", "rasio", "nilai", "indeks", "predikat")
MAKS_NILAI = Decimal(10) ** 12
TANPA_TARGET = "Target tahun ini belum ditetapkan. Tulis target yang ingin dicoba."
TANPA_VARIABEL = "Pilih nilai yang ingin dicari."
SATU_ANGKA = "Target yang dicoba: {pesan}"


@dataclass(frozen=True)
class Pilihan:
    """One thing that may be asked for: a variable, or one member of a deret."""

    kunci: str
    label: str
    variabel: Variabel
    anggota: int | None = None


@dataclass(frozen=True)
class Jawaban:
    """What the search found, in words."""

    label: str
    target: str
    kalimat: str
    hasil: str
    tetap: tuple[tuple[str, str], ...]
    tercapai: bool
    sebab: str


@dataclass(frozen=True)
class SatuAnggota:
    """A formula seen as a function of one member of a deret; the search needs no more of a formula than this."""

    formula: Formula
    deret: str
    ke: int
    names: tuple[str, ...] = field(default=("anggota",))

    def evaluate(self, values: Mapping[str, Value], lalu: Mapping[str, Value] | None = None) -> Decimal | Kosong:
        """The result with the member put into its place."""
        members = list(values[self.deret])
        members[self.ke] = values["anggota"]
        return self.formula.evaluate({**values, self.deret: tuple(members)}, lalu)


def choices_of(formulir: Formulir) -> list[Pilihan]:
    """What this user may ask for: the variables that they fill, each member of a deret by itself."""
    found = []
    for bidang in formulir.bidang:
        v = bidang.variabel
        if not bidang.boleh:
            continue
        if v.jenis != Variabel.Jenis.DERET:
            found.append(Pilihan(v.nama, v.label, v))
        found += [Pilihan(f"{v.nama}:{n}", f"{v.label} – {name}", v, n) for n, name in enumerate(v.anggota)]
    return found


def answer(formulir: Formulir, typed: dict[str, Any] | None, kunci: str, target_text: str = "") -> Jawaban:
    """The value of the chosen variable that meets the target, all others as typed; ServiceError says what lacks."""
    choice = next((item for item in choices_of(formulir) if item.kunci == kunci), None)
    if choice is None:
        raise ServiceError(TANPA_VARIABEL)
    target, shown = _target(formulir, target_text)
    hitungan = formulir.hitung(typed)
    aim, direction = _aim(target, hitungan, formulir.rumus)
    found = _search(choice, hitungan, aim, direction, formulir.rumus)
    return _answer(choice, hitungan, shown, target, found)


def _target(formulir: Formulir, text: str) -> tuple[TargetAngka, str]:
    """The typed target, else the one of the year."""
    if text.strip():
        try:
            number = read_number(text)
        except NumberError as error:
            raise ServiceError(SATU_ANGKA.format(pesan=error.pesan)) from error
        return TargetAngka("=", number), f"{write_number(number)}{_unit(formulir.rumus)}"
    kunci = formulir.kunci
    row = target_of(kunci.indikator, kunci.instansi, kunci.tahun, kunci.periode)
    stored = None if row is None else target_number(row, formulir.rumus)
    if row is None or not isinstance(stored, TargetAngka) or stored.nilai is None:
        raise ServiceError(TANPA_TARGET)
    return stored, tulis_target(row) + ("" if row.kode or row.teks else _unit(formulir.rumus))


def _aim(target: TargetAngka, hitungan: Hitungan, rumus: Rumus) -> tuple[Decimal, str]:
    """Which bound to reach, and from which side."""
    bounds = [bound for bound in (target.bawah, target.atas) if bound is not None]
    low, high = min(bounds), max(bounds)
    if target.is_range or (rumus.arah == Rumus.Arah.RENTANG and target.operator == "="):
        above = hitungan.nilai is not None and hitungan.nilai > high
        return (high, "turun") if above else (low, "naik")
    downwards = target.operator in ("<=", "<") or (target.operator == "=" and rumus.arah == Rumus.Arah.TURUN)
    return (target.nilai or Decimal(0)), "turun" if downwards else "naik"


def _search(choice: Pilihan, hitungan: Hitungan, aim: Decimal, direction: str, rumus: Rumus) -> Kebutuhan | Kosong:
    values: dict[str, Value] = {m.variabel.nama: m.nilai for m in hitungan.masukan}
    lalu: dict[str, Value] = {m.variabel.nama: m.lalu for m in hitungan.masukan if m.lalu is not None}
    formula, name = parse_rumus(rumus), choice.variabel.nama
    if name not in formula.names:
        return Kosong("tidak_bergantung", "Rumus hanya memakai nilai tahun lalu dari variabel ini.")
    low, high = _limits(choice.variabel)
    whole = choice.variabel.bulat or choice.variabel.jenis == Variabel.Jenis.PILIHAN
    limits: dict[str, Any] = {"arah": direction, "desimal": 0 if whole else DESIMAL, "min": low, "maks": high}
    if choice.anggota is None:
        return needed(formula, name, aim, values, lalu, **limits)
    member = cast(Formula, SatuAnggota(formula, name, choice.anggota))
    return needed(member, "anggota", aim, values, lalu, **limits)


def _limits(variabel: Variabel) -> tuple[Decimal, Decimal]:
    if variabel.skala and variabel.jenis == Variabel.Jenis.PILIHAN:
        ranks = [Decimal(item["peringkat"]) for item in variabel.skala.butir]
        return min(ranks), max(ranks)
    low = Decimal(0) if variabel.min is None else Decimal(variabel.min)
    return low, MAKS_NILAI if variabel.maks is None else Decimal(variabel.maks)


def _answer(choice: Pilihan, hitungan: Hitungan, shown: str, target: TargetAngka, found: Kebutuhan | Kosong) -> Jawaban:
    others = tuple(_told(m) for m in hitungan.masukan if m.variabel.pk != choice.variabel.pk)
    if isinstance(found, Kosong):
        return Jawaban(choice.label, shown, "", "", others, False, _reason(choice, hitungan, found))
    met = reached(found.hasil, target, hitungan.rumus.arah)
    skala = choice.variabel.skala if choice.variabel.jenis == Variabel.Jenis.PILIHAN else None
    return Jawaban(
        label=choice.label,
        target=shown,
        kalimat=_sentence(found, skala, _whole(hitungan, choice)),
        hasil=_result(found.hasil, hitungan.rumus, skala),
        tetap=others,
        tercapai=bool(met),
        sebab="" if met else "Nilai itu melewati batas lain dari target; coba nilai di dekatnya.",
    )


def _sentence(found: Kebutuhan, skala: Skala | None, whole: str) -> str:
    """ "butuh paling sedikit 47 dari 50"; a predicate by its code."""
    if skala is None:
        return f"{found.kalimat}{whole}"
    kode = skala.kode_dari(int(found.nilai)) or write_number(found.nilai)
    return f"butuh {'paling rendah' if found.naik else 'paling tinggi'} {kode}"


def _whole(hitungan: Hitungan, choice: Pilihan) -> str:
    """ " dari 50" where the variable is the numerator of a plain fraction, and the other is known."""
    plain = f"{choice.variabel.nama} / "
    if not hitungan.rumus.ekspresi.startswith(plain) or len(hitungan.masukan) != 2:
        return ""
    other = next(m for m in hitungan.masukan if m.variabel.pk != choice.variabel.pk)
    return f" dari {write_number(other.nilai)}" if isinstance(other.nilai, Decimal) else ""


def _result(hasil: Decimal, rumus: Rumus, skala: Skala | None) -> str:
    if skala is not None and hasil == hasil.to_integral_value():
        return skala.kode_dari(int(hasil)) or write_number(hasil)
    return f"{write_number(hasil, rumus.desimal)}{_unit(rumus)}"


def _unit(rumus: Rumus) -> str:
    """The unit after a number, where it says something."""
    return "" if rumus.satuan in TANPA_SATUAN else f" {rumus.satuan}"


def _told(masukan: Masukan) -> tuple[str, str]:
    """An input that stays as it is, in words."""
    value = masukan.nilai
    values = value if isinstance(value, tuple) else (value,)
    return masukan.variabel.label, "; ".join(_one(item) for item in values)


def _one(value: Value) -> str:
    return write_number(value) if isinstance(value, Decimal) else "belum ada"


def _reason(choice: Pilihan, hitungan: Hitungan, found: Kosong) -> str:
    """Why there is no answer, and the way out."""
    if found.kode == "tidak_bergantung":
        return f"Hasil tidak bergantung pada {choice.label}."
    if found.kode == "tidak_searah":
        return f"Hasil tidak selalu naik atau selalu turun menurut {choice.label}, sehingga tidak ada satu jawaban."
    missing = [m.variabel.label for m in hitungan.masukan if _blank(m) and m.variabel.pk != choice.variabel.pk]
    if missing:
        return f"Isi dahulu: {', '.join(missing)}."
    return found.pesan


def _blank(masukan: Masukan) -> bool:
    values = masukan.nilai if isinstance(masukan.nilai, tuple) else (masukan.nilai,)
    return any(isinstance(value, Kosong) for value in values)
