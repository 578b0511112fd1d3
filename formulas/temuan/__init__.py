"""Findings on the quality of indicators ("temuan mutu IKU"): what a reader of the decree would stumble over.

Pure Python over `Ukuran`, what one indicator prints and computes. A rule answers with a sentence or not at
all; it never changes anything. Sources: domain rules §2.3 of the five documents, PER/9/M.PAN/5/2007.
"""

from formulas.temuan import aturan_nama, aturan_naskah, aturan_rumus
from formulas.temuan.daftar import ATURAN, Aturan, Temuan, examine
from formulas.temuan.ukuran import Daftar, Ukuran, VariabelUkuran

__all__ = [
    "ATURAN",
    "Aturan",
    "Daftar",
    "Temuan",
    "Ukuran",
    "VariabelUkuran",
    "aturan_nama",
    "aturan_naskah",
    "aturan_rumus",
    "examine",
]
