"""Compares an uploaded workbook with what is stored, cell by cell: changed, unchanged, refused, or moved on both sides.

Three values meet: what stood in the workbook when it was downloaded (found again in the history by its version),
what is stored now, and what the file says. Only what the person changed counts; where somebody else changed the
same cell meanwhile, both values are shown and nothing is chosen beforehand. Nothing here writes.
"""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from formulas.words import spell
from registry.models import Variabel
from registry.services import excel_tata as tata
from registry.services.errors import ServiceError
from registry.services.excel_baca import BarisBerkas, Berkas, Masalah, Sel
from registry.services.excel_bahan import Bahan, BahanIndikator
from registry.services.excel_tata import Baris, Jenis, rows_of, spread
from registry.services.impor_nilai import SelDitolak, read_row, read_text
from registry.services.impor_sama import TANPA_ASAL, base_values, joined, same_text, same_value
from registry.tulis import tulis_mentah

BUKAN_OPD = "Berkas ini milik {opd}, bukan {sendiri}. Unduh berkas OPD Anda sendiri."
BUKAN_TAHUN = "Berkas ini untuk tahun {tahun}, bukan {sekarang}. Pilih tahun {tahun}, lalu unggah lagi."
BUKAN_INDIKATOR = "Indikator {kode} tidak diisi {opd} pada tahun {tahun}. Hapus baris ini."
BUKAN_ISIAN = "Isian «{isian}» tidak ada lagi pada indikator {kode}; rumusnya mungkin berganti. Unduh berkas baru."
TERKUNCI = "Sel ini terkunci ({status}), sehingga tidak dapat diubah. Kembalikan nilainya menjadi: {lama}."
TIDAK_ADA = "{n} baris isian tidak ada dalam berkas; nilainya tidak berubah."
DIPERTAHANKAN = (
    "{n} sel yang tidak Anda ubah sudah berubah di aplikasi sejak berkas diunduh; nilai di aplikasi dipakai."
)


@dataclass(frozen=True)
class Perubahan:
    """One cell: what is stored, what the file says, and what somebody else made of it meanwhile."""

    alamat: str
    label: str
    lama: str
    baru: str
    dibaca: str = ""
    bentrok: bool = False


@dataclass
class UnitBaru:
    """What the file changes in one indicator: raw values of whole variables, texts, and the cells as shown."""

    kode: str
    instansi: str
    nama: str
    untuk: str
    version: int
    rumus: int
    nilai: dict[str, Any] = field(default_factory=dict)
    teks: dict[str, str] = field(default_factory=dict)
    semula: dict[str, Any] = field(default_factory=dict)
    teks_semula: dict[str, str] = field(default_factory=dict)
    sel: list[dict[str, Any]] = field(default_factory=list)
    tolak: str = ""
    hasil_lama: str = ""
    hasil_baru: str = ""

    @property
    def kunci(self) -> str:
        """How the form names it."""
        return f"{self.kode}|{self.instansi}"

    @property
    def bentrok(self) -> bool:
        """Whether somebody else changed a cell of it meanwhile."""
        return any(cell["bentrok"] for cell in self.sel)


@dataclass
class Banding:
    """The whole comparison, ready to be stored as JSON."""

    unit: list[UnitBaru] = field(default_factory=list)
    masalah: list[dict[str, Any]] = field(default_factory=list)
    sama: int = 0
    dipertahankan: int = 0
    catatan: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def check_owner(berkas: Berkas, bahan: Bahan) -> None:
    """Refuses the workbook of another OPD, Pemda or year."""
    member = bahan.member
    if (berkas.pemda, berkas.opd) != (member.pemda.kode, member.instansi.kode):
        raise ServiceError(BUKAN_OPD.format(opd=berkas.opd[:40] or "OPD lain", sendiri=member.instansi))
    if berkas.tahun != bahan.tahun:
        raise ServiceError(BUKAN_TAHUN.format(tahun=berkas.tahun, sekarang=bahan.tahun))


