"""The one error of the formula language: what is wrong, where, and what would be accepted."""

_LEBAR = 60  # characters of source shown around the caret


class FormulaError(ValueError):
    """A refused formula.

    ``kode`` is for programs, ``pesan`` is formal Indonesian and says what would be accepted,
    ``posisi`` is the 0-based index into ``sumber`` where the mistake begins.
    """

    def __init__(self, kode: str, pesan: str, posisi: int, sumber: str = "") -> None:
        super().__init__(pesan)
        self.kode = kode
        self.pesan = pesan
        self.posisi = posisi
        self.sumber = sumber

    def caret(self) -> str:
        """The source line and a caret under the mistake; control characters are made visible.

        A long line is cut to a window around the caret, so the two lines always fit a screen.
        """
        awal = self.sumber.rfind("\n", 0, self.posisi) + 1
        akhir = self.sumber.find("\n", self.posisi)
        baris = self.sumber[awal : akhir if akhir >= 0 else len(self.sumber)]
        kolom = self.posisi - awal
        geser = max(0, kolom - _LEBAR // 2)
        tampil = "".join(_visible(aksara) for aksara in baris[geser : geser + _LEBAR])
        return f"{tampil}\n{' ' * (kolom - geser)}^"


def _visible(aksara: str) -> str:
    """The character itself, or a stand-in for what would move, hide or break the line."""
    if aksara == "\t":
        return " "
    return aksara if aksara.isprintable() else "\N{REPLACEMENT CHARACTER}"
