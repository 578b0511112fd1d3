"""Charts as SVG files, shown by <img>: a chart never stands alone, the table beside it holds the same numbers."""

from collections.abc import Sequence
from decimal import Decimal

import pygal
from pygal import etree
from pygal.style import Style

from formulas.notation import write_number

SVG = "image/svg+xml"
TEMA = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#333333",
    foreground_strong="#111111",
    foreground_subtle="#666666",
    guide_stroke_color="#dddddd",
    major_guide_stroke_color="#dddddd",
    guide_stroke_dasharray="2,4",
    major_guide_stroke_dasharray="2,4",
    colors=("#06264d", "#b25d00"),
    font_family="system-ui, sans-serif",
    label_font_size=15,
    major_label_font_size=15,
    legend_font_size=15,
    title_font_size=17,
    no_data_font_size=20,
    value_label_font_size=14,
    value_font_size=14,
    stroke_width=3,
)


def series_chart(
    years: Sequence[int],
    realisasi: Sequence[Decimal | None],
    target: Sequence[Decimal | None],
    satuan: str,
    desimal: int,
) -> bytes:
    """Realisasi (line) and target (dashed) over the years; a missing year is a gap, never a zero."""
    chart = pygal.Line(
        style=TEMA,
        width=820,
        height=340,
        js=[],
        no_data_text="Belum ada nilai yang dapat digambar",
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        show_minor_x_labels=True,
        truncate_legend=-1,
        dots_size=5,
        value_formatter=lambda value: write_number(Decimal(str(value)), desimal),
        y_title=satuan,
        margin=12,
        allow_interruptions=True,
    )
    chart.x_labels = [str(tahun) for tahun in years]
    chart.add("Realisasi", [_point(value) for value in realisasi])
    chart.add("Target", [_point(value) for value in target], stroke_style={"width": 2, "dasharray": "6, 6"})
    return drawing(chart)


def drawing(chart: pygal.Line) -> bytes:
    """The file without the script that pygal always writes (an <img> runs none, and nothing else should either),
    and without its random name: the same numbers give the same bytes."""
    tree = chart.render_tree()
    for parent in list(tree.iter()):
        for child in [child for child in parent if str(child.tag).endswith("script")]:
            parent.remove(child)
    return etree.etree.tostring(tree, encoding="utf-8").replace(chart.uuid.encode(), b"grafik")


def _point(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
