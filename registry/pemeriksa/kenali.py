"""Which check a file gets: told by its first bytes; its name and what the browser said do not matter."""

from registry.pemeriksa.gambar import periksa_gambar
from registry.pemeriksa.hasil import Hasil, Tolak
from registry.pemeriksa.kantor import periksa_kantor
from registry.pemeriksa.pdf import periksa_pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls and .doc of before 2007, and every Office file with a password


def periksa(source: str, target: str) -> Hasil:
    """Checks a file; pictures are drawn anew into `target`."""
    with open(source, "rb") as file:
        head = file.read(16)
    if not head:
        raise Tolak("kosong")
    if head.startswith(b"%PDF-"):
        return periksa_pdf(source)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return periksa_gambar(source, target)
    if head.startswith(b"PK\x03\x04"):
        return periksa_kantor(source)
    if head.startswith(OLE):
        raise Tolak("ole")
    raise Tolak("jenis")
