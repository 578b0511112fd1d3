"""Every family of domain.md §2.1 and every one of its worked examples."""

import pytest

from formulas import Kosong, write_number
from formulas.capaian import ARAH
from formulas.families import families, family
from formulas.render import excel, omml, plain_text, printed_parts, sentence
from formulas.skala import SKALA

ALL = families()
EXAMPLES = [(kode, example) for kode, one in ALL.items() for example in one.cases]


def test_f01_to_f35_are_registered():
    assert {f"F{number:02}" for number in range(1, 36)} | {"F01x", "F27a", "F27b", "F27c", "F27d"} <= ALL.keys()
    assert len(ALL) == 49
    assert len(EXAMPLES) >= 100


@pytest.mark.parametrize(("kode", "example"), EXAMPLES, ids=[kode for kode, _ in EXAMPLES])
def test_worked_example(kode, example):
    result = ALL[kode].formula.evaluate(example.given, example.lalu)
    if example.kosong:
        assert result == Kosong(example.kosong)
    else:
        assert write_number(result, example.desimal) == example.hasil


@pytest.mark.parametrize("one", ALL.values(), ids=ALL)
def test_family_is_documented(one):
    assert one.nama and one.arti.endswith(".") and one.sumber and one.satuan
    assert one.arah in ARAH
    assert set(one.formula.names) | set(one.formula.lalu_names) == {v.nama for v in one.variabel}
    assert all(v.label and v.satuan and v.jenis in ("angka", "deret", "pilihan") for v in one.variabel)
    assert all(v.skala in SKALA for v in one.variabel if v.jenis == "pilihan")


@pytest.mark.parametrize("one", ALL.values(), ids=ALL)
def test_family_can_be_drawn_in_every_form(one):
    tree, labels = one.formula.tree, one.labels
    cells = {v.nama: f"B{row}:D{row}" if v.jenis == "deret" else f"B{row}" for row, v in enumerate(one.variabel, 1)}
    drawn = (plain_text(printed_parts(tree, labels, True)), sentence(tree, labels, True), omml(tree, labels, True))
    assert all(one.variabel[0].label in text for text in drawn)
    assert "B1" in excel(tree, cells, cells)


@pytest.mark.parametrize("one", ALL.values(), ids=ALL)
def test_proof_ends_with_the_printed_result(one):
    example = next(e for e in one.cases if e.hasil)
    proof = one.formula.explain(example.given, example.lalu, one.labels, example.desimal)
    assert proof.langkah[-1].endswith(f"= {example.hasil}")


def test_unknown_family_is_a_key_error():
    with pytest.raises(KeyError):
        family("F99")
