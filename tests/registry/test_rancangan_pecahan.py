"""A cell of a draft's indicator is given a fraction, changed and turned back to text, and prints alike everywhere."""

import re

import pytest

from registry.models import Indikator, LembarInstansi
from registry.services.rancangan_susun import indikator_add
from reports.bagian import html_cetak
from reports.lampiran import dokumen_rows, lampiran_pdf
from reports.lampiran_excel import lampiran_excel
from reports.lampiran_word import lampiran_word
from tests.registry.test_penetapan_salin import salin
from tests.registry.test_rancangan import fields
from tests.reports import office, pdf

pytestmark = pytest.mark.django_db
KETIK = "Desa mandiri dinilai pemerintah provinsi.\n\nKadar = [pecahan: Jumlah madani // Jumlah pedukuhan // x 100%]"
SIMPAN = [
    "Desa mandiri dinilai pemerintah provinsi.",
    "Kadar =",
    {"atas": "Jumlah madani", "bawah": "Jumlah pedukuhan", "ekor": "x 100%"},
]


@pytest.fixture
def row(cast) -> Indikator:
    """An indicator whose explanation is plain text."""
    draf = salin(cast["admin"], "lumajang-2019-326")
    return Indikator.objects.get(lembar__lampiran__penetapan=draf, lanjutan_dari__kode="lmj19-dinkes-01")


def url(row: Indikator, part: str = "") -> str:
    return f"/penetapan/lumajang-uji/indikator/{row.pk}/{part}"


def save(client, row: Indikator, **typed: str):
    response = client.post(url(row), fields(client, url(row)) | {name: [text] for name, text in typed.items()})
    row.refresh_from_db()
    return response


def test_a_plain_explanation_gets_a_fraction_and_becomes_plain_again(login, row):
    client, before = login("admin"), row.rumus_cetak
    assert isinstance(row.penjelasan, str)
    assert save(client, row, penjelasan=KETIK.replace("\n", "\r\n")).status_code == 302
    assert (row.penjelasan, row.rumus_cetak) == (SIMPAN, before)
    assert KETIK.splitlines()[-1] in fields(client, url(row))["penjelasan"][0]
    assert save(client, row, penjelasan="Teks biasa.", rumus_cetak="A dibagi B").status_code == 302
    assert (row.penjelasan, row.rumus_cetak) == ("Teks biasa.", ["A dibagi B"])
    assert save(client, row, penjelasan="", rumus_cetak="").status_code == 302
    assert (row.penjelasan, row.rumus_cetak) == (None, [])


def test_it_prints_alike_in_all_four_outputs(login, row):
    save(login("admin"), row, penjelasan=KETIK, rumus_cetak="IKS = [pecahan: Keluarga sehat // Keluarga dikunjungi]")
    lembar = LembarInstansi.objects.filter(pk=row.lembar_id).select_related("lampiran__penetapan")
    dokumen = dokumen_rows(lembar[0].lampiran.penetapan, [lembar[0].lampiran], lembar)
    html = " ".join(html_cetak(dokumen).split())
    line = 'Kadar = <span class="rumus-suku"><span class="pecahan"><span class="pecahan-atas">Jumlah madani</span>'
    assert line in html and '<span class="rumus-ekor utuh">x 100%</span>' in html
    word = lampiran_word(dokumen)
    math = re.sub(r"<[^>]+>", " ", office.word(word).element.xml)
    assert re.search(r"Kadar\s*=\s+Jumlah madani\s+Jumlah pedukuhan\s+x\s*100%", math)
    excel = office.excel_text(lampiran_excel(dokumen))
    assert "Kadar = Jumlah madani / Jumlah pedukuhan x 100%" in excel
    assert "IKS = Keluarga sehat / Keluarga dikunjungi" in excel
    words = {w.text: w for page in pdf.words(lampiran_pdf(dokumen)) for w in page}
    atas, garis, bawah = (words[text] for text in ("madani", "Kadar", "pedukuhan"))
    assert atas.y0 < garis.y0 < bawah.y0 and garis.x1 < atas.x0


