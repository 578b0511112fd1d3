"""A printed cell as people type it: text in which a fraction stands in square brackets.

    sel     := (teks | pecahan | akar)*
    pecahan := "[pecahan:" sel "//" sel ["//" ekor] "]"
    akar    := "[akar:" sel "]"

Anywhere else brackets are text; inside, they are too as long as they pair. A backslash before [, ], / or another
backslash makes it text. A line end beside a fraction prints as one, and is kept as a line end in the text there.
`write_cell` and `read_cell` turn the stored form (registry.rumus_cetak) into this one and back.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from registry.rumus_cetak import MAX_DEPTH, Teks

Parts = list[Any]
CONTOH = "[pecahan: pembilang // penyebut // x 100%]"
BELUM_DITUTUP = "Baris {baris}: {apa} belum ditutup. Tambahkan tanda ] di ujungnya; bentuknya " + CONTOH + "."
KURANG = "Baris {baris}: {apa} belum lengkap. Isi pembilang dan penyebutnya; bentuknya " + CONTOH + "."
LEBIH = "Baris {baris}: {apa} mempunyai lebih dari tiga bagian. Bentuknya " + CONTOH + "."
EKOR_TEKS = "Baris {baris}: yang di kanan {apa} hanya boleh teks. Tulis pecahan berikutnya sesudah tanda ]."
AKAR_KOSONG = "Baris {baris}: {apa} belum lengkap. Bentuknya [akar: isi]."
TERLALU_DALAM = f"Baris {{baris}}: {{apa}} terlalu bertingkat; paling dalam {MAX_DEPTH} tingkat."

_BUKA = re.compile(r"\[[ \t]*(pecahan|akar)[ \t]*:", re.IGNORECASE)
_TANDA = re.compile(rf"\\[\\\[\]/]|{_BUKA.pattern}|//|[\[\]]", re.IGNORECASE)
_ATAS = re.compile(r"\A(?:[ \t]*\n)+")  # blank lines above a text
_MIRING = re.compile(r"\\(?=[\\\[\]/]|$)")


class KetikanError(ValueError):
    """A fraction that cannot be read; the message names its line and says how it is written."""


def write_cell(parts: Any) -> str:
    """A stored cell as it is typed: text beside a fraction where it prints beside it, else on a line of its own."""
    items = [parts] if isinstance(parts, str | Mapping) else list(parts or [])
    found = "".join(
        _written(part, inside=False) + (_between(part, after) if after is not None else "")
        for part, after in zip_longest(items, items[1:])
    )
    return found.strip("\n")


def _between(part: Any, after: Any) -> str:
    texts = [p for p in (part, after) if isinstance(p, str)]
    if (isinstance(part, str) and part.endswith("\n")) or (isinstance(after, str) and after.startswith("\n")):
        return ""
    return "\n" if any(Teks(text).sendiri for text in texts) else " "


def _written(part: Any, *, inside: bool) -> str:
    if isinstance(part, Mapping) and "akar" in part:
        return f"[akar: {_side(part['akar'])}]"
    if isinstance(part, Mapping) and "atas" in part and "bawah" in part:
        sides = [_side(part["atas"]), _side(part["bawah"]), *([_side(part["ekor"])] if part.get("ekor") else [])]
        return f"[pecahan: {' // '.join(sides)}]"
    return _escaped(str(part), inside=inside)


def _side(value: Any) -> str:
    items = list(value) if isinstance(value, list | tuple) else [value]
    return " ".join(_written(item, inside=True) for item in items if item is not None)


def _escaped(text: str, *, inside: bool) -> str:
    text = _MIRING.sub(r"\\\\", text)
    if inside:
        text = text.replace("//", "/\\/")
        return re.sub(r"[\[\]]", r"\\\g<0>", text) if _BUKA.search(text) or not _paired(text) else text
    return _BUKA.sub(r"\\\g<0>", text)


def _paired(text: str) -> bool:
    depth = 0
    for sign in re.findall(r"[\[\]]", text):
        depth += 1 if sign == "[" else -1
        if depth < 0:
            return False
    return depth == 0


def read_cell(text: str) -> Parts:
    """A typed cell as it is stored; KetikanError points at a fraction that is not whole."""
    return _Reader(text.replace("\r\n", "\n").replace("\r", "\n")).cell()


class _Reader:
    """One pass from left to right over the signs that may mean something."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def cell(self) -> Parts:
        parts, end = self._parts(0, inside=False)
        assert end == ""
        return list(_tidy(parts))

    def _parts(self, depth: int, *, inside: bool) -> tuple[Parts, str]:
        """Texts and fractions up to the sign that ends them: "//", "]" or "" for the end of the text."""
        parts: Parts = [""]
        pairs = 0
        while match := _TANDA.search(self.text, self.at):
            sign, start = match[0], self.at
            parts[-1] += self.text[start : match.start()]
            self.at = match.end()
            if match[1]:
                parts += [self._drawn(match, depth), ""]
            elif sign.startswith("\\"):
                parts[-1] += sign[1]
            elif inside and pairs == 0 and sign in ("//", "]"):
                return parts, sign
            else:
                parts[-1] += sign
                pairs += (sign == "[") - (sign == "]")
        parts[-1] += self.text[self.at :]
        self.at = len(self.text)
        return parts, ""

    def _drawn(self, match: re.Match[str], depth: int) -> dict[str, Any]:
        if depth >= MAX_DEPTH:
            raise self._error(TERLALU_DALAM, match)
        sides: list[Parts] = []
        end = "//"
        while end == "//":
            parts, end = self._parts(depth + 1, inside=True)
            sides.append([part.strip() if isinstance(part, str) else part for part in parts if _says(part)])
        if end == "":
            raise self._error(BELUM_DITUTUP, match)
        return self._root(match, sides) if match[1].lower() == "akar" else self._fraction(match, sides)

    def _root(self, match: re.Match[str], sides: list[Parts]) -> dict[str, Any]:
        if len(sides) != 1 or not sides[0]:
            raise self._error(AKAR_KOSONG, match)
        return {"akar": sides[0]}

    def _fraction(self, match: re.Match[str], sides: list[Parts]) -> dict[str, Any]:
        if len(sides) > 3:
            raise self._error(LEBIH, match)
        if len(sides) < 2 or not sides[0] or not sides[1]:
            raise self._error(KURANG, match)
        found = {"atas": _single(sides[0]), "bawah": _single(sides[1])}
        tail = sides[2] if len(sides) == 3 else []
        if not all(isinstance(part, str) for part in tail):
            raise self._error(EKOR_TEKS, match)
        return found | ({"ekor": tail[0]} if tail else {})

    def _error(self, message: str, match: re.Match[str]) -> KetikanError:
        rest = " ".join(self.text[match.start() : match.start() + 60].split())
        shown = f"«{rest[:40].rstrip()}…»" if len(rest) > 40 else f"«{rest}»"
        return KetikanError(message.format(baris=self.text.count("\n", 0, match.start()) + 1, apa=shown))


