"""What the language accepts and refuses, and how it says so."""

from decimal import Decimal
from time import perf_counter

import pytest
from formula_data import cases, load

from formulas import FormulaError, Kosong, is_valid_name, parse
from formulas import tokens as lexer

KINDS = {"a": "angka", "b": "angka", "c": "angka", "harga": "deret", "opini": "pilihan"}
HOSTILE = load("rumus_berbahaya")
BOUND = {
    "a": 10, "b": 4, "c": 0, "x": 7, "y": 2, "pembilang": 75, "penyebut": 100, "jumlah_lulus": 80,
    "jumlah_peserta": 100, "nilai_2024": 3, "besar": 999999999999999,
}  # fmt: skip


def verdict(source):
    """The verdict of the hostile list: accepted with a number, or not."""
    values = {name: Decimal(number) for name, number in BOUND.items()}
    last_year = {name: number - 1 for name, number in values.items()}
    try:
        result = parse(source, dict.fromkeys(BOUND, "angka")).evaluate(values, last_year)
    except FormulaError as error:
        assert 0 <= error.posisi <= len(source)
        assert error.pesan
        assert "\n" in error.caret()
        return "tolak"
    assert isinstance(result, Decimal | Kosong)
    return "terima" if isinstance(result, Decimal) else "tolak"


def test_hostile_list_is_whole():
    assert len(HOSTILE) == 189
    assert sum(entry["harapan"] == "tolak" for entry in HOSTILE) == 155


@pytest.mark.parametrize("entry", HOSTILE, ids=lambda entry: entry["kenapa"][:40])
def test_hostile_formula_gets_its_verdict(entry):
    begin = perf_counter()
    assert verdict(entry["rumus"]) == entry["harapan"]
    assert perf_counter() - begin < 5  # a safety stop against a hang on a busy machine, not a measurement


@pytest.mark.parametrize(("source", "kode", "position", "words"), cases("bahasa", "tolak"))
def test_refusal_points_and_says_what_is_accepted(source, kode, position, words):
    with pytest.raises(FormulaError) as caught:
        parse(source, KINDS)
    assert (caught.value.kode, caught.value.posisi) == (kode, position)
    assert words in caught.value.pesan


@pytest.mark.parametrize(("source", "canonical"), cases("bahasa", "terima"))
def test_accepted_formula_has_one_spelling(source, canonical):
    formula = parse(source, KINDS)
    assert formula.canonical() == canonical
    assert parse(canonical, KINDS).tree == formula.tree


def test_caret_stands_under_the_mistake():
    with pytest.raises(FormulaError) as caught:
        parse("a / b\n* tak_ada", KINDS)
    assert caught.value.caret() == "* tak_ada\n  ^"


def test_caret_shows_no_control_characters():
    with pytest.raises(FormulaError) as caught:
        parse("a \x1b[2J \u202e", KINDS)
    assert caught.value.caret().isprintable() is False  # only the line end between source and caret
    assert caught.value.caret().replace("\n", "").isprintable()


def test_caret_of_a_long_source_is_short():
    with pytest.raises(FormulaError) as caught:
        parse("a + " * 90 + "?")
    assert max(map(len, caught.value.caret().splitlines())) <= 61


def test_names_in_reading_order_and_apart_from_last_year():
    formula = parse("(x - LALU(y)) / LALU(x) * b + x")
    assert formula.names == ("x", "b")
    assert formula.lalu_names == ("y", "x")


def test_use_decides_the_kind_when_none_is_declared():
    assert parse("MIN(harga) / a").deret_names == {"harga"}
    with pytest.raises(FormulaError, match="deret"):
        parse("MIN(harga) + harga")


def test_same_text_and_kinds_give_the_same_object():
    assert parse("a / b", {"a": "angka", "b": "angka"}) is parse("a / b", {"b": "angka", "a": "angka"})


def test_unknown_kind_is_our_mistake():
    with pytest.raises(ValueError, match="kind"):
        parse("a", {"a": "teks"})


@pytest.mark.parametrize("name", ["a", "jumlah_desa", "x1", "A", "jumlah2", "n" * 64, "import", "a_"])
def test_valid_names(name):
    assert is_valid_name(name)
    assert parse(name).names == (name,)


@pytest.mark.parametrize(
    "name",
    ["", "1a", "_a", "a__b", "a b", "a.b", "ä", "а", "max", "Rata", "LALU", "dan", "n" * 65, "a\n", "a-b"],
)
def test_invalid_names(name):
    assert not is_valid_name(name)


LIMITS = [
    ("a" + " " * 1999, "a" + " " * 2000),
    ("+".join("a" * 200), "+".join("a" * 201)),
    ("(" * 32 + "a" + ")" * 32, "(" * 33 + "a" + ")" * 33),
    (f"JUMLAH({';'.join('a' * 100)})", f"JUMLAH({';'.join('a' * 101)})"),
    ("9" * 15, "9" * 16),
    ("0," + "1" * 10, "0," + "1" * 11),
    ("JIKA(a>b;1;" * 32 + "0" + ")" * 32, "JIKA(a>b;1;" * 33 + "0" + ")" * 33),
]


@pytest.mark.parametrize(("largest", "too_large"), LIMITS, ids=lambda source: source[:20])
def test_limits_are_exact(largest, too_large):
    parse(largest)
    with pytest.raises(FormulaError, match="banyak"):
        parse(too_large)


def test_long_source_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(lexer, "_token", lambda *_: pytest.fail("read"))
    with pytest.raises(FormulaError) as caught:
        parse("n" * 10_000)
    assert caught.value.kode == "terlalu_panjang"


def test_reading_stops_at_the_token_limit(monkeypatch):
    read = []
    original = lexer._token
    monkeypatch.setattr(lexer, "_token", lambda *given: read.append(1) or original(*given))
    with pytest.raises(FormulaError):
        parse("+".join("a" * 900))
    assert len(read) == lexer.MAKS_UNSUR