def test_the_preview_shows_it_as_it_prints_or_what_is_missing(login, row, django_assert_max_num_queries):
    client = login("admin")
    with django_assert_max_num_queries(12):
        drawn = client.post(url(row, "sel/penjelasan/"), {"penjelasan": KETIK}).text
    assert '<span class="pecahan-atas">Jumlah madani</span>' in drawn and "<html" not in drawn
    half = client.post(url(row, "sel/rumus_cetak/"), {"rumus_cetak": "a\n[pecahan: A // "}).text
    assert "Baris 2" in half and "belum ditutup" in half
    assert "masih kosong" in client.post(url(row, "sel/rumus_cetak/"), {}).text
    assert client.post(url(row, "sel/makna/"), {"makna": "x"}).status_code == 404


def test_a_fraction_that_is_not_whole_keeps_what_was_typed(login, row):
    before = row.penjelasan
    page = save(login("admin"), row, penjelasan="[pecahan: Jumlah A", makna="Makna baru")
    assert page.status_code == 422 and page.text.count("belum ditutup") == 2  # at the field, and in the preview
    assert "[pecahan: Jumlah A" in page.text and "Makna baru" in page.text and row.penjelasan == before


def test_two_people_see_both_fractions(login, row):
    client = login("admin")
    mine = fields(client, url(row))
    save(client, row, penjelasan=KETIK)
    page = client.post(url(row), mine | {"penjelasan": ["[pecahan: Punya // Saya]"]})
    assert page.status_code == 409 and page.text.count("[pecahan: Punya // Saya]") == 2
    assert "Kadar = [pecahan: Jumlah madani // Jumlah pedukuhan // x 100%]" in page.text
    assert '<th scope="row">Penjelasan</th>' in page.text
    row.refresh_from_db()
    assert row.penjelasan == SIMPAN


def test_without_a_script_the_formula_gives_its_fraction(login, row):
    client = login("admin")
    typed = fields(client, url(row)) | {"penjelasan": ["Sebelum rumus."], "aksi": ["rumus:penjelasan"]}
    page = client.post(url(row), typed)
    assert page.status_code == 200
    assert re.search(r"Sebelum rumus\.\n\[pecahan: .+ // .+ // x 100%\]</textarea>", page.text)
    assert "Sebelum rumus." in client.post(url(row), typed | {"aksi": ["lihat"]}).text
    assert "Sebelum rumus." in client.post(url(row), typed | {"aksi": ["rumus:makna"]}).text


def test_a_new_indicator_has_the_same_cells(login, row, cast):
    new = indikator_add(user=cast["admin"], sasaran=row.sasaran, nama="Persentase desa mandiri", satuan="%")
    client = login("admin")
    assert "Pakai pecahan dari rumus" not in client.get(url(new)).text  # one entered value: nothing to draw
    assert save(client, new, rumus_cetak="[pecahan: [akar: a] // b]", penjelasan=KETIK).status_code == 302
    assert new.rumus_cetak == [{"atas": [{"akar": ["a"]}], "bawah": "b"}] and new.penjelasan == SIMPAN


def test_text_in_a_cell_that_is_merged_is_not_thrown_away(login, row):
    Indikator.objects.filter(pk=row.pk).update(gabung=["rumus_cetak", "sumber_data"], rumus_cetak=[], sumber_data=None)
    client = login("admin")
    page = save(client, row, rumus_cetak="[pecahan: A // B]")
    assert page.status_code == 422 and "Hapus centang gabungnya" in page.text and "[pecahan: A // B]" in page.text
    assert save(client, row, rumus_cetak="[pecahan: A // B]", gabung="sumber_data").status_code == 302
    assert (row.rumus_cetak, row.gabung) == ([{"atas": "A", "bawah": "B"}], ["sumber_data"])
