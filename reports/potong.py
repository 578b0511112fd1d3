"""Long rows cut into pieces at the paragraphs of their main cell, so that pages break there and nowhere else.

A page ends between two pieces: never between a formula and its first words, never inside a short paragraph.
The other cells run over all pieces. Only the paper needs this; the rows stay what they are for everyone else.
"""

from collections.abc import Iterable
from dataclasses import replace

from registry.teks import is_item, split_teks
from reports.rows import Bagian, Baris, Dokumen, Lembar, Sel

SEL_UTAMA = ("rumus", "uraian", "makna")
BARIS_PANJANG = 350  # weight (characters, about) from which a row is cut
POTONGAN_PENDEK = 150  # a piece gathers paragraphs up to here
POTONGAN_PANJANG = 700  # a piece from here on may be split by the page itself, between lines
BERAT_RUMUS = 120
BERAT_BARIS = 40


def potong(dokumen: Dokumen) -> Dokumen:
    """The same document with its long rows cut, and the last row of lampiran n marked "akhir-n"."""
    lampiran = tuple(
        replace(item, lembar=_marked(tuple(_lembar(lembar) for lembar in item.lembar), f"akhir-{n}"))
        for n, item in enumerate(dokumen.lampiran, 1)
    )
    return replace(dokumen, lampiran=lampiran)


def _lembar(lembar: Lembar) -> Lembar:
    return replace(lembar, kelompok=tuple(_kelompok(rows) for rows in lembar.kelompok))


def _marked(lembar: tuple[Lembar, ...], penanda: str) -> tuple[Lembar, ...]:
    """Puts the mark on the very last row; a lampiran whose last sheet has no rows has none."""
    if not lembar or not lembar[-1].kelompok:
        return lembar
    *before, (*rows, last) = lembar[-1].kelompok
    tail = (*rows, replace(last, penanda=penanda))
    return (*lembar[:-1], replace(lembar[-1], kelompok=(*before, tail)))


def _kelompok(rows: tuple[Baris, ...]) -> tuple[Baris, ...]:
    """Cuts each row, and makes every other cell run over the pieces of the rows it ran over."""
    cuts = [_pieces(row) for row in rows]
    result: list[Baris] = []
    for n, row in enumerate(rows):
        pieces, main = cuts[n], _main(row)
        for number, piece in enumerate(pieces):
            cells = [replace(main, isi=piece)] if main and piece else []
            if number == 0:
                cells = [
                    cells[0] if cell is main and cells else replace(cell, rentang=_span(cuts, n, cell))
                    for cell in row.sel
                ]
            result.append(_row(tuple(cells), row, number, len(pieces)))
    return tuple(result)


def _span(cuts: list[list[tuple[Bagian, ...]]], start: int, cell: Sel) -> int:
    return sum(len(pieces) for pieces in cuts[start : start + cell.rentang])


def _row(cells: tuple[Sel, ...], row: Baris, number: int, count: int) -> Baris:
    last = row.akhir and number + 1 == count
    return Baris(
        _closed(cells) if last else cells,
        akhir=last,
        lanjutan=number > 0,
        bersambung=number + 1 < count,
        panjang=any(_weight(cell.isi) > POTONGAN_PANJANG for cell in cells),
    )


def _closed(cells: tuple[Sel, ...]) -> tuple[Sel, ...]:
    """Tells in the longest cell of the last row of a sasaran that it ends there."""
    at = next((n for n, cell in enumerate(cells) if cell.kunci in SEL_UTAMA), len(cells) - 1)
    return tuple(replace(cell, penutup=True) if n == at else cell for n, cell in enumerate(cells))


def _main(row: Baris) -> Sel | None:
    """The cell to cut: one of those that may be long, and that no other row shares."""
    return next((cell for cell in row.sel if cell.kunci in SEL_UTAMA and cell.rentang == 1), None)


def _pieces(row: Baris) -> list[tuple[Bagian, ...]]:
    """What stands in each piece of the main cell; one empty piece for a row that stays whole."""
    main = _main(row)
    if main is None or _weight(main.isi) <= BARIS_PANJANG:
        return [main.isi if main else ()]
    pieces: list[list[Bagian]] = [[]]
    for bagian in _split(main.isi):
        gathered = _weight(pieces[-1])
        starts_long = _weight([bagian]) > POTONGAN_PANJANG and pieces[-1] and not _is_heading(pieces[-1][-1])
        if pieces[-1] and (starts_long or _is_full(pieces[-1], gathered)):
            pieces.append([])
        pieces[-1].append(bagian)
    if len(pieces) > 1 and _weight(pieces[-1]) < POTONGAN_PENDEK:
        short = pieces.pop()
        pieces[-1] += short
    return [tuple(piece) for piece in pieces]


def _is_full(piece: list[Bagian], weight: int) -> bool:
    """Whether the next paragraph starts a new piece: not after a formula or a heading that announces it."""
    return weight >= POTONGAN_PENDEK and not _is_heading(piece[-1]) and piece[-1].rumus is None


def _is_heading(bagian: Bagian) -> bool:
    """A line that announces what follows: "Penjelasan :", "Untuk menghitung … :"."""
    return bagian.teks.rstrip().endswith(":")


def _split(isi: Iterable[Bagian]) -> Iterable[Bagian]:
    """Text into its paragraphs; formulas and labelled paragraphs as they are."""
    for bagian in isi:
        if bagian.rumus is not None or bagian.label or bagian.tanda:
            yield bagian
        else:
            pieces = split_teks(bagian.teks)
            for above, piece in zip(["", *pieces], pieces, strict=False):
                yield replace(bagian, teks=piece, rapat=is_item(piece) and is_item(above))


def _weight(isi: Iterable[Bagian]) -> int:
    """About how many characters fill the same height: a paragraph takes whole lines, a formula three."""
    return sum(
        BERAT_RUMUS if b.rumus is not None else max(len(b.teks), BERAT_BARIS * (b.teks.count("\n") + 1)) for b in isi
    )
