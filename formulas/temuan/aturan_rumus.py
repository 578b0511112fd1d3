"""Rules on the formula as a tree: what it computes is not what it should."""

from formulas.nodes import Bilangan, Nama, Negatif, Operasi, Panggilan, Simpul, is_lalu, lalu_name, preorder
from formulas.temuan.daftar import aturan
from formulas.temuan.kata import BAGIAN, KESELURUHAN, normal
from formulas.temuan.ukuran import Daftar, Ukuran


def _divisions(ukuran: Ukuran) -> list[Operasi]:
    tree = ukuran.formula.tree if ukuran.formula else None
    return [] if tree is None else [n for n in preorder(tree) if isinstance(n, Operasi) and n.op == "/"]


def _same_name(left: Simpul, right: Simpul) -> str | None:
    """The variable of `x − LALU(x)` or `LALU(x) − x`."""
    for now, before in ((left, right), (right, left)):
        if isinstance(now, Nama) and isinstance(before, Panggilan) and is_lalu(before):
            return now.nama if lalu_name(before) == now.nama else None
    return None


def _plain(node: Simpul) -> Simpul:
    """Without factors of a number: 100 × a is a."""
    while isinstance(node, Operasi) and node.op == "*":
        if isinstance(node.kanan, Bilangan):
            node = node.kiri
        elif isinstance(node.kiri, Bilangan):
            node = node.kanan
        else:
            return node
    return node


def single_variable(ukuran: Ukuran) -> bool:
    """Whether the indicator is one entered value."""
    return ukuran.formula is not None and isinstance(ukuran.formula.tree, Nama)


