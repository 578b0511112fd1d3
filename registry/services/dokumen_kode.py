"""The verification code of a frozen document: eleven random symbols and one that catches a slip of the pen.

55 random bits in Crockford's base 32, and a check symbol after Luhn (mod 32): every single wrong symbol and nearly
every pair in the wrong order is told as "salah ketik" without a look at the database.
"""

import re
import secrets

from registry.services.kode_bukti import HURUF

PANJANG = 11  # random symbols; with the check symbol twelve
KELOMPOK = 4
_MIRIP = str.maketrans("ILO", "110")
_SELA = re.compile(r"[\s-]+")


def new_kode() -> str:
    """A code that nobody can guess: 7K3M-9XQ2-PD43."""
    text = "".join(secrets.choice(HURUF) for _ in range(PANJANG))
    return _grouped(text + _check(text))


def read_kode(text: str) -> str | None:
    """The code that was typed, in its one spelling; None when it is none (or one symbol is wrong).

    Small letters, spaces and dashes are accepted, and I, L, O for 1, 1, 0.
    """
    clean = _SELA.sub("", text[:64]).upper().translate(_MIRIP)
    if len(clean) != PANJANG + 1 or any(c not in HURUF for c in clean) or _check(clean[:-1]) != clean[-1]:
        return None
    return _grouped(clean)


def _grouped(text: str) -> str:
    return "-".join(text[n : n + KELOMPOK] for n in range(0, len(text), KELOMPOK))


def _check(text: str) -> str:
    """Luhn mod 32 from the right; every second value doubled, its two base-32 digits added."""
    total = 0
    for place, symbol in enumerate(reversed(text)):
        value = HURUF.index(symbol) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return HURUF[-total % 32]
