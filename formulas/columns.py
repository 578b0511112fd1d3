"""Many rows of one formula at once: columns in, a column of results out.

The compiled loop knows the happy path only. Rows on which it gives up, and rows that hold anything but finite
numbers (infinity would pass through it unnoticed), are computed by the tree walk, each by itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import repeat
from sys import exception
from typing import TYPE_CHECKING, Any

from formulas.nodes import Panggilan, Simpul, preorder
from formulas.outcomes import Hasil, Kosong, Nilai

if TYPE_CHECKING:
    from formulas.formula import Formula


def compute_columns(
    formula: "Formula",
    values: Mapping[str, Sequence[Nilai]],
    lalu: Mapping[str, Sequence[Nilai | None]],
    rows: int,
) -> list[Hasil]:
    """See ``Formula.evaluate_columns``; under the context of every evaluation."""
    kini = [values[nama] for nama in formula.names]
    dulu = [lalu.get(nama, [None] * rows) for nama in formula.lalu_names]
    kolom: list[Sequence[Nilai | None]] = [*kini, *dulu]
    if any(len(satu) != rows for satu in kolom):
        raise ValueError(f"every column must have {rows} values")
    angka = all(map(_are_numbers, kolom))
    hasil, gagal = _run(formula.column_function, _rows(kolom, rows), angka and formula.only_zero_fails)
    for letak in gagal if angka else gagal.union(*map(_unsound, kolom)):
        isi = {nama: satu[letak] for nama, satu in zip(formula.names, kini, strict=True)}
        dahulu = zip(formula.lalu_names, dulu, strict=True)
        hasil[letak] = formula.walk(isi, {nama: nilai for nama, satu in dahulu if (nilai := satu[letak]) is not None})
    return hasil


def _rows(kolom: Sequence[Sequence[Any]], rows: int) -> Iterable[Any]:
    """What the compiled loop runs over."""
    if not kolom:
        return repeat(None, rows)
    return kolom[0] if len(kolom) == 1 else zip(*kolom, strict=True)


def _run(fungsi: Callable[..., None], baris: Iterable[Any], pasti: bool) -> tuple[list[Hasil], set[int]]:
    """The results, and the places that the walk must compute (None stands there).

    ``pasti``: a zero divisor decides the outcome of its row, see ``only_zero_fails``.
    """
    hasil: list[Any] = []
    gagal: set[int] = set()

    def fail() -> None:
        if pasti and _is_zero_division(exception()):
            hasil.append(_PENYEBUT_NOL)
            return
        gagal.add(len(hasil))
        hasil.append(None)

    fungsi(baris, hasil.append, fail)
    return hasil, gagal


_PENYEBUT_NOL = Kosong("penyebut_nol")
_BISA_LAIN = frozenset({"AKAR", "SIMPANGAN_BAKU", "SIMPANGAN_BAKU_POPULASI"})


def only_zero_fails(tree: Simpul) -> bool:
    """Whether rows of plain numbers that meet a zero divisor have the outcome penyebut_nol, whatever else is in them.

    True without roots and deviations: the one other outcome that numbers can meet then, di_luar_batas, is told
    after penyebut_nol (``outcomes.URUTAN``).
    """
    return not any(isinstance(node, Panggilan) and node.fungsi in _BISA_LAIN for node in preorder(tree))


def _is_zero_division(galat: BaseException | None) -> bool:
    """x / 0, or 0 / 0, which decimal tells as an invalid operation of the kind DivisionUndefined."""
    if type(galat) is InvalidOperation:
        return any(issubclass(jenis, ZeroDivisionError) for jenis in galat.args[0])
    return type(galat) is DivisionByZero


def _are_numbers(kolom: Sequence[Any]) -> bool:
    """Whether a column holds finite numbers and nothing else."""
    try:
        return all(map(Decimal.is_finite, kolom))
    except TypeError:
        return False


def _unsound(kolom: Sequence[Any]) -> list[int]:
    """Places in a column that the compiled code may not see."""
    return [letak for letak, nilai in enumerate(kolom) if not _is_sound(nilai)]


def are_sound(argumen: Sequence[Any]) -> bool:
    """Whether the compiled code may see all these values: infinity would pass through it unnoticed."""
    return _are_numbers(argumen) or all(_is_sound(nilai) for nilai in argumen)


def _is_sound(nilai: object) -> bool:
    """Whether it is a finite Decimal or a deret of them."""
    if isinstance(nilai, tuple):
        return all(_is_sound(satu) for satu in nilai)
    return type(nilai) is Decimal and nilai.is_finite()