@aturan(
    "pembilang-sama-penyebut",
    "Pembilang sama dengan penyebut",
    "Hasilnya selalu 100 %, berapa pun nilainya, sehingga tidak mengukur apa pun (PER/9/M.PAN/5/2007: spesifik).",
)
def same_parts(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for atas, bawah, _ in ukuran.pecahan:
        if normal(atas) == normal(bawah):
            return f"Pembilang dan penyebut tercetak sama: «{atas}»."
    for division in _divisions(ukuran):
        if _plain(division.kiri) == _plain(division.kanan) and isinstance(_plain(division.kiri), Nama):
            return "Pembilang dan penyebut rumus adalah variabel yang sama."
    return None


@aturan(
    "rasio-terbalik",
    "Rasio terbalik",
    "Bagian yang dicapai harus menjadi pembilang; terbalik, hasilnya di atas 100 % dan turun saat kinerja membaik.",
)
def inverted(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for atas, bawah, _ in ukuran.pecahan:
        top, bottom = atas.casefold(), bawah.casefold()
        part = BAGIAN.search(bottom)
        if part and KESELURUHAN.search(top) and not BAGIAN.search(top) and not KESELURUHAN.search(bottom):
            return f"Yang {part.group()} berada di penyebut, sedangkan keseluruhannya («{atas}») di pembilang."
    return None


@aturan(
    "basis-pertumbuhan",
    "Pertumbuhan dibagi tahun yang salah",
    "Pertumbuhan dihitung terhadap tahun sebelumnya (n−1); dibagi tahun n, hasilnya lebih kecil dari yang sebenarnya.",
)
def growth_base(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for division in _divisions(ukuran):
        top = _plain(division.kiri)
        if isinstance(top, Operasi) and top.op == "-":
            name = _same_name(top.kiri, top.kanan)
            if name is not None and _plain(division.kanan) == Nama(name):
                return f"Selisih «{ukuran.label(name)}» dibagi nilai tahun n; basisnya seharusnya tahun n−1."
    return None


@aturan(
    "seratus-di-penyebut",
    "100 % berada di penyebut",
    "Persentase dikalikan di luar pecahan; di penyebut, 100 % hanya bernilai 1 dan hasilnya bukan persen.",
)
def hundred_below(ukuran: Ukuran, daftar: Daftar) -> str | None:
    for _, bawah, _ in ukuran.pecahan:
        if "100%" in bawah.replace(" ", ""):
            return f"Penyebut memuat 100 %: «{bawah}»."
    return None


@aturan(
    "kali-100-suku-akhir",
    "Pengali 100 hanya mengenai suku terakhir",
    "Tanpa kurung, × 100 hanya mengalikan suku di dekatnya; suku lain ikut dijumlahkan tanpa pengali.",
)
def last_term(ukuran: Ukuran, daftar: Daftar) -> str | None:
    tree = ukuran.formula.tree if ukuran.formula else None
    for node in preorder(tree) if tree is not None else ():
        if isinstance(node, Operasi) and node.op == "+" and _has_hundred(node.kanan) and _no_hundred(node.kiri):
            return "Pengali 100 hanya mengenai suku terakhir dari penjumlahan; beri kurung pada seluruh jumlah."
    return None


def _factors(node: Simpul) -> list[Simpul]:
    if isinstance(node, Operasi) and node.op == "*":
        return [*_factors(node.kiri), *_factors(node.kanan)]
    return [node]


def _has_hundred(node: Simpul) -> bool:
    return any(isinstance(f, Bilangan) and f.nilai == 100 for f in _factors(node))


def _no_hundred(node: Simpul) -> bool:
    return isinstance(node, Operasi | Nama) and not any(
        isinstance(n, Bilangan) and n.nilai == 100 for n in preorder(node)
    )


@aturan(
    "satuan-campur",
    "Satuan pembilang dan penyebut berbeda",
    "Persentase membandingkan dua besaran yang sama; jumlah dibagi luas bukan persen.",
)
def mixed_units(ukuran: Ukuran, daftar: Daftar) -> str | None:
    if ukuran.satuan != "%":
        return None
    for division in _divisions(ukuran):
        top, bottom = _unit(ukuran, _plain(division.kiri)), _unit(ukuran, _plain(division.kanan))
        if top and bottom and top.casefold() != bottom.casefold():
            return f"Pembilang bersatuan {top}, penyebut bersatuan {bottom}."
    return None


def _unit(ukuran: Ukuran, node: Simpul) -> str:
    """The unit of a variable or of a sum of like ones; "" when there is none to compare."""
    match node:
        case Nama(nama):
            return ukuran.satuan_dari(nama)
        case Operasi(op, kiri, kanan) if op in "+-":
            left, right = _unit(ukuran, kiri), _unit(ukuran, kanan)
            return left if left == right else ""
        case Negatif(isi):
            return _unit(ukuran, isi)
        case Panggilan() if is_lalu(node):
            return ukuran.satuan_dari(lalu_name(node))
    return ""


@aturan(
    "kutub-campur",
    "Menjumlahkan indikator yang arahnya berlawanan",
    "Nilai yang semakin rendah semakin baik ikut menaikkan jumlah, sehingga kinerja buruk menaikkan indeks.",
)
def mixed_directions(ukuran: Ukuran, daftar: Daftar) -> str | None:
    found = {v.arah for v in ukuran.variabel if v.arah in ("naik", "turun")}
    if len(found) < 2 or ukuran.formula is None:
        return None
    subtracted = {n.nama for op in preorder(ukuran.formula.tree) if isinstance(op, Operasi) and op.op == "-"
                  for n in preorder(op.kanan) if isinstance(n, Nama)}  # fmt: skip
    wrong = [v for v in ukuran.variabel if v.arah == "turun" and v.nama not in subtracted]
    return (
        f"«{wrong[0].label}» semakin rendah semakin baik, tetapi dijumlahkan dengan yang sebaliknya." if wrong else None
    )


@aturan(
    "variabel",
    "Variabel tidak dipakai atau tidak dikenal",
    "Isian yang tidak masuk hitungan menyesatkan; nama yang tidak dikenal tidak dapat dihitung.",
)
def variables(ukuran: Ukuran, daftar: Daftar) -> str | None:
    if ukuran.formula is None:
        return "Rumus yang dapat dihitung tidak dapat dibaca." if ukuran.rumus else "Rumus yang dapat dihitung kosong."
    used = {*ukuran.formula.names, *ukuran.formula.lalu_names}
    unused = [v.nama for v in ukuran.variabel if v.nama not in used]
    return f"Variabel «{unused[0]}» tidak dipakai dalam rumus." if unused else None


@aturan(
    "rumus-kembar",
    "Rumus yang sama pada dua indikator",
    "Satu besaran yang diukur dua kali dapat diisi berbeda; satu indikator sebaiknya merujuk yang lain.",
)
def twins(ukuran: Ukuran, daftar: Daftar) -> str | None:
    if ukuran.formula is None or single_variable(ukuran):
        return None
    group = daftar.serumus.get((ukuran.pemda, ukuran.formula.canonical()), [])
    others = [o for o in group if o.kode != ukuran.kode and not _linked(o, ukuran)]
    same = [o for o in others if _labels(o) == _labels(ukuran) or _close(o, ukuran)]
    return f"Rumusnya sama dengan indikator {same[0].kode} («{same[0].nama}»)." if same else None


def _linked(one: Ukuran, other: Ukuran) -> bool:
    return one.kode == other.pendahulu or other.kode == one.pendahulu


def _labels(ukuran: Ukuran) -> set[str]:
    return {normal(v.label) for v in ukuran.variabel}


def _close(one: Ukuran, other: Ukuran) -> bool:
    """The same names for the same parts, whatever the wording of the labels."""
    return {v.nama for v in one.variabel} == {v.nama for v in other.variabel}


@aturan(
    "jumlah-persen",
    "Menjumlahkan persentase yang penyebutnya berbeda",
    "Dua persentase dengan penyebut berbeda tidak dapat dijumlahkan; rata-ratakan, atau nilai masing-masing.",
)
def sum_of_percentages(ukuran: Ukuran, daftar: Daftar) -> str | None:
    tree = ukuran.formula.tree if ukuran.formula else None
    if not isinstance(tree, Operasi) or tree.op != "+":
        return None
    below = [_denominator(term) for term in (tree.kiri, tree.kanan)]
    if None in below or below[0] == below[1]:
        return None
    return "Rumus menjumlahkan dua persentase yang penyebutnya berbeda, tanpa dibagi dua."


def _denominator(term: Simpul) -> Simpul | None:
    """Of `a / b × 100`, else None."""
    if _has_hundred(term) and isinstance(_plain(term), Operasi):
        inner = _plain(term)
        return inner.kanan if isinstance(inner, Operasi) and inner.op == "/" else None
    return None
