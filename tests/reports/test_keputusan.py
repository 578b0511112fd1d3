"""The whole decree: the body reads as the source text does, in PDF, HTML and Word; who may see it."""

import io
import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from docx.shared import Mm
from PIL import Image

from registry.models import LembarInstansi, Penetapan
from registry.services.lambang import lambang_png
from reports.keputusan import RAHMAT, TITIK, keputusan_rows
from reports.keputusan_berkas import keputusan_html, keputusan_pdf
from reports.keputusan_word import keputusan_word
from reports.lampiran import dokumen_rows, lampiran_pdf
from tests.fixtures_penetapan.banding import selisih_kata
from tests.fixtures_penetapan.kata import kata
from tests.fixtures_penetapan.naskah import baca
from tests.reports import contoh, office, pdf

NASKAH = [("003", "balangan-setwan-2023"), ("004", "lumajang-2019-326")]
BUKAN_KATA = {":", "-"}  # colons and bullets stand where each office puts them; the words are compared


@pytest.fixture
def rows(db):
    """`rows(kode)`: the body of a decree."""
    return lambda kode: keputusan_rows(Penetapan.objects.select_related("pemda").get(kode=kode))


@pytest.fixture(scope="session")
def printed() -> dict[str, bytes]:
    """Bodies that an earlier test has printed."""
    return {}


@pytest.fixture
def body(rows, printed):
    """`body(kode)`: the PDF of a body, printed once."""

    def build(kode: str) -> bytes:
        if kode not in printed:
            printed[kode] = keputusan_pdf(rows(kode))
        return printed[kode]

    return build


def source(naskah: str) -> list[str]:
    """The words of the body in the source text, in its order, labels included."""
    return [k for p in baca(naskah) if p.bagian == "Badan" for k in p.kata if k not in BUKAN_KATA]


def plain(text: str) -> list[str]:
    """Words of an output, without page numbers; a hyphen at the end of a line is that of the word."""
    text = re.sub(r"halaman \d+ dari \d+", " ", text)
    return [k for k in kata(text) if k not in BUKAN_KATA]


@pytest.mark.parametrize(("naskah", "kode"), NASKAH)
def test_the_pdf_reads_as_the_source_text(body, naskah, kode):
    text = "\n".join(pdf.pages(body(kode), raw=True))
    assert len(source(naskah)) > 300
    assert list(selisih_kata(source(naskah), plain(text))) == []


def test_a_lost_word_would_be_told(body):
    text = "\n".join(pdf.pages(body("lumajang-2019-326"), raw=True)).replace("KEENAM", "", 1)
    assert len(list(selisih_kata(source("004"), plain(text)))) == 1


@pytest.mark.parametrize(("naskah", "kode"), NASKAH)
def test_word_and_html_read_as_the_source_text(rows, naskah, kode):
    word = office.word(keputusan_word(rows(kode))).element.body.iterchildren()
    text = " ".join(" ".join(t.text or " " for t in child.iter(*office.SEL)) for child in word)
    assert list(selisih_kata(source(naskah), plain(text))) == []
    html = re.sub(r"<style>.*?</style>|<head>.*?</head>", "", keputusan_html(rows(kode)), flags=re.S)
    assert list(selisih_kata(source(naskah), plain(re.sub(r"<[^>]+>", " ", html)))) == []


@pytest.mark.parametrize(("naskah", "kode"), NASKAH)
def test_paper_is_f4_portrait_and_nothing_leaves_it(body, naskah, kode):
    data = body(kode)
    assert pdf.info(data)["Page size"].startswith("609.449 x 935.433 pts")
    pages = pdf.words(data)
    assert [w for page in pages for w in page if w.x0 < 84 or w.x1 > 554 or w.y1 > 920] == []
    text = pdf.pages(data)
    assert [f"halaman {n} dari {len(text)}" in page for n, page in enumerate(text, 1)] == [True] * len(text)
    assert "Ditetapkan di" in text[-1] and "mulai berlaku" in text[-1]  # the signature is never alone


def test_word_has_both_papers_in_one_file(rows, dokumen):
    doc = office.word(keputusan_word(rows("balangan-setwan-2023"), dokumen("balangan-setwan-2023")))
    sizes = [(round(s.page_width / Mm(1)), round(s.page_height / Mm(1))) for s in doc.sections]
    assert sizes == [(215, 330), (330, 215)]
    assert "LAMPIRAN II" in office.word_text(
        keputusan_word(rows("balangan-setwan-2023"), dokumen("balangan-setwan-2023"))
    )


def test_whole_decree_is_one_pdf_with_both_papers(login, rows):
    path = "/penetapan/balangan-setwan-2023/keputusan/lengkap/pdf/"
    response = login("balangan").get(path)
    pages = pdf.pages(response.content)
    assert len(pages) == 6 and "MEMUTUSKAN" in pages[1] and "LAMPIRAN I" in pages[3]
    assert all(f"halaman {n} dari 6" in page for n, page in enumerate(pages, 1)), "counted through, as in Word"
    assert response["Content-Disposition"].endswith('filename="keputusan-lengkap-balangan-setwan-2023.pdf"')
    assert response.content == login("admin_balangan").get(path).content


