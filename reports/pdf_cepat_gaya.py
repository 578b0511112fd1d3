"""Shortcuts of reports.pdf_cepat for styles: what one style sheet says of like elements is worked out once.

WeasyPrint shares the style of like elements within a document. All sections of a lampiran have the same style sheets
and the same kinds of elements, so here a style lives on for the documents that follow: it depends on the sheets, on
the way down from the root and on the element's own declarations, never on what is written in it. The sheets use no
lengths in parts of the page (vw, vh), nor `text-overflow`: see tests/reports/test_pdf_cepat.py.
"""

from collections import OrderedDict
from collections.abc import Iterable
from math import inf
from typing import Any

import tinycss2
from cssselect2 import Matcher
from weasyprint import css
from weasyprint.css import ComputedStyle, InitialStyle, StyleFor
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

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
KOSONG: frozenset[str] = frozenset()
MAKS_SIMPUL = 4000  # styles that are kept, some 10 KB each; what people typed may nest in many ways
ASLI_MISSING = ComputedStyle.__missing__
Cascaded = dict[str | None, dict[str, tuple[Any, tuple[Any, ...]]]]


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
    return ASLI_MISSING(style, key)


class Simpul:
    """The styles of one kind of element: its own (None) and those of ::before and the like; kinds within it by key."""

    __slots__ = ("anak", "gaya", "jangkar")

    def __init__(self) -> None:
        self.anak: dict[tuple[Any, ...], Simpul] = {}
        self.gaya: dict[str | None, Any] = {}
        self.jangkar: tuple[str, ...] = ()


class Pohon:
    """All kinds of elements that documents of some style sheets had. Holds the sheets: their addresses are keys."""

    def __init__(self, sheets: list[Any], font_config: Any) -> None:
        self.sheets, self.font_config = sheets, font_config
        self.akar = Simpul()
        self.ukuran: dict[str, Any] = {}
        self.banyak = 0


_pohon: OrderedDict[tuple[Any, ...], Pohon] = OrderedDict()


def _pohon_of(sheets: list[Any], font_config: Any) -> Pohon:
    key = (id(font_config), *((id(sheet), origin, weight) for sheet, origin, weight in sheets))
    if key not in _pohon or _pohon[key].banyak > MAKS_SIMPUL:
        _pohon[key] = Pohon(sheets, font_config)
    _pohon.move_to_end(key)
    if len(_pohon) > 8:
        _pohon.popitem(last=False)
    return _pohon[key]


class GayaBersama(StyleFor):
    """The styles of a document, taken from the documents before where these had such an element."""

    def __init__(self, html: Any, sheets: Any, presentational_hints: bool, font_config: Any, target_collector: Any):
        self._sheets, self.font_config = sheets, font_config
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self._simpul: dict[Any, Simpul] = {}
        self._html, self._root_style = html, None
        live = [entry for entry in sheets if _says_something(entry[0].matcher)]
        pohon = _pohon_of(live, font_config)
        self.initial_page_sizes = pohon.ukuran
        self.initial_page_sizes.update(box=None, area=None)
        own: dict[Any, list[Any]] = {}
        for specificity, element, declarations, base_url in css.find_style_attributes(
            html.etree_element, presentational_hints, html.base_url
        ):
            own.setdefault(element, []).append((specificity, declarations, base_url))
        for element in html.wrapper_element.iter_subtree():
            simpul = self._find(pohon, live, element, own.get(element.etree_element, ()))
            for name in simpul.jangkar:
                target_collector.collect_anchor(name)
        root = html.etree_element
        self._computed_styles = {(root, None): self._simpul[root].gaya[None]}  # what pages inherit from

    def _find(self, pohon: Pohon, live: list[Any], element: Any, own: Iterable[Any]) -> Simpul:
        parent = self._simpul[element.parent.etree_element] if element.parent else pohon.akar
        found = [(entry, match) for entry in live for match in entry[0].matcher.match(element)]
        key = (*(id(match[3]) for _, match in found), *(tinycss2.serialize(d) for _, d, _ in own))
        simpul = parent.anak.get(key)
        if simpul is None:
            simpul = parent.anak[key] = self._made(parent.gaya.get(None), _cascade(own, found))
            pohon.banyak += 1
        self._simpul[element.etree_element] = simpul
        if self._root_style is None:
            self._root_style = simpul.gaya[None]
        return simpul

    def _made(self, parent_style: Any, cascaded: Cascaded) -> Simpul:
        simpul = Simpul()
        simpul.gaya[None] = own = self._computed(parent_style, cascaded.get(None, {}), None)
        for pseudo, rules in cascaded.items():
            if pseudo:
                simpul.gaya[pseudo] = self._computed(own, rules, pseudo)
        simpul.jangkar = tuple(name for name in (style["anchor"] for style in simpul.gaya.values()) if name)
        return simpul

    def _computed(self, parent: Any, cascaded: dict[str, Any], pseudo: str | None) -> Any:
        root = InitialStyle(self.font_config) if parent is None else self._root_style
        base_url, sizes = self._html.base_url, self.initial_page_sizes
        style = ComputedStyle(parent, cascaded, pseudo, root or parent, base_url, self.font_config, sizes)
        self._computed_styles = {(None, pseudo): style}
        return StyleFor.__call__(self, None, pseudo)  # takes margins off cells, padding off tables

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        """The style of an element, or None where no rule makes such a pseudo-element; of pages as WeasyPrint does."""
        simpul = self._simpul.get(element)
        return super().__call__(element, pseudo_type) if simpul is None else simpul.gaya.get(pseudo_type)


def _says_something(matcher: Matcher) -> bool:
    """Whether the sheet has rules for elements; one with rules for pages alone changes none of their styles."""
    return any(
        (
            matcher.id_selectors, matcher.class_selectors, matcher.lower_local_name_selectors,
            matcher.namespace_selectors, matcher.lang_attr_selectors, matcher.other_selectors,
        )
    )  # fmt: skip


def _cascade(own: Iterable[Any], found: Iterable[Any]) -> Cascaded:
    """Which declaration wins, for the element (None) and each of its pseudo-elements."""
    styles: Cascaded = {}
    for specificity, declarations, base_url in own:
        checked = css.preprocess_declarations(base_url, declarations)
        _apply(styles.setdefault(None, {}), checked, "author", (inf, specificity))
    for (sheet, origin, weight), (specificity, _, pseudo, (declarations, layer)) in found:
        order = inf if layer is None else sheet.layers.index(layer)
        _apply(styles.setdefault(pseudo, {}), declarations, origin, (order, weight or specificity))
    return styles


def _apply(style: dict[str, Any], declarations: Iterable[Any], origin: str, rank: tuple[Any, ...]) -> None:
    for name, values, importance in declarations:
        weight = (css.declaration_precedence(origin, importance), *rank)
        if name not in style or style[name][1] <= weight:
            style[name] = values, weight


PINTAS: tuple[tuple[Any, str, Any], ...] = (
    (ComputedStyle, "__missing__", _missing),
    (css, "StyleFor", GayaBersama),
)
