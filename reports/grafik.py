"""Charts of the LKjIP tables: capaian of the indicators of one sasaran through the years."""

from collections.abc import Sequence
from decimal import Decimal

import pygal
from pygal.style import Style

from formulas.notation import write_number
from registry.grafik import TEMA, drawing
from registry.services.berlaku import Satuan
from reports.deret import Titik
from reports.tabel import Grafik, plain

WARNA = ("#06264d", "#b25d00", "#146c43", "#8a1c26", "#5b3a8e", "#00707a", "#6b6b00", "#444444")
TITIK_PALING_SEDIKIT = 2

Garis = tuple[int, Satuan, Sequence[Titik]]


def series_of_sasaran(judul: str, lines: Sequence[Garis]) -> Grafik | None:
    """A chart where some line has two years at least; None where it would show nothing that the table does not."""
    drawn = [line for line in lines if _known(line) >= TITIK_PALING_SEDIKIT]
    if not drawn:
        return None
    years = [point.tahun for point in drawn[0][2]]
    style = {name: getattr(TEMA, name) for name in vars(TEMA) if not name.startswith("_")}
    chart = pygal.Line(
        style=Style(**{**style, "colors": WARNA}),
        width=900,
        height=300,
        js=[],
        legend_at_bottom=True,
        legend_at_bottom_columns=1,
        truncate_legend=-1,
        dots_size=4,
        allow_interruptions=True,
        include_x_axis=True,  # from 0: a cut axis makes small differences look large
        value_formatter=lambda value: write_number(Decimal(str(value)), 0),
        y_title="Capaian (%)",
        margin=12,
    )
    chart.x_labels = [str(tahun) for tahun in years]
    for number, unit, points in drawn:
        values = [None if p.nilai is None or p.nilai.capaian is None else float(p.nilai.capaian) for p in points]
        chart.add(f"{number}. {plain(unit.indikator.nama)[:110]}", values)
    return Grafik(f"Grafik capaian – {judul}", drawing(chart), _words(drawn))


def _known(line: Garis) -> int:
    return sum(p.nilai is not None and p.nilai.capaian is not None for p in line[2])


def _words(lines: Sequence[Garis]) -> str:
    """The chart in words."""
    told = []
    for number, _, points in lines:
        pairs = [
            f"{p.tahun} {write_number(p.nilai.capaian, 2)} %"
            for p in points
            if p.nilai is not None and p.nilai.capaian is not None
        ]
        told.append(f"indikator {number}: {', '.join(pairs)}")
    return f"Grafik capaian per tahun. {'; '.join(told)}."
