"""The last five years of one value, for the review: the same numbers in the chart and in the table beside it."""

from typing import Any

from registry.models import Pengguna, Realisasi
from registry.services.seri import Seri, Titik

BANYAK = 5


def last_years(points: list[Titik], until: int | None) -> list[Titik]:
    """The five years that end with `until`; all of them without it."""
    return points if until is None else [point for point in points if until - BANYAK < point.tahun <= until]


def five_years(user: Pengguna, realisasi: Realisasi) -> dict[str, Any]:
    """Points of the table, and the chart in words."""
    seri = Seri(user, realisasi.indikator)
    points = last_years(seri.points(realisasi.instansi), realisasi.tahun)
    told = "; ".join(f"{p.tahun}: {p.nilai.hasil}" for p in points)
    return {"points": points, "alt": f"Grafik realisasi dan target lima tahun. {told}."}
