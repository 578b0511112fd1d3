"""Mean capaian per sasaran and per sheet: "x dari y terisi", only of what the user may see."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import AturanCapaian, Realisasi
from registry.services.rerata import sheets_of
from tests.registry.alur import ajukan, isi, kunci, target, verifikasi

pytestmark = pytest.mark.django_db
PRA = {"keluarga_pra_sehat": "40", "keluarga_dikunjungi": "50"}


@pytest.fixture
def dinkes(cast):
    """Capaian 90 and 80 in the first sasaran; the third indicator, of the second sasaran, is not filled."""
    first, second = kunci("lmj19-dinkes-01", "dinkes"), kunci("lmj19-dinkes-02", "dinkes")
    target(first, "100")
    target(second, "100")
    return first, second


def sheet(user, kode="dinkes"):
    return next((s for s in sheets_of(user, 2023) if s.instansi.kode == kode), None)


def test_it_works(cast, dinkes):
    isi(cast, dinkes[0])
    isi(cast, dinkes[1], PRA)
    found = sheet(cast["dinkes"])
    assert [(s.ringkas.teks, s.ringkas.rerata.keterangan) for s in found.sasaran] == [
        ("85,00 %", "2 dari 2 terisi"),
        ("belum ada yang terisi", "0 dari 1 terisi"),
    ]
    assert (found.ringkas.teks, found.ringkas.kelas, found.ringkas.lengkap) == ("85,00 %", "Tinggi", False)


def test_missing_is_never_zero(cast, dinkes):
    isi(cast, dinkes[0])
    isi(cast, dinkes[1], {"keluarga_pra_sehat": {"kosong": "menunggu_rilis", "tanggal": "2024-03-01"}})
    first = sheet(cast["dinkes"]).sasaran[0].ringkas
    assert (first.teks, first.rerata.keterangan) == ("90,00 %", "1 dari 2 terisi")


def test_what_does_not_apply_is_not_expected(cast, dinkes):
    isi(cast, dinkes[0])
    isi(cast, dinkes[1], {"keluarga_pra_sehat": {"kosong": "tidak_berlaku"}})
    assert sheet(cast["dinkes"]).sasaran[0].ringkas.rerata.keterangan == "1 dari 1 terisi"


def test_without_a_target_there_is_no_capaian(cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    assert sheet(cast["dinkes"]).sasaran[0].ringkas.rerata.terisi == 0


def test_the_cap_of_the_rule_counts(cast, dinkes, lumajang):
    AturanCapaian.objects.filter(pemda=lumajang).update(isi={"atap": "85"})
    isi(cast, dinkes[0])
    isi(cast, dinkes[1], PRA)
    assert sheet(cast["dinkes"]).sasaran[0].ringkas.teks == "82,50 %"


@pytest.mark.parametrize(
    ("name", "draft", "submitted", "verified"),
    [("dinkes", 1, 1, 1), ("admin", 1, 1, 1), ("bappeda", 0, 1, 1), ("pembaca", 0, 0, 1)],
)
def test_only_what_may_be_seen_counts(cast, dinkes, name, draft, submitted, verified):
    """A mean gives no draft away."""
    for step, expected in ((isi, draft), (ajukan, submitted), (verifikasi, verified)):
        Realisasi.objects.all().delete()
        step(cast, dinkes[0])
        assert sheet(cast[name]).ringkas.rerata.terisi == expected


def test_whose_sheets(cast):
    assert [s.instansi.kode for s in sheets_of(cast["dinsos"], 2023)] == ["dinsos"]
    assert len(sheets_of(cast["pembaca"], 2023)) == 53
    assert [s.lembar.lampiran.jenis for s in sheets_of(cast["balangan"], 2023)] == ["iku", "ik"]
    assert sheets_of(cast["superuser"], 2023) == []


def test_the_list_and_the_detail(cast, login, dinkes):
    isi(cast, dinkes[0])
    client = login("admin")
    page = client.get("/capaian/?tahun=2023").content.decode()
    assert "90,00 %" in page and "1 dari 3 terisi" in page
    found = sheet(cast["admin"])
    detail = client.get(f"/capaian/{found.lembar.pk}/{found.instansi.pk}/2023/").content.decode()
    assert "Rata-rata sasaran (1 dari 2 terisi)" in detail and f"/realisasi/{Realisasi.objects.get().pk}/" in detail


def test_the_detail_of_another_is_not_found(cast, login):
    found = sheet(cast["admin"])
    address = f"/capaian/{found.lembar.pk}/{found.instansi.pk}/"
    assert login("dinsos").get(f"{address}2023/").status_code == 404
    assert login("bappeda_balangan").get(f"{address}2023/").status_code == 404
    assert login("admin").get(f"{address}2018/").status_code == 404
    assert login("admin").get(f"{address}{'9' * 30}/").status_code == 404


@pytest.mark.parametrize("query", ["", "?tahun=x", "?tahun=1999", "?tahun=" + "9" * 400, "?tahun=2023&tahun=2022"])
def test_any_year_is_answered(login, query):
    assert login("dinkes").get(f"/capaian/{query}").status_code == 200


def test_query_count_does_not_grow(cast, login, dinkes):
    """Bappeda sees 53 sheets, Dinkes one; the counts differ by what the role looks up, not by rows."""
    client, counts = login("admin"), []
    first = kunci("lmj19-kecamatan-01", "kec-tempeh")
    places = [first.instansi, *first.instansi.kelompok.anggota.exclude(pk=first.instansi.pk)]
    for part in (places[:1], places):
        for place in part:
            key = replace(first, instansi=place)
            row = {"indikator": key.indikator, "instansi": place, "tahun": 2023}
            Realisasi.objects.update_or_create(**row, defaults={"hasil": "90", "capaian": "90"})
        with CaptureQueriesContext(connection) as queries:
            client.get("/capaian/?tahun=2023")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16, counts
