"""Presets C and D, which no document of ours uses yet: the same cells in PDF, Word and Excel, inside the page."""

import pytest

from registry.models import LembarInstansi, Penetapan
from reports.lampiran import dokumen_rows, lampiran_pdf
from reports.lampiran_excel import lampiran_excel
from reports.lampiran_word import lampiran_word
from reports.rows import Dokumen
from tests.registry.alur import kunci, target
from tests.reports import office, pdf

JUDUL = {
    "C": ["No", "Sasaran Strategis", "Indikator Kinerja Utama", "Satuan", "Penanggung Jawab", "Sumber Data"],
    "D": ["No", "Sasaran Strategis", "Indikator Kinerja Utama", "Definisi Operasional", "Rumus / Formula", "Satuan",
          *(f"Target {tahun}" for tahun in range(2019, 2024)), "Sumber Data", "Penanggung Jawab"],
}  # fmt: skip


@pytest.fixture(params=["C", "D"])
def dinsos(request, lumajang) -> Dokumen:
    """The sheet of Dinsos in another preset, with one approved target."""
    target(kunci("lmj19-dinsos-01", "dinsos"), "81.5")
    penetapan = Penetapan.objects.get(kode="lumajang-2019-326")
    lampiran = penetapan.lampiran.get(urut=2)
    lampiran.tata_letak, lampiran.kolom = request.param, []
    return dokumen_rows(penetapan, [lampiran], LembarInstansi.objects.filter(instansi__kode="dinsos"))


def texts(dokumen: Dokumen) -> list[str]:
    """Every text of the table."""
    lembar = dokumen.lampiran[0].lembar[0]
    cells = [b for group in lembar.kelompok for row in group for sel in row.sel for b in sel.isi]
    return [word for b in cells for word in b.teks.replace("|", " ").split() if "---" not in word]


def test_columns_and_words_are_the_same_everywhere(dinsos):
    lampiran = dinsos.lampiran[0]
    assert [k.judul for k in lampiran.lembar[0].kolom] == JUDUL[lampiran.tata_letak]
    outputs = [
        pdf.text(lampiran_pdf(dinsos)),
        pdf.squeeze(office.word_text(lampiran_word(dinsos))),
        pdf.squeeze(office.excel_text(lampiran_excel(dinsos))),
    ]
    words = [*texts(dinsos), *JUDUL[lampiran.tata_letak], *(["81,5"] if lampiran.tata_letak == "D" else ["%"])]
    for text in outputs:
        assert [w for w in words if pdf.squeeze(w) not in text] == []


def test_nothing_leaves_the_page(dinsos):
    pages = pdf.words(lampiran_pdf(dinsos))
    assert [w for page in pages for w in page if w.x0 < 56 or w.x1 > 893.5 or w.y1 > 590] == []
