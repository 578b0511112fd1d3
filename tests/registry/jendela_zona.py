"""Run by test_jendela under several TZ: whether a year is open around its first and last second, per zone."""

import datetime as dt
from unittest import mock
from zoneinfo import ZoneInfo

from django.utils import timezone

from registry.models import Pemda, TahunIsian
from registry.services.jendela import year_window

ZONA = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
HARI = ["2023-12-31", "2024-02-29", "2023-02-28", "2024-06-15"]


def main() -> None:
    """One line per zone, day, edge and second."""
    for zone in ZONA:
        for text in HARI:
            day = dt.date.fromisoformat(text)
            year = TahunIsian(pemda=Pemda(zona_waktu=zone), tahun=2023, mulai=day, batas=day)
            for edge in (day, day + dt.timedelta(days=1)):
                for second in (-1, 0, 1):
                    at = dt.datetime.combine(edge, dt.time(), ZoneInfo(zone)) + dt.timedelta(seconds=second)
                    with mock.patch.object(timezone, "now", lambda at=at: at.astimezone(dt.UTC)):
                        print(zone, text, edge, second, year_window(year).sebab or "buka")