def test_what_a_draft_lacks_is_dotted_and_marked(rows):
    penetapan = Penetapan.objects.get(kode="lumajang-2019-326")
    penetapan.status, penetapan.nomor, penetapan.tanggal_naskah = Penetapan.Status.DRAF, None, None
    penetapan.tanda_tangan = {**penetapan.tanda_tangan, "tanggal": None}
    found = keputusan_rows(penetapan)
    assert (found.nomor, found.penutup.tanggal, found.draf) == (TITIK, TITIK, True)
    assert "DRAF" in office.word(keputusan_word(found)).sections[0].footer.paragraphs[0].text
    assert all("DRAF" in pdf.squeeze(page) for page in pdf.pages(keputusan_pdf(found), raw=True))


def test_degrees_are_left_out_of_drafts_only(rows):
    penetapan = Penetapan.objects.get(kode="lumajang-2019-326")
    penetapan.pemda.tampilkan_gelar = False
    assert keputusan_rows(penetapan).penutup.nama == "H. THORIQUL HAQ, M.ML."
    penetapan.status = Penetapan.Status.DRAF
    assert keputusan_rows(penetapan).penutup.nama == "H. THORIQUL HAQ"


def test_degrees_of_who_signs_a_lampiran(db):
    penetapan = Penetapan.objects.select_related("pemda").get(kode="lumajang-2019-326")
    penetapan.pemda.tampilkan_gelar = False
    lampiran = penetapan.lampiran.get(urut=1)
    lampiran.penetapan = penetapan
    sheets = LembarInstansi.objects.all()
    assert dokumen_rows(penetapan, [lampiran], sheets).lampiran[0].tanda_tangan.nama == "H. THORIQUL HAQ, M.ML"
    penetapan.status = Penetapan.Status.DRAF
    assert dokumen_rows(penetapan, [lampiran], sheets).lampiran[0].tanda_tangan.nama == "H. THORIQUL HAQ"


def test_rahmat_belongs_to_a_peraturan(rows):
    penetapan = Penetapan.objects.get(kode="lumajang-2019-326")
    assert keputusan_rows(penetapan).rahmat == ""
    penetapan.jenis = Penetapan.Jenis.PERATURAN_KEPALA_DAERAH
    found = keputusan_rows(penetapan)
    assert (found.rahmat, found.nama) == (RAHMAT, "PERATURAN BUPATI LUMAJANG")


def test_the_lambang_is_printed_above_a_decree_of_an_opd(rows):
    file = io.BytesIO()
    Image.new("RGB", (60, 80), "green").save(file, "PNG")
    png = lambang_png(SimpleUploadedFile("x.png", file.getvalue()))
    with_picture = replace(rows("balangan-setwan-2023"), lambang=png)
    data = keputusan_pdf(with_picture)
    assert b"/Image" in data and b"/Image" not in keputusan_pdf(rows("balangan-setwan-2023"))
    assert "data:image/png;base64," in keputusan_html(with_picture)
    assert len(office.word(keputusan_word(with_picture)).inline_shapes) == 1


@pytest.mark.parametrize(("huruf", "wanted"), [("Arial", "Nimbus-Sans"), ("Times New Roman", "Nimbus-Roman")])
def test_the_font_of_the_pemda(rows, huruf, wanted):
    data = keputusan_pdf(replace(rows("balangan-setwan-2023"), huruf=huruf))
    names = {row[0].partition("+")[2] for row in pdf.fonts(data)}
    assert any(name.startswith((wanted, "Liberation", wanted.replace("-", ""))) for name in names), names
    word = office.word(keputusan_word(replace(rows("balangan-setwan-2023"), huruf=huruf)))
    assert word.styles["Normal"].font.name == huruf


def test_the_lampiran_in_the_font_of_the_pemda():
    data = lampiran_pdf(replace(contoh.dokumen(contoh.baris()), huruf="Arial"))
    assert any("Nimbus" in row[0] or "Liberation" in row[0] for row in pdf.fonts(data))


def test_same_rows_same_bytes(rows, body):
    assert body("balangan-setwan-2023") == keputusan_pdf(rows("balangan-setwan-2023"))
    assert keputusan_word(rows("lumajang-2019-326")) == keputusan_word(rows("lumajang-2019-326"))


@pytest.mark.parametrize("bentuk", ["pdf", "docx", "html"])
def test_the_command_gives_the_file_of_the_button(tmp_path, login, bentuk):
    path = tmp_path / "k"
    call_command("keputusan", "balangan-setwan-2023", "--format", bentuk, "--output", str(path))
    assert (
        path.read_bytes() == login("balangan").get(f"/penetapan/balangan-setwan-2023/keputusan/unduh/{bentuk}/").content
    )


@pytest.mark.parametrize(
    ("args", "pesan"),
    [
        (("lumajang-setda-2023", "--format", "pdf"), "tanpa batang tubuh"),
        (("lumajang-2019-326", "--format", "xlsx"), "tidak dikenal"),
        (("tidak-ada", "--format", "pdf"), "tidak ada"),
    ],
)
def test_refusals_of_the_command(db, tmp_path, args, pesan):
    with pytest.raises(CommandError, match=pesan):
        call_command("keputusan", *args, "--output", str(tmp_path / "k"))


def test_the_page_and_what_has_no_body(login):
    client = login("dinkes")
    assert "Keputusan ini mulai berlaku" in client.get("/penetapan/lumajang-2019-326/keputusan/").content.decode()
    for path in (
        "lumajang-setda-2023/keputusan/",
        "lumajang-2019-326/keputusan/unduh/xlsx/",
        "balangan-setwan-2023/keputusan/",
    ):
        assert client.get(f"/penetapan/{path}").status_code == 404
