"""Source text → tokens, within the limits of the language.

bilangan = angka, [ ("," | "."), angka ]          84,3 or 84.3; see ``_number``
nama     = huruf, { huruf | angka | "_" }         ASCII only
tanda    = + - * / ( ) ; = <> < <= > >=
Spaces, tabs and line ends separate. Everything else is refused where it stands.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from formulas.errors import FormulaError
from formulas.notation import MAKS_DESIMAL, MAKS_UTUH, plain_number

MAKS_SUMBER = 2000
MAKS_UNSUR = 400

BILANGAN, NAMA, TANDA, AKHIR = "bilangan", "nama", "tanda", "akhir"

_SPASI = " \t\r\n"
_UNSUR = re.compile(
    r"[ \t\r\n]*(?:([A-Za-z_][A-Za-z0-9_]*)|(=>|=<|==|\*\*|//|<<|>>)|(<>|<=|>=|[-+*/();=<>])|([0-9]+(?:[.,][0-9]+)?))"
)
_JENIS = (AKHIR, NAMA, "keliru", TANDA, BILANGAN)  # by the number of the group that matched
_KELOMPOK_KELIRU, _KELOMPOK_BILANGAN = 2, 4
_KELIRU = {"=>": ">=", "=<": "<=", "==": "=", "**": "*", "//": "/", "<<": "<", ">>": ">"}
_SARAN = {
    "×": "Tulis * untuk kali.",
    "·": "Tulis * untuk kali.",
    "÷": "Tulis / untuk bagi.",
    ":": "Tulis / untuk bagi.",
    "−": "Tulis tanda minus biasa (-).",
    "–": "Tulis tanda minus biasa (-).",
    "—": "Tulis tanda minus biasa (-).",
    "%": "Persen bukan operator; tulis * 100 di akhir rumus.",
    ",": "Pisahkan argumen dengan titik koma (;); koma hanya untuk desimal, misalnya 84,3.",
    ".": "Titik hanya untuk desimal, misalnya 84.3.",
    "^": "Pangkat tidak ada; tulis perkalian, misalnya a * a.",
    "!": "Untuk tidak sama dengan, tulis <>.",
    "[": "Gunakan kurung biasa ( ).",
    "{": "Gunakan kurung biasa ( ).",
    '"': "Teks tidak ada dalam rumus; hanya bilangan dan nama data.",
    "'": "Teks tidak ada dalam rumus; hanya bilangan dan nama data.",
}
_UMUM = "Yang diterima: angka, nama data (huruf a-z, angka, garis bawah), + - * / ( ) ; dan = <> < <= > >=."


class Token(NamedTuple):
    """One piece of the source: its kind, its text and where it begins (0-based)."""

    jenis: str
    teks: str
    awal: int

    @property
    def akhir(self) -> int:
        """Index just after the token."""
        return self.awal + len(self.teks)


def tokenize(source: str) -> list[Token]:
    """All tokens, closed by one of kind ``akhir``. Raises ``FormulaError``."""
    if len(source) > MAKS_SUMBER:
        pesan = f"Rumus terlalu panjang: {len(source)} aksara, paling banyak {MAKS_SUMBER}."
        raise FormulaError("terlalu_panjang", pesan, MAKS_SUMBER, source)
    hasil: list[Token] = []
    posisi, panjang = 0, len(source.rstrip(_SPASI))
    while posisi < panjang:
        cocok = _UNSUR.match(source, posisi)
        if cocok is None or len(hasil) == MAKS_UNSUR:
            raise _refused(source, posisi, len(hasil))
        hasil.append(_token(source, cocok))
        posisi = cocok.end()
    hasil.append(Token(AKHIR, "", len(source)))
    return hasil


def _token(source: str, cocok: re.Match[str]) -> Token:
    """The token that was found; refuses what merely looks like one."""
    letak = cocok.lastindex or 0
    token = Token(_JENIS[letak], cocok[letak], cocok.start(letak))
    if letak == _KELOMPOK_KELIRU:
        pesan = f"{token.teks} bukan operator. Tulis {_KELIRU[token.teks]}."
        raise FormulaError("operator", pesan, token.awal, source)
    if letak == _KELOMPOK_BILANGAN:
        _check_number(source, token)
    return token


def _refused(source: str, posisi: int, banyak: int) -> FormulaError:
    """Why no token is taken at ``posisi`` or after the spaces there."""
    posisi = len(source) - len(source[posisi:].lstrip(_SPASI))
    if banyak == MAKS_UNSUR:
        pesan = f"Rumus terlalu panjang: paling banyak {MAKS_UNSUR} unsur (bilangan, nama, tanda)."
        return FormulaError("terlalu_banyak_unsur", pesan, posisi, source)
    return _foreign(source, posisi)


def _foreign(source: str, posisi: int) -> FormulaError:
    """The refusal of a character that is in no token, with the way to write it."""
    aksara = source[posisi]
    tampil = aksara if aksara.isprintable() else f"U+{ord(aksara):04X}"
    kode = f" (U+{ord(aksara):04X})" if aksara.isprintable() and not aksara.isascii() else ""
    pesan = f"Aksara {tampil}{kode} tidak dikenal. {_SARAN.get(aksara, _UMUM)}"
    return FormulaError("aksara", pesan, posisi, source)


def _check_number(source: str, token: Token) -> None:
    """Refuse numbers that run on, are too long, or can be read in two ways."""
    lanjut = source[token.akhir : token.akhir + 1]
    if lanjut and (lanjut in ".,_'" or (lanjut.isascii() and lanjut.isalpha())):
        raise FormulaError("bilangan", _runs_on(lanjut), token.awal, source)
    if token.teks.isdigit() and len(token.teks) <= MAKS_UTUH:
        return
    utuh, _, desimal = token.teks.replace(",", ".").partition(".")
    if len(utuh) > MAKS_UTUH or len(desimal) > MAKS_DESIMAL:
        pesan = f"Bilangan paling banyak {MAKS_UTUH} angka sebelum tanda desimal dan {MAKS_DESIMAL} sesudahnya."
        raise FormulaError("bilangan_panjang", pesan, token.awal, source)
    if len(desimal) == 3 and int(utuh):
        raise FormulaError("bilangan_ganda", _two_readings(token.teks, utuh, desimal), token.awal, source)


def _runs_on(lanjut: str) -> str:
    """Why a number may not be followed by this character."""
    if lanjut in "eE":
        return "Notasi ilmiah tidak diterima. Tulis semua angkanya, misalnya 100000."
    if lanjut.isalpha():
        return "Perkalian harus ditulis dengan *, misalnya 2 * a."
    return "Pemisah ribuan tidak dipakai dalam rumus. Tulis 1234,56; titik atau koma hanya satu, untuk desimal."


def _two_readings(teks: str, utuh: str, desimal: str) -> str:
    """The message that names both readings of ``12,345`` and how to write each."""
    pecahan = utuh if desimal == "000" else f"{utuh},{desimal}0"
    return f"Bilangan {teks} bermakna ganda. Tulis {pecahan} atau {utuh}{desimal}, mana yang dimaksud."


def number_value(token: Token) -> Decimal:
    """The exact value of a number token."""
    return Decimal(token.teks.replace(",", ".") if "," in token.teks else token.teks)


def write_literal(nilai: Decimal) -> str:
    """A non-negative number as the language reads it back: ``84,3``, ``12,3450``, ``100000``."""
    teks = plain_number(nilai)
    utuh, _, desimal = teks.partition(".")
    if len(desimal) == 3 and int(utuh):
        desimal += "0"
    return f"{utuh},{desimal}" if desimal else utuh
