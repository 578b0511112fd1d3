"""Tree → Python function over Decimal, for speed.

The function is built as a Python syntax tree from OUR nodes only: variables become v0, v1, …,
numbers become k0, k1, …, so no text of the formula, not even a name, reaches Python. It knows
the happy path only; anything else raises, and the caller asks the tree walk for the outcome.
"""

import ast
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from types import CodeType, FunctionType
from typing import Any, TypeAlias, TypeVar, cast

from formulas.arithmetic import BERDERAU, BIASA, DIGIT, HALUS, NOL, add_noisy, subtract_noisy
from formulas.nodes import (
    Banding,
    Bilangan,
    Nama,
    Negatif,
    Operasi,
    Panggilan,
    Simpul,
    chain,
    is_lalu,
    lalu_name,
)

Fungsi: TypeAlias = Callable[..., Decimal]
FungsiKolom: TypeAlias = Callable[[Iterable[Any], Callable[[Any], None], Callable[[], None]], None]
JALUR_LAIN = (ArithmeticError, TypeError, AttributeError)
"""What the compiled code raises off the happy path."""
_SEMPIT = Context(prec=DIGIT, rounding=ROUND_HALF_UP, traps=[InvalidOperation])  # 10^18 does not fit into it
_OP: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult(), "/": ast.Div()}
_DERAU: dict[str, Callable[..., Decimal]] = {"+": add_noisy, "-": subtract_noisy}
_CMP: dict[str, ast.cmpop] = {
    "=": ast.Eq(),
    "<>": ast.NotEq(),
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
}
_BACA = ast.Load()


_Kind = TypeVar("_Kind", bound=ast.AST)


def _located(kind: type[_Kind]) -> type[_Kind]:
    """A kind of Python node that stands at line 1 by itself: setting that on each node costs more than compiling."""
    return type(kind.__name__, (kind,), {"lineno": 1, "col_offset": 0})


_Attribute = _located(ast.Attribute)
_BinOp = _located(ast.BinOp)
_BoolOp = _located(ast.BoolOp)
_Call = _located(ast.Call)
_Compare = _located(ast.Compare)
_Constant = _located(ast.Constant)
_ExceptHandler = _located(ast.ExceptHandler)
_Expr = _located(ast.Expr)
_For = _located(ast.For)
_FunctionDef = _located(ast.FunctionDef)
_IfExp = _located(ast.IfExp)
_Name = _located(ast.Name)
_Return = _located(ast.Return)
_Try = _located(ast.Try)
_Tuple = _located(ast.Tuple)
_UnaryOp = _located(ast.UnaryOp)
_Arg = _located(ast.arg)


def compile_tree(tree: Simpul, names: tuple[str, ...], lalu_names: tuple[str, ...], jaga: frozenset[int]) -> Fungsi:
    """A function of the values of ``names``, then last year's of ``lalu_names``, by position."""
    pembuat = _Emitter(names, lalu_names, jaga)
    isi = pembuat.expression(tree)
    parameter = [f"v{nomor}" for nomor in range(len(names) + len(lalu_names))]
    return cast(Fungsi, _function(parameter, [_Return(isi)], pembuat.isi_global))


def compile_columns(
    tree: Simpul, names: tuple[str, ...], lalu_names: tuple[str, ...], jaga: frozenset[int]
) -> FungsiKolom:
    """A loop over rows of values (one variable: the value itself): ``add`` gets each result, else ``fail`` is called.

    ``for v0, v1 in rows: try: add(v0 / v1 * k0 rounded to 20 decimals) except …: fail()``: the expression stands
    in the loop, so a row costs no call of ours. The results are not stripped of trailing zeros.
    """
    pembuat = _Emitter(names, lalu_names, jaga)
    isi = pembuat.rounded(pembuat.expression(tree))
    pembuat.isi_global["jalur_lain"] = JALUR_LAIN
    simpan = _Expr(_Call(_Name("add", _BACA), [isi], []))
    gagal = _ExceptHandler(_Name("jalur_lain", _BACA), None, [_Expr(_Call(_Name("fail", _BACA), [], []))])
    putaran = _For(
        target=_targets(len(names) + len(lalu_names)),
        iter=_Name("rows", _BACA),
        body=[_Try(body=[simpan], handlers=[gagal], orelse=[], finalbody=[])],
        orelse=[],
    )
    return cast(FungsiKolom, _function(["rows", "add", "fail"], [putaran], pembuat.isi_global))


def _targets(jumlah: int) -> ast.expr:
    """``v0`` alone or ``(v0, v1, …)``; without variables the row itself is left unread."""
    nama: list[ast.expr] = [_Name(f"v{nomor}", ast.Store()) for nomor in range(max(jumlah, 1))]
    return nama[0] if len(nama) == 1 else _Tuple(nama, ast.Store())


