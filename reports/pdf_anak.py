"""HTML to PDF: the process that WeasyPrint runs in, with pdf_cepat and pdf_pecah alone in importing it.

`python -m reports.pdf_anak` reads requests from its standard input and answers on its standard output, one after
another, warm. It is started without the settings of the application: no database, no keys. What people typed is
laid out here and nowhere else, under limits of memory and time (reports.pdf_proses kills it at the limit).

Nothing is fetched, from the network or from disk: style sheets are the app's own, parsed once per process,
fonts come from the system, and every other address is refused. The same HTML gives the same bytes.

Both ways a message is 4 bytes of length and that much JSON; an answer comes after SAYA_KERJAKAN, and is followed by
`ukuran` bytes of PDF.
"""

import base64
import ctypes
import gc
import json
import logging
import os
import resource
import select
import signal
import struct
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports import pdf_pecah
from reports.pdf_cepat import pasang
from reports.pdf_urai import Terurai

GAMBAR = "iku-gambar:"
PNG = b"data:image/png;base64,"
SEMUA_DITOLAK = "Dokumen hanya memuat isi aplikasi; alamat {url} tidak diambil."
GAYA = Path(__file__).resolve().parent.parent / "static" / "iku"
BADAN = '<body class="berkas'
PENSIUN_KB = 500_000  # a process that has grown larger than this ends after its answer
TANDA = ("ttd", "akhir", "ruang")
PUTARAN = 3  # layouts of a document at most, until no row asks for another one
M_ARENA_MAX = -8
SAYA_KERJAKAN = b"\x06"  # a request has arrived; one without this answer may be given to another process


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


def render(permintaan: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """The PDF of a request (reports.pdf_proses.Permintaan), what WeasyPrint warned about, and where the marks are.

    Where the signature would stand alone on its page, the document is laid out again with the next class of `ulang`
    on its body: shorter pages, so that a row comes along.
    """
    gambar = {name: svg.encode() for name, svg in permintaan["gambar"].items()}
    html = permintaan["html"]
    with _quiet_gc(), _collected() as messages:
        sheets = [_sheet(*permintaan["css"])]
        document = _layout(html, sheets, gambar)
        for kelas in permintaan["ulang"]:
            if not _signed_alone(document):
                break
            again = html.replace(BADAN, f"{BADAN} {kelas}", 1)
            document = _layout(again, sheets, gambar)
        data = _write(document, permintaan["arsip"])
    return data, {"peringatan": messages[:20], "tanda": _marks(document)}


def _write(document: Document, arsip: str) -> bytes:
    """The file; with `arsip` in the structure of PDF/A-3a (tags, embedded fonts, colour profile), known by that name.

    It is the first half of the file's /ID, which signing and rewriting leave as it is.
    """
    if not arsip:
        return document.write_pdf()
    return document.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=arsip.encode("ascii"))


def _marks(document: Document) -> list[dict[str, list[int]]]:
    """Per page the ids of last rows and signatures: left, bottom, right, top in points from the bottom left corner."""
    return [
        {
            name: [round(n * 0.75) for n in (x0, page.height - y1, x1, page.height - y0)]
            for name, (x0, y0, x1, y1) in page.anchors.items()
            if name.startswith(TANDA)
        }
        for page in document.pages
    ]


def _layout(html: str, sheets: list[CSS], gambar: Mapping[str, bytes]) -> Document:
    """The pages; laid out again where a row that is kept whole spoils them (reports.pdf_pecah)."""
    ubahan = pdf_pecah.Ubahan()
    for _ in range(PUTARAN):
        parsed = _parsed(html, AppFetcher(gambar))
        pdf_pecah.apply(parsed.etree_element, ubahan)
        document = parsed.render(stylesheets=sheets, font_config=_fonts(), presentational_hints=False)
        more = pdf_pecah.wanted(document, parsed.etree_element)
        if not more:
            break
        ubahan.add(more)
    return document


def _parsed(html: str, fetcher: AppFetcher) -> HTML:
    """Our templates are XML too, which is read faster; text with characters that XML forbids is read as HTML."""
    try:
        return Terurai(html, fetcher)
    except (ParseError, ValueError):
        return HTML(string=html, url_fetcher=fetcher, base_url=None, media_type="print")


def _signed_alone(document: Document) -> bool:
    """Whether a signature (id ttd…) is on a page without a part of the last row before it (id akhir…)."""
    pages = [frozenset(page.anchors) for page in document.pages]
    return any(
        f"akhir{name.removeprefix('ttd')}" not in page for page in pages for name in page if name.startswith("ttd")
    )


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=16)
def _sheet(*names: str) -> CSS:
    """Style sheets one after the other as one: each would be asked about each element."""
    text = "\n".join((GAYA / name).read_text(encoding="utf-8") for name in names)
    return CSS(string=text, font_config=_fonts(), url_fetcher=AppFetcher(), media_type="print")


@contextmanager
def _quiet_gc() -> Iterator[None]:
    """No collection while the box tree grows: it costs a quarter of a long render. Afterwards see tidy."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def tidy() -> None:
    """Collects what the last document left, and nothing else; after its answer, while nobody waits."""
    gc.collect()
    gc.unfreeze()


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


def answer(permintaan: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Head and PDF; a document that cannot be laid out is named by `galat`, and takes no other one along."""
    try:
        data, head = render(permintaan)
    except (MemoryError, RecursionError) as error:
        return {"galat": "memori" if isinstance(error, MemoryError) else "dalam", "pensiun": True}, b""
    except Exception as error:
        return {"galat": "lain", "rincian": f"{type(error).__name__}: {error}"[:500]}, b""
    return head | {"pensiun": _size_kb() > PENSIUN_KB}, data


def _size_kb() -> int:
    """Memory that this process holds; getrusage would tell the largest size of the parent that started it."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024


def serve(masuk: BinaryIO, keluar: BinaryIO, *, batas: int, menganggur: int) -> None:
    """Answers until the parent closes the pipe, nobody has asked for `menganggur` seconds, or it has grown large."""
    while select.select([masuk], [], [], menganggur)[0]:
        length = masuk.read(4)
        if len(length) < 4:
            return
        permintaan = json.loads(masuk.read(struct.unpack(">I", length)[0]))
        keluar.write(SAYA_KERJAKAN)
        keluar.flush()
        signal.alarm(batas + 10)  # should the parent be gone, nobody else stops a render
        head, data = answer(permintaan)
        signal.alarm(0)
        text = json.dumps(head | {"ukuran": len(data)}).encode()
        keluar.write(struct.pack(">I", len(text)) + text + data)
        keluar.flush()
        if head.get("pensiun"):
            return
        del head, text, data
        tidy()


def _limit(memori_mb: int, nice: int) -> None:
    """Address space as asked, no core files, no files written; threads of C libraries share one arena."""
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
    size = memori_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(nice)


def main() -> None:
    """Arguments: memory (MB), longest render and longest idleness (seconds), how nice to be to other processes."""
    memori, batas, menganggur, nice = (int(text) for text in sys.argv[1:5])
    _limit(memori, nice)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    pasang()
    masuk, keluar = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    serve(_Whole(masuk), keluar, batas=batas, menganggur=menganggur)  # type: ignore[arg-type]


class _Whole:
    """A raw pipe whose read(n) gives all n bytes; without a buffer, so that select tells the truth."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw

    def fileno(self) -> int:
        """For select."""
        return self.raw.fileno()

    def read(self, size: int) -> bytes:
        """All of it, or less where the pipe ends."""
        parts = []
        while size and (part := self.raw.read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


if __name__ == "__main__":
    main()
