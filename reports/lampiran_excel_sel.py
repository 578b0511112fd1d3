"""The rows of a lampiran for Excel: cells in lines, and what is too high for one row cut between two lines of text."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from formulas.parts import plain_text
from reports.blok import plain_lines, plain_runs, runs
from reports.rows import Bagian, Baris, Lembar

AKSARA = 1.82  # mm, about, of a character of 9 pt Bookman
BARIS_SEL = 14  # lines in one row: Excel shows none higher than 409 points, and no page end may tear one


def cell_lines(isi: Iterable[Bagian]) -> list[str]:
    """What a cell says, line by line: text without our marks, a formula on one line."""
    return [line for bagian in isi for line in _bagian(bagian)]


def _bagian(bagian: Bagian) -> list[str]:
    found = list(plain_lines(bagian.teks)) if bagian.teks else []
    head = bagian.tanda or bagian.label
    if head:
        found = [f"{head} {plain(bagian.teks)}".strip()]
    if bagian.rumus is not None:
        found += [line for part in plain_text(bagian.rumus).split("\n") for line in plain_lines(part)]
    return [line for text in found for line in text.split("\n")]


def plain(text: str) -> str:
    """One run of text without our marks."""
    return plain_runs(runs(text))


class Potongan:
    """One row of the sheet: column → (text, rows), how many lines it takes, and where no line is drawn."""

    def __init__(self) -> None:
        self.sel: dict[int, tuple[str, int]] = {}
        self.lines = 1
        self.lanjutan: set[int] = set()
        self.bersambung: set[int] = set()


def cut_rows(rows: Sequence[Baris], sizes: Sequence[float], lembar: Lembar) -> list[Potongan]:
    """The rows of a group, those too high for Excel cut once more between two lines of text."""
    places = {kolom.kunci: n for n, kolom in enumerate(lembar.kolom, 1)}
    chunks = [_chunks(row, places, sizes) for row in rows]
    result: list[Potongan] = []
    spans: list[tuple[int, int, int]] = []  # row of the sheet, rows, lines of a merged cell
    for n, row in enumerate(rows):
        start = len(result)
        result += [Potongan() for _ in range(max(map(len, chunks[n].values()), default=1) or 1)]
        for sel in row.sel:
            column, parts = places[sel.kunci], chunks[n][places[sel.kunci]]
            if len(parts) > 1:
                _piled(result[start:], column, parts)
                continue
            count = sum(max(map(len, c.values()), default=1) for c in chunks[n : n + sel.rentang])
            result[start].sel[column] = ("\n".join(parts[0]), count)
            spans.append((start, count, len(wrapped(parts[0], sizes[column - 1]))))
        main = _main(row, places)
        for piece, on, flag in ((result[start], row.lanjutan, "lanjutan"), (result[-1], row.bersambung, "bersambung")):
            if on and main:
                getattr(piece, flag).add(main)
    for start, count, lines in spans:
        _grow(result[start : start + count], lines)
    return result


def _main(row: Baris, places: dict[str, int]) -> int:
    """The column of the cell that was cut."""
    return next((places[sel.kunci] for sel in row.sel if sel.kunci in ("rumus", "uraian", "makna")), 0)


def _chunks(row: Baris, places: dict[str, int], sizes: Sequence[float]) -> dict[int, list[list[str]]]:
    """Column → its lines in pieces of at most BARIS_SEL; only a cell of one row is cut."""
    found = {}
    for sel in row.sel:
        column = places[sel.kunci]
        lines = cell_lines(sel.isi)
        room = sizes[column - 1]
        cut = sel.rentang == 1 and len(wrapped(lines, room)) > BARIS_SEL
        found[column] = _pieces(lines, room) if cut else [lines]
    return found


def _pieces(lines: Sequence[str], room: float) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    used = 0
    for line in lines:
        for part in _parts(line, room):
            need = len(wrapped([part], room))
            if used + need > BARIS_SEL and pieces[-1]:
                pieces.append([])
                used = 0
            pieces[-1].append(part)
            used += need
    return pieces


def _parts(line: str, room: float) -> list[str]:
    """A paragraph that alone is too high, in runs of whole lines; any other as it is."""
    whole = wrapped([line], room)
    if len(whole) <= BARIS_SEL:
        return [line]
    return [" ".join(whole[n : n + BARIS_SEL]) for n in range(0, len(whole), BARIS_SEL)]


def _piled(rows: list[Potongan], column: int, parts: list[list[str]]) -> None:
    """One cell in several rows, with no line between them."""
    for n, part in enumerate(parts):
        rows[n].sel[column] = ("\n".join(part), 1 if n + 1 < len(parts) else len(rows) - n)
        rows[n].lines = max(rows[n].lines, BARIS_SEL)
        if n:
            rows[n].lanjutan.add(column)
        if n + 1 < len(parts):
            rows[n].bersambung.add(column)


def _grow(rows: list[Potongan], lines: int) -> None:
    """Gives the rows together room for a cell that runs over all of them."""
    lack = lines - sum(row.lines for row in rows)
    for n, row in enumerate(rows):
        share = -(-lack // (len(rows) - n)) if lack > 0 else 0
        row.lines += share
        lack -= share


def wrapped(lines: Sequence[str], room: float) -> list[str]:
    """About the lines that these take in a column of that many mm."""
    width = max(int((room - 3) / AKSARA), 2)
    return [part for line in lines for part in (wrap(line, width) or [""])] or [""]
