"""When a person signed in, and when somebody tried in vain: read from what axes keeps."""

from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessFailureLog, AccessLog

from registry.models import Pengguna

BANYAK = 10


@dataclass(frozen=True)
class Masuk:
    """One sign-in or one vain try."""

    kapan: datetime
    berhasil: bool
    alamat: str
    peramban: str


def sign_ins(person: Pengguna, banyak: int = BANYAK) -> list[Masuk]:
    """The last sign-ins and vain tries with this account's name, newest first."""
    name = person.username
    rows = [_row(row, True) for row in AccessLog.objects.filter(username=name).order_by("-attempt_time")[:banyak]]
    failed = AccessFailureLog.objects.filter(username=name).order_by("-attempt_time")[:banyak]
    rows += [_row(row, False) for row in failed]
    return sorted(rows, key=lambda row: row.kapan, reverse=True)[:banyak]


def _row(row: AccessLog | AccessFailureLog, berhasil: bool) -> Masuk:
    return Masuk(row.attempt_time, berhasil, row.ip_address or "tidak diketahui", browser_of(row.user_agent))


def browser_of(agent: str) -> str:
    """The browser and the system in two words, as far as they tell."""
    names = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
    places = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]
    browser = next((name for mark, name in names if mark in agent), "Peramban lain")
    place = next((name for mark, name in places if mark in agent), "")
    return f"{browser} di {place}" if place else browser
