"""Reads finished Word and Excel files as a stranger would."""

import io
from typing import Any

import openpyxl
from docx import Document
from docx.document import Document as Berkas
from docx.oxml.ns import qn

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SEL = (qn("w:t"), f"{M}t", qn("w:tab"), qn("w:br"))


def word(data: bytes) -> Berkas:
    """The Word file."""
    return Document(io.BytesIO(data))


def word_text(data: bytes) -> str:
    """Every word of the body in reading order, equations included."""
    body = word(data).element.body
    return "".join(item.text or " " for item in body.iter(*SEL))


def workbook(data: bytes) -> Any:
    """The workbook with its formulas."""
    return openpyxl.load_workbook(io.BytesIO(data))


def excel_text(data: bytes) -> str:
    """Every text of every sheet, cell by cell."""
    return "\n".join(str(cell.value) for sheet in workbook(data) for row in sheet for cell in row if cell.value)
