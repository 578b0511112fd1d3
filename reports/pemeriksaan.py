"""Pemeriksaan naskah: what does not fit together in a decree and its lampiran, each with its place.

Nothing is changed here: old decrees stay as they were printed, and the admin answers why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError

from formulas.notation import read_date
from registry.models import JawabanPemeriksaan, LembarInstansi, Penetapan
from registry.models.jawaban_pemeriksaan import cell_key
from registry.models.pejabat import validate_nip
from reports.rows import Dokumen, Lembar, Sel

BADAN = "Batang tubuh"
BAGIAN = {"makna": "Makna Indikator", "alasan": "Alasan Pemilihan"}  # of the cell "uraian" of preset B


@dataclass(frozen=True, slots=True)
class Catatan:
    """One finding. `kunci` names rule and place; `pesan` says what stands there."""

    kunci: str
    jenis: str
    tempat: str
    pesan: str


@dataclass(frozen=True, slots=True)
class Butir:
    """A finding and the answer to it; an answer to what was printed otherwise then does not count."""

    catatan: Catatan
    jawaban: JawabanPemeriksaan | None

    @property
    def terjawab(self) -> bool:
        """Whether the answer is to this very finding."""
        return self.jawaban is not None and self.jawaban.catatan == self.catatan.pesan

    @property
    def version(self) -> int:
        """Of the answer; 0 where there is none."""
        return self.jawaban.version if self.jawaban else 0


def periksa(penetapan: Penetapan, dokumen: Dokumen) -> list[Catatan]:
    """Findings on the body, then on each lampiran in order; `dokumen` holds all sheets."""
    found = list(_badan(penetapan)) if penetapan.jenis != Penetapan.Jenis.LEMBAR_IKU else []
    for lampiran in penetapan.lampiran.order_by("urut"):
        name, key = str(lampiran), f"lampiran-{lampiran.urut}"
        found += _kepala(penetapan, lampiran.kepala or {}, name, key)
        found += _tanda_tangan(lampiran.tanda_tangan, name, key)
        found += _penanda(penetapan, lampiran.tanda_tangan, name, key)
    for item, sheets in zip(dokumen.lampiran, _kode(penetapan), strict=False):  # strictly zipped below, row by row
        for number, (lembar, kode) in enumerate(zip(item.lembar, sheets, strict=True), 1):
            found += _sel_kosong(item.nama, lembar, number, kode)
    return found


def _kode(penetapan: Penetapan) -> Iterator[list[list[str]]]:
    """For each lampiran that has sheets: the codes of the indicators of each sheet, row by row."""
    sheets = LembarInstansi.objects.filter(lampiran__penetapan=penetapan).order_by("lampiran__urut", "urut")
    rows = sheets.prefetch_related("sasaran__indikator")
    for _, group in groupby(rows, key=lambda row: row.lampiran_id):
        yield [[i.kode for sasaran in row.sasaran.all() for i in sasaran.indikator.all()] for row in group]


def answered(penetapan: Penetapan, found: list[Catatan]) -> list[Butir]:
    """Each finding with its answer."""
    answers = {row.kunci: row for row in penetapan.jawaban_pemeriksaan.select_related("oleh")}
    return [Butir(catatan, answers.get(catatan.kunci)) for catatan in found]


def _badan(penetapan: Penetapan) -> Iterator[Catatan]:
    if not penetapan.nomor:
        yield Catatan("nomor-kosong:badan", "Nomor", BADAN, "Nomor keputusan belum tercetak.")
    if not penetapan.menimbang:
        yield Catatan("menimbang-kosong:badan", "Isi kosong", BADAN, "Bagian Menimbang kosong.")
    if not penetapan.mengingat:
        yield Catatan("mengingat-kosong:badan", "Isi kosong", BADAN, "Bagian Mengingat kosong.")
    if not penetapan.diktum:
        yield Catatan("diktum-kosong:badan", "Isi kosong", BADAN, "Belum ada diktum.")
    data = penetapan.tanda_tangan or {}
    if not (data.get("tanggal") or penetapan.tanggal_naskah):
        yield Catatan("tanggal-kosong:badan", "Tanggal", BADAN, "Tanggal penetapan belum tercetak.")
    yield from _tanda_tangan(penetapan.tanda_tangan, BADAN, "badan")
    printed = str(penetapan.tanggal_naskah or "")
    if printed and data.get("tanggal") and _same(printed) != _same(data["tanggal"]):
        pesan = f"Tanggal pada tanda tangan «{data['tanggal']}», tanggal naskah «{printed}»."
        yield Catatan("tanggal-beda:badan", "Tanggal", BADAN, pesan)


def _kepala(penetapan: Penetapan, kepala: dict[str, object], tempat: str, key: str) -> Iterator[Catatan]:
    """Number, date and subject of the header block against the body."""
    pairs = (
        ("nomor", "Nomor", penetapan.nomor),
        ("tanggal", "Tanggal", penetapan.tanggal_naskah),
        ("tentang", "Judul (tentang)", penetapan.tentang),
    )
    for name, label, body in pairs:
        here = str(kepala.get(name) or "")
        if here and body and _same(here) != _same(body):
            pesan = f"{label} pada kepala lampiran «{_short(here)}», pada batang tubuh «{_short(body)}»."
            yield Catatan(f"{name}-beda:{key}", label, tempat, pesan)
        elif here and name == "tanggal" and not _is_date(here):
            yield Catatan(f"tanggal-tanpa-hari:kepala-{key}", "Tanggal", tempat, _NO_DAY.format(here))


_NO_DAY = "Tanggal «{}» tidak lengkap: hari, bulan, dan tahun harus tercetak."


def _tanda_tangan(data: dict[str, object] | None, tempat: str, key: str) -> Iterator[Catatan]:
    """Date without a day, name that is not there, and a NIP of another form."""
    if not data:
        return
    tanggal, nip = str(data.get("tanggal") or ""), str(data.get("nip") or "")
    if tanggal and not _is_date(tanggal):
        yield Catatan(f"tanggal-tanpa-hari:{key}", "Tanggal", tempat, _NO_DAY.format(tanggal))
    if not data.get("nama"):
        yield Catatan(f"nama-kosong:{key}", "Penanda tangan", tempat, "Nama penanda tangan kosong.")
    if nip:
        try:
            validate_nip(re.sub(r"\s", "", nip))
        except ValidationError as error:
            yield Catatan(f"nip:{key}", "NIP", tempat, f"NIP «{nip}»: {error.messages[0]}")


def _penanda(penetapan: Penetapan, data: dict[str, object] | None, tempat: str, key: str) -> Iterator[Catatan]:
    """The same person signs the body and every lampiran."""
    body, here = (str((found or {}).get("nama") or "") for found in (penetapan.tanda_tangan, data))
    if body and here and _letters(body) != _letters(here):
        pesan = f"Nama penanda tangan «{here}», pada batang tubuh «{body}»."
        yield Catatan(f"nama-beda:{key}", "Penanda tangan", tempat, pesan)


def _sel_kosong(lampiran: str, lembar: Lembar, number: int, kode: list[str]) -> Iterator[Catatan]:
    """Cells that print empty; a merged cell is not empty."""
    rows = [row for group in lembar.kelompok for row in group]
    for place, (row, code) in enumerate(zip(rows, kode, strict=True), 1):
        name = next((b.teks for s in row.sel if s.kunci == "indikator" for b in s.isi), "")
        tempat = f"{lampiran}, {lembar.nama}, baris {place}" + (f": {_short(name)}" if name else "")
        for sel in row.sel:
            for part, pesan in _empty(sel):
                yield Catatan(cell_key(code, part), "Sel kosong", tempat, pesan)
    if not rows:
        pesan = "Lembar ini belum mempunyai indikator."
        yield Catatan(f"lembar-kosong:{lampiran}:{number}", "Sel kosong", f"{lampiran}, {lembar.nama}", pesan)


def _empty(sel: Sel) -> Iterator[tuple[str, str]]:
    """Nothing at all, or a cell of several parts without one that belongs there."""
    kolom = f"Kolom «{' '.join(sel.judul.split())}»"
    if not _filled(sel):
        yield sel.kunci, f"{kolom} kosong."
    for part, label in BAGIAN.items():
        if sel.kunci == "uraian" and not any(b.label.startswith(label) for b in sel.isi):
            yield part, f"{kolom}: {label} tidak tercetak."


def _filled(sel: Sel) -> bool:
    return any(b.teks.strip() or b.rumus or b.tanda for b in sel.isi)


def _same(value: object) -> str:
    """Spelling without spaces and capitals."""
    return re.sub(r"\s+", "", str(value)).casefold()


def _letters(value: str) -> str:
    """A name by its letters alone: dots and spaces of degrees differ from print to print."""
    return "".join(c for c in value.casefold() if c.isalpha())


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 160 else f"{text[:159]}…"


def _is_date(text: str) -> bool:
    try:
        read_date(text)
    except ValueError:
        return False
    return True
