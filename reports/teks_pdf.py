"""The text of a finished PDF as a text extractor reads it, for the checks before a document is frozen.

Knows what our own PDF files use: two-byte fonts with a ToUnicode map, and forms drawn within a page.
"""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

Peta = dict[int, str]
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*$", re.M)
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.S)
DALAM = 5


def page_texts(data: bytes) -> list[str]:
    """The text of each page, one line per run of text."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts: dict[tuple[int, int], Peta] = {}
        return [_text(page.obj, page.obj.get("/Resources", Dictionary()), fonts, 0) for page in pdf.pages]


def _text(where: Object, resources: Object, fonts: dict[tuple[int, int], Peta], depth: int) -> str:
    parts: list[str] = []
    peta: Peta = {}
    for step in pikepdf.parse_content_stream(where, "Tf Tj TJ ET Do"):
        operands, operator = list(step.operands), step.operator
        match str(operator):
            case "Tf":
                peta = _map_of(resources.get("/Font", Dictionary()).get(str(operands[0])), fonts)
            case "Tj":
                parts.append(_decode(operands[0], peta))
            case "TJ":
                parts += [_decode(item, peta) for item in operands[0] if isinstance(item, pikepdf.String)]
            case "ET":
                parts.append("\n")
            case "Do" if depth < DALAM:
                form = resources.get("/XObject", Dictionary()).get(str(operands[0]))
                if isinstance(form, Stream) and form.get("/Subtype") == pikepdf.Name.Form:
                    parts.append(_text(form, form.get("/Resources", resources), fonts, depth + 1))
    return "".join(parts)


def _decode(value: Object, peta: Peta) -> str:
    raw = bytes(value)
    codes = [int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw) - 1, 2)]
    return "".join(peta.get(code, "") for code in codes)


def _map_of(font: Object | None, known: dict[tuple[int, int], Peta]) -> Peta:
    if font is None or "/ToUnicode" not in font:
        return {}
    if font.objgen not in known:
        known[font.objgen] = _read_map(font.ToUnicode.read_bytes())
    return known[font.objgen]


def _read_map(cmap: bytes) -> Peta:
    found: Peta = {}
    for kind, body in _BLOCK.findall(cmap):
        if kind == b"char":
            found |= {int(code, 16): _utf16(text) for code, text in _PAIR.findall(body)}
            continue
        for first, last, text in _RANGE.findall(body):
            start = int(text, 16)
            found |= {code: chr(start + n) for n, code in enumerate(range(int(first, 16), int(last, 16) + 1))}
    return found


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be", errors="replace")


def unembedded(data: bytes) -> list[str]:
    """Names of fonts that are not in the file; PDF/A wants all of them in it."""
    missing = set()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for row in pdf.objects:
            if isinstance(row, Dictionary) and row.get("/Type") == pikepdf.Name.FontDescriptor and not _has_file(row):
                missing.add(str(row.get("/FontName", "?")).lstrip("/"))
            if isinstance(row, Dictionary) and row.get("/Type") == pikepdf.Name.Font and not _has_descriptor(row):
                missing.add(str(row.get("/BaseFont", "?")).lstrip("/"))
    return sorted(missing)


def _has_file(descriptor: Object) -> bool:
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def _has_descriptor(font: Object) -> bool:
    below = font.get("/DescendantFonts", Array())
    return "/FontDescriptor" in font or "/CharProcs" in font or any("/FontDescriptor" in item for item in below)
