"""The one place that reads and writes numbers and dates in Indonesian notation.

Form, grid, Excel import, API, formula proof, screen and PDF all use these functions, so a text
means the same thing everywhere: ``1.234,56`` is one thousand two hundred thirty-four point
five six, and ``1.500`` is fifteen hundred. Units: none; a value is a plain ``Decimal``.

Errors: ``NumberError`` and ``DateError`` (both ``NotationError``), nothing else. Every message
is Indonesian and says how to write it instead.
Source of the rules: design.md decision 8, security.md section 6.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

MAKS_TEKS = 64  # longer text is refused before anything looks at it (S-48)
MAKS_UTUH = 15
MAKS_DESIMAL = 10
BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
TAHUN_AWAL, TAHUN_AKHIR = 1900, 2100

_TEPI = " \t\r\n\u00a0"  # what people bring along when they paste; anything else stays and is refused
_ANGKA = re.compile(r"[+-]?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?")
_TITIK_DESIMAL = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_INGGRIS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_TULIS = Context(prec=80, rounding=ROUND_HALF_UP)
_MAKS_BESAR = 40
_SKALA = tuple(Decimal(1).scaleb(-n) for n in range(31))
_TUKAR = str.maketrans(",.", ".,")


class NotationError(ValueError):
    """A text that cannot be read; ``kode`` for programs, ``pesan`` (Indonesian) for people."""

    def __init__(self, kode: str, pesan: str) -> None:
        super().__init__(pesan)
        self.kode = kode
        self.pesan = pesan


class NumberError(NotationError):
    """A text that is not a number in Indonesian notation, or a number that cannot be written."""


class DateError(NotationError):
    """A text that is not a date."""


def read_number(text: str) -> Decimal:
    """Read what a person typed: ``1.234,56``, ``1,5``, ``+5``, ``-0`` (zero), spaces around it.

    At most 15 digits before and 10 after the decimal comma. Raises ``NumberError``; an empty
    text has the code ``kosong``, because missing is never zero and the caller must decide.
    """
    if len(text) > MAKS_TEKS:
        raise NumberError("terlalu_panjang", f"Isian terlalu panjang (paling banyak {MAKS_TEKS} aksara).")
    bersih = text.strip(_TEPI)
    if not bersih:
        raise NumberError("kosong", "Belum diisi. Tulis bilangan, misalnya 1.234,56 atau 0.")
    if not _ANGKA.fullmatch(bersih):
        raise _explain(bersih)
    utuh, _, desimal = bersih.lstrip("+-").replace(".", "").partition(",")
    if len(utuh) > MAKS_UTUH or len(desimal) > MAKS_DESIMAL:
        raise NumberError(
            "terlalu_banyak_angka",
            f"Paling banyak {MAKS_UTUH} angka sebelum koma dan {MAKS_DESIMAL} angka sesudahnya.",
        )
    nilai = Decimal(f"{utuh}.{desimal}" if desimal else utuh)
    return -nilai if bersih[0] == "-" and nilai else nilai


def _explain(teks: str) -> NumberError:
    """Say why ``teks`` is no number and how to write it; the first rule that fits speaks."""
    for cocok, kode, pesan in _SEBAB:
        if cocok(teks):
            return NumberError(kode, pesan.format(saran=_suggest(teks)))
    return NumberError("bukan_bilangan", "Bukan bilangan. Tulis angka saja, misalnya 1.234,56.")


def _suggest(teks: str) -> str:
    """The likely meant number in our notation; only for texts that two of the rules pick out."""
    if _TITIK_DESIMAL.fullmatch(teks):
        return teks.replace(".", ",")
    if _INGGRIS.fullmatch(teks):
        return teks.translate(str.maketrans(",.", ".,"))
    return "1.234,56"


_ASING = "Ada aksara yang bukan angka biasa. Ketik ulang dengan angka 0-9, koma untuk desimal."
_SEBAB: tuple[tuple[Callable[[str], object], str, str], ...] = (
    (_TITIK_DESIMAL.fullmatch, "titik_desimal",
     "Desimal ditulis dengan koma: {saran}. Titik hanya memisahkan ribuan (1.500)."),
    (_INGGRIS.fullmatch, "notasi_inggris",
     "Pemisah ribuan adalah titik dan desimal memakai koma: {saran}."),
    (lambda t: not t.isascii(), "aksara_asing", _ASING),
    (lambda t: not t.isprintable(), "aksara_asing", _ASING),
    (lambda t: "%" in t, "persen", "Tulis angkanya saja tanpa tanda %, misalnya 93,75."),
    (re.compile(r"[Rr][Pp].*").fullmatch, "mata_uang", "Tulis angkanya saja tanpa Rp, misalnya 1.500.000."),
    (re.compile(r"[+-]?[0-9][0-9.,]*[eE][+-]?[0-9]+").fullmatch, "eksponen",
     "Notasi ilmiah tidak diterima. Tulis semua angkanya, misalnya 100.000."),
    (lambda t: "_" in t, "garis_bawah", "Garis bawah tidak diterima. Pisahkan ribuan dengan titik: 1.000."),
    (re.compile(r"[0-9+-][0-9.,]*\s[0-9\s.,]*").fullmatch, "spasi",
     "Tidak boleh ada spasi di dalam bilangan. Pisahkan ribuan dengan titik: 1.000."),
    (re.compile(r"[+-]?[0-9.,]+").fullmatch, "pemisah",
     "Letak titik atau koma keliru. Tulis seperti 1.234,56: titik tiap tiga angka, satu koma desimal."),
)  # fmt: skip


def write_number(value: Decimal | int, places: int | None = None) -> str:
    """Write ``1.234,56``, rounding half up to ``places`` decimals.

    ``places=None`` rounds to 10 decimals and drops trailing zeros. Raises ``NumberError`` for
    NaN, infinity and numbers of more than 40 digits.
    """
    return _rounded(value, places, ",f").translate(_TUKAR)


def plain_number(value: Decimal | int, places: int | None = None) -> str:
    """The same rounding written for programs and JSON: ``1234.56``."""
    return _rounded(value, places, "f")


def _rounded(value: Decimal | int, places: int | None, bentuk: str) -> str:
    """Digits with a decimal point, half up, never ``-0``, never an exponent; ``,f`` puts commas between thousands."""
    nilai = value if type(value) is Decimal else Decimal(value)
    if not nilai.is_finite():
        raise NumberError("bukan_bilangan", "Bukan bilangan yang dapat ditulis.")
    if nilai and nilai.adjusted() >= _MAKS_BESAR:  # before any formatting: 1E+99999999 is 100 MB of text
        raise NumberError("terlalu_besar", "Bilangan terlalu besar untuk ditulis.")
    skala = MAKS_DESIMAL if places is None else min(max(places, 0), 30)
    teks = format(nilai.quantize(_SKALA[skala], None, _TULIS), bentuk)
    if places is None and "." in teks:
        teks = teks.rstrip("0").rstrip(".")
    return teks.removeprefix("-") if not teks.strip("-0.") else teks


def write_date(value: date) -> str:
    """``20 September 2019``: no leading zero, as decrees print it."""
    return f"{value.day} {BULAN[value.month - 1]} {value.year}"


_BENTUK = (
    re.compile(r"(?P<h>[0-9]{1,2}) (?P<b>[A-Za-z]{3,9}) (?P<t>[0-9]{4})"),
    re.compile(r"(?P<h>[0-9]{1,2})-(?P<b>[0-9]{1,2})-(?P<t>[0-9]{4})"),
    re.compile(r"(?P<t>[0-9]{4})-(?P<b>[0-9]{2})-(?P<h>[0-9]{2})"),
)


def read_date(text: str) -> date:
    """Read ``20 September 2019``, ``20-09-2019`` or ISO ``2019-09-20``, years 1900 to 2100.

    Raises ``DateError``; an empty text has the code ``kosong``.
    """
    if len(text) > MAKS_TEKS:
        raise DateError("terlalu_panjang", f"Isian terlalu panjang (paling banyak {MAKS_TEKS} aksara).")
    bersih = text.strip(_TEPI)
    if not bersih:
        raise DateError("kosong", "Belum diisi. Tulis tanggal, misalnya 20 September 2019.")
    for bentuk in _BENTUK:
        if cocok := bentuk.fullmatch(bersih):
            return _date(cocok["h"], cocok["b"], cocok["t"])
    raise DateError("bukan_tanggal", "Bukan tanggal. Tulis seperti 20 September 2019 atau 20-09-2019.")


def _date(hari: str, bulan: str, tahun: str) -> date:
    """A calendar date from its three texts."""
    if not TAHUN_AWAL <= int(tahun) <= TAHUN_AKHIR:
        raise DateError("tahun", f"Tahun harus antara {TAHUN_AWAL} dan {TAHUN_AKHIR}.")
    try:
        return date(int(tahun), month_number(bulan), int(hari))
    except ValueError as galat:
        if isinstance(galat, DateError):
            raise
        raise DateError("bukan_tanggal", f"Tanggal {hari} {bulan} {tahun} tidak ada di kalender.") from None


def month_number(text: str) -> int:
    """1 to 12 from a month's name in any case, or from its number. Raises ``DateError``."""
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text)
    for nomor, nama in enumerate(BULAN, start=1):
        if nama.lower() == text.lower():
            return nomor
    raise DateError("bulan", f"Nama bulan tidak dikenal. Tulis salah satu dari {', '.join(BULAN)}.")
