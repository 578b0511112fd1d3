"""The page of all values that an OPD enters: in printed order, with where each stands."""

import pytest

from registry.models import Instansi, TahunIsian
from registry.services.isian import grouped, progress, rows_of_opd
from registry.services.realisasi import realisasi_submit
from tests.registry.alur import isi, kunci

pytestmark = pytest.mark.django_db


def codes(cast, name: str, tahun: int = 2023) -> list[str]:
    return [row.unit.indikator.kode for row in rows_of_opd(cast[name], tahun)]


def test_it_works(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    page = login("dinkes").get("/isian/").content.decode()
    assert "Isian saya 2023" in page
    assert "90,00" in page
    assert "1</strong> dari 4 terisi" in page


def test_own_sheet_first_then_what_is_filled_elsewhere(cast):
    assert codes(cast, "dinkes") == ["lmj19-dinkes-01", "lmj19-dinkes-02", "lmj19-dinkes-03", "lmj19-pemda-11"]


def test_one_variable_on_another_sheet_is_enough(cast, lumajang):
    row = kunci("lmj19-pemda-02", "pemda")
    bprd = Instansi.objects.get(pemda=lumajang, kode="bprd")
    assert row.indikator.pengisi.filter(instansi=bprd).count() == 0
    from registry.services.berlaku import units_in_year

    assert "lmj19-pemda-02" in [u.indikator.kode for u in units_in_year(lumajang, 2023, bprd)]


def test_the_special_sheet_replaces_the_group(cast):
    assert all(kode.startswith("blg23-") for kode in codes(cast, "balangan"))


def test_unfinished_leaves_out_what_is_submitted(login, cast, keluarga_sehat):
    realisasi_submit(user=cast["dinkes"], realisasi=isi(cast, keluarga_sehat))
    page = login("dinkes").get("/isian/?tahun=2023&tampil=belum").content.decode()
    assert "Persentase keluarga sehat" not in page
    assert "Persentase Keluarga Pra-Sehat" in page
    assert "Belum selesai (3)" in page


def test_the_year_stays_in_the_address(login):
    page = login("dinkes").get("/isian/?tahun=2021").content.decode()
    assert "Isian saya 2021" in page
    assert '<option value="2021" selected>' in page


@pytest.mark.parametrize("tahun", ["1999", "x", "", "٢٠٢١", "9" * 40])
def test_an_unknown_year_is_the_newest_opened_one(login, tahun):
    assert "Isian saya 2023" in login("dinkes").get("/isian/", {"tahun": tahun}).content.decode()


def test_without_a_year_it_says_who_opens_one(login):
    TahunIsian.objects.all().delete()
    assert "Belum ada tahun yang dibuka" in login("dinkes").get("/isian/").content.decode()


def test_a_year_without_indicators_says_so(login):
    assert "Tidak ada indikator yang diisi" in login("balangan").get("/isian/?tahun=2019").content.decode()


@pytest.mark.parametrize("name", ["bappeda", "admin", "pembaca", "superuser"])
def test_only_opd_have_values_of_their_own(login, name):
    assert login(name).get("/isian/").status_code == 404


def test_sasaran_are_grouped_under_their_sheet(cast):
    groups = grouped(rows_of_opd(cast["dinkes"], 2023))
    assert [(g.lembar.instansi.kode, len(g.baris), g.lembar_baru) for g in groups] == [
        ("dinkes", 2, True),
        ("dinkes", 1, False),
        ("pemda", 1, True),
    ]


def test_progress_counts_reasons_but_not_blanks(cast):
    reason = {"kosong": "survei_belum"}
    isi(cast, kunci("lmj19-dinkes-01", "dinkes"), {"keluarga_sehat": reason, "keluarga_dikunjungi": "5"})
    isi(cast, kunci("lmj19-dinkes-02", "dinkes"), {"keluarga_pra_sehat": {"kosong": "belum_diisi"}})
    assert progress(rows_of_opd(cast["dinkes"], 2023)).terisi == 1


def test_queries_do_not_grow_with_rows(login, cast, django_assert_max_num_queries):
    """Setda fills 6 indicators of its sheet and more of Lampiran I; Dinkes 4: the same number of queries."""
    client = login("dinkes")
    with django_assert_max_num_queries(24) as few:
        client.get("/isian/?tahun=2022")
    for kode in ("lmj19-dinkes-01", "lmj19-dinkes-02"):
        isi(cast, kunci(kode, "dinkes", 2022), {})
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/isian/?tahun=2022")


def test_queries_are_the_same_for_twenty_rows(cast, lumajang, django_assert_max_num_queries):
    """An OPD made to fill all of Lampiran I has more than twenty rows, and asks no more queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        rows_of_opd(cast["dinkes"], 2023)
    pemda = kunci("lmj19-pemda-01", "pemda").instansi
    for indikator in pemda.lembar.get(lampiran__penetapan__kode="lumajang-2019-326").indikator.all():
        indikator.pengisi.get_or_create(instansi=cast["dinkes"].keanggotaan_aktif.instansi, defaults={"urut": 9})
    with django_assert_max_num_queries(len(few)):
        assert len(rows_of_opd(cast["dinkes"], 2023)) > 20
