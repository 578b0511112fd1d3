"""Manual IKU: one sheet per indicator with everything the evaluation asks for, in PDF, Word and HTML."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Indikator, LembarInstansi, Penetapan, Target
from reports.manual import TIDAK_TERTULIS, LembarManual, Manual, manual_rows
from reports.manual_berkas import manual_bytes
from reports.pdf_proses import PdfGagal
from tests.registry.alur import target
from tests.reports import office, pdf

LUMAJANG, BALANGAN = "lumajang-2019-326", "balangan-setwan-2023"
LABEL = (
    "Sasaran strategis", "Definisi (makna)", "Alasan pemilihan", "Formula menurut naskah", "Formula yang dihitung",
    "Variabel", "Satuan", "Arah", "Sumber data", "Penanggung jawab", "Pengisi", "Periode pengukuran", "Target",
)  # fmt: skip


@pytest.fixture
def rows(db):
    """`rows(kode, instansi)`: the manual of one sheet, or of all."""

    def build(kode: str, instansi: str = "") -> Manual:
        lembar = LembarInstansi.objects.all()
        penetapan = Penetapan.objects.select_related("pemda").get(kode=kode)
        return manual_rows(penetapan, lembar.filter(instansi__kode=instansi) if instansi else lembar)

    return build


def said(lembar: LembarManual, label: str) -> str:
    """The text of one line."""
    return " ".join(b.teks for u in lembar.uraian if u.label == label for b in u.isi)


def test_every_indicator_has_its_sheet_and_no_line_is_empty(rows):
    manual = rows(LUMAJANG)
    assert len(manual.lembar) == Indikator.objects.filter(lembar__lampiran__penetapan__kode=LUMAJANG).count() == 128
    for lembar in manual.lembar:
        assert all(b.teks.strip() or b.rumus for u in lembar.uraian for b in u.isi), lembar.nama
        assert set(LABEL) <= {u.label for u in lembar.uraian} | {"Variabel"}


def test_what_003_says(rows):
    first = rows(BALANGAN).lembar[0]
    assert said(first, "Definisi (makna)") == "Pemenuhan Fasilitas Pelaksanaan Tugas dan Fungsi DPRD."
    assert said(first, "Arah") == "Semakin tinggi semakin baik"
    assert said(first, "Pengisi") == "Sekretariat DPRD"
    assert said(first, "Rujukan") == "PMDN Nomor 17 tahun 20121"


def test_formula_is_a_fraction_and_what_is_missing_says_so(rows):
    first = rows(LUMAJANG, "dinkes").lembar[0]
    formula = next(u for u in first.uraian if u.label == "Formula yang dihitung").isi[0].rumus
    assert formula[0]["atas"].startswith("Jumlah keluarga") and formula[0]["ekor"] == "x 100%"
    assert said(first, "Definisi (makna)") == TIDAK_TERTULIS
    assert "belum disetujui" in said(first, "Target")


def test_merged_cells_are_inherited(rows):
    sources = [said(lembar, "Sumber data") for lembar in rows(LUMAJANG, "inspektorat").lembar]
    assert len(sources) == 4 and len(set(sources)) == 1 and sources[0] != TIDAK_TERTULIS


def test_only_approved_targets_are_printed(rows, keluarga_sehat):
    row = target(keluarga_sehat, "80")
    assert "| 80 |" in said(rows(LUMAJANG, "dinkes").lembar[0], "Target")
    Target.objects.filter(pk=row.pk).update(status=Target.Status.DIAJUKAN)
    assert "80" not in said(rows(LUMAJANG, "dinkes").lembar[0], "Target")


def test_a_group_says_how_its_value_comes_about(rows):
    first = rows(LUMAJANG, "kecamatan").lembar[0]
    assert said(first, "Nilai kelompok") and "setiap anggota" in said(first, "Target")


@pytest.mark.parametrize("bentuk", ["pdf", "docx", "html"])
def test_every_word_is_in_every_form(rows, bentuk):
    manual = rows(BALANGAN)
    data = manual_bytes(manual, bentuk)
    text = {
        "pdf": pdf.text,
        "docx": lambda d: pdf.squeeze(office.word_text(d)),
        "html": lambda d: pdf.squeeze(d.decode()),
    }
    found = text[bentuk](data)
    texts = [b.teks for lembar in manual.lembar for u in lembar.uraian for b in u.isi]
    words = {w for t in [*texts, *LABEL] for w in t.replace("|", " ").split() if "---" not in w}
    assert len(words) > 60 and [w for w in words if pdf.squeeze(w) not in found] == []
    assert data == manual_bytes(rows(BALANGAN), bentuk)


def test_one_page_per_indicator_on_f4_portrait(rows):
    data = manual_bytes(rows(BALANGAN), "pdf")
    assert pdf.info(data)["Page size"].startswith("609.449 x 935.433 pts")
    assert [page.count("MANUAL INDIKATOR KINERJA") for page in pdf.pages(data)] == [1, 1, 1, 1]
    assert len(office.word(manual_bytes(rows(BALANGAN), "docx")).tables) == 4


def test_an_opd_gets_its_own_sheets_only(login):
    own = LembarInstansi.objects.get(lampiran__penetapan__kode=LUMAJANG, instansi__kode="dinkes")
    other = LembarInstansi.objects.get(lampiran__penetapan__kode=LUMAJANG, instansi__kode="dinsos")
    client = login("dinkes")
    page = client.get(f"/penetapan/{LUMAJANG}/manual/").content.decode()
    assert f"/manual/{own.pk}/pdf/" in page and f"/manual/{other.pk}/" not in page
    assert client.get(f"/penetapan/{LUMAJANG}/manual/{own.pk}/html/").status_code == 200
    assert client.get(f"/penetapan/{LUMAJANG}/manual/{other.pk}/html/").status_code == 404
    assert client.get(f"/penetapan/{LUMAJANG}/manual/{own.pk}/xlsx/").status_code == 404
    assert login("balangan").get(f"/penetapan/{LUMAJANG}/manual/").status_code == 404


def test_queries_do_not_grow_with_the_sheets(rows):
    counts = []
    for args in ((LUMAJANG, "dinkes"), (LUMAJANG, "")):
        with CaptureQueriesContext(connection) as queries:
            rows(*args)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_a_sheet_that_cannot_be_drawn_says_why(login, monkeypatch):
    monkeypatch.setattr("reports.manual_berkas.render_many", lambda wanted: [PdfGagal("Terlalu lama.") for _ in wanted])
    response = login("dinkes").get(f"/penetapan/{LUMAJANG}/manual/unduh/pdf/")
    assert response.status_code == 422 and "Terlalu lama." in response.content.decode()
