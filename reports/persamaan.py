"""The printed formula cell as Word equations (Office Math) and text, in reading order.

Neither Word nor LibreOffice breaks a line inside a fraction: what is longer than its column stands on several lines
(formulas.omml.lines), and fractions that do not fit beside each other stand below each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from formulas.omml import lines, run
from registry.rumus_cetak import Akar, Pecahan, Rumus, Teks, read_rumus

NS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
EKOR = 20  # characters on one line of what stands beside a fraction bar
Bagian = Teks | Pecahan | Akar


@dataclass(frozen=True, slots=True)
class Persamaan:
    """One line of the cell: an equation (`xml`, ``<m:oMath>``) or, where it is empty, `teks`."""

    xml: str = ""
    teks: str = ""


def persamaan(cell: Any, width: int) -> list[Persamaan]:
    """The lines of a formula cell in a column of `width` characters."""
    return [_line(parts, width) for parts in _grouped(read_rumus(cell), width)]


def _grouped(rumus: Rumus, width: int) -> Iterable[list[Bagian]]:
    """Parts that stand side by side; a sign goes with what follows it."""
    now: list[Bagian] = []
    for part in rumus:
        if isinstance(part, Teks) and part.sendiri:
            if now:
                yield now
            if part.teks.strip():
                yield [part]
            now = []
        elif now and not isinstance(part, Teks) and sum(map(_width, now)) + _width(part) > width:
            signs = _tail(now)
            if len(signs) < len(now):
                yield now[: len(now) - len(signs)]
            now = [*signs, part]
        else:
            now.append(part)
    if now:
        yield now


def _tail(parts: list[Bagian]) -> list[Bagian]:
    """The signs at the end of a line."""
    count = next((n for n, part in enumerate(reversed(parts)) if not isinstance(part, Teks)), len(parts))
    return parts[len(parts) - count :]


def _line(parts: list[Bagian], width: int) -> Persamaan:
    if all(isinstance(part, Teks) for part in parts):
        return Persamaan(teks=" ".join(part.teks.strip("\n") for part in parts if isinstance(part, Teks)))
    signs = sum(_width(part) for part in parts if isinstance(part, Teks))
    room = max(width - signs, width // 2)
    inner = run(" ").join(_part(part, room) for part in parts)
    return Persamaan(xml=f'<m:oMath xmlns:m="{NS}">{inner}</m:oMath>')


def _part(part: Bagian, width: int) -> str:
    match part:
        case Pecahan():
            tail = wrap(part.ekor, EKOR)
            room = max(width - max(map(len, tail), default=0), width // 2)
            atas, bawah = _side(part.atas, room), _side(part.bawah, room)
            behind = run(" ") + lines([run(text) for text in tail]) if tail else ""
            return f"<m:f><m:num>{atas}</m:num><m:den>{bawah}</m:den></m:f>{behind}"
        case Akar():
            hidden = '<m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>'
            return f"<m:rad>{hidden}<m:e>{_side(part.isi, width - 3)}</m:e></m:rad>"
    return _text(part.teks, width)


def _side(rumus: Rumus, width: int) -> str:
    """Numerator or denominator: its parts side by side, or one below the other where they are too long for that."""
    if all(isinstance(part, Teks) for part in rumus):
        return _text(" ".join(part.teks for part in rumus if isinstance(part, Teks)), width)
    groups = list(_grouped(rumus, width))
    rows = [run(" ").join(_part(part, width) for part in group) for group in groups]
    return lines(rows)


def _text(text: str, width: int) -> str:
    cut = [line for part in text.split("\n") for line in wrap(part, max(width, 8))]
    return lines([run(line) for line in cut or [text]])


def _width(part: Bagian) -> int:
    """About how many characters a part is wide on one line."""
    match part:
        case Pecahan():
            beside = len(part.ekor) + 1 if part.ekor else 0
            return max(_widths(part.atas), _widths(part.bawah)) + min(beside, EKOR) + 2
        case Akar():
            return _widths(part.isi) + 3
    return len(part.teks) + 1


def _widths(rumus: Rumus) -> int:
    return sum(map(_width, rumus))
