"""Who sent a value back to the OPD, when, and whether it had been verified: from the history, for many rows at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from registry.models import Realisasi

Status = Realisasi.Status


@dataclass(frozen=True)
class Pengembalian:
    """The step that made a value "dikembalikan"; `dibuka`: it had been verified and was reopened."""

    oleh: str
    pada: datetime
    dibuka: bool

    @property
    def sebutan(self) -> str:
        """What happened, in words."""
        return "Dibuka kembali" if self.dibuka else "Dikembalikan"


def pengembalian_of(rows: Iterable[Realisasi | None]) -> dict[int, Pengembalian]:
    """pk → the last such step, of the rows that stand so now: one query, none where there is no such row."""
    wanted = [row.pk for row in rows if row is not None and row.status == Status.DIKEMBALIKAN]
    if not wanted:
        return {}
    records = Realisasi.history.filter(id__in=wanted).order_by("history_date", "history_id")
    found: dict[int, Pengembalian] = {}
    before: dict[int, str] = {}
    for pk, status, nama, username, at in records.values_list(
        "id", "status", "history_user__nama", "history_user__username", "history_date"
    ):
        if status == Status.DIKEMBALIKAN != before.get(pk):
            found[pk] = Pengembalian(nama or username or "Bappeda", at, before.get(pk) in Realisasi.FINAL)
        before[pk] = status
    return found
