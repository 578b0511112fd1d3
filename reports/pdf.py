"""HTML to PDF: the one module that imports WeasyPrint.

Nothing is fetched, from the network or from disk: style sheets are the app's own, parsed once per process,
fonts come from the system, and every other address is refused. The same HTML gives the same bytes.
"""

import base64
import gc
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

log = logging.getLogger(__name__)

GAMBAR = "iku-gambar:"
PNG = b"data:image/png;base64,"
SEMUA_DITOLAK = "Dokumen hanya memuat isi aplikasi; alamat {url} tidak diambil."


class RenderWarning(RuntimeError):
    """WeasyPrint warned about the document: a fault of ours, so tests stop on it."""


class AppFetcher(URLFetcher):
    """Knows no address at all but the pictures that a document of ours brings along in memory."""

    def __init__(self, gambar: Mapping[str, bytes] | None = None) -> None:
        super().__init__()
        self.gambar = gambar or {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """A picture of the document (SVG, or PNG as base64 text); else refused: WeasyPrint goes on and logs it."""
        picture = self.gambar.get(url.removeprefix(GAMBAR)) if url.startswith(GAMBAR) else None
        if picture is not None and picture.startswith(PNG):
            return URLFetcherResponse(url, base64.b64decode(picture.removeprefix(PNG)), {"Content-Type": "image/png"})
        if picture is not None:
            return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})
        raise ValueError(SEMUA_DITOLAK.format(url=url[:80]))


class _Collector(logging.Handler):
    """Keeps what is logged during one render."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


_strict = threading.local()
_lock = threading.Lock()  # Pango and the shared font configuration are not for two threads at once


class Layout:
    """A document laid out on pages, not yet written. `anchors`: the element ids that each page shows."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.anchors = [frozenset(page.anchors) for page in document.pages]

    def to_pdf(self) -> bytes:
        """The file."""
        with _guarded():
            return self._document.write_pdf()

    def to_archive(self, pengenal: str) -> bytes:
        """The file with the structure of PDF/A-3a (tags, embedded fonts, colour profile), known by `pengenal`.

        `pengenal` is the first half of the file's /ID, which signing and rewriting leave as it is.
        """
        with _guarded():
            return self._document.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=pengenal.encode("ascii"))

    def box(self, name: str) -> tuple[int, tuple[int, int, int, int]] | None:
        """(page from 0, left, bottom, right, top in points from the bottom left corner) of an element id."""
        for n, page in enumerate(self._document.pages):
            if name in page.anchors:
                x0, y0, x1, y1 = page.anchors[name]
                return n, (_points(x0), _points(page.height - y1), _points(x1), _points(page.height - y0))
        return None


def _points(pixels: float) -> int:
    return round(pixels * 0.75)


@contextmanager
def warnings_raised() -> Iterator[None]:
    """Within this, a warning stops the render also in production: what is frozen has to be clean."""
    before, _strict.on = getattr(_strict, "on", False), True
    try:
        yield
    finally:
        _strict.on = before


def layout_pdf(html: str, *, css: tuple[str, ...], gambar: Mapping[str, bytes] | None = None) -> Layout:
    """Lays out a whole HTML document with the named app style sheets (files of static/iku/).

    `gambar`: charts (SVG files) that the document shows as `iku-gambar:NAME`.
    """
    with _guarded():
        sheets = [_sheet(name) for name in css]
        document = HTML(string=html, url_fetcher=AppFetcher(gambar), base_url=None, media_type="print")
        return Layout(document.render(stylesheets=sheets, font_config=_fonts(), presentational_hints=False))


def render_pdf(html: str, *, css: tuple[str, ...], gambar: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a whole HTML document."""
    return layout_pdf(html, css=css, gambar=gambar).to_pdf()


@contextmanager
def _guarded() -> Iterator[None]:
    """One at a time, quick, and with its warnings heard."""
    with _lock, _quiet_gc(), _collected() as messages:
        yield
    if messages and (settings.TEST or getattr(_strict, "on", False)):
        raise RenderWarning("; ".join(messages))
    for message in messages:
        log.warning("PDF: %s", message)


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=8)
def _sheet(name: str) -> CSS:
    text = (Path(settings.BASE_DIR) / "static" / "iku" / name).read_text(encoding="utf-8")
    return CSS(string=text, font_config=_fonts(), url_fetcher=AppFetcher(), media_type="print")


@contextmanager
def _quiet_gc() -> Iterator[None]:
    """No collection while the box tree grows (it costs a quarter of a long render); one after it, of it alone."""
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


@contextmanager
def _collected() -> Iterator[list[str]]:
    collector = _Collector()
    logger = logging.getLogger("weasyprint")
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagates
