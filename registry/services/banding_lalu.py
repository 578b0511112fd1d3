"""The inputs of one value beside those of the year before, with how far they are apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from formulas.notation import write_number
from registry.models import Pengguna, Realisasi
from registry.services.keganjilan import PENYEBUT, Bahan, inputs_of, jumlah_of
from registry.services.pecahan import penyebut_of
from registry.services.verifikasi import last_year
from registry.tulis import tulis_mentah


@dataclass(frozen=True)
class Masukan:
    """One input of this year and of the year before, in words."""

    label: str
    satuan: str
    sumber: str
    kini: str
    lalu: str
    selisih: str
    penyebut: bool
    jauh: bool  # a denominator that moved more than its limit


@dataclass(frozen=True)
class BandingLalu:
    """The inputs, and the results of both years."""

    tahun: int
    lalu: Realisasi | None
    masukan: tuple[Masukan, ...]


def banding_lalu(user: Pengguna, realisasi: Realisasi) -> BandingLalu:
    """What the reviewer compares; one query."""
    old = last_year(user, [realisasi]).get(realisasi.pk)
    before = inputs_of(old) if old is not None else {}
    bahan = Bahan(realisasi)
    below = penyebut_of((realisasi.cuplikan or {}).get("rumus", ""), bahan.jenis)
    rows = [_row(m, before.get(nama), nama in below) for nama, m in bahan.masukan.items()]
    return BandingLalu(realisasi.tahun - 1, old, tuple(rows))


def _row(now: Mapping[str, Any], then: Mapping[str, Any] | None, penyebut: bool) -> Masukan:
    a, b = jumlah_of(now), jumlah_of(then)
    text, far = _difference(a, b)
    return Masukan(
        label=now["label"],
        satuan=now.get("satuan", ""),
        sumber=now.get("sumber", ""),
        kini=_members(now),
        lalu="tidak ada data" if then is None else _members(then),
        selisih=text,
        penyebut=penyebut,
        jauh=penyebut and far,
    )


def _difference(now: Decimal | None, then: Decimal | None) -> tuple[str, bool]:
    """In percent of last year, and whether that is more than a denominator may move."""
    if now is None or then is None:
        return "–", False
    if now == then:
        return "tetap", False
    if not then:
        return "dari nol", True
    share = (now - then) / abs(then)
    sign = "+" if share > 0 else "−"
    return f"{sign}{write_number(abs(share) * 100, 1)} %", abs(share) > PENYEBUT


def _members(masukan: Mapping[str, Any]) -> str:
    """The value as typed; the members of a deret with their names."""
    value, jenis = masukan.get("nilai"), masukan.get("jenis", "angka")
    names = masukan.get("anggota") or []
    if isinstance(value, list) and len(names) == len(value):
        return "; ".join(f"{name}: {tulis_mentah(part)}" for name, part in zip(names, value, strict=True))
    return tulis_mentah(value, jenis)
