"""The lines of a change on a page: a long text by the words around its difference, many lines by the first of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.services.perubahan_urai import Butir

PANJANG, BARIS = 160, 3  # a longer text is shortened; the whole stays one press away
SEBELUM, CUPLIKAN = 30, 100
TAMPAK, TERBANYAK = 8, 200


@dataclass(frozen=True)
class BarisTampil:
    """One line old → new; `ringkas` are both sides shortened, where that is needed."""

    nama: str
    lama: str
    baru: str
    ringkas: tuple[str, str] | None


@dataclass(frozen=True)
class Tampil:
    """The lines that are seen at once, those behind one press, and how many are only in the download."""

    tampak: list[BarisTampil]
    lain: list[BarisTampil]
    sisa: int


def shown(butir: Sequence[Butir]) -> Tampil:
    """The lines of one change for the page."""
    rows = [BarisTampil(nama, lama, baru, _short(lama, baru)) for nama, lama, baru in butir[:TERBANYAK]]
    first = len(rows) if len(rows) <= TAMPAK + 1 else TAMPAK  # never one line alone behind a press
    return Tampil(rows[:first], rows[first:], max(0, len(butir) - TERBANYAK))


def _short(lama: str, baru: str) -> tuple[str, str] | None:
    if not (_is_long(lama) or _is_long(baru)):
        return None
    same = next((n for n, (a, b) in enumerate(zip(lama, baru, strict=False)) if a != b), min(len(lama), len(baru)))
    start = lama.rfind(" ", 0, max(0, same - SEBELUM)) + 1
    return _cut(lama, start), _cut(baru, start)


def _is_long(text: str) -> bool:
    return len(text) > PANJANG or text.count("\n") >= BARIS


def _cut(text: str, start: int) -> str:
    part = text[start : start + CUPLIKAN]
    if start + CUPLIKAN < len(text):
        part = f"{part.rsplit(' ', 1)[0]}…"
    lines = " · ".join(line for line in part.splitlines() if line.strip())
    return ("…" if start else "") + lines.replace(": · ", ": ")
