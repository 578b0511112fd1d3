"""The rows of the workbook's sheet "Isian", as data: which row is what, who may type in it, what it shows.

A row is found again by its three hidden codes (indicator, instansi, isian), never by its position.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.models import Variabel
from registry.services.excel_bahan import TEKS, Bahan, BahanIndikator, BahanVariabel

LEMBAR, PETUNJUK, META, SKALA = "Isian", "Petunjuk", "_iku", "_skala"
FORMAT_VERSI = "1"
PENANDA = "iku-isian"
KODE, INSTANSI, ISIAN = "Kode indikator", "Kode instansi", "Kode isian"
NOMOR, URAIAN, SATUAN, ALASAN, RILIS, CATATAN, STATUS = (
    "No.", "Uraian", "Satuan", "Alasan bila kosong", "Perkiraan rilis", "Catatan", "Status",
)  # fmt: skip
PERINGKAT, PERINGKAT_LALU = "Peringkat", "Peringkat tahun lalu"
BARIS_JUDUL = 5
DITUTUP, MILIK_LAIN, OTOMATIS = "Isian ditutup", "Diisi {pengisi}", "Terisi otomatis"


def headers(tahun: int) -> tuple[str, ...]:
    """The header cells, A to N, as written and as looked for."""
    years = (f"Tahun {tahun - 1}", f"Tahun {tahun}")
    return (
        KODE, INSTANSI, ISIAN, NOMOR, URAIAN, SATUAN, *years, ALASAN, RILIS, CATATAN, STATUS,
        PERINGKAT, PERINGKAT_LALU,
    )  # fmt: skip


class Jenis(StrEnum):
    """What a row is."""

    JUDUL = "judul"
    DERET = "deret"
    NILAI = "nilai"
    SUMBER = "sumber"
    HASIL = "hasil"
    TEKS = "teks"


@dataclass(frozen=True)
class Baris:
    """One row: its codes, its texts, and what stands in the cells of last and this year."""

    jenis: Jenis
    item: BahanIndikator
    isian: str
    uraian: str
    satuan: str = ""
    lalu: Any = None
    nilai: Any = None
    terbuka: bool = False
    status: str = ""
    bahan: BahanVariabel | None = None
    anggota: int | None = None

    @property
    def variabel(self) -> Variabel | None:
        """The variable of a row that holds one."""
        return self.bahan.variabel if self.bahan else None

    @property
    def kunci(self) -> tuple[str, str, str]:
        """The three hidden codes."""
        return (*self.item.kunci, self.isian)


def rows_of(bahan: Bahan) -> list[Baris]:
    """All rows in order, without gaps."""
    return [row for item in bahan.butir for row in rows_of_item(item)]


def rows_of_item(item: BahanIndikator) -> Iterator[Baris]:
    """The rows of one indicator: its name, its inputs, its result, its texts."""
    yield Baris(Jenis.JUDUL, item, ":judul", item.unit.indikator.nama, status=item.status)
    for bahan in item.variabel:
        yield from _inputs(item, bahan) if bahan.diisi else _sources(item, bahan)
    lalu = item.lalu.hasil if item.lalu else None
    yield Baris(Jenis.HASIL, item, ":hasil", "Hasil", item.rumus.satuan, lalu=lalu, status="Dihitung otomatis")
    for name, label in TEKS.items():
        status = "" if item.terbuka else _closed(item)
        own: dict[str, Any] = {"terbuka": item.terbuka, "status": status, "nilai": item.teks(name)}
        yield Baris(Jenis.TEKS, item, f":{name}", label, **own)


def _closed(item: BahanIndikator) -> str:
    return item.status if item.tahun_terbuka else DITUTUP


def _inputs(item: BahanIndikator, bahan: BahanVariabel) -> Iterator[Baris]:
    """A row per value; a deret has a heading and a row per member."""
    variabel = bahan.variabel
    terbuka = item.terbuka and bahan.boleh
    status = "" if terbuka else MILIK_LAIN.format(pengisi=bahan.pengisi) if not bahan.boleh else _closed(item)
    own: dict[str, Any] = {"terbuka": terbuka, "status": status, "bahan": bahan, "satuan": variabel.satuan}
    raw, lalu = item.mentah(variabel.nama), bahan.lalu_mentah
    if variabel.jenis != Variabel.Jenis.DERET:
        yield Baris(Jenis.NILAI, item, variabel.nama, variabel.label, nilai=raw, lalu=lalu, **own)
        return
    yield Baris(Jenis.DERET, item, f":deret:{variabel.nama}", variabel.label, satuan=variabel.satuan)
    values, before = spread(raw, len(variabel.anggota)), spread(lalu, len(variabel.anggota))
    for n, name in enumerate(variabel.anggota):
        key = f"{variabel.nama}#{n + 1}"
        yield Baris(Jenis.NILAI, item, key, name, nilai=values[n], lalu=before[n], anggota=n, **own)


def spread(raw: Any, size: int) -> list[Any]:
    """The members of a deret one by one; a blank of the whole is a blank of each."""
    if isinstance(raw, list):
        return [*raw, *[None] * (size - len(raw))][:size]
    return [raw] * size


def _sources(item: BahanIndikator, bahan: BahanVariabel) -> Iterator[Baris]:
    """Constants, shared data, other indicators' results: shown, never typed here."""
    variabel, raw = bahan.variabel, bahan.masukan.mentah
    status = f"{OTOMATIS}: {bahan.masukan.sumber}"
    own: dict[str, Any] = {"status": status, "bahan": bahan, "satuan": variabel.satuan}
    if not isinstance(raw, list):
        lalu = bahan.lalu_mentah
        yield Baris(Jenis.SUMBER, item, f":sumber:{variabel.nama}", variabel.label, nilai=raw, lalu=lalu, **own)
        return
    for n, value in enumerate(raw):
        key, label = f":sumber:{variabel.nama}#{n + 1}", f"{variabel.label} – anggota {n + 1}"
        yield Baris(Jenis.SUMBER, item, key, label, nilai=value, anggota=n, **own)
