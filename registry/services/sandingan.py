"""Two decrees beside each other: what was added, dropped, renamed, moved, computed otherwise; word by word.

Indicators belong together along `lanjutan_dari`; what is left, by the same name on the sheet of the same instansi.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Prefetch

from formulas.render import plain_text
from registry.models import Indikator, LembarInstansi, Penetapan, Pengguna, Rumus
from registry.services.nama import fold_name

MAKS_KATA = 1_500  # longer texts are shown whole, old and new
MAKS_RANTAI = 20
SAMA, HAPUS, SISIP = "sama", "hapus", "sisip"
JENIS = {
    "ditambah": "Ditambah",
    "dihapus": "Tidak dilanjutkan",
    "berganti_nama": "Berganti nama",
    "rumus_berubah": "Rumus berubah",
    "pindah": "Pindah tempat",
    "isi_berubah": "Isi sel berubah",
}
SEL = (
    ("penjelasan", "Penjelasan"),
    ("makna", "Makna"),
    ("alasan", "Alasan"),
    ("referensi", "Referensi"),
    ("sumber_data", "Sumber data"),
    ("penanggung_jawab", "Penanggung jawab"),
)
RUMUS = (("rumus_cetak", "Rumus tercetak"), ("ekspresi", "Rumus hitung"), ("satuan", "Satuan"), ("arah", "Arah"))
TEMPAT = (("lembar", "Lembar"), ("sasaran", "Sasaran"))
NASKAH = (
    ("tentang", "Tentang"),
    ("menimbang", "Menimbang"),
    ("mengingat", "Mengingat"),
    ("menetapkan", "Menetapkan"),
    ("diktum", "Diktum"),
    ("tembusan", "Tembusan"),
)
Potongan = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Beda:
    """One part that differs, as pieces marked sama | hapus | sisip."""

    label: str
    potongan: Potongan


@dataclass(frozen=True)
class Baris:
    """One indicator of either decree or both, with what happened to it (keys of JENIS)."""

    lama: Indikator | None
    baru: Indikator | None
    jenis: tuple[str, ...]
    beda: tuple[Beda, ...]

    @property
    def sebutan(self) -> list[str]:
        """What happened, in words."""
        return [JENIS[kode] for kode in self.jenis]

    @property
    def indikator(self) -> Indikator:
        """The newer of the two."""
        found = self.baru or self.lama
        if found is None:
            raise ValueError("a row of nothing")
        return found


@dataclass
class Sandingan:
    """The whole comparison."""

    lama: Penetapan
    baru: Penetapan
    naskah: list[Beda] = field(default_factory=list)
    berubah: list[Baris] = field(default_factory=list)
    tetap: list[Baris] = field(default_factory=list)

    @property
    def jumlah(self) -> list[tuple[str, int]]:
        """How many of each kind, in words."""
        counted = [(label, sum(kode in row.jenis for row in self.berubah)) for kode, label in JENIS.items()]
        return [*counted, ("Tetap", len(self.tetap))]


def compare(user: Pengguna, lama: Penetapan, baru: Penetapan) -> Sandingan:
    """Both decrees as far as the user may read their sheets; a constant number of queries."""
    old, new = (_indicators(user, row) for row in (lama, baru))
    result = Sandingan(lama, baru, list(_differences(NASKAH, _body(lama), _body(baru))))
    cells_old, cells_new = _all_cells(old), _all_cells(new)
    for before, after in _pairs(old, new):
        row = _row(before, after, cells_old, cells_new)
        (result.berubah if row.jenis else result.tetap).append(row)
    return result


def _indicators(user: Pengguna, penetapan: Penetapan) -> list[Indikator]:
    sheets = LembarInstansi.objects.visible_to(user).filter(lampiran__penetapan=penetapan)
    rows = Indikator.objects.filter(lembar__in=sheets).with_sheet()
    current = Rumus.objects.filter(status=Rumus.Status.BERLAKU)
    return list(rows.prefetch_related(Prefetch("rumus", current, to_attr="berlaku")).in_order())


def _body(row: Penetapan) -> dict[str, str]:
    return {name: _text(getattr(row, name)) for name, _ in NASKAH}


def _text(value: Any) -> str:
    """A stored part as lines."""
    if isinstance(value, Mapping):
        return "\n".join(part for item in value.values() if (part := _text(item)))
    if isinstance(value, list):
        return "\n".join(part for item in value if (part := _text(item)))
    return "" if value is None else str(value)


def _all_cells(rows: Iterable[Indikator]) -> dict[int, dict[str, str]]:
    """Every cell as text; a merged cell says what it continues."""
    found: dict[int, dict[str, str]] = {}
    above: dict[tuple[int, str], str] = {}
    for row in rows:
        rumus = row.berlaku[0] if row.berlaku else None
        cells = {name: _text(getattr(row, name)) for name, _ in SEL if name != "penjelasan"}
        cells |= {"nama": row.nama, "lembar": row.lembar.nama, "sasaran": row.sasaran.teks}
        cells |= {"penjelasan": _formula_text(row.penjelasan), "rumus_cetak": _formula_text(row.rumus_cetak)}
        for name in row.gabung:
            cells[name] = above.get((row.lembar_id, name), "")
        above |= {(row.lembar_id, name): value for name, value in cells.items()}
        cells["ekspresi"] = rumus.ekspresi if rumus else ""
        cells["satuan"] = rumus.satuan if rumus else ""
        cells["arah"] = rumus.get_arah_display() if rumus else ""
        found[row.pk] = cells
    return found


def _formula_text(value: Any) -> str:
    return plain_text(value) if isinstance(value, list) else value or ""


def _pairs(old: Sequence[Indikator], new: Sequence[Indikator]) -> Iterator[tuple[Indikator | None, Indikator | None]]:
    """Each indicator once: in the order of the new decree, then what is not continued."""
    left = {row.pk: row for row in old}
    partner = {row.pk: left.pop(pk) for row in new if (pk := _predecessor(row, left)) is not None}
    for row in new:
        if row.pk not in partner:
            same = [o for o in left.values() if fold_name(o.nama) == fold_name(row.nama)]
            near = [o for o in same if o.lembar.instansi_id == row.lembar.instansi_id]
            if near:
                partner[row.pk] = left.pop(near[0].pk)
    yield from ((partner.get(row.pk), row) for row in new)
    yield from ((row, None) for row in left.values())


def _predecessor(row: Indikator, left: Mapping[int, Indikator]) -> int | None:
    """The predecessor among these, also across decrees in between."""
    current = row.lanjutan_dari_id
    for _ in range(MAKS_RANTAI):
        if current is None or current in left:
            return current
        current = Indikator.objects.filter(pk=current).values_list("lanjutan_dari", flat=True).first()
    return None


def _row(before: Indikator | None, after: Indikator | None, old: Mapping[int, Any], new: Mapping[int, Any]) -> Baris:
    if before is None or after is None:
        return Baris(before, after, ("dihapus",) if after is None else ("ditambah",), ())
    was, now = old[before.pk], new[after.pk]
    name = list(_differences((("nama", "Nama"),), was, now))
    formula, place, cells = (list(_differences(part, was, now)) for part in (RUMUS, TEMPAT, SEL))
    moved = before.lembar.instansi_id != after.lembar.instansi_id or bool(place)
    kinds = {"berganti_nama": bool(name), "rumus_berubah": bool(formula), "pindah": moved, "isi_berubah": bool(cells)}
    happened = tuple(kode for kode, yes in kinds.items() if yes)
    return Baris(before, after, happened, (*name, *formula, *place, *cells))


def _differences(parts: Sequence[tuple[str, str]], was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Beda]:
    for name, label in parts:
        if " ".join(was[name].split()) != " ".join(now[name].split()):
            yield Beda(label, words(was[name], now[name]))


def words(was: str, now: str) -> Potongan:
    """The new text with what was taken out and put in, word by word."""
    a, b = (re.findall(r"\s+|\S+", text) for text in (was, now))
    if len(a) > 2 * MAKS_KATA or len(b) > 2 * MAKS_KATA:
        return ((HAPUS, was), (SISIP, now))
    pieces: list[tuple[str, str]] = []
    for act, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if act == "equal":
            pieces.append((SAMA, "".join(a[i:j])))
            continue
        pieces += [(HAPUS, "".join(a[i:j]))] if i < j else []
        pieces += [(SISIP, "".join(b[k:m]))] if k < m else []
    return tuple(pieces)


def candidates(user: Pengguna, penetapan: Penetapan) -> list[Penetapan]:
    """The other decrees to compare with: first the one whose indicators it goes on from, then the newest."""
    rows = list(Penetapan.objects.visible_to(user).exclude(pk=penetapan.pk))
    before = Indikator.objects.filter(lanjutan__lembar__lampiran__penetapan=penetapan)
    decree = before.values_list("lembar__lampiran__penetapan", flat=True).first()
    return sorted(rows, key=lambda row: row.pk != decree)
