"""Tokens → tree: a small Pratt parser. The grammar is in the docstrings.

Binding, weakest first: comparison (does not chain), ``+ -``, ``* /``, leading minus; operators
of equal strength group from the left. What the pieces mean (which functions exist, where a
comparison may stand) is checked afterwards in ``check.py``.
"""

from collections.abc import Callable
from typing import TypeAlias

from formulas import tokens
from formulas.errors import FormulaError
from formulas.functions import CADANGAN, FUNGSI, MAKS_ARGUMEN
from formulas.nodes import Banding, Bilangan, Nama, Negatif, Operasi, Panggilan, Simpul
from formulas.tokens import Token

MAKS_DALAM = 32
MAKS_NAMA = 64
_KEKUATAN = dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 10) | {"+": 20, "-": 20, "*": 30, "/": 30}
_BANDING = 10
_AWALAN = 40
Bagian: TypeAlias = Callable[[Token], Simpul]


def parse_tree(source: str) -> Simpul:
    """``rumus = ungkapan ;`` and nothing after it. Raises ``FormulaError``."""
    return _Parser(source).formula()


class _Parser:
    """One pass over the tokens of one source; ``dalam`` counts brackets, calls and minus signs."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.unsur = tokens.tokenize(source)
        self.letak = 0
        self.kini = self.unsur[0]  # the token not yet taken
        self.dalam = 0

    def take(self) -> Token:
        """Take one token; the last one stays."""
        token = self.kini
        if token.jenis != tokens.AKHIR:
            self.letak += 1
            self.kini = self.unsur[self.letak]
        return token

    def refuse(self, kode: str, pesan: str, token: Token) -> FormulaError:
        """An error that points at ``token``."""
        return FormulaError(kode, pesan, token.awal, self.source)

    def formula(self) -> Simpul:
        """rumus = ungkapan."""
        if self.kini.jenis == tokens.AKHIR:
            raise self.refuse("kosong", "Rumus kosong. Tulis misalnya a / b * 100.", self.kini)
        pohon = self.expression(0)
        if self.kini.jenis != tokens.AKHIR:
            raise self.unexpected(self.kini)
        return pohon

    def expression(self, kekuatan: int) -> Simpul:
        """ungkapan = awal, { operator, ungkapan }: operators that bind stronger than ``kekuatan``."""
        kiri = self.prefix()
        while (ikat := _KEKUATAN.get(self.kini.teks, 0)) > kekuatan:  # no name or number is spelled like an operator
            op = self.take()
            kanan = self.expression(ikat)
            rentang = (kiri.rentang[0], kanan.rentang[1])
            if ikat == _BANDING:
                kiri = Banding(op.teks, kiri, kanan, rentang)
                self.no_chain()
            else:
                kiri = Operasi(op.teks, kiri, kanan, rentang)
        return kiri

    def no_chain(self) -> None:
        """A comparison compares two things: ``1 < a < 3`` is refused."""
        if _KEKUATAN.get(self.kini.teks) == _BANDING:
            pesan = "Perbandingan tidak dapat dirangkai. Gunakan JIKA di dalam JIKA."
            raise self.refuse("perbandingan", pesan, self.kini)

    def prefix(self) -> Simpul:
        """awal = bilangan | nama | panggilan | "(", ungkapan, ")" | "-", awal."""
        token = self.take()
        if token.jenis == tokens.NAMA:
            return self.name_or_call(token)
        if token.jenis == tokens.BILANGAN:
            return Bilangan(tokens.number_value(token), (token.awal, token.akhir))
        if token.teks == "(":
            return self.nested(token, self.group)
        if token.teks == "-":
            return self.nested(token, self.minus)
        raise self.unexpected(token)

    def nested(self, token: Token, bagian: Bagian) -> Simpul:
        """Read a part one level deeper, at most 32 levels."""
        self.dalam += 1
        if self.dalam > MAKS_DALAM:
            pesan = f"Rumus terlalu bersarang: paling banyak {MAKS_DALAM} tingkat kurung dan fungsi."
            raise self.refuse("terlalu_dalam", pesan, token)
        simpul = bagian(token)
        self.dalam -= 1
        return simpul

    def group(self, buka: Token) -> Simpul:
        """ "(", ungkapan, ")": brackets leave no trace in the tree, only in its shape."""
        if self.kini.teks == ")":
            raise self.refuse("kurung", "Kurung kosong. Isi dengan bilangan, nama, atau ungkapan.", buka)
        isi = self.expression(0)
        self.close(buka)
        return isi

    def minus(self, tanda: Token) -> Simpul:
        """ "-", awal: not directly after another + or -, where it is easily overlooked."""
        sebelum = self.unsur[self.letak - 2] if self.letak > 1 else None
        if (sebelum and sebelum.teks in ("+", "-")) or self.kini.teks == "-":
            pesan = "Dua tanda berurutan. Beri kurung, misalnya a - (-5)."
            raise self.refuse("operator", pesan, tanda)
        isi = self.expression(_AWALAN)
        return Negatif(isi, (tanda.awal, isi.rentang[1]))

    def name_or_call(self, token: Token) -> Simpul:
        """nama, or panggilan = nama, "(", ungkapan, { ";", ungkapan }, ")"; functions in any case."""
        besar = token.teks.upper()
        if self.kini.teks == "(":
            if besar not in FUNGSI:
                raise self.refuse("fungsi_tidak_dikenal", _unknown_function(token.teks), token)
            return self.nested(token, self.call)
        if besar in FUNGSI:
            pesan = f"{besar} adalah fungsi. Tulis dengan kurung: {FUNGSI[besar].bentuk}."
            raise self.refuse("fungsi_tanpa_kurung", pesan, token)
        if galat := name_problem(token.teks):
            raise self.refuse("nama", galat, token)
        return Nama(token.teks, (token.awal, token.akhir))

    def call(self, token: Token) -> Simpul:
        """The arguments of a function, at most 100."""
        buka = self.take()
        argumen: list[Simpul] = []
        while True:
            if self.kini.teks in (")", ";"):
                pesan = f"Argumen kosong. Bentuk yang diterima: {FUNGSI[token.teks.upper()].bentuk}."
                raise self.refuse("argumen", pesan, self.kini)
            if len(argumen) == MAKS_ARGUMEN:
                raise self.refuse("argumen", f"Paling banyak {MAKS_ARGUMEN} argumen.", self.kini)
            argumen.append(self.expression(0))
            if self.kini.teks != ";":
                break
            self.take()
        tutup = self.close(buka)
        return Panggilan(token.teks.upper(), tuple(argumen), (token.awal, tutup.akhir))

    def close(self, buka: Token) -> Token:
        """The ")" that belongs to ``buka``."""
        token = self.take()
        if token.teks == ")":
            return token
        if token.jenis == tokens.AKHIR:
            raise self.refuse("kurung", "Kurung buka ini belum ditutup. Tambahkan ).", buka)
        raise self.unexpected(token)

    def unexpected(self, token: Token) -> FormulaError:
        """The refusal of a token that cannot stand where it stands."""
        if token.jenis == tokens.AKHIR:
            pesan = "Rumus belum selesai. Sesudah ini harus ada bilangan, nama, fungsi, atau kurung buka."
        elif token.jenis in (tokens.BILANGAN, tokens.NAMA) or token.teks == "(":
            pesan = "Di antara dua bagian harus ada operator + - * /. Perkalian ditulis a * b."
        elif token.teks == ")":
            pesan = "Kurung tutup tanpa isi atau tanpa kurung buka. Hapus atau tambahkan (."
        elif token.teks == ";":
            pesan = "Titik koma hanya memisahkan argumen fungsi, misalnya MAX(a; b)."
        elif token.teks == "=":
            pesan = "Tanda = di sini tidak diterima. Tulis rumusnya saja, misalnya a / b * 100."
        else:
            pesan = f"Operator {token.teks} memerlukan bilangan, nama, atau ungkapan di sebelah kirinya."
        return self.refuse("susunan", pesan, token)


def _unknown_function(teks: str) -> str:
    """The message for a call of something that is no function."""
    return f"{teks} bukan fungsi. Fungsi yang ada: {', '.join(FUNGSI)}. Perkalian ditulis dengan *."


def name_problem(nama: str) -> str | None:
    """Why ``nama`` cannot be the name of a variable (Indonesian), or None when it can.

    A name is 1 to 64 ASCII letters, digits and single underscores, begins with a letter and is
    no function or reserved word in any case. Upper and lower case differ: ``a`` is not ``A``.
    """
    besar = nama.upper()
    if len(nama) > MAKS_NAMA:
        return f"Nama terlalu panjang: paling banyak {MAKS_NAMA} aksara."
    if not (nama.isascii() and nama.isidentifier()) or nama.startswith("_") or "__" in nama:
        return "Nama data diawali huruf, lalu huruf a-z, angka, atau satu garis bawah, misalnya jumlah_desa."
    if besar in FUNGSI or besar in CADANGAN:
        return f"{nama} adalah kata cadangan. Gunakan nama lain, misalnya nilai_{nama.lower()}."
    return None


def is_valid_name(nama: str) -> bool:
    """Whether a variable may be called so; see ``name_problem`` for the rule and the reason."""
    return name_problem(nama) is None
