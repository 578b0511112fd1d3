"""The whole decree as a file: the body alone, or with all its lampiran; HTML, PDF and Word from the same rows."""

import base64
import io
from collections.abc import Callable, Sequence

import pikepdf
from django.template.loader import render_to_string

from registry.models import LembarInstansi, Penetapan
from registry.services.errors import ServiceError
from reports.ekspor import penetapan_of
from reports.keputusan import Keputusan, has_body, keputusan_rows
from reports.keputusan_word import keputusan_word
from reports.kertas import gaya, with_gaya
from reports.lampiran import CSS_LAYAR, dokumen_rows, lampiran_pdf, with_css
from reports.pdf import render_pdf
from reports.potong import potong
from reports.rows import Dokumen
from reports.word import DOCX

CSS = ("keputusan.css",)
BENTUK = {"pdf": "application/pdf", "docx": DOCX, "html": "text/html; charset=utf-8"}
LAMBANG = "lambang"
PNG = "data:image/png;base64,"
SEMUA = '@page keputusan {{ @bottom-right {{ content: "halaman " counter(page) " dari {semua}"; }} }}'
TANPA_BADAN = "{kode} berupa lembar IKU tanpa batang tubuh keputusan; cetak lampirannya."
TIDAK_DIKENAL = "Format «{bentuk}» tidak dikenal; pakai pdf, docx, atau html."


def keputusan_html(keputusan: Keputusan, dokumen: Dokumen | None = None) -> str:
    """A whole HTML file that needs nothing else."""
    context = {"keputusan": keputusan, "dokumen": dokumen, "layar": True, "lambang": lambang_url(keputusan)}
    html = with_css(render_to_string("reports/keputusan.html", context), (*CSS_LAYAR, *CSS, "keputusan-layar.css"))
    return with_gaya(html, [gaya(keputusan.kertas, kind, keputusan.huruf) for kind in ("lampiran", "keputusan")])


def keputusan_pdf(keputusan: Keputusan, dokumen: Dokumen | None = None) -> bytes:
    """The body upright, and behind it the lampiran on the side; the page numbers run on to the last lampiran."""
    html, gambar = html_cetak(keputusan)
    body = render_pdf(html, css=CSS, gambar=gambar)
    if dokumen is None or not dokumen.lampiran:
        return body
    count = _pages(body)
    lampiran = lampiran_pdf(dokumen, count)
    numbered = with_gaya(html, [SEMUA.format(semua=count + _pages(lampiran))])
    return joined([render_pdf(numbered, css=CSS, gambar=gambar), lampiran])


def html_cetak(keputusan: Keputusan, dokumen: Dokumen | None = None) -> tuple[str, dict[str, bytes]]:
    """The HTML of the body that becomes the PDF, and the pictures in it; with `dokumen` its lampiran behind it."""
    lambang = f"iku-gambar:{LAMBANG}" if keputusan.lambang else ""
    context = {"keputusan": keputusan, "dokumen": dokumen and potong(dokumen), "layar": False, "lambang": lambang}
    gambar = {LAMBANG: _data_url(keputusan.lambang).encode()} if keputusan.lambang else {}
    html = render_to_string("reports/keputusan.html", context)
    kinds = ("lampiran", "keputusan") if dokumen else ("keputusan",)
    return with_gaya(html, [gaya(keputusan.kertas, kind, keputusan.huruf) for kind in kinds]), gambar


def _pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as file:
        return len(file.pages)


def joined(parts: Sequence[bytes]) -> bytes:
    """Several PDF as one, which tells of itself what the first one tells; the same parts give the same bytes."""
    with pikepdf.open(io.BytesIO(parts[0])) as file:
        for part in parts[1:]:
            with pikepdf.open(io.BytesIO(part)) as other:
                file.pages.extend(other.pages)
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
    return out.getvalue()


def lambang_url(keputusan: Keputusan) -> str:
    """The lambang as an address that needs no server; empty where there is none."""
    return _data_url(keputusan.lambang) if keputusan.lambang else ""


def _data_url(png: bytes) -> str:
    return PNG + base64.b64encode(png).decode()


def keputusan_bytes(keputusan: Keputusan, dokumen: Dokumen | None, bentuk: str) -> bytes:
    """The file in one of its forms; `dokumen`: the lampiran that go with it."""
    writers: dict[str, Callable[[Keputusan, Dokumen | None], bytes]] = {
        "pdf": keputusan_pdf,
        "docx": keputusan_word,
        "html": lambda rows, more: keputusan_html(rows, more).encode(),
    }
    return writers[bentuk](keputusan, dokumen)


def keputusan_export(*, kode: str, bentuk: str, lengkap: bool) -> bytes:
    """For the command line: every sheet, whoever asks; ServiceError says what is not there."""
    if bentuk not in BENTUK:
        raise ServiceError(TIDAK_DIKENAL.format(bentuk=bentuk))
    penetapan = penetapan_of(kode)
    if not has_body(penetapan):
        raise ServiceError(TANPA_BADAN.format(kode=kode))
    dokumen = None
    if lengkap:
        lampiran = list(penetapan.lampiran.select_related("penetapan__pemda").order_by("urut"))
        dokumen = dokumen_rows(penetapan, lampiran, LembarInstansi.objects.all())
    return keputusan_bytes(keputusan_rows(penetapan), dokumen, bentuk)


def nama_berkas(penetapan: Penetapan, bentuk: str, *, lengkap: bool) -> str:
    """keputusan-lumajang-2019-326.pdf, or keputusan-lengkap-…"""
    return f"keputusan{'-lengkap' if lengkap else ''}-{penetapan.kode}.{bentuk}"
