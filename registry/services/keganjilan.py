"""Signs that a submitted value deserves a second look: each with its weight, its limit and what it means.

`TANDA` is the one table: order, weights and explanations come from it, on the queue as on the help page.
Nothing is refused because of a sign; it only decides what Bappeda sees first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from formulas.notation import write_date, write_number
from registry.models import Realisasi, Variabel
from registry.services.errors import ServiceError
from registry.services.nilai import check_limits
from registry.services.pecahan import bagi_of, penyebut_of
from registry.services.sumber import tanpa_bukti
from registry.tulis import tulis_kosong

LONJAKAN = Decimal("0.5")
PENYEBUT = Decimal("0.1")
CAPAIAN_TINGGI, CAPAIAN_TEPAT, SERATUS = Decimal(150), Decimal(100), Decimal(100)
TETAPAN = "tetapan dalam rumus"  # as services.masukan tells where a constant comes from
RINGAN = 3  # a value whose signs weigh no more may be approved together with others, when somebody asks for it


@dataclass(frozen=True)
class Jenis:
    """One kind of sign."""

    kode: str
    bobot: int
    judul: str
    arti: str


TANDA: dict[str, Jenis] = {
    jenis.kode: jenis
    for jenis in (
        Jenis("lonjakan", 8, "Naik atau turun tajam", "Hasilnya berbeda lebih dari 50 % dari tahun lalu."),
        Jenis(
            "ulang",
            7,
            "Diajukan ulang tanpa perubahan",
            "Pernah dikembalikan, lalu diajukan lagi dengan nilai, keterangan, dan bukti yang sama.",
        ),
        Jenis("tinggi", 6, "Capaian di atas 150 %", "Capaiannya lebih dari 150 %: targetnya mungkin terlalu rendah."),
        Jenis(
            "batas",
            6,
            "Di luar batas nilai",
            "Nilai mentahnya di luar batas variabel, atau pembilangnya lebih besar dari penyebutnya.",
        ),
        Jenis(
            "penyebut",
            5,
            "Penyebut berubah",
            "Nilai di bawah garis pecahan berbeda lebih dari 10 % dari tahun lalu.",
        ),
        Jenis(
            "lemah",
            5,
            "Kosong dengan alasan lemah",
            "Alasan kosong tanpa penjelasan, menunggu rilis tanpa tanggal, atau tanggal rilisnya sudah lewat.",
        ),
        Jenis("kosong", 4, "Kosong", "Tidak ada hasil; alasannya tertulis."),
        Jenis("bukti", 3, "Tanpa bukti dukung", "Belum ada satu pun berkas atau tautan bukti dukung."),
        Jenis("tepat", 2, "Capaian tepat 100 %", "Capaiannya persis 100 %: realisasi sama dengan target."),
        Jenis(
            "sumber", 1, "Bukti belum lengkap", "Ada butir «Sumber Data» menurut penetapan yang belum mempunyai bukti."
        ),
        Jenis("sama", 1, "Sama dengan tahun lalu", "Hasilnya persis sama dengan tahun lalu."),
    )
}


@dataclass(frozen=True)
class Tanda:
    """One reason why a value deserves a look."""

    kode: str
    label: str

    @property
    def bobot(self) -> int:
        """How much it weighs."""
        return TANDA[self.kode].bobot

    @property
    def arti(self) -> str:
        """What the sign means, with its limit."""
        return TANDA[self.kode].arti


@dataclass(frozen=True)
class Bahan:
    """What the signs of one value are read from; `bukti`: the source that each piece of evidence names."""

    row: Realisasi
    lalu: Realisasi | None = None
    hari_ini: date = date.max
    bukti: Sequence[str] | None = None  # None: not looked up
    sumber: Sequence[str] = ()
    variabel: Sequence[Variabel] = ()
    ulang: bool = False
    masukan: Mapping[str, Mapping[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "masukan", inputs_of(self.row))

    @property
    def jenis(self) -> tuple[tuple[str, str], ...]:
        """Names and kinds of the inputs, as the formula knows them."""
        return tuple((nama, m.get("jenis", "angka")) for nama, m in self.masukan.items())


def inputs_of(row: Realisasi) -> dict[str, Mapping[str, Any]]:
    """The inputs as they were used, by name."""
    return {m["nama"]: m for m in (row.cuplikan or {}).get("masukan", [])}


def tanda_of(bahan: Bahan) -> list[Tanda]:
    """All signs of one value, the heaviest first."""
    found = [*_always(bahan), *(_blank(bahan) if bahan.row.hasil is None else _valued(bahan))]
    return sorted(found, key=lambda tanda: -tanda.bobot)


def _always(bahan: Bahan) -> Iterator[Tanda]:
    if bahan.ulang:
        yield Tanda("ulang", "diajukan ulang tanpa perubahan")
    for text in _outside(bahan):
        yield Tanda("batas", text)
        break
    for text in _denominators(bahan):
        yield Tanda("penyebut", text)
        break


def _blank(bahan: Bahan) -> Iterator[Tanda]:
    yield Tanda("kosong", f"kosong: {tulis_kosong(bahan.row.kosong_kode or 'belum_diisi')}")
    for text in _weak(bahan):
        yield Tanda("lemah", text)
        break


def _valued(bahan: Bahan) -> Iterator[Tanda]:
    row = bahan.row
    capaian = None if row.capaian is None else Decimal(row.capaian)
    if capaian is not None and capaian > CAPAIAN_TINGGI:
        yield Tanda("tinggi", "capaian di atas 150 %")
    if capaian == CAPAIAN_TEPAT:
        yield Tanda("tepat", "capaian tepat 100 %")
    yield from _evidence(bahan)
    if bahan.lalu is None or bahan.lalu.hasil is None:
        return
    now, then = Decimal(row.hasil or 0), Decimal(bahan.lalu.hasil)
    if now == then:
        yield Tanda("sama", "sama dengan tahun lalu")
    elif not then or abs(now - then) / abs(then) > LONJAKAN:
        yield Tanda("lonjakan", "naik tajam dari tahun lalu" if now > then else "turun tajam dari tahun lalu")


def _evidence(bahan: Bahan) -> Iterator[Tanda]:
    if bahan.bukti is None:
        return
    if not bahan.bukti:
        yield Tanda("bukti", "tanpa bukti dukung")
    elif missing := tanpa_bukti(bahan.sumber, bahan.bukti):
        yield Tanda("sumber", f"{len(missing)} dari {len(bahan.sumber)} sumber data tanpa bukti")


def _denominators(bahan: Bahan) -> Iterator[str]:
    """Each denominator that moved more than the limit, with both values."""
    if bahan.lalu is None:
        return
    before = inputs_of(bahan.lalu)
    for nama in sorted(penyebut_of((bahan.row.cuplikan or {}).get("rumus", ""), bahan.jenis)):
        now, then = jumlah_of(bahan.masukan.get(nama)), jumlah_of(before.get(nama))
        if now is None or then is None or now == then:
            continue
        if not then or abs(now - then) / abs(then) > PENYEBUT:
            yield f"penyebut berubah: {write_number(then)} → {write_number(now)}"


def jumlah_of(masukan: Mapping[str, Any] | None) -> Decimal | None:
    """A number, or the sum of a deret; None for a blank, a code, a constant of the formula, or nothing at all."""
    if (
        masukan is None
        or masukan.get("jenis") == Variabel.Jenis.PILIHAN
        or masukan.get("sumber") == "tetapan dalam rumus"
    ):
        return None
    value = masukan.get("nilai")
    parts = value if isinstance(value, list) else [value]
    numbers = [Decimal(part) for part in parts if isinstance(part, str) and part]
    return sum(numbers, Decimal(0)) if parts and len(numbers) == len(parts) else None


def _outside(bahan: Bahan) -> Iterator[str]:
    """Raw values outside the limits of today, and a part that is more than its whole."""
    for variabel in bahan.variabel:
        for part in _numbers(bahan.row.nilai_mentah.get(variabel.nama), variabel):
            try:
                check_limits(variabel, part)
            except ServiceError as error:
                yield f"di luar batas: {variabel.label}. {error.pesan}"
    row = bahan.row
    if row.hasil is None or Decimal(row.hasil) <= SERATUS or (row.cuplikan or {}).get("satuan") != "%":
        return
    for top, bottom in bagi_of(row.cuplikan.get("rumus", ""), bahan.jenis):
        above, below = jumlah_of(bahan.masukan.get(top)), jumlah_of(bahan.masukan.get(bottom))
        if above is not None and below is not None and above > below:
            yield f"pembilang ({write_number(above)}) lebih besar dari penyebut ({write_number(below)})"


def _numbers(raw: Any, variabel: Variabel) -> Iterable[Decimal]:
    if variabel.jenis == Variabel.Jenis.PILIHAN:
        return
    for part in raw if isinstance(raw, list) else [raw]:
        if isinstance(part, str) and part:
            yield Decimal(part)


def _weak(bahan: Bahan) -> Iterator[str]:
    """Reasons that explain nothing."""
    for nama, raw in bahan.row.nilai_mentah.items():
        label = bahan.masukan.get(nama, {}).get("label", nama)
        for part in raw if isinstance(raw, list) else [raw]:
            if isinstance(part, Mapping) and (text := _weak_reason(part, bahan)):
                yield f"alasan lemah: {label} {text}"


def _weak_reason(blank: Mapping[str, str], bahan: Bahan) -> str:
    kode, day = blank.get("kosong", "belum_diisi"), blank.get("tanggal")
    if kode == "belum_diisi":
        return "belum diisi"
    if kode == "menunggu_rilis":
        if not day:
            return "menunggu rilis tanpa perkiraan tanggal"
        late = date.fromisoformat(day)
        return f"menunggu rilis {write_date(late)}, tanggal itu sudah lewat" if late < bahan.hari_ini else ""
    return "" if blank.get("catatan") or bahan.row.keterangan.strip() else f"{tulis_kosong(kode)}, tanpa penjelasan"
