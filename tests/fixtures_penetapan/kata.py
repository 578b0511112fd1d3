"""Text to words: markup falls away, what is left is compared mark by mark."""

import re

HTML = re.compile(r"</?[a-z][^<>]*>")
JUMLAH_BERBATAS = re.compile(r"\\sum_\{([^}]*)\}\^(\w+)")
SUBSKRIP = re.compile(r"_\{?(\w+)\}?")
GARIS_PECAHAN = re.compile(r"-{2,}")
TANDA_MARKUP = re.compile(r"[${}\[\]|*\\]")
LATEX = {"\\text": " ", "\\frac": " ", "\\times": " x ", "\\sum": " Σ ", "\\leq": " ≤ ", "\\%": "%"}
KATA = re.compile(r"Σ|[^\W_Σ]+|[^\w\s]|_")

Kata = tuple[str, ...]


def bersihkan(teks: str) -> str:
    """The text without HTML, LaTeX, Markdown stars, fraction bars, stray pipes and brackets."""
    teks = HTML.sub(" ", teks)
    teks = JUMLAH_BERBATAS.sub(r"\\sum \1 \2 ", teks)
    teks = SUBSKRIP.sub(r"\1", teks)
    for tanda, ganti in LATEX.items():
        teks = teks.replace(tanda, ganti)
    teks = GARIS_PECAHAN.sub(" ", teks)
    return TANDA_MARKUP.sub(" ", teks)


def kata(teks: str) -> Kata:
    """The words and marks of a text in reading order; spacing does not matter."""
    return tuple(KATA.findall(bersihkan(teks)))
