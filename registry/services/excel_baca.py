"""Finds our table in an uploaded workbook: whose it is, from which versions, and its rows by their hidden codes.

Position means nothing: rows may be moved, columns may be moved, rows may be missing. What cannot be matched is
told by sheet, row and column; nothing is dropped silently.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.utils import get_column_letter

from formulas.notation import NumberError, write_number
from registry.services import excel_tata as tata
from registry.services.excel_aman import read_cells
from registry.services.excel_sel import Ditolak

BUKAN_BERKAS_KITA = (
    "Berkas ini bukan berkas isian dari aplikasi, atau lembar tersembunyinya terhapus. "
    "Unduh berkas baru dari halaman ini, lalu salin angkanya ke sana."
)
VERSI_LAIN = "Berkas ini dibuat dengan format lama. Unduh berkas baru dari halaman ini, lalu salin angkanya ke sana."
TANPA_LEMBAR = "Lembar «Isian» tidak ditemukan; mungkin namanya diubah. Kembalikan namanya menjadi «Isian»."
TANPA_KEPALA = (
    "Baris judul kolom pada lembar «Isian» tidak ditemukan. Kolom «{kolom}» terhapus atau berganti nama. "
    "Unduh berkas baru dari halaman ini, lalu salin angkanya ke sana."
)
KEPALA_GANDA = "Judul kolom «{kolom}» ada lebih dari satu kali pada lembar «Isian». Hapus salah satunya."
LEMBAR_LAIN = "Lembar «{nama}» tidak dibaca; hanya lembar «Isian» yang dipakai."
TANPA_KODE = "Baris ini tidak mempunyai kode tersembunyi; jangan menambah baris. Tulis nilainya pada baris yang ada."
DI_LUAR_TABEL = "Sel ini berada di luar tabel. Pindahkan isinya ke kolom Catatan atau baris Keterangan."
BARIS_GANDA = "Baris ini sama dengan baris {baris}. Hapus salah satunya."
KOSONG_LEMBAR = "Lembar «Isian» kosong. Unduh berkas baru dari halaman ini."


@dataclass(frozen=True)
class Sel:
    """One filled cell as it stands in the file."""

    baris: int
    kolom: int
    jenis: str
    isi: str
    format: str = ""

    @property
    def tampil(self) -> str:
        """What stands in the cell, a number in our notation."""
        try:
            return write_number(Decimal(self.isi)) if self.jenis == "angka" else self.isi
        except (ArithmeticError, NumberError):
            return self.isi

    @property
    def alamat(self) -> str:
        """H12."""
        return f"{get_column_letter(self.kolom)}{self.baris}"


@dataclass(frozen=True)
class Masalah:
    """Something refused: where it stands, what stands there, and why."""

    baris: int
    kolom: int
    isi: str
    pesan: str


@dataclass
class BarisBerkas:
    """One row of the table: its three codes and its cells by the name of their column."""

    baris: int
    kunci: tuple[str, str, str]
    sel: dict[str, Sel]


@dataclass
class Berkas:
    """What an upload says: whose it is, its base versions, its rows, what is wrong with its form."""

    pemda: str
    opd: str
    tahun: int
    versi: dict[tuple[str, str], int]
    kolom: dict[str, int]
    epoch_1904: bool = False
    baris: list[BarisBerkas] = field(default_factory=list)
    masalah: list[Masalah] = field(default_factory=list)
    catatan: list[str] = field(default_factory=list)


def read_workbook(data: bytes) -> Berkas:
    """The table of an uploaded file; Ditolak with a sentence when it is not one of ours."""
    answer = read_cells(data, (tata.LEMBAR, tata.META))
    found = {name: [Sel(*cell) for cell in cells] for name, cells in answer["sel"].items()}
    berkas = _meta(found.get(tata.META, []))
    berkas.epoch_1904 = answer["1904"]
    if tata.LEMBAR not in found:
        raise Ditolak(TANPA_LEMBAR)
    known = {tata.LEMBAR, tata.META, tata.PETUNJUK, tata.SKALA}
    berkas.catatan = [LEMBAR_LAIN.format(nama=s["nama"][:60]) for s in answer["lembar"] if s["nama"] not in known]
    _table(berkas, found[tata.LEMBAR])
    return berkas


def _rows(cells: Iterable[Sel]) -> dict[int, list[Sel]]:
    rows: dict[int, list[Sel]] = {}
    for cell in cells:
        rows.setdefault(cell.baris, []).append(cell)
    return dict(sorted(rows.items()))


def _meta(cells: Sequence[Sel]) -> Berkas:
    """The hidden sheet."""
    told: dict[str, str] = {}
    for row in _rows(cells).values():
        texts = {cell.kolom: cell.isi for cell in row}
        told.setdefault(texts.get(1, ""), texts.get(2, ""))
    if tata.PENANDA not in told:
        raise Ditolak(BUKAN_BERKAS_KITA)
    if told[tata.PENANDA] != tata.FORMAT_VERSI:
        raise Ditolak(VERSI_LAIN)
    versions = {}
    for key, value in told.items():
        kind, _, rest = key.partition("|")
        kode, _, instansi = rest.partition("|")
        if kind == "versi" and value.isascii() and value.isdigit() and len(value) < 10:
            versions[kode, instansi] = int(value)
    tahun = told.get("tahun", "")
    if not (tahun.isascii() and tahun.isdigit() and len(tahun) == 4):
        raise Ditolak(BUKAN_BERKAS_KITA)
    return Berkas(told.get("pemda", ""), told.get("opd", ""), int(tahun), versions, {})


def _table(berkas: Berkas, cells: Sequence[Sel]) -> None:
    if not cells:
        raise Ditolak(KOSONG_LEMBAR)
    wanted = tata.headers(berkas.tahun)
    rows = _rows(cells)
    head = max(rows, key=lambda at: len({_plain(c.isi) for c in rows[at]} & set(wanted)))
    berkas.kolom = _header(rows[head], wanted)
    seen: dict[tuple[str, str, str], int] = {}
    for at, row in rows.items():
        if at > head:
            _row(berkas, at, row, seen)


def _plain(text: str) -> str:
    """A header with its spaces as written: NBSP and doubled spaces count as one."""
    return " ".join(text.split())


def _header(row: Sequence[Sel], wanted: Sequence[str]) -> dict[str, int]:
    """Name of the column → its number."""
    found: dict[str, int] = {}
    for cell in row:
        name = _plain(cell.isi)
        if name in found:
            raise Ditolak(KEPALA_GANDA.format(kolom=name[:60]))
        if name in wanted:
            found[name] = cell.kolom
    needed = [name for name in wanted if name not in (tata.PERINGKAT, tata.PERINGKAT_LALU, tata.NOMOR)]
    missing = [name for name in needed if name not in found]
    if missing:
        raise Ditolak(TANPA_KEPALA.format(kolom=missing[0]))
    return found


def _row(berkas: Berkas, at: int, row: Sequence[Sel], seen: dict[tuple[str, str, str], int]) -> None:
    names = {number: name for name, number in berkas.kolom.items()}
    cells = {names[cell.kolom]: cell for cell in row if cell.kolom in names}
    for cell in row:
        if cell.kolom not in names:
            berkas.masalah.append(Masalah(at, cell.kolom, cell.tampil, DI_LUAR_TABEL))
    kode, instansi, isian = (cells[n].isi.strip() if n in cells else "" for n in (tata.KODE, tata.INSTANSI, tata.ISIAN))
    kunci = (kode, instansi, isian)
    if not all(kunci):
        first = min(row, key=lambda cell: cell.kolom)
        berkas.masalah.append(Masalah(at, first.kolom, first.tampil, TANPA_KODE))
    elif kunci in seen:
        berkas.masalah.append(Masalah(at, berkas.kolom[tata.ISIAN], kunci[2], BARIS_GANDA.format(baris=seen[kunci])))
    else:
        seen[kunci] = at
        berkas.baris.append(BarisBerkas(at, kunci, cells))
