"""Reads finished PDF files with poppler, as a stranger would."""

import io
import re
import subprocess
import tempfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A word of a page with its box, in points from the top left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


def _run(command: list[str], data: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        args = [file.name if part == "{}" else part for part in command]
        return subprocess.run(args, check=True, capture_output=True, text=True).stdout


def pages(data: bytes, *, raw: bool = False) -> list[str]:
    """The text of each page: as laid out, or (raw) cell by cell."""
    return _run(["pdftotext", "-raw" if raw else "-layout", "{}", "-"], data).split("\f")[:-1]


def text(data: bytes) -> str:
    """All text without spaces, in reading order of the file: words that a line broke are whole again."""
    return squeeze(_run(["pdftotext", "-raw", "{}", "-"], data))


def squeeze(value: str) -> str:
    """Without white space and with one kind of hyphen, so that line ends make no difference."""
    return re.sub(r"\s+", "", value).replace("\u00ad", "").replace("\u2010", "-")


def info(data: bytes) -> dict[str, str]:
    """What pdfinfo says."""
    lines = _run(["pdfinfo", "{}"], data).splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def fonts(data: bytes) -> list[list[str]]:
    """Rows of pdffonts: name, type, …, embedded."""
    return [line.split() for line in _run(["pdffonts", "{}"], data).splitlines()[2:]]


def words(data: bytes) -> list[list[Word]]:
    """The words of each page with their boxes."""
    html = _run(["pdftotext", "-bbox", "{}", "-"], data)
    pattern = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')
    result = []
    for page in html.split("<page ")[1:]:
        result.append([Word(m[5], float(m[1]), float(m[2]), float(m[3]), float(m[4])) for m in pattern.finditer(page)])
    return result


def as_file(data: bytes) -> io.BytesIO:
    """For libraries that open files."""
    return io.BytesIO(data)
