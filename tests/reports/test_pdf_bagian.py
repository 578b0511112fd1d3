"""A lampiran drawn section by section looks as if drawn whole, and only what changed is drawn again."""

from dataclasses import replace

import pikepdf
import pytest

from reports import bagian, pdf_simpanan
from reports.bagian import CSS, html_cetak
from reports.lampiran import lampiran_pdf
from reports.pdf import render_pdf
from tests.reports import contoh, pdf

TOLERANSI = 0.05  # points; a page number is set by us, all else by WeasyPrint alike


def sheets(*texts: str, **options):
    """A document of one sheet for each text."""
    whole = contoh.dokumen(contoh.baris(rumus=texts[0]), **options)
    first = whole.lampiran[0].lembar[0]
    more = [contoh.dokumen(contoh.baris(rumus=t)).lampiran[0].lembar[0] for t in texts]
    lembar = tuple(replace(sheet, nama=f"Instansi {n}") for n, sheet in enumerate([first, *more[1:]]))
    return replace(whole, judul="Uji", lampiran=(replace(whole.lampiran[0], lembar=lembar),))


def moved(one: bytes, other: bytes) -> list[tuple[str, str]]:
    """Words that are not on the same page at the same place."""
    pages = list(zip(pdf.words(one), pdf.words(other), strict=True))
    assert [len(a) for a, _ in pages] == [len(b) for _, b in pages]
    boxes = [
        (a, b, abs(a.x0 - b.x0) + abs(a.y0 - b.y0) + abs(a.x1 - b.x1))
        for x, y in pages
        for a, b in zip(x, y, strict=True)
    ]
    return [(a.text, b.text) for a, b, distance in boxes if a.text != b.text or distance > TOLERANSI]


@pytest.fixture
def drawn(monkeypatch, settings, tmp_path):
    """How many sections each document has drawn; nothing is kept from other tests."""
    settings.PDF_SIMPANAN = tmp_path / "simpanan"
    counts: list[int] = []
    render = bagian.render_many

    def counted(wanted):
        result = render(wanted)
        counts.append(len(result))
        return result

    monkeypatch.setattr(bagian, "render_many", counted)
    return counts


def test_sections_look_like_the_whole_document():
    dokumen = sheets("isi " * 900, "lain " * 30, "akhir " * 700, draf=True)
    one, other = render_pdf(html_cetak(dokumen), css=CSS), lampiran_pdf(dokumen)
    assert len(pdf.pages(other)) > 4
    assert moved(one, other) == []


@pytest.mark.lama
@pytest.mark.parametrize(("kode", "urut"), [("lumajang-2019-326", 2), ("balangan-setwan-2023", 2)])
def test_the_documents_look_as_if_drawn_whole(berkas, dokumen, kode, urut):
    assert moved(render_pdf(html_cetak(dokumen(kode, urut)), css=CSS), berkas(kode, urut)) == []


def test_one_change_draws_one_section(drawn):
    lampiran_pdf(sheets("a", "b", "c"))
    lampiran_pdf(sheets("a", "lain", "c"))
    assert drawn == [3, 1]


def test_nothing_changed_draws_nothing_and_gives_the_same_bytes(drawn):
    first = lampiran_pdf(sheets("a", "b"))
    assert lampiran_pdf(sheets("a", "b")) == first
    assert drawn == [2]
    bagian._keys.clear()
    assert lampiran_pdf(sheets("a", "b")) == first  # a new process knows the key from the HTML


def test_kept_or_drawn_again_the_bytes_are_the_same(drawn, settings, tmp_path):
    first = lampiran_pdf(sheets("a", "b"))
    settings.PDF_SIMPANAN = tmp_path / "lain"
    assert lampiran_pdf(sheets("a", "b")) == first
    assert drawn == [2, 2]


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "swap"])
def test_what_is_kept_is_not_trusted(drawn, settings, damage, caplog):
    first = lampiran_pdf(sheets("a", "b"))
    one, two = sorted(settings.PDF_SIMPANAN.glob("??/*"))
    data = bytearray(one.read_bytes())
    data[len(data) // 2] ^= 1
    one.write_bytes({"flip": bytes(data), "cut": data[:-9], "empty": b"", "swap": two.read_bytes()}[damage])
    assert lampiran_pdf(sheets("a", "b")) == first
    assert drawn == [2, 1]
    assert "damaged" in caplog.text


def test_another_installation_s_store_is_not_trusted(drawn, settings):
    lampiran_pdf(sheets("a"))
    settings.SECRET_KEY = "lain" * 12
    lampiran_pdf(sheets("a"))
    assert drawn == [1, 1]


def test_a_store_that_cannot_be_written_is_done_without(drawn, settings, tmp_path):
    pdf_simpanan.put("aa" + "0" * 62, b"x")
    file = tmp_path / "berkas"
    file.write_text("")
    settings.PDF_SIMPANAN = file
    pdf_simpanan.put("aa" + "0" * 62, b"x")
    assert pdf_simpanan.get("aa" + "0" * 62) is None


def test_the_store_keeps_to_its_size(drawn, settings):
    settings.PDF_SIMPANAN_MB = 1
    for n in range(20):
        pdf_simpanan.put(f"{n:064x}", bytes(100_000))
    pdf_simpanan.tidy()
    files = list(settings.PDF_SIMPANAN.glob("??/*"))
    assert sum(f.stat().st_size for f in files) <= 1024 * 1024
    assert pdf_simpanan.get(f"{19:064x}") == bytes(100_000)


def test_the_key_depends_on_all_that_is_drawn_from(settings):
    keys = {
        pdf_simpanan.section_key(*args)
        for args in [("a", CSS, ()), ("b", CSS, ()), ("a", CSS[:1], ()), ("a", CSS, ("x",))]
    }
    assert len(keys) == 4
    assert "pango" in pdf_simpanan._versions() and "Bookman" in pdf_simpanan._fonts()


def test_bookmarks_name_the_sections_and_the_file_its_title():
    with pikepdf.open(pdf.as_file(lampiran_pdf(sheets("a", "b")))) as file, file.open_outline() as outline:
        (lampiran,) = outline.root
        assert (lampiran.title, [child.title for child in lampiran.children]) == (
            "Lampiran I",
            ["Instansi 0", "Instansi 1"],
        )
        assert str(file.docinfo["/Title"]) == "Uji"
        assert file.check_pdf_syntax() == []
