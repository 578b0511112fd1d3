"""The four forms of a document of tables: one name, one writer, one content type each."""

from collections.abc import Callable

from django.http import Http404, HttpResponse

from reports.rekap import nama_berkas
from reports.tabel import Berkas
from reports.tabel_excel import XLSX, tabel_excel
from reports.tabel_pdf import tabel_html, tabel_pdf
from reports.tabel_word import DOCX, tabel_word

BENTUK: dict[str, tuple[Callable[[Berkas], bytes], str]] = {
    "pdf": (tabel_pdf, "application/pdf"),
    "docx": (tabel_word, DOCX),
    "xlsx": (tabel_excel, XLSX),
    "html": (tabel_html, "text/html; charset=utf-8"),
}
TOMBOL = (("pdf", "Unduh PDF"), ("docx", "Unduh Word"), ("xlsx", "Unduh Excel"), ("html", "Unduh HTML"))


def check_form(bentuk: str) -> None:
    """404 for a form that there is not, before any work is done."""
    if bentuk not in BENTUK:
        raise Http404


def file_response(berkas: Berkas, bentuk: str) -> HttpResponse:
    """The document as a file to download."""
    write, content_type = BENTUK[bentuk]
    response = HttpResponse(write(berkas), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{nama_berkas(berkas, bentuk)}"'
    return response
