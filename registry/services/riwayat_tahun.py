"""What happened to a year of entry, in words: opened, dated, extended, locked, unlocked; by whom and why."""

from dataclasses import dataclass
from datetime import datetime

from registry.models import JendelaIsian, TahunIsian

TERBARU = 30


@dataclass(frozen=True)
class Kejadian:
    """One change."""

    kapan: datetime
    siapa: str
    apa: str


def riwayat_of_year(tahun_isian: TahunIsian) -> list[Kejadian]:
    """The newest changes of a year and its windows: two queries."""
    own = TahunIsian.history.filter(id=tahun_isian.pk)
    windows = JendelaIsian.history.filter(tahun_isian=tahun_isian)
    records = [r for rows in (own, windows) for r in rows.select_related("history_user").order_by("-history_date")]
    events = [
        Kejadian(r.history_date, str(r.history_user or "Sistem"), r.history_change_reason)
        for r in records
        if r.history_change_reason
    ]
    return sorted(events, key=lambda event: event.kapan, reverse=True)[:TERBARU]