def _says(part: Any) -> bool:
    return not isinstance(part, str) or bool(part.strip())


def explanation(parts: Parts) -> str | Parts | None:
    """Parts as an explanation is stored: one text as itself, nothing as none."""
    plain = len(parts) == 1 and isinstance(parts[0], str)
    return parts[0] if plain else parts or None


def _single(parts: Sequence[Any]) -> Any:
    """One text as itself, anything else as a list."""
    return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else list(parts)


def _tidy(parts: Sequence[Any]) -> Iterator[Any]:
    """Texts without the white space around them, cut where a line of theirs touches a fraction."""
    last = len(parts) - 1
    for at, part in enumerate(parts):
        if isinstance(part, str):
            yield from filter(None, _cut(part, first=at == 0, last=at == last))
        else:
            yield part


def _cut(text: str, *, first: bool, last: bool) -> tuple[str, ...]:
    """What stands beside the fraction before, what has lines of its own, what stands beside the next fraction."""
    lines = text.split("\n")
    if len(lines) == 1 or (first and last):
        return (text.strip(),)
    head, tail = _beside("" if first else lines[0]), _beside("" if last else lines[-1])
    core = _ATAS.sub("", "\n".join(lines[bool(head) : -1 if tail else None]).rstrip())
    if not core:
        return (head, "" if first or last else "\n", tail)
    if not Teks(core).sendiri:
        core = ("" if first else "\n") + core + ("" if last else "\n")
    return (head, core if lines[0].strip() == "" or head else core.lstrip(" \t"), tail)


def _beside(line: str) -> str:
    """A line short enough to stand beside a fraction, else nothing."""
    return "" if Teks(line.strip()).sendiri else line.strip()
