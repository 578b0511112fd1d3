"""LibreOffice without a screen: what a workbook computes to, what a Word file prints."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

ADA = shutil.which("soffice") is not None and shutil.which("pdftotext") is not None
perlu_kantor = pytest.mark.skipif(not ADA, reason="needs LibreOffice (calc, writer) and poppler-utils")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""


def convert(source: Path, kind: str) -> Path:
    """The file in another format, written by a LibreOffice with a profile of its own."""
    out = source.parent / "hasil"
    profile = f"-env:UserInstallation=file://{source.parent}/profil"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stdout + done.stderr
    return out / f"{source.stem}.{kind}"


def computed(book: Workbook, folder: Path) -> Workbook:
    """The workbook as LibreOffice has computed it."""
    source = folder / "rumus.xlsx"
    book.save(source)
    return load_workbook(convert(source, "xlsx"), data_only=True)


def printed(equations: list[str], folder: Path) -> list[str]:
    """The text of a Word file with one equation on each page, page by page."""
    source = folder / "rumus.docx"
    pages = "".join(f'<w:p><w:pPr><w:pageBreakBefore w:val="{int(n > 0)}"/></w:pPr>{one}</w:p>'
                    for n, one in enumerate(equations))  # fmt: skip
    size = '<w:sectPr><w:pgSz w:w="18709" w:h="12189" w:orient="landscape"/></w:sectPr>'
    with zipfile.ZipFile(source, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELS)
        head = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:m="{M}">'
        package.writestr("word/document.xml", f"{head}<w:body>{pages}{size}</w:body></w:document>")
    pdf = convert(source, "pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]