def _function(parameter: list[str], badan: list[ast.stmt], isi_global: dict[str, Any]) -> FunctionType:
    """A function of our own syntax tree that sees nothing but ``isi_global``."""
    fungsi = _FunctionDef(
        name="hitung",
        args=ast.arguments(
            posonlyargs=[_Arg(nama) for nama in parameter], args=[], kwonlyargs=[], kw_defaults=[], defaults=[]
        ),
        body=badan,
        decorator_list=[],
    )
    modul = ast.Module([fungsi], type_ignores=[])
    kode = next(k for k in compile(modul, "<rumus>", "exec").co_consts if isinstance(k, CodeType))
    return FunctionType(kode, isi_global)


class _Emitter:
    """Builds the Python expression of one tree and collects the globals it needs."""

    def __init__(self, names: tuple[str, ...], lalu_names: tuple[str, ...], jaga: frozenset[int]) -> None:
        self.tempat = {nama: f"v{nomor}" for nomor, nama in enumerate(names)}
        self.tempat_lalu = {nama: f"v{nomor}" for nomor, nama in enumerate(lalu_names, len(names))}
        self.jaga = jaga
        self.isi_global: dict[str, Any] = {"__builtins__": {}}
        self.tetapan: dict[Decimal, str] = {}

    def expression(self, node: Simpul) -> ast.expr:
        """The Python expression of one node."""
        match node:
            case Bilangan(nilai=nilai):
                return self.constant(nilai)
            case Nama(nama=nama):
                return _Name(self.tempat[nama], _BACA)
            case Negatif(isi=isi):
                return _UnaryOp(ast.USub(), self.expression(isi))
            case Operasi():
                return self.operations(node)
            case Panggilan():
                return self.call(node)
        raise TypeError("a comparison has no value")

    def operations(self, node: Operasi) -> ast.expr:
        """A chain of operators, built from the left without recursion."""
        awal, rantai = chain(node)
        hasil = self.expression(awal)
        for operasi in rantai:
            kanan = self.expression(operasi.kanan)
            if id(operasi) in self.jaga and operasi.op in _DERAU:
                hasil = self.helper(_DERAU[operasi.op], [hasil, kanan])
            else:
                hasil = _BinOp(hasil, _OP[operasi.op], kanan)
        return hasil

    def call(self, node: Panggilan) -> ast.expr:
        """LALU is a parameter, JIKA a lazy choice, the others are helpers over their arguments."""
        if is_lalu(node):
            return _Name(self.tempat_lalu[lalu_name(node)], _BACA)
        if node.fungsi == "JIKA":
            syarat, ya, tidak = node.argumen
            return _IfExp(self.condition(syarat), self.expression(ya), self.expression(tidak))
        argumen = [self.expression(satu) for satu in node.argumen]
        if node.fungsi != "BULAT" and len(argumen) > 1:
            argumen = [_Tuple(argumen, _BACA)]
        fungsi = (BERDERAU if id(node) in self.jaga else BIASA).get(node.fungsi, BIASA[node.fungsi])
        return self.helper(fungsi, argumen)

    def condition(self, node: Simpul) -> ast.expr:
        """The difference against zero: a blank has no difference, so it can never compare as equal."""
        assert isinstance(node, Banding)
        kiri, kanan = self.expression(node.kiri), self.expression(node.kanan)
        if id(node) in self.jaga:
            selisih = self.helper(subtract_noisy, [kiri, kanan])
        elif node.op in ("=", "<>"):
            selisih = _BinOp(kiri, ast.Sub(), kanan)
        else:
            return _Compare(kiri, [_CMP[node.op]], [kanan])
        return _Compare(selisih, [_CMP[node.op]], [self.constant(NOL)])

    def rounded(self, isi: ast.expr) -> ast.expr:
        """``isi`` half up to 20 decimals, never -0; from 10^18 on it raises, as does what is no number."""
        self.isi_global |= {"halus": HALUS, "sempit": _SEMPIT}
        argumen = [_Name("halus", _BACA), _Constant(None), _Name("sempit", _BACA)]
        bulat = _Call(_Attribute(isi, "quantize", _BACA), argumen, [])
        return _BoolOp(ast.Or(), [bulat, self.constant(NOL)])

    def constant(self, nilai: Decimal) -> ast.expr:
        """A number, held in a global of the function."""
        nama = self.tetapan.setdefault(nilai, f"k{len(self.tetapan)}")
        self.isi_global[nama] = nilai
        return _Name(nama, _BACA)

    def helper(self, fungsi: Callable[..., Decimal], argumen: list[ast.expr]) -> ast.expr:
        """A call of one of the shared helpers."""
        self.isi_global[fungsi.__name__] = fungsi
        return _Call(_Name(fungsi.__name__, _BACA), argumen, [])
