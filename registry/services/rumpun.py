"""Families of formulas as the pages show them: drawn, told, with worked examples, and who uses them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from formulas import Kosong, write_number
from formulas.families import Contoh, Rumpun, families
from formulas.render import printed_parts, sentence
from registry.cari import fold, matches
from registry.models import Pengguna, Rumus
from registry.tulis import tulis_kosong

KINI, LALU = "n-", "l-"


@dataclass(frozen=True)
class ContohRumpun:
    """A worked example in words, and the address query that puts it into the playground."""

    isi: str
    hasil: str
    catatan: str
    query: str


@dataclass(frozen=True)
class RumpunTampil:
    """A family ready to draw."""

    rumpun: Rumpun
    gambar: list[Any]
    kalimat: str
    pemakai: int

    @property
    def arah(self) -> str:
        """The direction in words."""
        return Rumus.Arah(self.rumpun.arah).label

    @property
    def contoh(self) -> list[ContohRumpun]:
        """Its worked examples."""
        return [_example(self.rumpun, case) for case in self.rumpun.cases]


def families_for(user: Pengguna, q: str = "") -> list[RumpunTampil]:
    """All families, or those that the words fit; with the number of visible indicators that compute so."""
    used = _users(user)
    words = fold(q).split()
    rows = [r for r in families().values() if matches(words, r.kode, r.nama, r.arti, r.sumber, *r.labels.values())]
    return [draw(r, used.get(r.kode, 0)) for r in rows]


def users_of(user: Pengguna, kode: str) -> int:
    """How many visible indicators compute by this family."""
    return _users(user).get(kode, 0)


def _users(user: Pengguna) -> dict[str, int]:
    rows = Rumus.objects.visible_to(user).filter(status=Rumus.Status.BERLAKU).exclude(rumpun="")
    return dict(rows.order_by().values_list("rumpun").annotate(Count("pk")))


def draw(rumpun: Rumpun, pemakai: int = 0) -> RumpunTampil:
    """A family with its fraction and its sentence."""
    tree, persen = rumpun.formula.tree, rumpun.satuan == "%"
    gambar, kalimat = printed_parts(tree, rumpun.labels, persen), sentence(tree, rumpun.labels, persen)
    return RumpunTampil(rumpun, gambar, kalimat, pemakai)


def _example(rumpun: Rumpun, case: Contoh) -> ContohRumpun:
    values = [*_named(rumpun, case.given, ""), *_named(rumpun, case.lalu, " tahun lalu")]
    hasil = f"{case.hasil} {rumpun.satuan}" if case.hasil else tulis_kosong(case.kosong or "")
    return ContohRumpun("; ".join(values), hasil, case.catatan, urlencode(as_text(case)))


def _named(rumpun: Rumpun, values: Mapping[str, Any], tail: str) -> list[str]:
    return [f"{rumpun.labels.get(nama, nama)}{tail}: {_text(nilai) or 'belum diisi'}" for nama, nilai in values.items()]


def as_text(case: Contoh) -> dict[str, str]:
    """A worked example as it would be typed."""
    now = {f"{KINI}{nama}": _text(nilai) for nama, nilai in case.given.items()}
    return now | {f"{LALU}{nama}": _text(nilai) for nama, nilai in case.lalu.items()}


def _text(nilai: Any) -> str:
    if isinstance(nilai, tuple):
        return "; ".join(_text(satu) for satu in nilai)
    return "" if isinstance(nilai, Kosong) else write_number(nilai)
