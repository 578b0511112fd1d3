"""Tree → Python function over Decimal, for speed.

The function is compiled from a Python text that is written from OUR nodes only: variables become v0, v1, …, numbers
become k0, k1, …, operators and helpers come from the tables below, so no text of the formula, not even a name,
reaches Python. It knows the happy path only; anything else raises, and the caller asks the tree walk for the outcome.
(Building Python's own syntax tree instead takes twice as long: it is checked and converted node by node.)
"""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from types import CodeType, FunctionType
from typing import Any, TypeAlias, cast

from formulas.arithmetic import BERDERAU, BIASA, DIGIT, HALUS, NOL, add_noisy, chain_noisy, subtract_noisy
from formulas.nodes import Banding, Bilangan, Nama, Negatif, Operasi, Panggilan, Simpul, chain, lalu_name

Fungsi: TypeAlias = Callable[..., Decimal]
FungsiKolom: TypeAlias = Callable[[Iterable[Any], Callable[[Any], None], Callable[[], None]], None]
JALUR_LAIN = (ArithmeticError, TypeError, AttributeError)
"""What the compiled code raises off the happy path."""
_SEMPIT = Context(prec=DIGIT, rounding=ROUND_HALF_UP, traps=[InvalidOperation])  # 10^18 does not fit into it
_DERAU: dict[str, Callable[..., Decimal]] = {"+": add_noisy, "-": subtract_noisy}
_CMP = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_KUAT = {"+": 1, "-": 1, "*": 2, "/": 2}
_UTUH = 3  # binds stronger than any operator
Bagian: TypeAlias = tuple[str, int]
"""A piece of Python text and how strongly it holds together."""


def compile_tree(tree: Simpul, names: tuple[str, ...], lalu_names: tuple[str, ...], jaga: frozenset[int]) -> Fungsi:
    """A function of the values of ``names``, then last year's of ``lalu_names``, by position."""
    pembuat = _Emitter(names, lalu_names, jaga)
    isi = pembuat.expression(tree)
    parameter = ",".join([f"v{nomor}" for nomor in range(len(names) + len(lalu_names))])
    kepala = f"lambda {parameter},/" if parameter else "lambda"
    return cast(Fungsi, _function(f"{kepala}:{isi}", "eval", pembuat.isi_global))


def compile_columns(
    tree: Simpul, names: tuple[str, ...], lalu_names: tuple[str, ...], jaga: frozenset[int]
) -> FungsiKolom:
    """A loop over rows of values (one variable: the value itself): ``add`` gets each result, else ``fail`` is called.

    ``for v0, v1 in rows: try: add(v0 / v1 * k0 rounded to 20 decimals) except …: fail()``: the expression stands
    in the loop, so a row costs no call of ours. The results are not stripped of trailing zeros.
    """
    pembuat = _Emitter(names, lalu_names, jaga)
    isi = pembuat.rounded(tree)
    pembuat.isi_global["jalur_lain"] = JALUR_LAIN
    sasaran = ",".join([f"v{nomor}" for nomor in range(max(len(names) + len(lalu_names), 1))])
    teks = f"""def hitung(rows, add, fail, /):
    for {sasaran} in rows:
        try:
            add({isi})
        except jalur_lain:
            fail()
"""
    return cast(FungsiKolom, _function(teks, "exec", pembuat.isi_global))


def _function(teks: str, cara: str, isi_global: dict[str, Any]) -> FunctionType:
    """The one function that a text of ours defines; it sees nothing but ``isi_global``."""
    modul = compile(teks, "<rumus>", cara, dont_inherit=True)
    kode = next(k for k in modul.co_consts if type(k) is CodeType)
    return FunctionType(kode, isi_global)


