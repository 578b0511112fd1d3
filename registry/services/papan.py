"""The board of a year: how far each OPD is, by status, with its deadline.

Only statuses are counted here; no value leaves this module. So those who may not read an OPD's drafts still see
how many of its values are being entered. An OPD sees its own row. Everything is read in bulk.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from registry.models import Instansi, Pemda, Pengguna, Realisasi
from registry.services.berlaku import Satuan, units_in_year
from registry.services.jendela import Jendela, Sebab, calendar_of
from registry.services.koordinator import koordinator_of

Status = Realisasi.Status
BELUM = "belum"
STATUS: dict[str, str] = {
    BELUM: "Belum diisi",
    Status.DRAF: "Draf",
    Status.DIKEMBALIKAN: "Dikembalikan",
    Status.DIAJUKAN: "Diajukan",
    Status.TERVERIFIKASI: "Terverifikasi",
    Status.TERKUNCI: "Terkunci",
}
SISA = (BELUM, Status.DRAF, Status.DIKEMBALIKAN)  # with the OPD: something is left to do
LEBAR = 100
URUT = {"kemajuan": "Paling tertinggal", "nama": "Urutan instansi", "batas": "Batas terdekat"}
TERTUTUP = {
    Sebab.BELUM_DIBUKA: "belum dibuka",
    Sebab.DITUTUP: "ditutup",
    Sebab.DIKUNCI: "dikunci",
    Sebab.TRIWULAN: "tidak per triwulan",
    Sebab.BELUM_MULAI: "belum mulai",
}


@dataclass(frozen=True)
class Butir:
    """One value to enter and where it stands."""

    unit: Satuan
    status: str
    realisasi: int | None

    @property
    def label(self) -> str:
        """The status in words."""
        return STATUS[self.status]

    @property
    def sisa(self) -> bool:
        """Whether the OPD has something left to do."""
        return self.status in SISA


@dataclass(frozen=True)
class Ruas:
    """One piece of the bar: which status, how many, where it begins and how long it is (of 100)."""

    status: str
    label: str
    jumlah: int
    mulai: str
    lebar: str


@dataclass(frozen=True)
class BarisPapan:
    """One OPD, or a group of them (`anggota`), or all of them."""

    instansi: Instansi | None
    butir: tuple[Butir, ...]
    jendela: Jendela | None = None
    anggota: tuple["BarisPapan", ...] = ()

    @cached_property
    def hitungan(self) -> Counter[str]:
        """Status → how many."""
        return Counter(row.status for row in self.butir)

    @property
    def kolom(self) -> list[int]:
        """The counts in the order of STATUS."""
        return [self.hitungan[status] for status in STATUS]

    @property
    def jumlah(self) -> int:
        """Of how many."""
        return len(self.butir)

    @property
    def sisa(self) -> int:
        """How many are still with the OPD."""
        return sum(self.hitungan[status] for status in SISA)

    @property
    def persen(self) -> int:
        """Share that was submitted, rounded down so that 100 means all."""
        return (self.jumlah - self.sisa) * 100 // self.jumlah if self.jumlah else 0

    @cached_property
    def ruas(self) -> list[Ruas]:
        """The bar: what is done first, so that the empty part is at its end."""
        pieces, start = [], 0
        for status in reversed(STATUS):
            count = self.hitungan[status]
            if count:
                begin, end = start * LEBAR / self.jumlah, (start + count) * LEBAR / self.jumlah
                pieces.append(Ruas(status, STATUS[status], count, f"{begin:.3f}", f"{end - begin:.3f}"))
                start += count
        return pieces

    @property
    def teks_ruas(self) -> str:
        """The bar in words."""
        return ", ".join(f"{piece.jumlah} {piece.label.lower()}" for piece in self.ruas) or "tidak ada indikator"

    @property
    def batas(self) -> str:
        """Days that are left, or why there is nothing to wait for."""
        if self.anggota:
            texts = {row.batas for row in self.anggota}
            return texts.pop() if len(texts) == 1 else "beragam"
        window = self.jendela
        if window is None:
            return ""
        if window.sebab in TERTUTUP:
            return TERTUTUP[window.sebab]
        if window.sisa is None:
            return "tanpa batas"
        if window.sisa < 0:
            return f"lewat {-window.sisa} hari"
        return f"{window.sisa} hari lagi" if window.sisa else "hari ini"


@dataclass(frozen=True)
class Papan:
    """The rows in order, groups folded into one row each, and the sum of all."""

    pemda: Pemda
    tahun: int
    periode: int
    baris: tuple[BarisPapan, ...]
    opd: tuple[BarisPapan, ...]  # without groups
    total: BarisPapan
    umum: Jendela  # of those without an extension

    def of(self, pk: int) -> BarisPapan | None:
        """The row of one OPD."""
        return next((row for row in self.opd if row.instansi is not None and row.instansi.pk == pk), None)


def papan_for(user: Pengguna, tahun: int, periode: int = 0, urut: str = "kemajuan") -> Papan:
    """The board as this person may see it: an OPD its own row."""
    member = user.keanggotaan_aktif
    return papan_of(member.pemda, tahun, periode, urut, {member.instansi_id} if member.is_opd else None)


def papan_of(pemda: Pemda, tahun: int, periode: int = 0, urut: str = "kemajuan", only: set[int] | None = None) -> Papan:
    """The board of a Pemda, of all OPD or some of them. The number of queries does not depend on their number."""
    units = units_in_year(pemda, tahun)
    owners = koordinator_of(units)
    rows = Realisasi.objects.filter(indikator__pemda=pemda).for_year(tahun, periode).order_by()
    stored = {(i, o): (s, pk) for i, o, s, pk in rows.values_list("indikator", "instansi", "status", "pk")}
    places: dict[int, Instansi] = {}
    found: dict[int, list[Butir]] = {}
    for unit in units:
        key = (unit.indikator.pk, unit.instansi.pk)
        owner = owners[key]
        status, pk = stored.get(key, (BELUM, None))
        places[owner.pk] = owner
        found.setdefault(owner.pk, []).append(Butir(unit, status, pk))
    calendar = calendar_of(pemda, tahun)
    wanted = [pk for pk in places if only is None or pk in only]
    opd = [BarisPapan(places[pk], tuple(found[pk]), calendar.of(pk, periode)) for pk in wanted]
    opd.sort(key=_order(urut))
    total = BarisPapan(None, tuple(butir for row in opd for butir in row.butir))
    shown = tuple(sorted(_grouped(opd), key=_order(urut)))
    return Papan(pemda, tahun, periode, shown, tuple(opd), total, calendar.of(None, periode))


def _grouped(rows: Sequence[BarisPapan]) -> Iterable[BarisPapan]:
    """Two or more members of one group become one row that unfolds."""
    members: dict[int, list[BarisPapan]] = {}
    for row in rows:
        if row.instansi is not None and row.instansi.kelompok_id:
            members.setdefault(row.instansi.kelompok_id, []).append(row)
    groups = {g.pk: g for g in Instansi.objects.filter(pk__in=[pk for pk, some in members.items() if len(some) > 1])}
    for row in rows:
        if row.instansi is None or row.instansi.kelompok_id not in groups:
            yield row
    for pk, group in groups.items():
        some = members[pk]
        yield BarisPapan(group, tuple(b for row in some for b in row.butir), anggota=tuple(some))


def _order(urut: str):
    """How rows are sorted; always the same for the same data."""

    def place(row: BarisPapan) -> tuple[int, str]:
        return (row.instansi.urut, row.instansi.kode) if row.instansi else (0, "")

    def days(row: BarisPapan) -> int:
        left = [r.jendela.sisa for r in (row.anggota or (row,)) if r.jendela and r.jendela.sisa is not None]
        return min(left, default=10**6)

    keys = {
        "kemajuan": lambda row: (row.persen, -row.sisa, place(row)),
        "nama": place,
        "batas": lambda row: (days(row), row.persen, place(row)),
    }
    return keys.get(urut, keys["kemajuan"])
