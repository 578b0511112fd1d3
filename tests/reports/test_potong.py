"""Long rows cut for paper: the same words, and every column still whole."""

import pytest

from reports.potong import potong
from reports.rows import Bagian
from tests.reports import contoh
from tests.reports.conftest import LAMPIRAN

PARAGRAF = "Penjelasan :\n\n" + "\n".join(f"{n}. " + "kata " * 20 for n in range(1, 9))


def words(dokumen) -> list[str]:
    cells = [c for x in dokumen.lampiran for s in x.lembar for k in s.kelompok for row in k for c in row.sel]
    return sorted(" ".join(f"{b.label} {b.tanda} {b.teks} {b.rumus or ''}" for c in cells for b in c.isi).split())


@pytest.mark.parametrize(("kode", "urut"), LAMPIRAN)
def test_cutting_loses_nothing(dokumen, kode, urut):
    whole = dokumen(kode, urut)
    assert words(potong(whole)) == words(whole)


@pytest.mark.parametrize(("kode", "urut"), LAMPIRAN)
def test_every_column_still_covers_every_row(dokumen, kode, urut):
    for lembar in potong(dokumen(kode, urut)).lampiran[0].lembar:
        rows = [row for k in lembar.kelompok for row in k]
        for kolom in lembar.kolom:
            assert sum(c.rentang for row in rows for c in row.sel if c.kunci == kolom.kunci) == len(rows)


def cut(rumus: tuple[Bagian, ...]):
    row = contoh.baris()
    cells = tuple(contoh.sel(c.kunci, *rumus) if c.kunci == "rumus" else c for c in row.sel)
    return potong(contoh.dokumen(contoh.Baris(cells, akhir=True))).lampiran[0].lembar[0].kelompok[0]


def test_a_formula_keeps_its_first_words():
    first, *rest = cut((Bagian(rumus=[{"atas": "a", "bawah": "b"}]), Bagian(teks=PARAGRAF)))
    main = next(c for c in first.sel if c.kunci == "rumus")
    assert main.isi[0].rumus and main.isi[1].teks == "Penjelasan :" and main.isi[2].teks.startswith("1. ")
    assert first.bersambung and all(row.lanjutan for row in rest) and rest[-1].akhir
    assert {c.rentang for c in first.sel if c.kunci != "rumus"} == {1 + len(rest)}


def test_a_short_row_stays_whole():
    assert len(cut((Bagian(teks="pendek"),))) == 1


def test_only_the_last_row_of_all_carries_the_mark():
    rows = cut((Bagian(teks=PARAGRAF),))
    assert [row.penanda for row in rows] == [""] * (len(rows) - 1) + ["akhir-1"]
