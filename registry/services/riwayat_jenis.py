"""The nouns whose history can be read: what a version is called, which of its fields are told, and who may see it.

A version is shown to those who might have seen the row as it was then; rights are those of `visible_to`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q, QuerySet

from formulas.notation import write_date
from registry import models as m
from registry.services.riwayat import Butir, differences
from registry.tulis import sebut, tulis_angka, tulis_target

Records = QuerySet[Any]
Cells = dict[str, str]
HAPUS = "sudah dihapus"
OPD_SAJA = (m.Peran.OPERATOR, m.Peran.KEPALA)


@dataclass(frozen=True)
class Jenis:
    """One noun: `seen` limits its versions to a user, `opd` is the path to the instansi it belongs to ("" for none).

    `penetapan` is the path to the code of its decree; `dicatat` names the field in which a version tells by itself
    what it changed.
    """

    kode: str
    model: type[models.Model]
    seen: Callable[[m.Pengguna, Records], Records]
    judul: Callable[[Any], str]
    bidang: tuple[str, ...]
    opd: str = ""
    gabung: tuple[str, ...] = ()
    isi: Callable[[Any], Cells] | None = None
    dicatat: str = ""
    penetapan: str = ""

    @property
    def label(self) -> str:
        """As people call it."""
        return str(self.model._meta.verbose_name).capitalize()

    @property
    def versi(self) -> Records:
        """All versions, whoever may see them."""
        records: Records = self.model.history.model.objects.all()  # type: ignore[attr-defined]
        return records

    def cells(self, record: Any) -> Cells:
        """What a version says, field by field, in words."""
        told = {_label(self.model, name): _told(record, name) for name in self.bidang}
        return {**(self.isi(record) if self.isi else {}), **told}

    def lines(self, record: Any, before: Any | None) -> list[Butir]:
        """What a version changed, from what to what; of the first that may be seen, what it says."""
        told = [(nama, lama, baru) for nama, lama, baru in self._told_by_itself(record)]
        if told and before is not None and record.history_type == "~":
            return told
        now = {} if record.history_type == "-" else self.cells(record)
        found = differences(None if before is None else self.cells(before), now)
        return [*found, *(told if record.history_type == "+" else [])]

    def _told_by_itself(self, record: Any) -> list[list[str]]:
        return (getattr(record, self.dicatat) or []) if self.dicatat else []


def _label(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name).capitalize()


def _told(record: Any, name: str) -> str:
    """One field in words; a row that is gone is told, never followed."""
    field = record._meta.get_field(name)
    if field.choices:
        return str(getattr(record, f"get_{name}_display")() or "")
    try:
        value = getattr(record, name)
    except ObjectDoesNotExist:
        return HAPUS
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return f"{write_date(value.date())}"
    if isinstance(value, date):
        return write_date(value)
    return "" if value is None or value in ([], {}) else str(value)


def name_of(record: Any, *path: str) -> str:
    """The name at the end of a path of relations; told where it is gone."""
    try:
        for part in path:
            record = getattr(record, part)
    except ObjectDoesNotExist:
        return HAPUS
    return sebut(record) if isinstance(record, m.Instansi) else str(record or "")


def _of_rows(model: Any, field: str = "id") -> Callable[[m.Pengguna, Records], Records]:
    """Versions of the rows that the user sees now."""
    return lambda user, records: records.filter(
        **{f"{field}__in": model.objects.visible_to(user).order_by().values("pk")}
    )


def _seen_realisasi(user: m.Pengguna, records: Records) -> Records:
    rows = _of_rows(m.Realisasi)(user, records)
    peran = user.keanggotaan_aktif.peran
    if peran == m.Peran.PEMBACA:
        return rows.filter(status__in=m.Realisasi.FINAL)
    return rows.exclude(status=m.Realisasi.Status.DRAF) if peran == m.Peran.BAPPEDA else rows


def _seen_penetapan(user: m.Pengguna, records: Records) -> Records:
    member = user.keanggotaan_aktif
    rows = records.filter(pemda=member.pemda_id)
    return rows if member.peran in (m.Peran.ADMIN, m.Peran.BAPPEDA) else rows.exclude(status=m.Penetapan.Status.DRAF)


def _seen_keanggotaan(user: m.Pengguna, records: Records) -> Records:
    member = user.keanggotaan_aktif
    mine = records.filter(pemda=member.pemda_id)
    return mine if member.peran == m.Peran.ADMIN else mine.filter(user=user.pk)


def _own_or_all(pemda: str, instansi: str) -> Callable[[m.Pengguna, Records], Records]:
    """An OPD sees its own, everybody else all of the Pemda; also what was removed since."""

    def seen(user: m.Pengguna, records: Records) -> Records:
        member = user.keanggotaan_aktif
        mine = records.filter(**{pemda: member.pemda_id})
        return mine.filter(**{instansi: member.instansi_id}) if member.is_opd else mine

    return seen


def _seen_jendela(user: m.Pengguna, records: Records) -> Records:
    member = user.keanggotaan_aktif
    mine = records.filter(tahun_isian__pemda=member.pemda_id)
    return mine.filter(Q(instansi=None) | Q(instansi=member.instansi_id)) if member.is_opd else mine


def _nilai(row: Any) -> Cells:
    return {"Nilai": tulis_angka(row.nilai) if row.nilai else ""}


def _target(row: Any) -> Cells:
    return {"Target": tulis_target(row)}


def periode_of(row: Any) -> str:
    """2023, or triwulan 2 2023."""
    return f"triwulan {row.periode} {row.tahun}" if row.periode else str(row.tahun)
