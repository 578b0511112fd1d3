"""A printed cell as people type it: what is stored comes back, what is half typed is named with the way out."""

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from registry.rumus_cetak import MAX_DEPTH, blocks_of
from registry.rumus_ketik import KetikanError, read_cell, write_cell

AB = {"atas": "A", "bawah": "B"}
NASKAH = sorted((Path(__file__).parents[2] / "fixtures" / "penetapan").glob("*.yaml"))


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", []),
        ("  teks biasa ", ["teks biasa"]),
        ("1. satu\n2. dua", ["1. satu\n2. dua"]),
        ("[pecahan: A // B // x 100%]", [{**AB, "ekor": "x 100%"}]),
        ("[ Pecahan :A//B]", [AB]),
        ("IPM = [pecahan: A // B] + [pecahan: A // B]", ["IPM =", AB, "+", AB]),
        ("Nilai A =\n[pecahan: A // B]\nselesai", ["Nilai A =\n", AB, "\nselesai"]),
        ("[pecahan: A // B]\n\n[pecahan: A // B]", [AB, "\n", AB]),
        ("a.\nNilai = [pecahan: A // B] x 2\n= [pecahan: A // B]", ["a.\n", "Nilai =", AB, "x 2", "\n", "=", AB]),
        ("Jumlah penduduk Kabupaten Lumajang\n\n[pecahan: A // B]", ["Jumlah penduduk Kabupaten Lumajang", AB]),
        ("[pecahan: a [1] // https:/\\/x.id]", [{"atas": "a [1]", "bawah": "https://x.id"}]),
        ("[pecahan: [pecahan: A // B] // [akar: c] + 1]", [{"atas": [AB], "bawah": [{"akar": ["c"]}, "+ 1"]}]),
        ("lihat [1] dan // serta \\[pecahan: x", ["lihat [1] dan // serta [pecahan: x"]),
    ],
)
def test_it_works(typed, parts):
    assert read_cell(typed) == parts
    assert read_cell(write_cell(parts)) == parts


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("satu\n[pecahan: A // B", "Baris 2: «[pecahan: A // B» belum ditutup"),
        ("[pecahan: A]", "belum lengkap. Isi pembilang dan penyebutnya; bentuknya [pecahan: pembilang // penyebut"),
        ("[pecahan: // B]", "belum lengkap"),
        ("[pecahan: a // b // c // d]", "lebih dari tiga bagian"),
        ("[pecahan: a // b // [pecahan: c // d]]", "hanya boleh teks"),
        ("[akar: ]", "[akar: isi]"),
        ("[pecahan: " * (MAX_DEPTH + 1), "terlalu bertingkat"),
    ],
)
def test_what_is_half_typed_says_where_and_how(typed, said):
    with pytest.raises(KetikanError) as refused:
        read_cell(typed)
    assert said in str(refused.value)


def _cells(value: Any):
    """Every formula cell and explanation of a file of a decree."""
    if isinstance(value, dict):
        yield from (value[name] for name in ("rumus_cetak", "penjelasan") if value.get(name))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _cells(inner)


def _whole(value: Any) -> Any:
    """Without a tail that is empty."""
    if isinstance(value, dict):
        return {k: _whole(v) for k, v in value.items() if v}
    return [_whole(v) for v in value] if isinstance(value, list) else value


def test_every_cell_of_the_five_documents_comes_back():
    cells = [cell for path in NASKAH for cell in _cells(yaml.safe_load(path.read_text(encoding="utf-8")))]
    assert len(cells) > 200
    for cell in cells:
        assert read_cell(write_cell(cell)) == _whole(cell if isinstance(cell, list) else [cell])


BAHAN = (
    "a",
    "[",
    "]",
    "\\",
    "/",
    "//",
    "[pecahan:",
    "[ akar :",
    "\n",
    " ",
    "x 100%",
    "kata yang panjangnya lebih dari itu",
)


def _text(acak: random.Random) -> str:
    return "".join(acak.choices(BAHAN, k=acak.randint(1, 5))).strip() or "a"


def _cell(acak: random.Random, depth: int = 0) -> list[Any]:
    parts: list[Any] = []
    for _ in range(acak.randint(1, 3)):
        if depth < 3 and acak.random() < 0.5:
            sides = (_cell(acak, depth + 1) for _ in range(2))
            atas, bawah = (s[0] if len(s) == 1 and isinstance(s[0], str) else s for s in sides)
            parts.append({"atas": atas, "bawah": bawah, "ekor": _text(acak)})
        elif not parts or not isinstance(parts[-1], str):
            parts.append(_text(acak))
    return parts


def test_no_sign_is_lost_whatever_stands_in_a_text():
    acak = random.Random(4)
    for _ in range(2000):
        cell = _cell(acak)
        assert read_cell(write_cell(cell)) == cell


def test_a_short_text_stands_beside_a_fraction_and_a_line_end_parts_them():
    assert blocks_of(["Nilai =", AB, "+", AB]) == [("rumus", ["Nilai =", AB, "+", AB])]
    assert blocks_of(["Nilai =\n", AB, "\n", AB]) == [("teks", "Nilai =\n"), ("rumus", [AB]), ("rumus", [AB])]
    assert blocks_of([AB, "x 2", "\n", "=", AB]) == [("rumus", [AB, "x 2"]), ("rumus", ["=", AB])]
    assert blocks_of("teks") == [("teks", "teks")] and blocks_of(None) == []
