"""The history of an indicator in words: who changed what, when, from what to what, and why.

A version of a realisasi is told only to those who might have seen it then: the drafts of a value that is
verified today stay with the OPD that typed them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from registry.models import Indikator, Instansi, Pengguna, Peran, Realisasi, Rumus, Target, Variabel
from registry.services.perubahan_urai import Butir
from registry.tulis import sebut, tulis_angka, tulis_capaian, tulis_mentah, tulis_target

SISTEM = "sistem (perintah server)"
Cells = dict[str, str]


@dataclass(frozen=True)
class Perubahan:
    """One version: what changed, from what to what."""

    kapan: datetime
    siapa: str
    apa: str
    alasan: str
    contoh: bool
    butir: tuple[Butir, ...]


def riwayat_of(user: Pengguna, indikator: Indikator) -> list[Perubahan]:
    """All changes of the values, targets and formulas of an indicator that the user may know; newest first."""
    changes = [*_realisasi(user, indikator), *_target(user, indikator), *_rumus(indikator)]
    return sorted(changes, key=lambda change: change.kapan, reverse=True)


def riwayat_of_realisasi(user: Pengguna, realisasi: Realisasi) -> list[Perubahan]:
    """All changes of one value that the user may know; newest first."""
    return list(_realisasi(user, realisasi.indikator, realisasi))[::-1]


def _realisasi(user: Pengguna, indikator: Indikator, only: Realisasi | None = None) -> Iterable[Perubahan]:
    rows = Realisasi.objects.visible_to(user).filter(indikator=indikator).order_by()
    rows = rows if only is None else rows.filter(pk=only.pk)
    records = Realisasi.history.filter(id__in=rows.values("pk"))
    peran = user.keanggotaan_aktif.peran
    if peran == Peran.PEMBACA:
        records = records.filter(status__in=Realisasi.FINAL)
    elif peran == Peran.BAPPEDA:
        records = records.exclude(status=Realisasi.Status.DRAF)
    variables = Variabel.objects.filter(rumus__indikator=indikator).order_by("rumus__versi")
    names = {v.nama: v for v in variables}
    names_of = {i.pk: sebut(i) for i in indikator.pemda.instansi.all()}
    return _changes(
        records,
        lambda r: f"Realisasi {r.tahun} – {names_of.get(r.instansi_id, '')}",
        lambda r: _realisasi_cells(r, names),
    )


def _realisasi_cells(row: Any, names: dict[str, Variabel]) -> Cells:
    cells = {}
    for nama, nilai in row.nilai_mentah.items():
        variabel = names.get(nama)
        cells[variabel.label if variabel else nama] = tulis_mentah(nilai, variabel.jenis if variabel else "angka")
    hasil = row.kosong_pesan or "belum diisi" if row.hasil is None else tulis_angka(row.hasil)
    return cells | {
        "Hasil": hasil,
        "Capaian": tulis_capaian(row.capaian),
        "Status": row.get_status_display(),
        "Keterangan": row.keterangan,
        "Kendala": row.kendala,
        "Tindak lanjut": row.tindak_lanjut,
    }


def _target(user: Pengguna, indikator: Indikator) -> Iterable[Perubahan]:
    rows = Target.objects.visible_to(user).filter(indikator=indikator).order_by()
    names_of = {i.pk: sebut(i) for i in indikator.pemda.instansi.all()}
    return _changes(
        Target.history.filter(id__in=rows.values("pk")),
        lambda r: f"Target {r.tahun} – {names_of.get(r.instansi_id, '')}",
        lambda r: {"Target": tulis_target(r), "Versi": r.get_versi_pk_display(), "Status": r.get_status_display()},
    )


def _rumus(indikator: Indikator) -> Iterable[Perubahan]:
    rows = Rumus.objects.filter(indikator=indikator)
    group = indikator.lembar.instansi.jenis == Instansi.Jenis.KELOMPOK
    return _changes(
        Rumus.history.filter(id__in=rows.values("pk")),
        lambda r: f"Rumus versi {r.versi}",
        lambda r: {
            "Rumus": r.ekspresi,
            "Satuan": r.satuan,
            "Arah": r.get_arah_display(),
            "Desimal": str(r.desimal),
            "Nilai kelompok": r.get_gabungan_display() if group else "",
            "Status": r.get_status_display(),
            "Alasan": r.alasan,
        },
    )


def _changes(records: QuerySet[Any], title: Callable[[Any], str], cells: Callable[[Any], Cells]) -> Iterable[Perubahan]:
    """Each version against the one before it of the same row."""
    before: dict[int, Cells] = {}
    for record in records.select_related("history_user").order_by("history_date", "history_id"):
        now, old = cells(record), before.get(record.id)
        before[record.id] = now
        butir = differences(old, now)
        reason = record.history_change_reason or ("Dibuat" if old is None else "")
        if butir or reason:
            who = str(record.history_user) if record.history_user else SISTEM
            contoh = getattr(record, "contoh", False)
            yield Perubahan(record.history_date, who, title(record), reason, contoh, tuple(butir))


def differences(old: Cells | None, now: Cells) -> Sequence[Butir]:
    """(field, old, new) of what is not the same; of a first version only what it says."""
    if old is None:
        return [(name, "", value) for name, value in now.items() if value]
    names = [*now, *[name for name in old if name not in now]]
    pairs = [(name, old.get(name, ""), now.get(name, "")) for name in names]
    return [(name, a or "kosong", b or "kosong") for name, a, b in pairs if a != b]
