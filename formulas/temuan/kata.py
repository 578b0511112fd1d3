"""Words: how texts of a decree are compared."""

import re

SAMBUNG = frozenset(
    re.findall(
        r"\w+",
        """
        yang yg dan di ke dari dalam pada dengan oleh untuk atas atau serta terhadap per se tahun n jumlah jml total
        kabupaten daerah lumajang balangan seluruh seluruhnya adalah merupakan sudah telah dapat
        """,
    )
)
# base words of a whole, and participles of the part of it that was achieved
KESELURUHAN = re.compile(r"\b(yang ada|rencana|direncanakan|diusulkan|seharusnya|seluruh\w*|semua|diterima|masuk)\b")
BAGIAN = re.compile(
    r"\b(?<!dapat )(ditangani|terfasilitasi|difasilitasi|ditindaklanjuti|terealisasi|terlayani|terlaksana|"
    r"dilaksanakan|diselesaikan|terpenuhi|diterbitkan|tercapai)\b"
)


def normal(text: str) -> str:
    """Lower case, plain words, one space: for comparing."""
    return " ".join(re.findall(r"[\w%]+", text.casefold()))


def isi(text: str) -> set[str]:
    """The words that carry meaning."""
    return {w for w in normal(text).split() if w not in SAMBUNG and not w.isdigit()}
