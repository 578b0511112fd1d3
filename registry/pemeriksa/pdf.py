"""PDF: header, end, a real parse, and what in it may act by itself."""

import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream

from registry.pemeriksa.hasil import Hasil, Tolak

EKOR = 2048  # bytes in which the end of a PDF stands
DALAM = 40  # nested direct objects; those of real files stay below ten

# names as keys, actions and types that a reviewer should know of
TEMUAN = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/EF": "lampiran",
    "/EmbeddedFile": "lampiran",
    "/EmbeddedFiles": "lampiran",
    "/RichMedia": "media",
    "/XFA": "xfa",
    "/SubmitForm": "kirim",
    "/ImportData": "kirim",
}
SEBUTAN = ("/S", "/Type", "/Subtype")  # keys whose value, not whose name, may be one of these


def periksa_pdf(source: str) -> Hasil:
    """Pages and findings; refused when cut off, encrypted, damaged, or another kind of file too."""
    _check_end(source)
    if zipfile.is_zipfile(source):
        raise Tolak("ganda")
    try:
        with pikepdf.open(source) as pdf:
            if pdf.is_encrypted:
                raise Tolak("pdf_sandi")
            return _read(pdf)
    except pikepdf.PasswordError as error:
        raise Tolak("pdf_sandi") from error
    except (pikepdf.PdfError, ValueError, OverflowError, RuntimeError) as error:
        raise Tolak("pdf_rusak") from error


def _check_end(source: str) -> None:
    """A file that was cut off lacks its end; one with something behind its end is two files."""
    with open(source, "rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - EKOR))
        tail = file.read()
    at = tail.rfind(b"%%EOF")
    if at < 0 or b"startxref" not in tail:
        raise Tolak("pdf_terpotong")
    if tail[at + 5 :].strip(b" \t\r\n\f\0"):
        raise Tolak("ganda")


def _read(pdf: Pdf) -> Hasil:
    pages = len(pdf.pages)
    if not pages:
        raise Tolak("pdf_rusak")
    found = {name for row in pdf.objects for name in _findings(row)}
    if pdf.get_warnings():
        found.add("rapuh")
    return Hasil("pdf", halaman=pages, temuan=tuple(sorted(found)))


def _findings(row: Object) -> set[str]:
    """Codes found in one object and in what stands directly inside it."""
    found, todo = set(), [(row, 0)]
    while todo:
        item, depth = todo.pop()
        if depth > DALAM:
            raise Tolak("rumit")
        if isinstance(item, (Dictionary, Stream)):
            for key, value in item.items():
                if key in TEMUAN:
                    found.add(TEMUAN[key])
                if key in SEBUTAN and isinstance(value, Object) and str(value) in TEMUAN:
                    found.add(TEMUAN[str(value)])
                if isinstance(value, (Dictionary, Array)) and not value.is_indirect:
                    todo.append((value, depth + 1))
        elif isinstance(item, Array):
            todo += [(v, depth + 1) for v in item if isinstance(v, (Dictionary, Array)) and not v.is_indirect]
    return found
