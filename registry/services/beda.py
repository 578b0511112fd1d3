"""What an OPD changed since Bappeda sent a value back: old → new of every raw value, text and piece of evidence.

Both sides are submissions, read from the history; drafts in between stay with the OPD.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from registry.models import BuktiDukung, Realisasi
from registry.tulis import BELUM_DIISI, tulis_angka, tulis_capaian, tulis_mentah

Status = Realisasi.Status
TEKS = {"keterangan": "Keterangan", "kendala": "Kendala", "tindak_lanjut": "Tindak lanjut"}
BUKTI = ("judul", "sumber", "nomor", "halaman", "tanggal", "penerbit", "tautan", "nama_berkas", "sha256")


@dataclass(frozen=True)
class Pengembalian:
    """The last time a value came back: as it was submitted, by whom it was returned, when and why."""

    semula: Any
    oleh: str
    kapan: datetime
    alasan: str

    @property
    def sebutan(self) -> str:
        """What happened, in words."""
        return "Dibuka kembali" if self.semula.status in Realisasi.FINAL else "Dikembalikan"


@dataclass(frozen=True)
class Butir:
    """One difference in words; something new has "belum ada" before it."""

    nama: str
    lama: str
    baru: str


@dataclass(frozen=True)
class Beda:
    """The last return, and what is different now; nothing at all is worth knowing too."""

    pengembalian: Pengembalian
    butir: tuple[Butir, ...]


def pengembalian_of(pks: Collection[int]) -> dict[int, Pengembalian]:
    """Realisasi → its last return, for those that were ever returned or reopened; one query."""
    history = Realisasi.history.filter(id__in=pks)
    returned = history.filter(status=Status.DIKEMBALIKAN).order_by().values("id")
    records = history.filter(id__in=returned, status__in=(Status.DIAJUKAN, *Realisasi.FINAL, Status.DIKEMBALIKAN))
    found: dict[int, Pengembalian] = {}
    before: dict[int, Any] = {}
    for record in records.select_related("history_user").order_by("history_date", "history_id"):
        previous = before.get(record.id)
        if record.status == Status.DIKEMBALIKAN and previous and previous.status != Status.DIKEMBALIKAN:
            who = str(record.history_user) if record.history_user else "Sistem"
            found[record.id] = Pengembalian(previous, who, record.history_date, record.alasan)
        before[record.id] = record
    return found


def unchanged(rows: Collection[Realisasi]) -> set[int]:
    """Those that were returned and submitted again exactly as they were; two queries."""
    returned = pengembalian_of([row.pk for row in rows])
    if not returned:
        return set()
    moved = BuktiDukung.history.filter(realisasi__in=returned).values("realisasi").annotate(last=Max("history_date"))
    last = {row["realisasi"]: row["last"] for row in moved.order_by()}
    return {
        row.pk
        for row in rows
        if (back := returned.get(row.pk)) is not None
        and _typed(back.semula) == _typed(row)
        and not (row.pk in last and last[row.pk] > back.kapan)
    }


def beda_of(realisasi: Realisasi) -> Beda | None:
    """The differences since the last return; None when it never came back, or is still with the OPD."""
    if realisasi.status in Realisasi.OPEN:
        return None
    back = pengembalian_of([realisasi.pk]).get(realisasi.pk)
    if back is None:
        return None
    pairs = [*_pairs(_cells(back.semula), _cells(realisasi)), *_bukti(realisasi, back.kapan)]
    return Beda(back, tuple(pairs))


def _typed(row: Any) -> tuple[Any, ...]:
    return row.nilai_mentah, row.keterangan, row.kendala, row.tindak_lanjut, row.tahun_data


def _cells(row: Any) -> dict[str, str]:
    """Everything that a reviewer reads, in words."""
    inputs = {m["nama"]: m for m in row.cuplikan.get("masukan", [])}
    cells = {m["label"]: tulis_mentah(m.get("nilai"), m.get("jenis", "angka")) for m in inputs.values()}
    for nama, nilai in row.nilai_mentah.items():
        if nama not in inputs:
            cells[nama] = tulis_mentah(nilai)
    cells["Realisasi"] = row.kosong_pesan or BELUM_DIISI if row.hasil is None else tulis_angka(row.hasil)
    cells["Capaian"] = tulis_capaian(row.capaian)
    texts = {label: getattr(row, nama) or "kosong" for nama, label in TEKS.items()}
    return cells | texts | {"Tahun data": str(row.tahun_data or row.tahun)}


def _pairs(old: Mapping[str, str], now: Mapping[str, str]) -> list[Butir]:
    names = [*now, *(name for name in old if name not in now)]
    rows = [Butir(name, old.get(name, "belum ada"), now.get(name, "tidak dipakai lagi")) for name in names]
    return [row for row in rows if row.lama != row.baru]


def _bukti(realisasi: Realisasi, since: datetime) -> list[Butir]:
    """Evidence that came, went or was described anew since then; two queries."""
    then: dict[int, Any] = {}
    for record in BuktiDukung.history.filter(realisasi=realisasi.pk, history_date__lte=since).order_by("history_id"):
        then[record.id] = record if record.history_type != "-" and record.dihapus_pada is None else None
    old = {pk: _piece(record) for pk, record in then.items() if record is not None}
    now = {row.pk: _piece(row) for row in BuktiDukung.objects.kept().filter(realisasi=realisasi)}
    keys = [*now, *(pk for pk in old if pk not in now)]
    return [
        Butir("Bukti dukung", old.get(pk, "belum ada"), now.get(pk, "dihapus"))
        for pk in keys
        if old.get(pk) != now.get(pk)
    ]


def _piece(row: Any) -> str:
    """A piece of evidence on one line; the first signs of its checksum tell two files of one name apart."""
    parts = [str(getattr(row, name)) for name in BUKTI[:-1] if getattr(row, name)]
    return ", ".join([*parts, f"sidik {row.sha256[:8]}"] if row.sha256 else parts)
