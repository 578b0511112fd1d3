"""Does the tree make sense: names, kinds, arity, and where a comparison or a deret may stand.

Kinds of a variable: ``angka`` (a number), ``pilihan`` (its rank, so a number), ``deret`` (a
list, only alone inside a list function, also as LALU(deret)). Without declared kinds any valid
name is accepted and the use of a name decides.
"""

from collections.abc import Mapping
from typing import NamedTuple

from formulas.errors import FormulaError
from formulas.functions import ANGKA, BANYAK, DESIMAL, FUNGSI, MAKS_BULAT, NAMA, SYARAT, Fungsi
from formulas.nodes import Banding, Bilangan, Nama, Negatif, Operasi, Panggilan, Simpul, is_lalu, lalu_name

JENIS = ("angka", "deret", "pilihan")


class Dipakai(NamedTuple):
    """Names in reading order, each once: of this year, of last year, and those that must be a deret."""

    kini: tuple[str, ...]
    lalu: tuple[str, ...]
    deret: frozenset[str]


def check(tree: Simpul, source: str, variabel: Mapping[str, str] | None) -> Dipakai:
    """Check a whole tree; gives the names in it. Raises ``FormulaError``."""
    pemeriksa = _Checker(source, variabel)
    pemeriksa.walk(tree)
    pemeriksa.settle()
    return Dipakai(tuple(pemeriksa.kini), tuple(pemeriksa.lalu), frozenset(pemeriksa.deret))


class _Checker:
    """One check of one tree. ``angka``/``deret``: first place where a name is used as such; ``kini``/``lalu``: names
    of this and of last year in reading order.
    """

    def __init__(self, source: str, variabel: Mapping[str, str] | None) -> None:
        self.source = source
        self.variabel = variabel
        self.angka: dict[str, Simpul] = {}
        self.deret: dict[str, Simpul] = {}
        self.kini: dict[str, None] = {}
        self.lalu: dict[str, None] = {}

    def refuse(self, kode: str, pesan: str, node: Simpul) -> FormulaError:
        """An error that points at the beginning of ``node``."""
        return FormulaError(kode, pesan, node.rentang[0], self.source)

    def walk(self, tree: Simpul) -> None:
        """Visit every node in reading order, so that the first mistake is the one told."""
        tumpukan = [tree]
        while tumpukan:
            node = tumpukan.pop()
            if isinstance(node, Nama):
                self.known(node.nama, node, self.kini)
                self.angka.setdefault(node.nama, node)
            elif isinstance(node, Operasi):
                tumpukan += (node.kanan, node.kiri)
            elif isinstance(node, Panggilan):
                tumpukan += reversed(self.call(node))
            elif isinstance(node, Negatif):
                tumpukan.append(node.isi)
            elif isinstance(node, Banding):
                pesan = "Perbandingan hanya boleh langsung menjadi syarat JIKA, misalnya JIKA(a > b; 1; 0)."
                raise self.refuse("perbandingan", pesan, node)

    def call(self, node: Panggilan) -> list[Simpul]:
        """Check one call; gives the parts that must still be checked as numbers."""
        fungsi = FUNGSI[node.fungsi]
        if fungsi.takes_series and len(node.argumen) == 1 and self.series(node.argumen[0], fungsi):
            return []
        self.arity(node, fungsi)
        sisa: list[Simpul] = []
        for letak, argumen in enumerate(node.argumen):
            sisa += self.argument(argumen, fungsi.jenis[min(letak, len(fungsi.jenis) - 1)], fungsi)
        return sisa

    def arity(self, node: Panggilan, fungsi: Fungsi) -> None:
        """Refuse too few or too many arguments."""
        if not fungsi.min <= len(node.argumen) <= fungsi.maks:
            pesan = f"Jumlah argumen {fungsi.nama} tidak sesuai. Tulis {fungsi.bentuk}, dipisah titik koma."
            raise self.refuse("argumen", pesan, node)

    def argument(self, node: Simpul, jenis: str, fungsi: Fungsi) -> list[Simpul]:
        """Check one argument against its kind; gives its parts that must be numbers."""
        if jenis in (ANGKA, BANYAK):
            return [node]
        if jenis == SYARAT:
            return self.condition(node)
        if jenis == DESIMAL:
            return self.places(node)
        assert jenis == NAMA
        if not isinstance(node, Nama):
            pesan = "LALU hanya menerima satu nama data, misalnya LALU(a). Untuk jumlah: LALU(a) + LALU(b)."
            raise self.refuse("lalu", pesan, node)
        self.known(node.nama, node, self.lalu)
        self.angka.setdefault(node.nama, node)
        return []

    def condition(self, node: Simpul) -> list[Simpul]:
        """The first argument of JIKA compares two numbers."""
        if not isinstance(node, Banding):
            pesan = "Syarat JIKA harus perbandingan dengan = <> < <= > atau >=, misalnya JIKA(a > b; 1; 0)."
            raise self.refuse("perbandingan", pesan, node)
        return [node.kiri, node.kanan]

    def places(self, node: Simpul) -> list[Simpul]:
        """The second argument of BULAT is written out, so that it can be checked now."""
        if isinstance(node, Bilangan) and node.nilai == int(node.nilai) and node.nilai <= MAKS_BULAT:
            return []
        pesan = f"Banyaknya desimal pada BULAT harus bilangan bulat 0 sampai {MAKS_BULAT}, misalnya BULAT(a; 2)."
        raise self.refuse("argumen", pesan, node)

    def series(self, node: Simpul, fungsi: Fungsi) -> bool:
        """Whether the only argument is a deret (or may be one); records how it is used."""
        if isinstance(node, Nama):
            nama, tahun = node.nama, self.kini
        elif isinstance(node, Panggilan) and is_lalu(node) and _plain(node):
            nama, tahun = lalu_name(node), self.lalu
        else:
            return False
        jenis = self.known(nama, node, tahun)
        if jenis == "deret" or (jenis is None and fungsi.min > 1):
            self.deret.setdefault(nama, node)
            return True
        return jenis is None

    def known(self, nama: str, node: Simpul, tahun: dict[str, None]) -> str | None:
        """The declared kind of a name that is read of a year; None when no kinds were declared at all."""
        tahun[nama] = None
        if self.variabel is None:
            return None
        if nama not in self.variabel:
            raise self.refuse("nama_tidak_dikenal", self.unknown(nama), node)
        return self.variabel[nama]

    def unknown(self, nama: str) -> str:
        """The message for an undeclared name, with a twin in other case or the names there are."""
        assert self.variabel is not None
        kembar = [ada for ada in self.variabel if ada.lower() == nama.lower()]
        ada = kembar or sorted(self.variabel)[:10]
        saran = f"Nama yang ada: {', '.join(ada)}." if ada else "Belum ada data yang ditetapkan."
        return f"Nama {nama} tidak dikenal. {saran}"

    def settle(self) -> None:
        """Refuse a deret used as a number, declared or by its use elsewhere."""
        for nama, node in self.angka.items():
            if nama in self.deret or (self.variabel and self.variabel[nama] == "deret"):
                pesan = f"{nama} adalah deret. Gunakan fungsi, misalnya RATA({nama}) atau JUMLAH({nama})."
                raise self.refuse("jenis", pesan, node)


def _plain(node: Panggilan) -> bool:
    """Whether a LALU holds exactly one plain name (otherwise the ordinary check speaks)."""
    return len(node.argumen) == 1 and isinstance(node.argumen[0], Nama)
