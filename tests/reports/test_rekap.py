"""The rows of a recap: what is told of every value, verified or not, filled or not."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import AturanCapaian, Instansi, Realisasi, Target
from reports.nilai import Pembaca
from reports.rekap import Permintaan, rekap_rows
from reports.tabel import Berkas
from tests.registry.alur import ajukan, isi, kunci, target, verifikasi

pytestmark = pytest.mark.django_db
PRA = {"keluarga_pra_sehat": "40", "keluarga_dikunjungi": "50"}


def recap(lumajang, kode="dinkes", user=None, tahun=2023) -> Berkas:
    place = Instansi.objects.select_related("pemda").get(pemda=lumajang, kode=kode)
    return rekap_rows(Permintaan(Pembaca(lumajang, user), place, tahun, date(2024, 2, 28), None, "https://iku.test"))


def rows(berkas: Berkas, jenis="isi") -> list[dict[str, str]]:
    return [{c.kunci: c.teks for c in line.sel} for line in berkas.tabel[0].baris if line.jenis == jenis]


@pytest.fixture
def sehat(cast, keluarga_sehat):
    """Target 80, 45 of 50 families, verified: 90 against 80."""
    target(keluarga_sehat, "80")
    return verifikasi(cast, keluarga_sehat)


def test_it_works(lumajang, sehat):
    first = rows(recap(lumajang))[0]
    assert (first["target"], first["realisasi"], first["capaian"], first["kelas"]) == (
        "80",
        "90,00",
        "112,50",
        "Sangat tinggi",
    )
    assert first["mentah"].splitlines()[1:] == [
        "Jumlah keluarga yang memiliki IKS > 0,8 = 45 keluarga",
        "Jumlah keluarga yang telah dikunjungi = 50 keluarga",
    ]
    assert first["status"].startswith("Terverifikasi\nbappeda, ")
    assert " pukul " in first["status"]


def test_every_sasaran_ends_with_its_mean(lumajang, sehat):
    means = [line["rerata"] for line in rows(recap(lumajang), "rerata")]
    assert means == [
        "Rata-rata capaian sasaran (1 dari 2 terisi)",
        "Rata-rata capaian sasaran (0 dari 1 terisi)",
        "Rata-rata capaian lembar (1 dari 3 terisi)",
    ]
    assert rows(recap(lumajang), "rerata")[1]["capaian"] == "belum diisi"


def test_what_nobody_verified_says_so(lumajang, cast, sehat):
    isi(cast, kunci("lmj19-dinkes-02", "dinkes"), PRA)
    berkas = recap(lumajang)
    told = [line["status"].splitlines()[:2] for line in rows(berkas)]
    assert told[1:] == [["BELUM DIVERIFIKASI", "Draf"], ["BELUM DIVERIFIKASI", "Belum diisi"]]
    assert berkas.draf.startswith("DRAF – 2 dari 3 realisasi belum diverifikasi")


def test_all_verified_is_no_draft(lumajang, sehat):
    Realisasi.objects.filter(instansi__kode="dinkes").delete()
    for n, indikator in enumerate(Instansi.objects.get(pemda=lumajang, kode="bappeda").lembar.get().indikator.all()):
        Realisasi.objects.create(
            indikator=indikator, instansi=indikator.lembar.instansi, tahun=2023, hasil=str(n), status="terkunci"
        )
    assert recap(lumajang, "bappeda").draf == ""


def test_a_blank_tells_its_reason_and_is_never_zero(lumajang, cast, keluarga_sehat):
    blank = {"kosong": "menunggu_rilis", "tanggal": "2024-03-01"}
    isi(cast, keluarga_sehat, {"keluarga_sehat": blank, "keluarga_dikunjungi": "50"})
    first = rows(recap(lumajang))[0]
    assert (first["realisasi"], first["capaian"], first["kelas"]) == ("menunggu rilis", "menunggu rilis", "tanpa kelas")
    assert "1 Maret 2024" in first["keterangan"]
    assert first["target"] == "belum ditetapkan"


def test_no_cell_is_empty(lumajang, sehat):
    cells = [c for line in recap(lumajang).tabel[0].baris for c in line.sel]
    assert [c.kunci for c in cells if not c.teks] == []


def test_a_published_figure_keeps_its_target(lumajang, sehat):
    Target.objects.filter(indikator=sehat.indikator).update(bawah="99")
    assert rows(recap(lumajang))[0]["target"] == "80"


def test_kendala_tindak_lanjut_and_year_of_the_data(lumajang, sehat):
    Realisasi.objects.filter(pk=sehat.pk).update(kendala="3*4*5 kurang\ndana", tindak_lanjut="usul", tahun_data=2022)
    first = rows(recap(lumajang))[0]
    assert (first["kendala"], first["tindak_lanjut"]) == ("3*4*5 kurang\ndana", "usul")
    assert first["keterangan"] == "Data tahun 2022."


def test_the_code_of_the_proof_leads_to_it(lumajang, sehat, login):
    status = next(c for c in recap(lumajang).tabel[0].baris[1].sel if c.kunci == "status")
    address = status.isi[-1].qr
    assert address == f"https://iku.test/bukti/{status.isi[-1].teks}/"
    assert login("dinkes").get(address.removeprefix("https://iku.test")).status_code == 302


def test_example_data_are_marked(lumajang, sehat):
    assert recap(lumajang).contoh == ""
    Realisasi.objects.filter(pk=sehat.pk).update(contoh=True)
    berkas = recap(lumajang)
    assert berkas.contoh.startswith("DATA CONTOH")
    assert rows(berkas)[0]["keterangan"] == "data contoh"


def test_the_cap_of_the_rule_is_printed_and_said(lumajang, sehat):
    AturanCapaian.objects.filter(pemda=lumajang).update(isi={"atap": "100"})
    berkas = recap(lumajang)
    assert rows(berkas)[0]["capaian"] == "100,00"
    assert "paling tinggi 100 %" in berkas.tabel[0].catatan[1]
    assert rows(berkas, "rerata")[0]["capaian"] == "100,00"


@pytest.mark.parametrize(("who", "hasil", "status"), [
    ("dinkes", "90,00", "Draf"), ("bappeda", "belum dapat dilihat", "Draf"),
    ("pembaca", "belum dapat dilihat", "Dalam proses"), ("admin", "90,00", "Draf"),
])  # fmt: skip
def test_a_draft_is_told_to_those_who_may_see_it(lumajang, cast, keluarga_sehat, who, hasil, status):
    isi(cast, keluarga_sehat)
    first = rows(recap(lumajang, user=cast[who]))[0]
    assert first["realisasi"] == hasil
    assert first["status"].splitlines()[1] == status
    assert ("45 keluarga" in first["mentah"]) == (hasil == "90,00")


def test_a_target_nobody_approved_is_said(lumajang, cast, keluarga_sehat):
    target(keluarga_sehat, "80")
    Target.objects.update(status="diajukan")
    ajukan(cast, keluarga_sehat)
    assert "Target belum disetujui Bappeda." in rows(recap(lumajang))[0]["keterangan"]


def test_a_year_without_a_sheet_has_no_table(lumajang):
    assert recap(lumajang, "dinkes", tahun=2018).tabel == ()


def test_queries_do_not_grow_with_the_rows(lumajang, cast):
    counts = []
    for kode in ("dinkes", "pemda"):  # 3 and 31 indicators
        with CaptureQueriesContext(connection) as queries:
            recap(lumajang, kode, cast["bappeda"])
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
