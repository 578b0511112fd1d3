"""Search that finds what people mean: both spellings of the words that the decrees spell in two ways.

Source: domain.md §2.3 no. 17. The printed text is kept verbatim; only what is compared is folded.
"""

import re
import unicodedata

EJAAN = (
    (re.compile(r"pr[eo]sen"), "persen"),
    (re.compile(r"indeks"), "indek"),
    (re.compile(r"resik"), "risik"),
    (re.compile(r"milyar"), "miliar"),
    (re.compile(r"atlit"), "atlet"),
)


def fold(teks: str) -> str:
    """Lower case, without accents, one spelling, single spaces."""
    plain = unicodedata.normalize("NFKD", teks).encode("ascii", "ignore").decode().lower()
    for pola, baku in EJAAN:
        plain = pola.sub(baku, plain)
    return " ".join(plain.split())


def matches(words: list[str], *texts: str) -> bool:
    """Whether every (folded) word occurs somewhere in the texts."""
    haystack = fold(" ".join(texts))
    return all(word in haystack for word in words)
