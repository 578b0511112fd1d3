"""Each rule finds its fault in an invented formula, and finds nothing in sound ones."""

import json
from pathlib import Path

import pytest

from formulas.temuan import ATURAN, Daftar, Ukuran, VariabelUkuran, examine

CASES = json.loads((Path(__file__).parent / "data" / "temuan.json").read_text(encoding="utf-8"))["cases"]
INSTANSI = {"": ["Dinas Sosial", "Dinas Perikanan Tangkap"]}


def variable(item) -> VariabelUkuran:
    given = {"nama": item} if isinstance(item, str) else item
    return VariabelUkuran(label=f"Uraian {given['nama']}", **given)


def measure(case, kode="uji") -> Ukuran:
    given = {k: v for k, v in case.items() if k != "harapan"}
    defaults = {"satuan": "%", "arah": "naik", "sumber": ["Laporan"], "penanggung_jawab": ["Dinas Sosial"]}
    given = defaults | given
    for name in ("sumber", "penanggung_jawab"):
        given[name] = None if given[name] is None else tuple(given[name])
    given["variabel"] = tuple(variable(item) for item in case["variabel"])
    return Ukuran(kode=kode, **given)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["harapan"] or c["nama"])
def test_the_fault_is_found(case):
    found = {t.aturan for t in examine(Daftar.of([measure(case)], INSTANSI))}
    assert (case["harapan"] in found) if case["harapan"] else (found == set())


def test_every_rule_has_a_case_of_its_own():
    tried = {case["harapan"] for case in CASES} | {"rumus-kembar"}
    assert set(ATURAN) - tried == set()


def test_the_same_formula_twice_is_found_on_both():
    sound = CASES[-3]
    found = examine(Daftar.of([measure(sound, "satu"), measure(sound, "dua")], INSTANSI))
    assert [(t.aturan, t.indikator) for t in found] == [("rumus-kembar", "satu"), ("rumus-kembar", "dua")]


def test_a_successor_is_no_twin():
    first, second = measure(CASES[-3], "satu"), measure(CASES[-3] | {"pendahulu": "satu"}, "dua")
    assert examine(Daftar.of([first, second], INSTANSI)) == []


def test_rules_say_why_in_indonesian():
    for rule in ATURAN.values():
        assert rule.judul[0].isupper() or rule.judul[0] in "«1"
        assert rule.alasan.endswith(".")
