"""Shortcuts of reports.pdf_cepat for text: Pango is asked once for what it has answered in the same document."""

from functools import lru_cache
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

PARAGRAF = frozenset("\n\r\u2029")  # what Pango begins a new paragraph at
HURUF = (
    "font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps", "font_variation_settings",
)  # fmt: skip
ASLI_SETUP = line_break.Layout.setup
ASLI_SET_TEXT = line_break.Layout.set_text
ASLI_REACTIVATE = line_break.Layout.reactivate
ASLI_METRICS = line_break.first_line_metrics
ASLI_DESCRIPTION = line_break.get_font_description
ASLI_SPLIT = line_break.split_first_line
ASLI_STRUT = line_break.strut


def _setup(layout: Any, style: Any) -> None:
    """One Pango context for all lines of a language instead of one each."""
    plain = style["text_decoration_line"] == "none" and style["font_language_override"] == "normal"
    features = line_break.font_features(
        style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
        style["font_variant_caps"], style["font_variant_numeric"], style["font_variant_alternates"],
        style["font_variant_east_asian"], style["font_feature_settings"],
    )  # fmt: skip
    if not plain or features:
        ASLI_SETUP(layout, style)
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
    return ASLI_DESCRIPTION({"font_family": font_family, **dict(zip(HURUF, values, strict=True))})


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Tells already here that the text is one paragraph, as drawing does, which would shape it again."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, PARAGRAF.isdisjoint(text))
    layout.siap = False
    ASLI_SET_TEXT(layout, text, justify)


def _first_line_metrics(
    first_line: Any, text: str, layout: Any, resume_at: Any, space_collapse: bool, style: Any,
    hyphenated: bool = False, hyphenation_character: str | None = None,
) -> Any:  # fmt: skip
    """Keeps the line as it was measured: it is the one that is drawn."""
    result = ASLI_METRICS(first_line, text, layout, resume_at, space_collapse, style, hyphenated, hyphenation_character)
    layout.siap = not hyphenated and not layout.justification_spacing
    return result


def _reactivate(layout: Any, style: Any) -> None:
    """Nothing, for a line that is still there."""
    if not getattr(layout, "siap", False) or style is not layout.style:
        ASLI_REACTIVATE(layout, style)


def _deactivate(layout: Any) -> None:
    """The line stays until it is drawn, see _reactivate."""


def _split_first_line(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any,
    is_line_start: bool = True, minimum: bool = False,
) -> Any:  # fmt: skip
    """One line for the same words, style and width in a document: measured, laid out, laid out on the next page."""
    lines = context.__dict__.setdefault("baris_iku", {})
    key = (text, id(style), max_width, justification_spacing, is_line_start, minimum)
    if key not in lines:  # with the style, or another could come to stand at its address
        lines[key] = style, ASLI_SPLIT(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    return lines[key][1]


def _strut(style: Any) -> Any:
    """The height of an empty line is kept with its style."""
    if "strut_iku" not in style.__dict__:
        style.strut_iku = ASLI_STRUT(style)
    return style.strut_iku


PINTAS: tuple[tuple[Any, str, Any], ...] = (
    (line_break.Layout, "setup", _setup),
    (line_break.Layout, "set_text", _set_text),
    (line_break.Layout, "reactivate", _reactivate),
    (line_break.Layout, "deactivate", _deactivate),
    (line_break, "first_line_metrics", _first_line_metrics),
    (line_break, "get_font_description", _description_of),
    (inline, "split_first_line", _split_first_line),
    (preferred, "split_first_line", _split_first_line),
    (inline, "strut", _strut),
)
