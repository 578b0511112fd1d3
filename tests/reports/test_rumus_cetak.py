"""The formula cell: fractions drawn with real bars, whatever else is there shown as text."""

import pytest
from django.template.loader import render_to_string

from registry.rumus_cetak import MAX_DEPTH, Akar, Pecahan, Teks, in_words, read_rumus


def draw(rumus) -> str:
    return render_to_string("registry/_rumus.html", {"rumus": rumus})


def test_it_works():
    html = draw([{"atas": "Jumlah A", "bawah": "Jumlah B", "ekor": "x 100%"}])
    assert '<span class="pecahan-atas">Jumlah A</span><span class="pecahan-bawah">Jumlah B</span>' in html
    assert '<span class="rumus-ekor utuh">x 100%</span>' in html
    assert 'role="math" aria-label="Jumlah A dibagi Jumlah B x 100%"' in html


def test_fractions_nest_and_mix_with_signs_and_roots():
    rumus = read_rumus([{"atas": [{"atas": "a", "bawah": "b"}, "+", {"akar": ["c"]}], "bawah": "d"}, "=", "4"])
    fraction, sign, _ = rumus
    assert isinstance(fraction, Pecahan) and isinstance(fraction.atas[0], Pecahan)
    assert fraction.atas[2] == Akar((Teks("c"),)) and not sign.sendiri
    assert in_words(rumus) == "a dibagi b + akar dari c dibagi d = 4"
    assert draw(rumus).count("pecahan-atas") == 2


def test_words_beside_a_fraction_get_their_own_line():
    html = draw([{"atas": "a", "bawah": "b"}, "Jumlah penduduk Kabupaten Lumajang tahun n"])
    assert '<div class="rumus-kata"><p>Jumlah penduduk' in html


def test_numbered_lines_are_a_list():
    assert draw(["1. Retribusi\n2. Pajak hiburan"]).count("<li>") == 2


@pytest.mark.parametrize("rumus", [None, [], "", [[]], [None], [{"x": 1}], {"atas": 1, "bawah": None}, 5, [[["a"]]]])
def test_any_stored_value_can_be_drawn(rumus):
    assert draw(rumus).startswith('<div class="rumus')


def test_depth_is_bounded():
    deep = "x"
    for _ in range(12):
        deep = {"atas": deep, "bawah": "y"}
    assert draw([deep]).count('class="pecahan"') == MAX_DEPTH


def test_what_would_not_fit_a_page_becomes_words():
    assert read_rumus([{"atas": "kata " * 200, "bawah": "b " * 200}])[0].jenis == "teks"
    assert in_words(read_rumus([str(n) for n in range(100)])).split() == [str(n) for n in range(100)]


def test_html_in_a_formula_is_text():
    html = draw([{"atas": "<script>", "bawah": "\"'<b>", "ekor": "<img src=x>"}])
    assert "<script>" not in html and "<img" not in html and "<b>" not in html
