"""Beside the entry form: five years, limits, comments, history; only what the user may see."""

import pytest

from registry.models import Catatan
from registry.services.catatan import catatan_create
from registry.services.formulir import formulir_of
from registry.services.panel_isian import panel_of
from registry.services.realisasi import realisasi_save
from tests.registry.alur import SEHAT, isi, kunci, target

pytestmark = pytest.mark.django_db


def panel(cast, key, oleh="dinkes"):
    return panel_of(formulir_of(cast[oleh], key))


def url(key) -> str:
    return f"/isian/{key.indikator.pk}/{key.instansi.pk}/{key.tahun}/"


def test_five_years_with_values_result_and_capaian(cast, keluarga_sehat):
    last = kunci("lmj19-dinkes-01", "dinkes", 2022)
    target(last, "80")
    isi(cast, last)
    years = panel(cast, keluarga_sehat).tahun
    assert [t.tahun for t in years] == [2022, 2021, 2020, 2019, 2018]
    assert [text for _, text in years[0].nilai] == ["45", "50"]
    assert (years[0].baris.teks_hasil, years[0].baris.teks_capaian) == ("90,00", "112,50 %")
    assert (years[1].nilai, years[1].baris.teks_hasil) == ((), "belum diisi")


def test_the_series_runs_along_lanjutan_dari(cast, keluarga_sehat):
    old = kunci("lmj19-dinkes-02", "dinkes", 2022)
    isi(cast, old, {"keluarga_dikunjungi": "50"})
    keluarga_sehat.indikator.lanjutan_dari = old.indikator
    assert panel(cast, keluarga_sehat).tahun[0].nilai == (("Jumlah keluarga yang telah dikunjungi", "50"),)


def test_limits_of_each_variable(cast, keluarga_sehat):
    limits = panel(cast, keluarga_sehat).batas
    assert [(b.satuan, b.batas) for b in limits] == [("keluarga", "bilangan bulat, paling sedikit 0")] * 2


def test_history_tells_old_and_new(cast, keluarga_sehat):
    row = isi(cast, keluarga_sehat)
    values = {**SEHAT, "keluarga_sehat": "40"}
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=values, version=row.version)
    last = panel(cast, keluarga_sehat).riwayat[0]
    assert (last.siapa, last.butir[0]) == ("dinkes", ("Jumlah keluarga yang memiliki IKS > 0,8", "45", "40"))


def test_history_of_other_years_stays_out(cast, keluarga_sehat):
    isi(cast, kunci("lmj19-dinkes-01", "dinkes", 2022))
    assert panel(cast, keluarga_sehat).riwayat == []
    assert len(panel(cast, kunci("lmj19-dinkes-01", "dinkes", 2022)).riwayat) == 1


def test_a_comment_is_added_from_the_form(login, cast, keluarga_sehat):
    row = isi(cast, keluarga_sehat)
    client = login("dinkes")
    assert "Kirim catatan" in client.get(url(keluarga_sehat)).content.decode()
    answer = client.post(f"/realisasi/{row.pk}/catatan/", {"teks": "Dari laporan Juni", "dari": "isian"})
    assert answer.headers["Location"] == f"{url(keluarga_sehat)}#catatan"
    page = client.get(url(keluarga_sehat)).content.decode()
    assert "Dari laporan Juni" in page
    assert "Catatan (1)" in page


def test_comments_come_in_order(cast, keluarga_sehat):
    row = isi(cast, keluarga_sehat)
    for teks in ("satu", "dua"):
        catatan_create(user=cast["dinkes"], realisasi=row, teks=teks)
    assert [c.teks for c in panel(cast, keluarga_sehat).catatan] == ["satu", "dua"]
    assert Catatan.objects.count() == 2


def test_before_anything_is_stored_it_says_what_to_do(login, keluarga_sehat):
    page = login("dinkes").get(url(keluarga_sehat)).content.decode()
    assert "Simpan dahulu isiannya; setelah itu catatan dapat ditulis di sini." in page
    assert "Belum ada yang tersimpan." in page
