"""Proof, printed cell, sentence, Excel and Word: all drawn from one tree."""

import xml.etree.ElementTree as ET

import pytest
from formula_data import cases, values

from formulas import Kosong, parse
from formulas.excel import _FUNGSI
from formulas.functions import FUNGSI
from formulas.render import bare_excel, excel, omml, plain_text, printed_parts, sentence

LABELS = {"a": "Jumlah A", "b": "Jumlah B", "c": "Jumlah C", "h": "harga", "x": "Usaha mikro", "n": "Laba tahun n"}
CELLS = {"a": "B2", "b": "B3", "c": "'Isian 1'!$B$4", "h": "C1:C4"}
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


@pytest.mark.parametrize(("source", "given", "last_year", "steps"), cases("bukti", "jejak"))
def test_proof(source, given, last_year, steps):
    proof = parse(source).explain(values(given), values(last_year), LABELS)
    assert list(proof.langkah) == steps


def test_proof_carries_the_exact_result():
    formula = parse("a / b * 100")
    given = values({"a": "1", "b": "3"})
    proof = formula.explain(given, desimal=4)
    assert proof.hasil == formula.evaluate(given)
    assert proof.langkah[-1] == "(1 / 3) × 100 = 33,3333"


def test_proof_of_a_long_deret_is_short():
    proof = parse("JUMLAH(d)").explain(values({"d": ["1"] * 500}))
    assert proof.langkah[-1] == "JUMLAH(1; 1; 1; … (500 nilai); 1) = 500,00"


def test_proof_of_a_huge_intermediate_value():
    given = values({"a": "999999999999999", "b": "0.0000000001"})
    proof = parse("a * a * a / (a * a * a) + b").explain(given)
    assert proof.langkah[-1].endswith("= 1,00")


@pytest.mark.parametrize(("parts", "text"), cases("cetak", "rumus_naskah"))
def test_plain_text(parts, text):
    assert plain_text(parts) == text


@pytest.mark.parametrize(("source", "parts", "text"), cases("cetak", "sel dari rumus"))
def test_cell_drawn_from_the_tree(source, parts, text):
    drawn = printed_parts(parse(source).tree, LABELS, persen=True)
    assert drawn == parts
    assert plain_text(drawn) == text


def test_percent_only_where_the_unit_is_percent():
    assert plain_text(printed_parts(parse("a / b * 100").tree, LABELS)) == "Jumlah A / Jumlah B x 100"


@pytest.mark.parametrize(("source", "text"), cases("cetak", "kalimat"))
def test_sentence(source, text):
    assert sentence(parse(source).tree, LABELS, persen=True) == text


@pytest.mark.parametrize(("source", "text"), cases("cetak", "Excel"))
def test_excel(source, text):
    assert bare_excel(parse(source).tree, CELLS, {"a": "Z9"}) == text


def test_excel_never_counts_a_blank_as_zero():
    formula = excel(parse("RATA(h) + a - LALU(a)").tree, CELLS, {"a": "Z9"})
    assert formula.startswith('=IF(COUNTBLANK(C1:C4)+COUNTBLANK(B2)+COUNTBLANK(Z9)>0,"belum diisi",IFERROR(')
    assert excel(parse("1 / 3").tree, {}) == '=IFERROR(1 / 3,"tidak dapat dihitung")'


@pytest.mark.parametrize("reference", ["B2+1", "=B2", "b2", "'x'y'!B2", 'B2"', "WEBSERVICE(1)", "", "B0"])
def test_excel_takes_references_only(reference):
    with pytest.raises(ValueError, match="reference"):
        excel(parse("a").tree, {"a": reference})


def test_excel_has_every_function():
    assert _FUNGSI.keys() | {"LALU"} == FUNGSI.keys()


def test_word_equation_has_a_real_fraction():
    root = ET.fromstring(omml(parse("(a + b) / c * 100").tree, LABELS, persen=True))  # noqa: S314
    fraction = root.find(f"{M}f")
    assert "".join(fraction.find(f"{M}num").itertext()) == "Jumlah A + Jumlah B"
    assert "".join(fraction.find(f"{M}den").itertext()) == "Jumlah C"
    assert "".join(root.itertext()).endswith(" × 100%")


def test_word_equation_escapes_labels():
    text = omml(parse("AKAR(a)").tree, {"a": "<A & B>\x00"})
    assert ET.fromstring(text).find(f".//{M}rad/{M}e//{M}t").text == "<A & B>"  # noqa: S314


LONG = "+".join("a" * 200), "*".join("a" * 200), "/".join("a" * 200), "(" * 32 + "a+b" + ")" * 32 + "*a"
DEEP = "JIKA(a>b;1;" * 32 + "a" + ")" * 32, "MAX(1;" * 32 + "a" + ")" * 32, "-(" * 16 + "a" + ")" * 16


@pytest.mark.parametrize("source", LONG + DEEP, ids=lambda source: source[:12])
def test_largest_formulas_go_through_everything(source):
    formula = parse(source)
    given = values({"a": "1", "b": "1"})
    assert formula.evaluate(given) == formula.reference(given)
    assert not isinstance(formula.explain(given).hasil, Kosong)
    assert parse(formula.canonical()).tree == formula.tree
    drawn = printed_parts(formula.tree), sentence(formula.tree), omml(formula.tree), excel(formula.tree, CELLS)
    assert all(drawn)


def test_word_breaks_what_is_wider_than_a_page():
    """Inside a fraction neither Word nor LibreOffice breaks a line."""
    labels = {"a": "jumlah " * 12 + "desa", "b": "jumlah penduduk menurut kelompok umur", "c": "c" * 40, "d": "d"}
    root = ET.fromstring(omml(parse("(a + b + c - d) / d").tree, labels))  # noqa: S314
    rows = root.findall("./{*}f/{*}num/{*}eqArr/{*}e")
    assert ["".join(row.itertext())[:2] for row in rows] == ["ju", "+ ", "+ ", "- "]
    assert [len(line) for row in rows[:1] for line in row.itertext()] == [55, 32]
    assert omml(parse("(b + c) / d").tree, labels).count("eqArr") == 0
