"""HTML to PDF in a process apart (reports.pdf_anak), for one document or for many sections of one."""

import logging
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from reports.pdf_proses import Jawaban, PdfGagal, Permintaan, kumpulan

log = logging.getLogger(__name__)

HABIS = "Waktu penyusunan dokumen habis sebelum bagian ini disusun."


class RenderWarning(RuntimeError):
    """WeasyPrint warned about the document: a fault of ours, so tests stop on it."""


def render_pdf(
    html: str, *, css: tuple[str, ...], gambar: Mapping[str, bytes] | None = None, ulang: tuple[str, ...] = ()
) -> bytes:
    """The PDF of a whole HTML document with the named app style sheets (files of static/iku/).

    `gambar`: charts (SVG files) that the document shows as `iku-gambar:NAME`; `ulang`: see Permintaan.
    PdfGagal where it takes too long or too much memory.
    """
    return render(Permintaan(html, css, text_files(gambar or {}), ulang)).data


def text_files(gambar: Mapping[str, bytes]) -> dict[str, str]:
    """Pictures as they travel to the drawing process."""
    return {name: picture.decode() for name, picture in gambar.items()}


def render(permintaan: Permintaan, *, ketat: bool = False) -> Jawaban:
    """One document; `ketat`: a warning stops it also in production, as what is frozen has to be clean."""
    with kumpulan().turn():
        until = time.monotonic() + settings.PDF_TUNGGU + settings.PDF_DETIK
        return _checked(kumpulan().ask(permintaan, until), ketat=ketat)


def render_many(permintaan: Iterable[Permintaan]) -> list[bytes | PdfGagal]:
    """Each of them in this order, on all places at once; one that fails leaves its reason, the others their PDF.

    The first are drawn while the rest are still being made; the longest go first, or others would wait for it.
    """
    until = time.monotonic() + settings.PDF_DOKUMEN_DETIK
    with ThreadPoolExecutor(settings.PDF_SEKALIGUS) as threads:
        drawing = [threads.submit(_one, item, until) for item in permintaan]
        return [future.result() for future in drawing]


def _one(permintaan: Permintaan, until: float) -> bytes | PdfGagal:
    if time.monotonic() > until:
        return PdfGagal(HABIS)
    try:
        return _checked(kumpulan().ask(permintaan, until)).data
    except PdfGagal as error:
        return error


def _checked(jawaban: Jawaban, *, ketat: bool = False) -> Jawaban:
    if jawaban.peringatan and (settings.TEST or ketat):
        raise RenderWarning("; ".join(jawaban.peringatan))
    for message in jawaban.peringatan:
        log.warning("PDF: %s", message)
    return jawaban