class _Emitter:
    """Writes the Python expression of one tree and collects the globals it needs."""

    def __init__(self, names: tuple[str, ...], lalu_names: tuple[str, ...], jaga: frozenset[int]) -> None:
        self.tempat = {nama: f"v{nomor}" for nomor, nama in enumerate(names)}
        self.tempat_lalu = {nama: f"v{nomor}" for nomor, nama in enumerate(lalu_names, len(names))}
        self.jaga = jaga
        self.isi_global: dict[str, Any] = {"__builtins__": {}}
        self.tetapan: dict[Decimal, str] = {}

    def expression(self, node: Simpul) -> str:
        """The Python expression of one node."""
        return self.part(node)[0]

    def part(self, node: Simpul) -> Bagian:
        """The same with its strength, for the brackets around it."""
        jenis = type(node)
        if jenis is Nama:
            return self.tempat[cast(Nama, node).nama], _UTUH
        if jenis is Bilangan:
            return self.constant(cast(Bilangan, node).nilai), _UTUH
        if jenis is Operasi:
            return self.operations(cast(Operasi, node))
        if jenis is Panggilan:
            return self.call(cast(Panggilan, node)), _UTUH
        if jenis is Negatif:
            return f"-{_bracketed(self.part(cast(Negatif, node).isi), _UTUH)}", _UTUH
        raise TypeError("a comparison has no value")

    def operations(self, node: Operasi) -> Bagian:
        """A chain of operators, written from the left without recursion and without brackets it does not need."""
        awal, rantai = chain(node)
        kiri = self.part(awal)
        berderau: list[str] = []
        for operasi in rantai:
            if id(operasi) in self.jaga and operasi.op in _DERAU:
                berderau += [self.name(_DERAU[operasi.op]), self.expression(operasi.kanan)]
                continue
            kiri, berderau = self.noisy_run(kiri, berderau), []
            kuat = _KUAT[operasi.op]
            kanan = _bracketed(self.part(operasi.kanan), kuat + 1)
            kiri = f"{_bracketed(kiri, kuat)}{operasi.op}{kanan}", kuat
        return self.noisy_run(kiri, berderau)

    def noisy_run(self, kiri: Bagian, langkah: list[str]) -> Bagian:
        """``kiri`` followed by noisy steps (helper, operand, …): one call for any number of them, so nothing nests."""
        if not langkah:
            return kiri
        if len(langkah) == 2:
            return f"{langkah[0]}({kiri[0]},{langkah[1]})", _UTUH
        return f"{self.name(chain_noisy)}({kiri[0]},{','.join(langkah)})", _UTUH

    def call(self, node: Panggilan) -> str:
        """LALU is a parameter, JIKA a lazy choice, the others are helpers over their arguments."""
        if node.fungsi == "LALU":
            return self.tempat_lalu[lalu_name(node)]
        if node.fungsi == "JIKA":
            syarat, ya, tidak = node.argumen
            return f"({self.expression(ya)} if {self.condition(syarat)} else {self.expression(tidak)})"
        argumen = ",".join([self.expression(satu) for satu in node.argumen])
        if node.fungsi != "BULAT" and len(node.argumen) > 1:
            argumen = f"({argumen})"
        fungsi = (BERDERAU if id(node) in self.jaga else BIASA).get(node.fungsi, BIASA[node.fungsi])
        return f"{self.name(fungsi)}({argumen})"

    def condition(self, node: Simpul) -> str:
        """The difference against zero: a blank has no difference, so it can never compare as equal."""
        assert isinstance(node, Banding)
        kiri, kanan = self.expression(node.kiri), self.part(node.kanan)
        if id(node) in self.jaga:
            selisih = f"{self.name(subtract_noisy)}({kiri},{kanan[0]})"
        elif node.op in ("=", "<>"):
            selisih = f"{kiri}-{_bracketed(kanan, 2)}"
        else:
            return f"{kiri}{_CMP[node.op]}{kanan[0]}"
        return f"{selisih}{_CMP[node.op]}{self.constant(NOL)}"

    def rounded(self, tree: Simpul) -> str:
        """Half up to 20 decimals, never -0; from 10^18 on it raises, as does what is no number."""
        self.isi_global |= {"halus": HALUS, "sempit": _SEMPIT}
        return f"({self.expression(tree)}).quantize(halus,None,sempit)or {self.constant(NOL)}"

    def constant(self, nilai: Decimal) -> str:
        """A number, held in a global of the function."""
        nama = self.tetapan.setdefault(nilai, f"k{len(self.tetapan)}")
        self.isi_global[nama] = nilai
        return nama

    def name(self, fungsi: Callable[..., Decimal]) -> str:
        """The name of one of the shared helpers."""
        self.isi_global[fungsi.__name__] = fungsi
        return fungsi.__name__


def _bracketed(bagian: Bagian, kuat: int) -> str:
    """The text, in brackets where it holds together less strongly than its place asks."""
    teks, punya = bagian
    return teks if punya >= kuat else f"({teks})"
