"""Text that people write (penjelasan, makna, diktum): our Markdown subset to safe HTML.

    teks      := block (blank line block)*
    block     := paragraph | list | table
    list      := one item per line: a printed marker (``1.`` ``a.`` ``ii.`` ``-`` ``•`` ``✓``), a space, text;
                 two spaces in front nest it one level
    table     := ``| a | b |`` lines, the second one ``|---|---|``
    inline    := ``*italic*`` | ``**bold**`` | plain text

Markers are kept as printed, never renumbered. Everything else is plain text: HTML is shown, not obeyed.
This is the one module that marks HTML as safe.
"""

import re
from collections.abc import Iterator
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe

MAX_CHARS = 20_000
MAX_LINES = 600
MAX_DEPTH = 4
MAX_COLUMNS = 12
MAX_WORD = 200

TERLALU_PANJANG = f"Teks paling panjang {MAX_CHARS} karakter dan {MAX_LINES} baris."
KATA_TERLALU_PANJANG = f"Satu kata paling panjang {MAX_WORD} karakter."
TABEL_TERLALU_LEBAR = f"Tabel di dalam teks paling banyak {MAX_COLUMNS} kolom."

TAGS = {"p", "br", "em", "strong", "ul", "li", "span", "table", "thead", "tbody", "tr", "th", "td"}
CLASSES = {"ul": {"butir"}, "span": {"tanda"}, "table": {"tabel-teks"}}

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_NOT_XML = re.compile("[\ufffe\uffff\U0001fffe\U0001ffff]")
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED = re.compile(f"([{_COMBINING}]{{4}})[{_COMBINING}]+")  # accents upon accents would leave the page
_MARKER = re.compile(r"(\s*)((?:\d{1,3}|[a-z]|[ivx]{2,5})[.)]|[-•✓–])[ \t]+(\S.*)")
_RULE = re.compile(r"\|[\s:|-]*-[\s:|-]*")
_EMPHASIS = re.compile(r"\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*|\*([^*\s](?:[^*\n]*[^*\s])?)\*")


class TeksError(ValueError):
    """The text is longer or deeper than a document can print; the message is for the writer."""


def check_teks(text: str) -> None:
    """Refuses, when text is written, what could not be printed well; TeksError says why."""
    lines = text.splitlines()
    if len(text) > MAX_CHARS or len(lines) > MAX_LINES:
        raise TeksError(TERLALU_PANJANG)
    if any(len(word) > MAX_WORD for word in text.split()):
        raise TeksError(KATA_TERLALU_PANJANG)
    if any(len(_cells(line)) > MAX_COLUMNS for line in lines if line.lstrip().startswith("|")):
        raise TeksError(TABEL_TERLALU_LEBAR)


def render_teks(text: object) -> SafeString:
    """Blocks: paragraphs, lists with their printed markers, tables."""
    return _safe("".join(_block(lines) for lines in _blocks(_clean(text))))


def render_baris(text: object) -> SafeString:
    """One run of text for a place that holds no blocks: italics, bold and line breaks only."""
    return _safe(_inline(_clean(text).strip()))


def plain(text: object) -> str:
    """A text of a decree for places that draw no emphasis (Word, Excel, tables of numbers): without its marks."""
    return _EMPHASIS.sub(lambda match: match[1] or match[2], bare(text))


def bare(text: object) -> str:
    """What somebody typed, every mark kept, safe to write into any file."""
    return _NOT_XML.sub("", _clean(text)).strip()


def is_item(text: str) -> bool:
    """Whether the text is a list item: it starts with a printed marker."""
    return bool(_MARKER.fullmatch(text.split("\n", 1)[0]))


def split_teks(text: object) -> list[str]:
    """The paragraphs, list items and tables of a text, each a text of its own that renders as it did in place."""
    pieces: list[str] = []
    for block in _blocks(_clean(text)):
        if not _MARKER.fullmatch(block[0]):
            pieces.append("\n".join(block))
            continue
        for line in block:
            if _MARKER.fullmatch(line) and not line.startswith(" "):
                pieces.append(line)
            else:
                pieces[-1] += f"\n{line}"
    return pieces


def _safe(html: str) -> SafeString:
    clean = nh3.clean(html, tags=TAGS, attributes={}, allowed_classes=CLASSES, link_rel=None)
    return mark_safe(clean)  # noqa: S308  escaped piece by piece above, then sanitised with our own list


def _clean(text: object) -> str:
    """Unix line ends, nothing invisible that reorders or ends text, and never more than a document can hold."""
    value = "" if text is None else str(text)
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    lines = _PILED.sub(r"\1", _INVISIBLE.sub("", value[:MAX_CHARS])).split("\n")
    return "\n".join(lines[:MAX_LINES])


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines of one kind: a blank line ends a block, and so does the first marker or pipe."""
    block: list[str] = []
    for line in text.split("\n"):
        if block and (not line.strip() or _starts_block(block, line)):
            yield block
            block = []
        if line.strip():
            block.append(line)
    if block:
        yield block


def _starts_block(block: list[str], line: str) -> bool:
    """A table ends where pipes end; a paragraph ends where a list or a table begins; a list goes on."""
    if _is_table(line) != _is_table(block[0]):
        return True
    return bool(_MARKER.fullmatch(line)) and not _MARKER.fullmatch(block[0])


def _is_table(line: str) -> bool:
    return line.lstrip().startswith("|")


def _block(lines: list[str]) -> str:
    if _is_table(lines[0]):
        return _table(lines)
    if _MARKER.fullmatch(lines[0]):
        return _list(lines)
    return f"<p>{_inline(chr(10).join(line.strip() for line in lines))}</p>"


def _list(lines: list[str]) -> str:
    """Items by indentation; a line without a marker continues the item above it."""
    html, levels = [], [-1]
    for line in lines:
        match = _MARKER.fullmatch(line)
        if match is None:
            html.append(f"<br>{_inline(line.strip())}")
            continue
        indent = len(match[1].expandtabs(2)) // 2
        while len(levels) > 1 and indent < levels[-1]:
            html.append("</li></ul>")
            levels.pop()
        if indent > levels[-1] and len(levels) <= MAX_DEPTH:
            html.append('<ul class="butir">')
            levels.append(indent)
        else:
            html.append("</li>")
        html.append(f'<li><span class="tanda">{escape(match[2])}</span> {_inline(match[3].strip())}')
    return "".join(html) + "</li></ul>" * (len(levels) - 1)


def _table(lines: list[str]) -> str:
    has_head = len(lines) > 1 and _RULE.fullmatch(lines[1].strip())
    rows = [_cells(line)[:MAX_COLUMNS] for n, line in enumerate(lines) if not (has_head and n == 1)]
    width = max(len(row) for row in rows)
    head = _row(rows.pop(0), "th", width) if has_head else ""
    body = "".join(_row(row, "td", width) for row in rows)
    return f'<table class="tabel-teks"><thead>{head}</thead><tbody>{body}</tbody></table>'


def _row(cells: list[str], tag: str, width: int) -> str:
    padded = cells + [""] * (width - len(cells))
    return "<tr>" + "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in padded) + "</tr>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _inline(text: str) -> str:
    return _EMPHASIS.sub(_emphasis, escape(text)).replace("\n", "<br>")


def _emphasis(match: re.Match[str]) -> str:
    return f"<strong>{match[1]}</strong>" if match[1] else f"<em>{match[2]}</em>"
