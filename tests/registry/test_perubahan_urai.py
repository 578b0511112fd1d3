"""How a field's two values become lines old → new: lists entry by entry, long texts shortened; no database."""

import pytest

from registry.services.perubahan import _out_of_line
from registry.services.perubahan_bidang import BIDANG
from registry.services.perubahan_urai import daftar, lengkap, pendek, sejajar
from registry.services.riwayat_ekspor import _lines
from registry.services.riwayat_tampil import PANJANG, TAMPAK, TERBANYAK, shown
from registry.services.riwayat_umum import AWAL, Catatan


@pytest.mark.parametrize(("lama", "baru", "pasang"), [
    ("abc", "abc", []),
    ("abc", "aXc", [(1, 1)]),
    ("abc", "bc", [(0, None)]),
    ("abc", "abcd", [(None, 3)]),
    ("abc", "cab", [(2, 0)]),
    ("abc", "Xabc", [(None, 0)]),
    ("ab", "ba", [(1, 0)]),
    ("aa", "a", [(1, None)]),
    ("", "ab", [(None, 0), (None, 1)]),
])  # fmt: skip
def test_entries_belong_together(lama, baru, pasang):
    assert sorted(map(str, sejajar(lama, baru))) == sorted(map(str, pasang))


def test_an_emptied_list_loses_each_entry():
    one = daftar("Menimbang")
    assert list(one.urai("Menimbang", ["a", "b"], None)) == [
        ("Menimbang, butir 1", "a", "dihapus"), ("Menimbang, butir 2", "b", "dihapus"),
    ]  # fmt: skip
    assert list(one.urai("Menimbang", [], None)) == []


@pytest.mark.parametrize(("was", "now", "utama", "moved"), [
    ("abcde", "eabcd", None, "e"), ("abcde", "bcdea", None, "a"), ("ab", "ba", "a", "a"), ("ab", "ba", "b", "b"),
    ("abcd", "abcd", None, ""), ("abcd", "badc", "a", "ac"),
])  # fmt: skip
def test_the_fewest_are_told_as_moved(was, now, utama, moved):
    keys = [[("lembar", letter) for letter in word] for word in (was, now)]
    found = _out_of_line(*keys, utama and ("lembar", utama))
    assert len(found) == len(moved) and (utama is None or ("lembar", utama) in found)
    if len(moved) == 1:
        assert found == [("lembar", moved)]


def test_free_parts_are_told_in_words():
    fields = BIDANG["lembar"]
    lama, baru = {"fungsi": "a."}, {"fungsi": ["1.", "", "2."], "misi": "1."}
    assert list(fields["penomoran"].urai("Penomoran", lama, baru)) == [
        ("Penomoran, fungsi", "a.", "1., , 2."), ("Penomoran, misi", "kosong", "1."),
    ]  # fmt: skip
    assert lengkap(fields, {"nama": "Dinas", "fungsi": ["satu", "dua"], "visi": None, "penomoran": {}}) == (
        "Nama seperti tercetak: Dinas\nFungsi:\n1) satu\n2) dua"
    )


def test_a_title_ends_with_a_whole_word():
    assert pendek("kata " * 20) == "kata kata kata kata kata kata kata kata kata…"
    assert pendek("dua\n baris") == "dua baris"


def test_a_long_text_is_shortened_where_it_differs():
    lama = "awal " * 60 + "yang lama " + "akhir " * 60
    [row] = shown([("Makna", lama, lama.replace("lama", "baru"))]).tampak
    assert row.ringkas and all(len(text) <= PANJANG for text in row.ringkas)
    assert "yang lama" in row.ringkas[0] and "yang baru" in row.ringkas[1]
    assert row.ringkas[0].startswith("…") and row.ringkas[0].endswith("…") and row.lama == lama
    [listed] = shown([("Lembar Dinas", "Nomor: 1\nFungsi:\n1) satu\n2) dua", "dihapus")]).tampak
    assert listed.ringkas == ("Nomor: 1 · Fungsi: 1) satu · 2) dua", "dihapus")
    [short] = shown([("Makna", "a", "b")]).tampak
    assert short.ringkas is None


def test_many_lines_are_behind_one_press():
    many = [(str(n), "a", "b") for n in range(TERBANYAK + 3)]
    assert [len(part) for part in (shown(many).tampak, shown(many).lain)] == [TAMPAK, TERBANYAK - TAMPAK]
    assert shown(many).sisa == 3
    assert len(shown(many[: TAMPAK + 1]).tampak) == TAMPAK + 1 and shown(many[: TAMPAK + 1]).lain == []


def test_excel_loses_nothing_of_a_very_long_text():
    text = "".join(f"{n} " for n in range(9_000))
    row = Catatan((AWAL, "penetapan", 1), "Penetapan", "P", "diubah", "a", "", False, (("Makna", text, "dihapus"),))
    lines = list(_lines(row))
    assert "".join(line[7] for line in lines) == text and all(len(line[7]) <= 32_767 for line in lines)
    assert [(line[6], line[8]) for line in lines] == [("Makna", "dihapus"), ("Makna (lanjutan)", "")]
