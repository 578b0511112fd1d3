"""Tables T1–T3 of the LKjIP: their figures, what breaks a series, the last target, who may see them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Indikator, Instansi, InstansiPendahulu, Pemda, Realisasi, Target
from registry.services.realisasi import realisasi_save
from reports.lkjip import Lingkup, lkjip_rows
from reports.nilai import Pembaca
from reports.tabel import Berkas
from reports.tabel_excel import tabel_excel
from reports.tabel_pdf import tabel_html, tabel_pdf
from reports.tabel_word import tabel_word
from tests.registry.alur import kunci, target, verifikasi
from tests.reports import berkas as buatan
from tests.reports import pdf
from tests.reports.test_rekap_bentuk import words

pytestmark = pytest.mark.django_db
PRA = {"keluarga_pra_sehat": "40", "keluarga_dikunjungi": "50"}


def tables(lumajang: Pemda, kode: str | None = "dinkes", user=None, tahun=2022, tabel=(1, 2, 3)) -> Berkas:
    place = Instansi.objects.select_related("pemda").get(pemda=lumajang, kode=kode) if kode else None
    return lkjip_rows(Lingkup(Pembaca(lumajang, user), place, tahun, date(2024, 2, 28), tabel))


def rows(berkas: Berkas, number: int) -> list[dict[str, str]]:
    found = berkas.tabel[number].baris
    return [{c.kunci: c.teks for c in line.sel} for line in found if line.jenis in ("isi", "akhir")]


@pytest.fixture
def sehat(cast):
    """Persentase keluarga sehat: 80 % in 2021 and 90 % in 2022 against 80; the last target (2023) is 100."""
    found = {}
    for tahun, values in ((2021, {"keluarga_sehat": "40", "keluarga_dikunjungi": "50"}), (2022, None)):
        key = kunci("lmj19-dinkes-01", "dinkes", tahun)
        target(key, "80")
        found[tahun] = verifikasi(cast, key, values) if values else verifikasi(cast, key)
    target(kunci("lmj19-dinkes-01", "dinkes", 2023), "100")
    return found


def test_table_1(lumajang, sehat):
    first, second, third = rows(tables(lumajang), 0)
    assert [first[k] for k in ("no", "target", "realisasi", "capaian", "kelas")] == [
        "1",
        "80",
        "90,00",
        "112,50",
        "Sangat tinggi",
    ]
    assert second["indikator"].endswith("BELUM DIVERIFIKASI") and "sasaran" not in second
    assert third["realisasi"] == "belum diisi"
    assert not first["indikator"].endswith("BELUM DIVERIFIKASI")


def test_a_sasaran_stands_once_beside_its_indicators(lumajang, sehat):
    cell = tables(lumajang).tabel[0].baris[0].sel[1]
    assert (cell.kunci, cell.baris, cell.teks) == ("sasaran", 2, "Meningkatnya Kualitas Kesehatan Masyarakat")


def test_table_2(lumajang, sehat):
    first = rows(tables(lumajang), 1)[0]
    assert [first[f"r{t}"] for t in range(2018, 2023)] == [
        "tidak berlaku",
        "belum diisi",
        "belum diisi",
        "80,00",
        "90,00",
    ]
    assert [first[f"c{t}"] for t in (2021, 2022)] == ["100,00", "112,50"]
    assert first["keterangan"] == "tidak ada"


def test_a_changed_definition_breaks_the_series(lumajang, sehat):
    row = sehat[2021]
    Realisasi.objects.filter(pk=row.pk).update(cuplikan=row.cuplikan | {"rumus": "x / y", "satuan": "orang"})
    assert rows(tables(lumajang), 1)[0]["keterangan"] == "Seri terputus 2022: rumus dan satuan berubah."


def test_a_merge_breaks_the_series(lumajang, sehat):
    place, before = (Instansi.objects.get(pemda=lumajang, kode=k) for k in ("dinkes", "dinsos"))
    InstansiPendahulu.objects.create(instansi=place, pendahulu=before, tahun=2021)
    assert rows(tables(lumajang), 1)[0]["keterangan"] == "Seri terputus 2021: perangkat daerah berubah."


def test_the_series_runs_across_decrees(lumajang, cast, sehat):
    old = Indikator.objects.get(kode="lmj18-setwan-01")
    place = old.lembar.instansi
    Realisasi.objects.create(indikator=old, instansi=place, tahun=2018, hasil="77", status="terkunci")
    first = rows(tables(lumajang, "setwan"), 1)[0]
    assert first["r2018"].startswith("77")


def test_table_3(lumajang, sehat):
    first, second, _ = rows(tables(lumajang), 2)
    assert [first[k] for k in ("target_akhir", "realisasi", "kemajuan")] == ["100", "90,00", "90,00"]
    assert first["keterangan"] == "Target akhir tahun 2023."
    assert second["target_akhir"] == "target akhir belum ditetapkan"
    assert second["kemajuan"] == "belum diisi"


def test_without_a_last_target_there_is_no_progress_and_no_zero(lumajang, sehat):
    Target.objects.filter(tahun=2023).delete()
    first = rows(tables(lumajang), 2)[0]
    assert first["kemajuan"] == first["target_akhir"] == "target akhir belum ditetapkan"


def test_lower_is_better_follows_the_rule_and_is_explained(lumajang, sehat):
    row = sehat[2022]
    Realisasi.objects.filter(pk=row.pk).update(cuplikan=row.cuplikan | {"arah": "turun"})
    berkas = tables(lumajang)
    assert rows(berkas, 2)[0]["kemajuan"] == "110,00"
    assert any("(2 × target akhir − realisasi) / target akhir × 100" in line for line in berkas.tabel[2].catatan)


def test_the_same_cells_everywhere(lumajang, sehat):
    berkas = tables(lumajang)
    wanted = words([buatan.expected(tabel) for tabel in berkas.tabel])
    assert words(buatan.of_html(tabel_html(berkas))) == wanted
    assert words(buatan.of_word(tabel_word(berkas))) == wanted
    assert words(buatan.of_excel(tabel_excel(berkas), berkas.tabel)) == wanted
    text = pdf.text(tabel_pdf(berkas))
    missing = [w for t in berkas.tabel for r in t.baris for c in r.sel for w in c.teks.split() if w not in text]
    assert missing == []


def test_a_chart_where_two_years_are_known(lumajang, sehat):
    chart = tables(lumajang).tabel[1].grafik
    assert len(chart) == 1 and chart[0].kata.endswith("indikator 1: 2021 100,00 %, 2022 112,50 %.")
    assert b"<script" not in chart[0].svg
    assert chart[0].svg == tables(lumajang).tabel[1].grafik[0].svg
    assert b"Grafik capaian" in tabel_html(tables(lumajang)) and tabel_pdf(tables(lumajang))


def test_the_whole_pemda_by_opd_lampiran_i_first(lumajang, sehat):
    berkas = tables(lumajang, None, tabel=(1,))
    heads = [line.sel[0].teks for line in berkas.tabel[0].baris if line.sel[0].kunci == "lembar"]
    assert heads[0].startswith("Pemerintah Kabupaten Lumajang")
    assert len(heads) > 40 and sum("Dinas Kesehatan" in head for head in heads) == 1
    assert len(rows(berkas, 0)) > 150


@pytest.mark.parametrize(("who", "told"), [("pembaca", "belum dapat dilihat"), ("bappeda", "belum dapat dilihat")])
def test_drafts_stay_with_the_opd(lumajang, cast, who, told):
    realisasi_save(user=cast["dinkes"], kunci=kunci("lmj19-dinkes-02", "dinkes", 2022), nilai_mentah=PRA, version=0)
    assert rows(tables(lumajang, user=cast[who]), 0)[1]["realisasi"] == told
    assert rows(tables(lumajang, user=cast["dinkes"]), 0)[1]["realisasi"] == "80,00"
    assert rows(tables(lumajang, user=cast[who], tahun=2023), 1)[1]["r2022"] == told


def test_queries_do_not_grow_with_the_rows(lumajang, cast):
    counts = []
    for kode in ("dinkes", None):  # 3 rows and 164
        with CaptureQueriesContext(connection) as queries:
            tables(lumajang, kode, cast["bappeda"])
        counts.append(len(queries))
    assert max(counts) - min(counts) <= 1 and max(counts) <= 34, counts  # 1: the scales, where a variable has one


def test_pages_and_files(login, lumajang, sehat):
    place = Instansi.objects.get(pemda=lumajang, kode="dinkes")
    assert login("dinkes").get("/lkjip/2022/").context["instansi"].kode == "dinkes"
    assert login("bappeda").get("/lkjip/2022/?tabel=1").context["instansi"] is None
    assert login("dinsos").get(f"/lkjip/2022/{place.pk}/").status_code == 404
    assert login("bappeda_balangan").get(f"/lkjip/2022/{place.pk}/unduh/pdf/").status_code == 404
    response = login("dinkes").get(f"/lkjip/2022/{place.pk}/unduh/docx/?tabel=3&tabel=x")
    assert response["Content-Disposition"] == 'attachment; filename="tabel-lkjip-dinkes-2022.docx"'


def test_one_table_of_the_whole_pemda_as_a_file(login):
    response = login("pembaca").get("/lkjip/2022/unduh/xlsx/?tabel=3")
    assert response["Content-Disposition"] == 'attachment; filename="tabel-lkjip-seluruh-pemda-2022.xlsx"'
    assert login("dinkes").get("/lkjip/2022/unduh/odt/").status_code == 404


def test_a_year_without_a_sheet(login, lumajang):
    place = Instansi.objects.get(pemda=lumajang, kode="dinkes")
    assert "Tidak ada lembar IKU" in login("dinkes").get(f"/lkjip/2018/{place.pk}/").content.decode()
