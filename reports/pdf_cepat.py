"""Shortcuts in WeasyPrint 70.0 that leave every byte of its files as it is and save more than a third of its time.

It lays out in Python, so that what it does a hundred thousand times is worth doing once. Each shortcut stands for one
function or class of its own and says what it leaves out: styles (reports.pdf_cepat_gaya), lines of text
(pdf_cepat_teks), boxes (pdf_cepat_kotak). Nothing is put in place of another version: slower, never wrong, until
somebody has looked (a name that it lacks fails at once). Tests compare the bytes with and without.
"""

from typing import Any

import weasyprint

from reports import pdf_cepat_gaya, pdf_cepat_kotak, pdf_cepat_teks

VERSI = "70.0"
PINTAS = (*pdf_cepat_gaya.PINTAS, *pdf_cepat_teks.PINTAS, *pdf_cepat_kotak.PINTAS)
ASAL: tuple[tuple[Any, str, Any], ...] = tuple((owner, name, getattr(owner, name)) for owner, name, _ in PINTAS)


def pasang() -> bool:
    """Puts the shortcuts in place, where this is the version that they were written for."""
    if weasyprint.__version__ != VERSI:
        return False
    for owner, name, ours in PINTAS:
        setattr(owner, name, ours)
    return True


def lepas() -> None:
    """WeasyPrint as it comes, for comparison."""
    for owner, name, original in ASAL:
        setattr(owner, name, original)
