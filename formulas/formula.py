"""``parse`` and ``Formula``: the front door of the package."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import getcontext, setcontext
from functools import cached_property, lru_cache
from operator import itemgetter

from formulas.arithmetic import finish, new_context, noisy, strip
from formulas.check import JENIS, check
from formulas.columns import are_sound, compute_columns, only_zero_fails
from formulas.compiler import JALUR_LAIN, Fungsi, FungsiKolom, compile_columns, compile_tree
from formulas.nodes import Simpul
from formulas.outcomes import Hasil, Nilai
from formulas.parser import parse_tree
from formulas.proof import Bukti, prove
from formulas.text import canonical
from formulas.walk import Walk, previous

_KONTEKS = new_context()


@dataclass(frozen=True)
class Formula:
    """A checked formula. Make one with ``parse``; equal sources and kinds give the same object.

    ``names`` are the variables needed of this year, ``lalu_names`` those of last year (inside
    LALU), both in reading order; ``deret_names`` are those whose use demands a deret.
    """

    source: str
    tree: Simpul
    names: tuple[str, ...]
    lalu_names: tuple[str, ...]
    deret_names: frozenset[str]

    def canonical(self) -> str:
        """The formula in one standard spelling, which parses to the same tree."""
        return canonical(self.tree)

    def evaluate(self, values: Mapping[str, Nilai], lalu: Mapping[str, Nilai] | None = None) -> Hasil:
        """The exact result, or why there is none.

        ``values`` gives each of ``names`` a finite Decimal, a tuple of them (deret), or Kosong;
        a missing name is a programming error (KeyError). ``lalu`` holds last year's values;
        what is missing there is the outcome lalu_tidak_ada.
        """
        lama = getcontext()
        setcontext(_KONTEKS)
        try:
            return self._evaluate(values, lalu or {})
        finally:
            setcontext(lama)

    def evaluate_many(self, rows: Iterable[tuple[Mapping[str, Nilai], Mapping[str, Nilai] | None]]) -> list[Hasil]:
        """``evaluate`` for many pairs (values, lalu), with the cost of preparation paid once."""
        pasangan = list(rows)
        values = {nama: [isi[nama] for isi, _ in pasangan] for nama in self.names}
        lalu = {nama: [(dulu or {}).get(nama) for _, dulu in pasangan] for nama in self.lalu_names}
        return [strip(nilai) for nilai in self.evaluate_columns(values, lalu, rows=len(pasangan))]

    def evaluate_columns(
        self,
        values: Mapping[str, Sequence[Nilai]],
        lalu: Mapping[str, Sequence[Nilai | None]] | None = None,
        *,
        rows: int,
    ) -> list[Hasil]:
        """``evaluate`` for columns of ``rows`` values each, at the speed of a loop written by hand.

        ``values`` gives a column for each of ``names``, ``lalu`` for each of ``lalu_names`` (None: no value; a
        missing column: none at all). The numbers equal those of ``evaluate`` but keep 20 decimals
        (``Decimal("90.00000000000000000000")``); ``arithmetic.strip`` writes them alike. A row that fails
        gets its outcome and touches no other. KeyError for a missing column, ValueError for one of another length.
        """
        lama = getcontext()
        setcontext(_KONTEKS)
        try:
            return compute_columns(self, values, lalu or {}, rows)
        finally:
            setcontext(lama)

    def reference(self, values: Mapping[str, Nilai], lalu: Mapping[str, Nilai] | None = None) -> Hasil:
        """The same as ``evaluate`` by the plain tree walk, slower; the tests hold both equal."""
        lama = getcontext()
        setcontext(_KONTEKS)
        try:
            return self.walk(values, lalu or {})
        finally:
            setcontext(lama)

    def walk(self, values: Mapping[str, Nilai], lalu: Mapping[str, Nilai]) -> Hasil:
        """``reference`` for callers that have set the context of ``arithmetic.new_context`` themselves."""
        return finish(Walk(values, lalu, self._jaga).value(self.tree))

    def explain(
        self,
        values: Mapping[str, Nilai],
        lalu: Mapping[str, Nilai] | None = None,
        labels: Mapping[str, str] | None = None,
        desimal: int = 2,
    ) -> Bukti:
        """The worked steps in Indonesian notation and the result; see ``proof.Bukti``."""
        lama = getcontext()
        setcontext(_KONTEKS)
        try:
            walk = Walk(values, lalu or {}, self._jaga)
            hasil = finish(walk.value(self.tree))
            return prove(self.tree, walk, hasil, labels or {}, desimal)
        finally:
            setcontext(lama)

    @cached_property
    def function(self) -> Fungsi:
        """The compiled happy path: values of ``names`` then of ``lalu_names`` by position.

        Give it finite Decimals and tuples under the context of ``arithmetic.new_context``;
        whatever is not a plain number comes out as an exception. For batches and benchmarks.
        """
        return compile_tree(self.tree, self.names, self.lalu_names, self._jaga)

    @cached_property
    def column_function(self) -> FungsiKolom:
        """The compiled loop of ``evaluate_columns``; see ``compiler.compile_columns``."""
        return compile_columns(self.tree, self.names, self.lalu_names, self._jaga)

    @cached_property
    def only_zero_fails(self) -> bool:
        """Whether a zero divisor among plain numbers decides the outcome; see ``columns.only_zero_fails``."""
        return only_zero_fails(self.tree)

    @cached_property
    def _jaga(self) -> frozenset[int]:
        """Nodes whose operands may carry rounding noise."""
        return noisy(self.tree)

    @cached_property
    def _pick(self) -> Callable[[Mapping[str, Nilai]], tuple[Nilai, ...]]:
        """The values of ``names`` as a tuple, in one call."""
        if len(self.names) == 1:
            (nama,) = self.names
            return lambda values: (values[nama],)
        return itemgetter(*self.names) if self.names else lambda values: ()

    def _evaluate(self, values: Mapping[str, Nilai], lalu: Mapping[str, Nilai]) -> Hasil:
        """The compiled code, and the walk where it gives up; under our context."""
        argumen = self._pick(values)
        if self.lalu_names:
            argumen += tuple([previous(nama, lalu) for nama in self.lalu_names])
        try:
            if are_sound(argumen):
                return finish(self.function(*argumen))
        except JALUR_LAIN:
            pass
        return self.walk(values, lalu)


def parse(source: str, variabel: Mapping[str, str] | None = None) -> Formula:
    """Read and check a formula. Raises ``FormulaError`` and nothing else.

    ``variabel`` maps each allowed name to its kind: ``angka``, ``deret`` or ``pilihan``; then an
    unknown name or a wrong kind is refused. Without it any valid name is accepted.
    """
    if variabel is None:
        return _parse(source, None)
    if salah := set(variabel.values()) - set(JENIS):
        raise ValueError(f"unknown kind of variable: {sorted(salah)}")
    return _parse(source, tuple(sorted(variabel.items())))


@lru_cache(maxsize=4096)
def _parse(source: str, variabel: tuple[tuple[str, str], ...] | None) -> Formula:
    """``parse`` with hashable arguments."""
    tree = parse_tree(source)
    dipakai = check(tree, source, None if variabel is None else dict(variabel))
    return Formula(source, tree, *dipakai)
