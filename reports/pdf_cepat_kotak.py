"""Shortcuts of reports.pdf_cepat for boxes: what follows from the style alone is worked out once for each style.

An AbsolutePlaceholder only pretends to be a box and goes the long way.
"""

from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import absolute, background, block, column, float, inline, page, percent, table
from weasyprint.layout.absolute import AbsolutePlaceholder

SISI = ("top", "right", "bottom", "left")
SUDUT = ("top_left", "top_right", "bottom_right", "bottom_left")
UKURAN = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in SISI),
    *(f"{limit}{axis}" for axis in ("width", "height") for limit in ("", "min_", "max_")),
)
GARIS = tuple(f"border_{side}_width" for side in SISI)
LENGKUNG = tuple(f"border_{corner}_radius" for corner in SUDUT)
LURUS = dict.fromkeys(LENGKUNG, (0, 0))
NOL = (0, "px")
MENGAMBANG = ("left", "right", "inline-start", "inline-end", "footnote")
LEPAS = ("absolute", "fixed")
ASLI_ONE = percent.resolve_one_percentage
ASLI_PERCENTAGES = percent.resolve_percentages
ASLI_BACKGROUNDS = background.layout_box_backgrounds
ASLI_AVOID = float.avoid_collisions


def _one_percentage(box: Any, name: str, refer_to: Any) -> None:
    """A length in pixels is its own number; the rest goes the long way."""
    value = box.style[name]
    if type(value) is Dimension and value.unit == "px":
        setattr(box, name, value.value)
    else:
        ASLI_ONE(box, name, refer_to)


def _percentages(box: Any, containing_block: Any) -> None:
    """Lengths that are all in pixels or "auto" are the same within every box around it."""
    style = box.style
    if "ukuran_iku" not in style.__dict__:
        style.ukuran_iku = _lengths(style)
    if style.ukuran_iku is None or isinstance(box, AbsolutePlaceholder):
        ASLI_PERCENTAGES(box, containing_block)
        return
    lengths, shared = style.ukuran_iku
    own = box.__dict__
    resolved = {name: own[name] for name in GARIS if name in own} if shared else {}
    own.update(lengths)
    own.update(resolved)


def _lengths(style: Any) -> tuple[dict[str, Any], bool] | None:
    """Every used length of such a box, None where one depends on the box around it.

    And whether its borders are shared with its neighbours in a table, which may have settled them already.
    """
    if style["box_sizing"] != "content-box":
        return None
    found = {name: style[name] for name in GARIS}
    for name in UKURAN:
        value = style[name]
        if type(value) is Dimension and value.unit == "px":
            found[name] = value.value
        elif value == "auto":
            found[name] = 0 if name.startswith("min_") else value
        else:
            return None
    return found, style["border_collapse"] == "collapse"


def _in_normal_flow(box: Any) -> bool:
    """Neither floated nor positioned nor running nor a note, which its style says once."""
    style = box.style
    if "alur_iku" not in style.__dict__:
        position = style["position"]
        away = position in LEPAS or position[0] in ("running()", "note()")
        style.alur_iku = style["float"] not in MENGAMBANG and not away
    return bool(style.alur_iku)


def _backgrounds(
    of_page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Nothing is painted under most boxes."""
    if style is not None or box is of_page or isinstance(box, AbsolutePlaceholder) or not _bare(box.style):
        ASLI_BACKGROUNDS(of_page, box, get_image_from_uri, layout_children, style)
        return
    box.__dict__.update(LURUS)
    if layout_children:
        for child in box.all_children():
            _backgrounds(of_page, child, get_image_from_uri)
    box.background = None


def _bare(style: Any) -> bool:
    """No picture, colour or shadow of its own, no round corner."""
    if "polos_iku" not in style.__dict__:
        style.polos_iku = (
            style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and style["visibility"] != "hidden"
            and all(kind == "none" for kind, _ in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
            and all(NOL in style[name] for name in LENGKUNG)
        )
    return bool(style.polos_iku)


def _avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """A line from left to right where nothing floats takes the whole width."""
    if context.excluded_shapes or outer or type(box) is not LineBox:
        return ASLI_AVOID(context, box, containing_block, outer)
    if box.style["float"] != "none" or containing_block.style["direction"] != "ltr":
        return ASLI_AVOID(context, box, containing_block, outer)
    # Sums and differences in the order in which WeasyPrint takes them, for the same last digit.
    edge = containing_block.content_box_x()
    left, right = edge + box.margin_left, edge + containing_block.width - box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


PINTAS: tuple[tuple[Any, str, Any], ...] = (
    (percent, "resolve_one_percentage", _one_percentage),
    *((owner, "resolve_percentages", _percentages) for owner in (absolute, block, column, float, inline, page, table)),
    (Box, "is_in_normal_flow", _in_normal_flow),
    (background, "layout_box_backgrounds", _backgrounds),
    (inline, "avoid_collisions", _avoid_collisions),
)