def compare(berkas: Berkas, bahan: Bahan) -> Banding:
    """Every cell of the file against what is stored."""
    return _Pembanding(berkas, bahan).run()


class _Pembanding:
    """One comparison: walks the rows of the file, collects per indicator."""

    def __init__(self, berkas: Berkas, bahan: Bahan) -> None:
        self.berkas, self.bahan = berkas, bahan
        self.hasil = Banding(catatan=list(berkas.catatan))
        self.harap = {row.kunci: row for row in rows_of(bahan)}
        self.asal = base_values(bahan, berkas.versi)
        self.anggota: dict[tuple[tuple[str, str], str], list[Any]] = {}
        self.unit: dict[tuple[str, str], UnitBaru] = {}

    def run(self) -> Banding:
        """Rows, then derets put together, then what is missing."""
        for problem in self.berkas.masalah:
            self._refuse(problem)
        read = {row.kunci for row in self.berkas.baris}
        for row in self.berkas.baris:
            self._row(row)
        for (kunci, nama), members in self.anggota.items():
            self.unit[kunci].nilai[nama] = joined(members)
        missing = sum(1 for key, row in self.harap.items() if row.terbuka and key not in read)
        if missing:
            self.hasil.catatan.append(TIDAK_ADA.format(n=missing))
        if self.hasil.dipertahankan:
            self.hasil.catatan.append(DIPERTAHANKAN.format(n=self.hasil.dipertahankan))
        self.hasil.unit = [self.unit[i.kunci] for i in self.bahan.butir if i.kunci in self.unit]
        return self.hasil

    def _refuse(self, problem: Masalah, row: Baris | None = None) -> None:
        where = Sel(problem.baris, problem.kolom, "", "").alamat
        told = {"alamat": where, "baris": problem.baris, "kolom": problem.kolom, "isi": problem.isi[:200]}
        kunci = "|".join(row.item.kunci) if row else ""
        label = f"{row.item.unit.indikator.nama} – {row.uraian}" if row else ""
        self.hasil.masalah.append({**told, "pesan": problem.pesan, "unit": kunci, "label": label})

    def _row(self, row: BarisBerkas) -> None:
        known = self.harap.get(row.kunci)
        if known is None:
            self._unknown(row)
        elif known.jenis in (Jenis.NILAI, Jenis.TEKS):
            try:
                self._value(row, known) if known.jenis == Jenis.NILAI else self._text(row, known)
            except SelDitolak as error:
                self._refuse(Masalah(error.sel.baris, error.sel.kolom, error.sel.tampil, error.pesan), known)

    def _unknown(self, row: BarisBerkas) -> None:
        """A row that is not (or no more) in the workbook: only what somebody typed there matters."""
        kode, instansi, isian = row.kunci
        typed = [row.sel[name] for name in self._input_columns() if name in row.sel]
        if not typed or (isian.startswith(":") and (kode, instansi) in self.bahan.by_kunci):
            return
        if (kode, instansi) in self.bahan.by_kunci:
            pesan = BUKAN_ISIAN.format(isian=isian[:40], kode=kode)
        else:
            opd = self.bahan.member.instansi
            pesan = BUKAN_INDIKATOR.format(kode=kode[:60], opd=opd, tahun=self.bahan.tahun)
        self._refuse(Masalah(typed[0].baris, typed[0].kolom, typed[0].tampil, pesan))

    def _input_columns(self) -> tuple[str, ...]:
        return (f"Tahun {self.bahan.tahun}", tata.ALASAN, tata.RILIS, tata.CATATAN)

    def _value(self, row: BarisBerkas, known: Baris) -> None:
        variabel = known.variabel
        assert variabel is not None
        columns = zip(("nilai", "alasan", "rilis", "catatan"), self._input_columns(), strict=True)
        cells = {name: row.sel.get(column) for name, column in columns}
        baru = read_row(variabel, cells, self.berkas.epoch_1904, known.nilai)
        asal = self.asal.get(known.item.kunci, {})
        before = asal.get(variabel.nama) if asal is not TANPA_ASAL else TANPA_ASAL
        if known.anggota is not None and before is not TANPA_ASAL:
            before = spread(before, len(variabel.anggota))[known.anggota]
        verdict = self._verdict(before, known.nilai, baru, same_value)
        cell = next((c for c in cells.values() if c is not None), None)
        where = cell or Sel(row.baris, self.berkas.kolom[f"Tahun {self.bahan.tahun}"], "teks", "")
        if not self._counts(verdict, known, where, tulis_mentah(known.nilai, variabel.jenis)):
            return
        self._put(known, variabel, baru)
        lama, text = (tulis_mentah(value, variabel.jenis) for value in (known.nilai, baru))
        told = where.alamat, _label(known), lama, text, _words(variabel, baru)
        self._show(known, Perubahan(*told, bentrok=verdict == "bentrok"))

    def _text(self, row: BarisBerkas, known: Baris) -> None:
        sel, name = row.sel.get(f"Tahun {self.bahan.tahun}"), known.isian.removeprefix(":")
        baru = read_text(sel)
        asal = self.asal.get(known.item.kunci, {})
        before = asal.get(known.isian, "") if asal is not TANPA_ASAL else TANPA_ASAL
        verdict = self._verdict(before, known.nilai, baru, same_text)
        where = sel or Sel(row.baris, self.berkas.kolom[f"Tahun {self.bahan.tahun}"], "teks", "")
        if not self._counts(verdict, known, where, known.nilai or "kosong"):
            return
        unit = self._unit(known.item)
        unit.teks[name], unit.teks_semula[name] = baru, known.nilai
        lama, shown = known.nilai or "kosong", baru or "kosong"
        self._show(known, Perubahan(where.alamat, _label(known), lama, shown, bentrok=verdict == "bentrok"))

    def _verdict(self, before: Any, now: Any, new: Any, same: Any) -> str:
        """sama | dipertahankan | baru | bentrok."""
        if same(now, new):
            return "sama"
        if before is not TANPA_ASAL and same(before, new):
            return "dipertahankan"
        return "baru" if before is not TANPA_ASAL and same(before, now) else "bentrok"

    def _counts(self, verdict: str, known: Baris, where: Sel, lama: str) -> bool:
        """Whether the cell is a change that may be written."""
        if verdict == "sama":
            self.hasil.sama += 1
        elif verdict == "dipertahankan":
            self.hasil.dipertahankan += 1
        elif not known.terbuka:
            raise SelDitolak(where, TERKUNCI.format(status=known.status or known.item.status, lama=lama))
        else:
            return True
        return False

    def _unit(self, item: BahanIndikator) -> UnitBaru:
        if item.kunci not in self.unit:
            own = item.unit.instansi.pk == self.bahan.member.instansi_id
            self.unit[item.kunci] = UnitBaru(
                *item.kunci,
                item.unit.indikator.nama,
                "" if own else str(item.unit.instansi),
                item.version,
                item.rumus.pk,
            )
        return self.unit[item.kunci]

    def _put(self, known: Baris, variabel: Variabel, baru: Any) -> None:
        unit = self._unit(known.item)
        stored = known.item.mentah(variabel.nama)
        unit.semula[variabel.nama] = stored
        if known.anggota is None:
            unit.nilai[variabel.nama] = baru
            return
        key = (known.item.kunci, variabel.nama)
        self.anggota.setdefault(key, spread(stored, len(variabel.anggota)))[known.anggota] = baru

    def _show(self, known: Baris, change: Perubahan) -> None:
        self._unit(known.item).sel.append(asdict(change))


def _label(known: Baris) -> str:
    if known.anggota is not None and known.variabel is not None:
        return f"{known.variabel.label} – {known.uraian}"
    return known.uraian


def _words(variabel: Variabel, baru: Any) -> str:
    """The number in words, so that 1.500 cannot be taken for one and a half."""
    number = isinstance(baru, str) and variabel.jenis != Variabel.Jenis.PILIHAN
    return spell(Decimal(baru)) if number else ""
