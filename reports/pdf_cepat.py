"""Shortcuts in WeasyPrint 70.0 that leave every byte of its files as it is and save about a sixth of its time.

It lays out in Python, so that what it does a hundred thousand times is worth doing once. Each function below stands
for one of its own and says what it leaves out. Nothing is put in place of another version: slower, never wrong, until
somebody has looked (a name that it lacks fails at once). Tests compare the bytes with and without.
"""

import re
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.layout import percent
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

VERSI = "70.0"
PARAGRAF = frozenset("\n\r\u2029")  # what Pango begins a new paragraph at
TUNGGAL = re.compile(r"<(br|col|hr|img|meta)\b([^<>]*?)/?>")
KHUSUS = frozenset(("page", "position", "float", "display"))
BIASA = frozenset(
    key
    for key in INITIAL_VALUES
    if key not in KHUSUS
    and not key.startswith("text_decoration_")
    and (key in INHERITED or key not in INITIAL_NOT_COMPUTED)
)
LOGIS = {
    key: frozenset(function(block="ttb", inline=side) for side in ("ltr", "rtl"))
    for key, function in PHYSICAL_FUNCTIONS.items()
}
HURUF = (
    "font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps", "font_variation_settings",
)  # fmt: skip
KOSONG: frozenset[str] = frozenset()
TEMPAT: dict[str, tuple[Any, str]] = {
    "missing": (ComputedStyle, "__missing__"),
    "percentage": (percent, "resolve_one_percentage"),
    "setup": (line_break.Layout, "setup"),
    "set_text": (line_break.Layout, "set_text"),
    "reactivate": (line_break.Layout, "reactivate"),
    "deactivate": (line_break.Layout, "deactivate"),
    "metrics": (line_break, "first_line_metrics"),
    "description": (line_break, "get_font_description"),
}
ASAL: dict[str, Any] = {key: getattr(owner, name) for key, (owner, name) in TEMPAT.items()}


def pasang() -> bool:
    """Puts the shortcuts in place, where this is the version that they were written for."""
    if weasyprint.__version__ != VERSI:
        return False
    for key, (owner, name) in TEMPAT.items():
        setattr(owner, name, KITA[key])
    return True


def lepas() -> None:
    """WeasyPrint as it comes, for comparison."""
    for key, (owner, name) in TEMPAT.items():
        setattr(owner, name, ASAL[key])


class Terurai(weasyprint.HTML):
    """A document whose HTML is also XML, read by the C parser instead of by one in Python.

    ElementTree.ParseError or ValueError where it is not XML; WeasyPrint's own parser is asked then.
    """

    def __init__(self, text: str, url_fetcher: Any) -> None:
        root = ElementTree.fromstring(as_xml(text))  # noqa: S314  our templates; what people typed is escaped in them
        if root.tag != "html":
            raise ValueError(root.tag)
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def as_xml(html: str) -> str:
    """The same with empty elements closed, without the mark of HTML and the one name that XML does not know.

    ValueError for drawings inside the text, which only HTML puts into their namespace by itself.
    """
    if "<svg" in html:
        raise ValueError("svg")
    return TUNGGAL.sub(r"<\1\2/>", html).replace("<!doctype html>", "", 1).replace("&nbsp;", "&#160;")


def _missing(style: ComputedStyle, key: str) -> Any:
    """A property that no rule sets is the parent's, or the initial one; both are computed already."""
    parent = style.parent_style
    if parent is not None and key in BIASA and key not in style.cascaded:
        logical = LOGIS.get(key, KOSONG)
        if logical.isdisjoint(style.cascaded):
            value = parent[key] if key in INHERITED else INITIAL_VALUES[key]
            if not check_math(value):
                style[key] = value
                return value
    return ASAL["missing"](style, key)


def _one_percentage(box: Any, name: str, refer_to: float) -> None:
    """A length in pixels is its own number; the rest goes the long way."""
    value = box.style[name]
    if type(value) is Dimension and value.unit == "px":
        setattr(box, name, value.value)
    else:
        ASAL["percentage"](box, name, refer_to)


def _setup(layout: Any, style: Any) -> None:
    """One Pango context for all lines of a language instead of one each."""
    plain = style["text_decoration_line"] == "none" and style["font_language_override"] == "normal"
    features = line_break.font_features(
        style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
        style["font_variant_caps"], style["font_variant_numeric"], style["font_variant_alternates"],
        style["font_variant_east_asian"], style["font_feature_settings"],
    )  # fmt: skip
    if not plain or features:
        ASAL["setup"](layout, style)
        return
    layout.style, layout.first_line_direction = style, 0
    context, layout.language = _context(style.font_config, style["direction"], style["lang"])
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, _description_of(style))
    layout.ascent = layout.underline_position = layout.strikethrough_position = None


@lru_cache(maxsize=16)
def _context(font_config: Any, direction: str, lang: str | None) -> tuple[Any, Any]:
    """The context and its language, as Layout.setup makes them."""
    context = ffi.gc(pango.pango_font_map_create_context(font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[direction])
    if not lang:
        return context, pango.pango_language_get_default()
    text, _ = line_break.unicode_to_char_p(lang)
    language = pango.pango_language_from_string(text)
    pango.pango_context_set_language(context, language)
    return context, language


def _description_of(style: Any) -> Any:
    """Pango copies the description, so that styles of one font may share it."""
    return _description(tuple(style["font_family"]), *(style[key] for key in HURUF))


@lru_cache(maxsize=128)
def _description(font_family: tuple[str, ...], *values: Any) -> Any:
    return ASAL["description"]({"font_family": font_family, **dict(zip(HURUF, values, strict=True))})


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Tells already here that the text is one paragraph, as drawing does, which would shape it again."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, PARAGRAF.isdisjoint(text))
    layout.siap = False
    ASAL["set_text"](layout, text, justify)


def _first_line_metrics(
    first_line: Any, text: str, layout: Any, resume_at: Any, space_collapse: bool, style: Any,
    hyphenated: bool = False, hyphenation_character: str | None = None,
) -> Any:  # fmt: skip
    """Keeps the line as it was measured: it is the one that is drawn."""
    result = ASAL["metrics"](
        first_line, text, layout, resume_at, space_collapse, style, hyphenated, hyphenation_character
    )
    layout.siap = not hyphenated and not layout.justification_spacing
    return result


def _reactivate(layout: Any, style: Any) -> None:
    """Nothing, for a line that is still there."""
    if not getattr(layout, "siap", False) or style is not layout.style:
        ASAL["reactivate"](layout, style)


def _deactivate(layout: Any) -> None:
    """The line stays until it is drawn, see _reactivate."""


KITA: dict[str, Any] = {
    "missing": _missing,
    "percentage": _one_percentage,
    "setup": _setup,
    "set_text": _set_text,
    "reactivate": _reactivate,
    "deactivate": _deactivate,
    "metrics": _first_line_metrics,
    "description": _description_of,
}
