"""Files for the tests of evidence, made here: good ones, and the hostile ones of security.md §6."""

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pikepdf
from PIL import Image

MAKS_MB = 8
SCRIPT = b"<script>alert(1)</script>"
GPS = {1: "S", 2: (8.0, 8.0, 0.0), 3: "E", 4: (113.0, 13.0, 0.0)}


def pdf(pages: int = 1, *, root: dict | None = None, **options) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        for key, value in (root or {}).items():
            document.Root[key] = document.make_indirect(value)
        document.save(out, **options)
    return out.getvalue()


def picture(format: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "navy" if mode == "RGB" else 0).save(out, format, **options)
    return out.getvalue()


def exif(text: str = "") -> Image.Exif:
    data = Image.Exif()
    data[0x010E] = text or "Kantor Dinas"
    data.get_ifd(0x8825).update(GPS)
    return data


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Jumlah keluarga"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Laporan kunjungan keluarga")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def with_parts(office: bytes, more: dict[str, bytes], *, change: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """An Office file with parts added, and a text replaced in all of them."""
    with zipfile.ZipFile(io.BytesIO(office)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    if change[0]:
        parts = {name: content.replace(*change) for name, content in parts.items()}
    return archive({**parts, **more})


def action(kind: str, **more: str) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(kind), **more)


def attached() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["data.txt"] = pikepdf.AttachedFileSpec(document, b"isi")
        document.save(out)
    return out.getvalue()


def protected() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="rahasia", user="rahasia"))


def gifar() -> bytes:
    return picture("GIF") + archive({"Main.class": b"\xca\xfe\xba\xbe"})


def bomb() -> bytes:
    return with_parts(xlsx(), {"xl/worksheets/besar.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})


# name → (content, file name, kind that is kept or None, findings)
Contoh = tuple[Callable[[], bytes], str, str | None, set[str]]
BERMUSUHAN: dict[str, Contoh] = {
    "html as pdf": (lambda: b"<html>" + SCRIPT, "laporan.pdf", None, set()),
    "svg as jpg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "foto.jpg", None, set()),
    "program as pdf": (lambda: b"MZ" + b"\0" * 500, "laporan.pdf", None, set()),
    "jpg and script": (lambda: picture() + SCRIPT, "foto.jpg", "jpg", set()),
    "pdf and zip": (lambda: pdf() + archive({"a.txt": b"x"}), "laporan.pdf", None, set()),
    "gifar": (gifar, "foto.jpg", None, set()),
    "jpg and jar": (lambda: picture() + archive({"Main.class": b"x"}), "foto.jpg", "jpg", set()),
    "pdf with javascript": (
        lambda: pdf(root={"/OpenAction": action("/JavaScript", JS="app.alert(1)")}), "a.pdf", "pdf", {"javascript"},
    ),
    "pdf with launch": (lambda: pdf(root={"/OpenAction": action("/Launch", F="x.exe")}), "a.pdf", "pdf", {"launch"}),
    "pdf with a file": (attached, "a.pdf", "pdf", {"lampiran"}),
    "encrypted pdf": (protected, "a.pdf", None, set()),
    "cut pdf": (lambda: pdf(20)[:-60], "a.pdf", None, set()),
    "pdf of 10,000 pages": (lambda: pdf(10_000), "a.pdf", "pdf", set()),
    "jpg of 400 million pixels": (lambda: picture(size=(20_000, 20_000), mode="L"), "foto.jpg", None, set()),
    "cut jpg": (lambda: picture(size=(400, 400), quality=95)[:-200], "foto.jpg", None, set()),
    "jpg with place": (lambda: picture(exif=exif()), "foto.jpg", "jpg", set()),
    "jpg with script in exif": (lambda: picture(exif=exif(SCRIPT.decode())), "foto.jpg", "jpg", set()),
    "cmyk jpg": (lambda: picture(mode="CMYK"), "foto.jpg", "jpg", set()),
    "empty": (lambda: b"", "a.pdf", None, set()),
    "one byte too large": (lambda: pdf().ljust(MAKS_MB * 1024**2 + 1, b"\n"), "a.pdf", None, set()),
    "../../x.pdf": (pdf, "../../x.pdf", "pdf", set()),
    "line break in the name": (pdf, "a;b\r\nX: y.pdf", "pdf", set()),
    "nul in the name": (pdf, "x.pdf\0.html", "pdf", set()),
    "right to left": (pdf, "fdp\u202efdp.exe", "pdf", set()),
    "300 characters": (pdf, "a" * 300 + ".pdf", "pdf", set()),
    "no name": (pdf, ".pdf", "pdf", set()),
    "device": (pdf, "con.pdf", "pdf", set()),
    # beyond the list: Office
    "xlsm as xlsx": (lambda: with_parts(xlsx(), {"xl/vbaProject.bin": b"x"}), "a.xlsx", None, set()),
    "docm as docx": (
        lambda: with_parts(word(), {}, change=(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"vnd.ms-word.document.macroEnabled.main+xml",
        )), "a.docx", None, set(),
    ),
    "ole in docx": (lambda: with_parts(word(), {"word/embeddings/oleObject1.bin": b"x"}), "a.docx", None, set()),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xlsx", None, set()),
    "any zip": (lambda: archive({"a.txt": b"x"}), "a.xlsx", None, set()),
    "zip bomb": (bomb, "a.xlsx", None, set()),
    "entity bomb": (
        lambda: with_parts(xlsx(), {"xl/x.xml": b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'}), "a.xlsx", None, set(),
    ),
    "something before the zip": (lambda: b"\n" + xlsx(), "a.xlsx", None, set()),
    "something behind the zip": (lambda: word() + SCRIPT, "a.docx", None, set()),
    "docx as pdf": (word, "a.pdf", "docx", set()),
    "template from outside": (
        lambda: with_parts(word(), {"word/_rels/settings.xml.rels": b'<Relationships xmlns="x"><Relationship Id="r" '
        b'Type="http://x/attachedTemplate" Target="http://x/t.dotm" TargetMode="External"/></Relationships>'}),
        "a.docx", "docx", {"rujukan_luar"},
    ),
}  # fmt: skip
