"""``python -m formulas 'a / b * 100' a=45 b=50`` prints ``90``.

Numbers in Indonesian notation, a deret as ``harga=9000;11000``, a blank as ``a=``; ``--lalu a=40``
(repeatable) gives last year's values; ``--json`` prints one JSON object; ``--`` ends the options.
The value is printed for scripts: half up to 10 decimals, decimal comma, no thousands separator.
Exit 0: a value; 3: a named blank or outcome; 2: refused formula, unknown or missing name, bad number.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from formulas import notation
from formulas.errors import FormulaError
from formulas.formula import Formula, parse
from formulas.nodes import Nama, preorder
from formulas.outcomes import Hasil, Kosong, Nilai
from formulas.parser import name_problem

NILAI, KELIRU, TANPA_NILAI = 0, 2, 3
BANTUAN = """\
Pemakaian: python -m formulas [--json] [--lalu nama=nilai]… [--] RUMUS [nama=nilai]…

  RUMUS            misalnya 'a / b * 100'
  nama=nilai       bilangan seperti 1.234,56; deret: harga=9000;11000; kosong: a=
  --lalu a=40      nilai tahun sebelumnya untuk LALU(a); boleh diulang
  --json           hasil sebagai JSON: nilai dan langkah, kosong, atau galat
  --               akhir pilihan; perlu bila rumus diawali --"""


@dataclass
class Perintah:
    """What the command line asks for, still as text."""

    json: bool = False
    bantuan: bool = False
    rumus: str | None = None
    nilai: list[str] = field(default_factory=list)
    lalu: list[str] = field(default_factory=list)


class Keliru(Exception):
    """A mistake on the command line that is not in the formula."""

    def __init__(self, kode: str, pesan: str) -> None:
        super().__init__(pesan)
        self.kode = kode
        self.pesan = pesan


def read_arguments(argv: Sequence[str]) -> Perintah:
    """Sort the arguments; options may stand anywhere before ``--``. Raises ``Keliru``."""
    perintah = Perintah()
    sisa = list(argv)
    while sisa:
        arg = sisa.pop(0)
        if arg == "--":
            _positional(perintah, sisa)
            break
        if arg == "--json":
            perintah.json = True
        elif arg in ("--help", "-h"):
            perintah.bantuan = True
        elif arg == "--lalu" or arg.startswith("--lalu="):
            perintah.lalu.append(_option_value(arg, sisa))
        elif arg.startswith("--"):
            raise Keliru("pilihan", f"Pilihan {arg[:40]!a} tidak dikenal.\n{BANTUAN}")
        else:
            _positional(perintah, [arg])
    return perintah


def _option_value(arg: str, sisa: list[str]) -> str:
    """The text after ``--lalu``, in the same or in the next argument."""
    if "=" in arg:
        return arg.removeprefix("--lalu=")
    if not sisa:
        raise Keliru("pilihan", "--lalu memerlukan nama=nilai, misalnya --lalu a=40.")
    return sisa.pop(0)


def _positional(perintah: Perintah, argumen: list[str]) -> None:
    """The first is the formula, the others are values."""
    for arg in argumen:
        if perintah.rumus is None:
            perintah.rumus = arg
        else:
            perintah.nilai.append(arg)


def read_values(teks: Sequence[str]) -> dict[str, Nilai]:
    """``nama=nilai`` texts → values; a name given twice is a mistake. Raises ``Keliru``."""
    hasil: dict[str, Nilai] = {}
    for satu in teks:
        nama, tanda, isi = satu.partition("=")
        if not tanda:
            raise Keliru("nilai", f"{satu[:40]!a} bukan nama=nilai. Tulis misalnya a=45.")
        if masalah := name_problem(nama):
            raise Keliru("nama", masalah)
        if nama in hasil:
            raise Keliru("nilai", f"{nama} diberi nilai dua kali.")
        hasil[nama] = _value(nama, isi)
    return hasil


def _value(nama: str, isi: str) -> Nilai:
    """A number, a deret where there is a ``;``, or a blank."""
    bagian = tuple(_number(nama, satu) for satu in isi.split(";"))
    return bagian if len(bagian) > 1 else bagian[0]


def _number(nama: str, teks: str) -> Hasil:
    """One number in Indonesian notation, or the blank of an empty text."""
    try:
        return notation.read_number(teks)
    except notation.NumberError as galat:
        if galat.kode == "kosong":
            return Kosong("belum_diisi", f"{nama} belum diisi.")
        raise Keliru(galat.kode, f"Nilai {nama}: {galat.pesan}") from None


def prepare(perintah: Perintah) -> tuple[Formula, dict[str, Nilai], dict[str, Nilai]]:
    """Formula and values, checked against each other. Raises ``Keliru`` or ``FormulaError``."""
    if perintah.rumus is None:
        raise Keliru("pemakaian", f"Rumus belum ditulis.\n{BANTUAN}")
    nilai, lalu = read_values(perintah.nilai), read_values(perintah.lalu)
    longgar = parse(perintah.rumus)
    for kelompok in (nilai, lalu):
        for nama in longgar.deret_names & kelompok.keys():
            kelompok[nama] = _as_series(kelompok[nama])
    jenis = {nama: "deret" if isinstance(isi, tuple) else "angka" for nama, isi in (lalu | nilai).items()}
    formula = parse(perintah.rumus, jenis | _only_previous(longgar, nilai, jenis))
    for nama in formula.names:
        if nama not in nilai:
            letak = next(n.rentang[0] for n in preorder(formula.tree) if isinstance(n, Nama) and n.nama == nama)
            pesan = f"Nilai untuk {nama} belum diberikan. Tambahkan {nama}=…"
            raise FormulaError("nama_tidak_dikenal", pesan, letak, perintah.rumus)
    return formula, nilai, lalu


def _as_series(nilai: Nilai) -> Nilai:
    """A single number given for a deret is a deret of one."""
    return nilai if isinstance(nilai, tuple) else (nilai,)


def _only_previous(formula: Formula, nilai: dict[str, Nilai], jenis: dict[str, str]) -> dict[str, str]:
    """Names that occur in LALU only and have no value there: allowed, their data just does not exist."""
    return {n: "angka" for n in formula.lalu_names if n not in jenis and n not in formula.names}


def run(perintah: Perintah) -> tuple[int, str, dict[str, Any]]:
    """Exit code, text for people, object for ``--json``. Raises ``Keliru`` or ``FormulaError``."""
    formula, nilai, lalu = prepare(perintah)
    hasil = formula.evaluate(nilai, lalu)
    if isinstance(hasil, Kosong):
        return TANPA_NILAI, hasil.pesan, {"kosong": {"kode": hasil.kode, "pesan": hasil.pesan}}
    langkah = list(formula.explain(nilai, lalu).langkah) if perintah.json else []
    angka = notation.plain_number(hasil)
    return NILAI, angka.replace(".", ","), {"nilai": angka, "langkah": langkah}


def main(argv: Sequence[str]) -> int:
    """Run one command line; prints and gives the exit code."""
    ingin_json = "--json" in argv[: list(argv).index("--")] if "--" in argv else "--json" in argv
    try:
        perintah = read_arguments(argv)
        if perintah.bantuan:
            print(BANTUAN)
            return NILAI
        kode, teks, isi = run(perintah)
    except FormulaError as galat:
        kode, teks = KELIRU, f"{galat.pesan}\n{galat.caret()}"
        isi = {"galat": {"kode": galat.kode, "pesan": galat.pesan, "posisi": galat.posisi}}
    except Keliru as galat:
        kode, teks = KELIRU, galat.pesan
        isi = {"galat": {"kode": galat.kode, "pesan": galat.pesan, "posisi": None}}
    _print(kode, teks, isi if ingin_json else None)
    return kode


def _print(kode: int, teks: str, isi: dict[str, Any] | None) -> None:
    """Values and JSON to stdout, messages to stderr."""
    if isi is not None:
        utf = (sys.stdout.encoding or "").lower().startswith("utf")
        print(json.dumps(isi, ensure_ascii=not utf))
    if isi is None or kode != NILAI:
        print(teks, file=sys.stdout if kode == NILAI else sys.stderr)


def _tolerant(*aliran: Any) -> None:
    """Never die on a terminal that cannot show a character."""
    for satu in aliran:
        satu.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    _tolerant(sys.stdout, sys.stderr)
    sys.exit(main(sys.argv[1:]))
