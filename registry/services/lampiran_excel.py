"""A lampiran of a draft as a workbook: one row per indicator, the cells of its column preset; and what an upload says.

A row with a kode changes that indicator, one without adds an indicator; nothing is removed by leaving a row out.
Every row is looked at before anything is written, each fault is named by its cell, and it is all or nothing.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.db import transaction
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from registry.models import Indikator, Lampiran, LembarInstansi, Pengguna, Rumus, Sasaran
from registry.rumus_ketik import KetikanError, explanation, read_cell, write_cell
from registry.services import excel_gaya as gaya
from registry.services.ekspor import put
from registry.services.errors import ServiceError
from registry.services.excel_aman import read_cells
from registry.services.excel_baca import Sel
from registry.services.excel_sel import Ditolak
from registry.services.penetapan_salin import locked_draft
from registry.services.perubahan_potret import potret
from registry.services.rancangan import keep, sidik, store_plain
from registry.services.rancangan_susun import indikator_put, sasaran_put
from registry.teks import TeksError, check_teks

LEMBAR, SALT, UMUR, MAKS_BARIS, MAKS_TOKEN = "Lampiran", "registry.lampiran.excel", 3600, 1000, 4_000_000
UMUM = {"kode": "Kode", "instansi": "Kode instansi", "sasaran": "Sasaran", "nomor": "No", "nama": "Indikator"}
RUMUS = {"rumus_cetak": "Rumus", "penjelasan": "Penjelasan"}
SUMBER = {"sumber_data": "Sumber Data", "penanggung_jawab": "Penanggung Jawab"}
ISI = {  # all that the preset prints of an indicator (reports.tata_letak)
    "A": RUMUS | SUMBER,
    "B": {"makna": "Makna", "alasan": "Alasan"} | RUMUS | {"referensi": "Referensi"} | SUMBER,
    "C": SUMBER,
    "D": {"makna": "Definisi Operasional"} | RUMUS | SUMBER,
}
HITUNG = {"satuan": "Satuan", "arah": "Arah", "desimal": "Desimal"}
DAFTAR = ("sumber_data", "penanggung_jawab")
PECAHAN = ("rumus_cetak", "penjelasan")
LEBAR = {"Kode": 20, "Kode instansi": 14, "No": 6, "Satuan": 14, "Arah": 10, "Desimal": 9}
TANPA_LEMBAR = "Lembar «Lampiran» tidak ditemukan. Pakai templat yang diunduh dari halaman ini."
TANPA_KOLOM = "Kolom «{kolom}» tidak ditemukan pada baris pertama. Pakai templat yang diunduh dari halaman ini."
TERLALU_BANYAK = f"Paling banyak {MAKS_BARIS} baris dalam satu berkas."
LEWAT = "Pemeriksaan ini sudah lewat satu jam, atau rancangannya berubah sejak itu. Unggah berkasnya sekali lagi."
MASALAH = {
    "rumus": "Sel ini berisi rumus Excel yang belum dihitung; tempel nilainya.",
    "galat": "Sel ini berisi galat Excel.",
    "kode": "Kode ini tidak ada dalam lampiran ini. Kosongkan untuk indikator baru.",
    "ganda": "Kode ini sudah dipakai pada baris di atasnya.",
    "instansi": "Kode instansi ini tidak mempunyai lembar dalam lampiran ini. Tambahkan lembarnya dahulu.",
    "wajib": "Sel ini perlu diisi.",
    "arah": "Tulis naik, turun, atau rentang.",
    "desimal": "Tulis angka 0 sampai 10.",
    "panjang": "Paling panjang {n} aksara.",
}


@dataclass
class BarisBerkas:
    """One row of an upload: what it does (baru | diubah | tetap), its fields, its faults as (cell, sentence)."""

    baris: int
    isi: dict[str, str]
    tindakan: str = "baru"
    masalah: list[tuple[str, str]] = field(default_factory=list)
    berubah: list[str] = field(default_factory=list)
    kolom: dict[str, str] = field(default_factory=dict)

    def refuse(self, name: str, kind: str, **more: Any) -> None:
        """A fault in the cell of this field."""
        self.masalah.append((f"{self.kolom[name]}{self.baris}", MASALAH[kind].format(**more)))


@dataclass(frozen=True)
class Pratinjau:
    """All rows of an upload; `token` carries them to the confirmation, empty where something stands in the way."""

    baris: list[BarisBerkas]
    token: str

    @property
    def ditolak(self) -> int:
        """How many rows have a fault."""
        return sum(bool(row.masalah) for row in self.baris)


def columns_of(lampiran: Lampiran) -> dict[str, str]:
    """Field → header, in the order of the sheet."""
    return UMUM | ISI[lampiran.tata_letak] | HITUNG


def _rows_of(lampiran: Lampiran) -> Iterator[tuple[Indikator, dict[str, str]]]:
    """Every indicator with its cells as text."""
    rows = Indikator.objects.filter(lembar__lampiran=lampiran).select_related("sasaran", "lembar__instansi")
    formula = {r.indikator_id: r for r in Rumus.objects.filter(indikator__in=rows, status=Rumus.Status.BERLAKU)}
    for row in rows.order_by("lembar__urut", "sasaran__urut", "urut"):
        rumus = formula[row.pk]
        cells = {"kode": row.kode, "instansi": row.lembar.instansi.kode, "sasaran": row.sasaran.teks}
        cells |= {"nomor": row.nomor or "", "nama": row.nama, "satuan": rumus.satuan, "arah": rumus.arah}
        cells |= {"desimal": str(rumus.desimal)}
        cells |= {name: _cell_text(getattr(row, name)) for name in ISI[lampiran.tata_letak]}
        yield row, cells


def _cell_text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(value) if all(isinstance(v, str) for v in value) else write_cell(value)
    return value or ""


def template_bytes(lampiran: Lampiran) -> bytes:
    """The workbook: headers of the preset, the indicators that are there, blank rows below to go on."""
    book = Workbook()
    sheet = book.active
    sheet.title = LEMBAR
    columns = columns_of(lampiran)
    for number, header in enumerate(columns.values(), 1):
        cell = sheet.cell(1, number)
        put(cell, header)
        gaya.paint(cell, gaya.JUDUL, bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = LEBAR.get(header, 36)
    for at, (_, cells) in enumerate(_rows_of(lampiran), 2):
        for number, name in enumerate(columns, 1):
            cell = sheet.cell(at, number)
            put(cell, cells[name])
            gaya.paint(cell)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pratinjau_make(*, user: Pengguna, lampiran: Lampiran, data: bytes) -> Pratinjau:
    """Reads an upload and judges every row; ServiceError when it is no workbook of this kind. Writes nothing."""
    try:
        found = read_cells(data, (LEMBAR,))
    except Ditolak as error:
        raise ServiceError(str(error)) from error
    if LEMBAR not in found["sel"]:
        raise ServiceError(TANPA_LEMBAR)
    rows = _read(lampiran, [Sel(*cell) for cell in found["sel"][LEMBAR]])
    _judge(lampiran, rows)
    todo = [row for row in rows if row.tindakan != "tetap"]
    if not todo or any(row.masalah for row in rows):
        return Pratinjau(rows, "")
    seen = {"user": user.pk, "lampiran": lampiran.pk, "sidik": _lampiran_sidik(lampiran), "isi": [r.isi for r in todo]}
    token = signing.dumps(seen, salt=SALT, compress=True)
    if len(token) > MAKS_TOKEN:
        raise ServiceError(TERLALU_BANYAK)
    return Pratinjau(rows, token)


def _lampiran_sidik(lampiran: Lampiran) -> str:
    return sidik({"baris": [cells for _, cells in _rows_of(lampiran)]})


def _read(lampiran: Lampiran, cells: Sequence[Sel]) -> list[BarisBerkas]:
    columns = columns_of(lampiran)
    heads = {" ".join(c.isi.split()): c.kolom for c in cells if c.baris == 1}
    missing = [header for header in columns.values() if header not in heads]
    if missing:
        raise ServiceError(TANPA_KOLOM.format(kolom=missing[0]))
    names = {heads[header]: name for name, header in columns.items()}
    rows: dict[int, BarisBerkas] = {}
    for cell in sorted(cells, key=lambda c: (c.baris, c.kolom)):
        broken = cell.jenis in ("rumus", "galat")
        if cell.baris == 1 or cell.kolom not in names or not (cell.isi.strip() or broken):
            continue
        row = rows.setdefault(cell.baris, BarisBerkas(cell.baris, dict.fromkeys(columns, "")))
        row.isi[names[cell.kolom]] = cell.isi.strip()
        if broken:
            row.masalah.append((cell.alamat, MASALAH[cell.jenis]))
    if len(rows) > MAKS_BARIS:
        raise ServiceError(TERLALU_BANYAK)
    for row in rows.values():
        row.kolom = {name: get_column_letter(heads[h]) for name, h in columns.items()}
        _check_shape(row)
    return list(rows.values())


def _check_shape(row: BarisBerkas) -> None:
    """What can be told of a row by itself."""

    isi, refuse = row.isi, row.refuse
    isi["arah"] = isi["arah"].lower() or Rumus.Arah.NAIK
    isi["desimal"] = isi["desimal"] or "2"
    for name in ("instansi", "sasaran", "nama", "satuan"):
        if not isi[name]:
            refuse(name, "wajib")
    if isi["arah"] not in Rumus.Arah.values:
        refuse("arah", "arah")
    if not (isi["desimal"].isascii() and isi["desimal"].isdigit() and int(isi["desimal"][:4]) <= 10):
        refuse("desimal", "desimal")
    for name, most in (("nomor", 10), ("satuan", 60)):
        if len(isi[name]) > most:
            refuse(name, "panjang", n=most)
    for name, letter in row.kolom.items():
        try:
            check_teks(isi[name])
            read_cell(isi[name] if name in PECAHAN else "")
        except (TeksError, KetikanError) as error:
            row.masalah.append((f"{letter}{row.baris}", str(error)))


def _judge(lampiran: Lampiran, rows: Sequence[BarisBerkas]) -> None:
    """What each row would do, against what is stored."""
    stored = {cells["kode"]: cells for _, cells in _rows_of(lampiran)}
    sheets = set(LembarInstansi.objects.filter(lampiran=lampiran).values_list("instansi__kode", flat=True))
    columns = list(columns_of(lampiran))
    seen: set[str] = set()
    for row in rows:
        kode = row.isi["kode"]
        if kode and kode not in stored:
            row.refuse("kode", "kode")
        elif kode in seen:
            row.refuse("kode", "ganda")
        elif row.isi["instansi"] and row.isi["instansi"] not in sheets:
            row.refuse("instansi", "instansi")
        if kode in stored:
            now = stored[kode]
            row.berubah = [name for name in columns if _plain(row.isi[name]) != _plain(now[name])]
            row.tindakan = "diubah" if row.berubah else "tetap"
        seen |= {kode} - {""}


def _plain(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


@transaction.atomic
def pratinjau_apply(*, user: Pengguna, lampiran: Lampiran, token: str) -> tuple[int, int]:
    """Writes what was shown, or nothing; (new, changed)."""
    try:
        seen = signing.loads(token, salt=SALT, max_age=UMUR)
    except signing.BadSignature as error:
        raise ServiceError(LEWAT) from error
    decree = locked_draft(user, lampiran.penetapan)
    if (seen["user"], seen["lampiran"], seen["sidik"]) != (user.pk, lampiran.pk, _lampiran_sidik(lampiran)):
        raise ServiceError(LEWAT)
    semula = potret(decree)
    stored = {cells["kode"]: (row, cells) for row, cells in _rows_of(lampiran)}
    sheets = {row.instansi.kode: row for row in lampiran.lembar.select_related("instansi", "lampiran__penetapan")}
    new = 0
    for isi in seen["isi"]:
        if isi["kode"] in stored:
            row, cells = stored[isi["kode"]]
        else:
            new += 1
            sasaran = _sasaran(sheets[isi["instansi"]], isi["sasaran"])
            row, cells = indikator_put(user, decree, sasaran, isi["nama"], isi["satuan"]), {}
        _apply(user, lampiran, row, cells, isi, sheets)
    keep(decree, user, f"{lampiran} dimuat dari Excel", semula)
    return new, len(seen["isi"]) - new


def _sasaran(lembar: LembarInstansi, teks: str) -> Sasaran:
    found = next((s for s in lembar.sasaran.all() if _plain(s.teks) == _plain(teks)), None)
    return found or sasaran_put(lembar, teks)


def _value(name: str, text: str) -> Any:
    """A cell of the workbook as it is stored."""
    if name in PECAHAN:
        return read_cell(text) if name == "rumus_cetak" else explanation(read_cell(text))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (lines if name in DAFTAR else text) or None


def _apply(
    user: Pengguna, lampiran: Lampiran, row: Indikator, cells: Mapping[str, str], isi: Mapping[str, str], sheets: Any
) -> None:
    """Only the cells that differ are written, so that a drawn fraction stays where its text was not touched."""
    row = Indikator.objects.select_related("sasaran").get(pk=row.pk)
    row.nama, row.nomor = isi["nama"], isi["nomor"] or None
    for name in ISI[lampiran.tata_letak]:
        if _plain(isi[name]) == _plain(cells.get(name, "")):
            continue
        setattr(row, name, _value(name, isi[name]))
        row.gabung = [g for g in row.gabung if g != name]
    home = _sasaran(sheets[isi["instansi"]], isi["sasaran"])
    if home.pk != row.sasaran_id:
        last = home.indikator.order_by("urut").last()
        row.sasaran, row.lembar, row.urut = home, home.lembar, last.urut + 1 if last else 1
    store_plain(row)
    rumus = row.rumus.get(status=Rumus.Status.BERLAKU)
    wanted = (isi["satuan"], isi["arah"], int(isi["desimal"]))
    if (rumus.satuan, rumus.arah, rumus.desimal) != wanted:
        rumus.satuan, rumus.arah, rumus.desimal = wanted
        rumus._history_user, rumus._change_reason = user, "Dimuat dari Excel ke rancangan"
        rumus.save()
