"""The board: how far each OPD is by status, who sees which rows, deadlines, order, groups, files."""

import datetime
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from registry.models import Instansi, JendelaIsian, Realisasi, TahunIsian
from registry.services.papan import STATUS, papan_for, papan_of
from registry.services.putusan import putusan_approve, putusan_return
from tests.registry.alur import ajukan, isi, kunci
from tests.registry.test_verifikasi import nilai_of

pytestmark = pytest.mark.django_db


def opd(papan, kode: str):
    return next(row for row in papan.opd if row.instansi.kode == kode)


def counts(row) -> dict[str, int]:
    return {status: n for status, n in zip(STATUS, row.kolom, strict=True) if n}


def year(lumajang, **fields) -> TahunIsian:
    row = TahunIsian.objects.get(pemda=lumajang, tahun=2023)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def test_it_works(login, cast, lumajang, keluarga_sehat):
    isi(cast, keluarga_sehat)
    second = ajukan(cast, kunci("lmj19-dinkes-02", "dinkes"), nilai_of("lmj19-dinkes-02"))
    third = ajukan(cast, kunci("lmj19-dinkes-03", "dinkes"), nilai_of("lmj19-dinkes-03"))
    putusan_approve(user=cast["bappeda"], realisasi=second, version=second.version)
    putusan_return(user=cast["bappeda"], realisasi=third, alasan="x", version=third.version)
    row = opd(papan_of(lumajang, 2023), "dinkes")
    assert counts(row) == {"belum": row.jumlah - 3, "draf": 1, "dikembalikan": 1, "terverifikasi": 1}
    assert row.sisa == row.jumlah - 1
    page = login("bappeda").get("/papan/2023/").text
    assert "Dinas Kesehatan" in page and "1 dikembalikan" in page


def test_every_value_is_counted_once(lumajang):
    papan = papan_of(lumajang, 2023)
    assert papan.total.jumlah == sum(row.jumlah for row in papan.opd) == sum(row.jumlah for row in papan.baris) == 180
    assert papan.total.persen == 0 and sum(papan.total.kolom) == 180


def test_lampiran_i_counts_for_who_coordinates(lumajang):
    papan = papan_of(lumajang, 2023)
    own = [b for row in papan.opd for b in row.butir if b.unit.instansi.jenis == "pemda"]
    assert own and all(
        b.unit.indikator.pengisi.order_by("urut").first().instansi == row.instansi
        for row in papan.opd
        for b in row.butir
        if b.unit.instansi.jenis == "pemda" and b.unit.indikator.pengisi.exists()
    )


def test_a_share_is_rounded_down_and_the_bar_is_whole(cast, lumajang, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    row = opd(papan_of(lumajang, 2023), "dinkes")
    assert row.persen == 100 // row.jumlah
    assert sum(float(r.lebar) for r in row.ruas) == pytest.approx(100, abs=0.01)
    assert [r.status for r in row.ruas] == ["diajukan", "belum"] and float(row.ruas[0].mulai) == 0


@pytest.mark.parametrize("name", ["dinkes", "dinsos"])
def test_an_opd_sees_its_own_row_only(login, cast, name):
    papan = papan_for(cast[name], 2023)
    assert [row.instansi.kode for row in papan.opd] == [name]
    other = Instansi.objects.get(pemda__kode="35.08", kode="dinsos" if name == "dinkes" else "dinkes")
    page = login(name).get("/papan/2023/").text
    assert other.nama not in page and "Ingatkan" not in page
    assert login(name).get(f"/papan/2023/{other.pk}/").status_code == 404


def test_another_pemda_is_not_on_it(login, cast):
    assert "Lumajang" not in login("bappeda_balangan").get("/papan/2023/").text
    pk = Instansi.objects.get(pemda__kode="35.08", kode="dinkes").pk
    assert login("bappeda_balangan").get(f"/papan/2023/{pk}/").status_code == 404


def test_no_value_of_a_draft_is_shown(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat, {"keluarga_sehat": "987651", "keluarga_dikunjungi": "987659"})
    pk = keluarga_sehat.instansi.pk
    for name in ("bappeda", "admin", "pembaca"):
        for path in ("/papan/2023/", f"/papan/2023/{pk}/"):
            text = login(name).get(path).text
            assert "98765" not in text and "987.65" not in text


def test_what_is_left_comes_first(login, cast, keluarga_sehat):
    row = ajukan(cast, kunci("lmj19-dinkes-02", "dinkes"), nilai_of("lmj19-dinkes-02"))
    page = login("bappeda").get(f"/papan/2023/{keluarga_sehat.instansi.pk}/").text
    assert page.index("Persentase keluarga sehat") < page.index("Sudah diajukan") < page.index(row.indikator.nama)
    assert f"/verifikasi/{row.pk}/" in page
    assert (
        "/verifikasi/" not in login("pembaca").get(f"/papan/2023/{keluarga_sehat.instansi.pk}/").text.split("<main")[1]
    )


def test_the_least_done_comes_first_or_as_asked(cast, lumajang, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    assert papan_of(lumajang, 2023).opd[-1].instansi.kode == "dinkes"
    named = [row.instansi.urut for row in papan_of(lumajang, 2023, urut="nama").opd]
    assert named == sorted(named)


def test_days_left_on_the_calendar_of_the_pemda(lumajang):
    today = timezone.localdate(timezone=lumajang.zona)
    for days, text in ((5, "5 hari lagi"), (0, "hari ini"), (-3, "lewat 3 hari")):
        year(lumajang, batas=today + datetime.timedelta(days=days))
        assert opd(papan_of(lumajang, 2023), "dinkes").batas == text
    year(lumajang, batas=None)
    assert opd(papan_of(lumajang, 2023), "dinkes").batas == "tanpa batas"
    year(lumajang, dibuka=False)
    assert opd(papan_of(lumajang, 2023), "dinkes").batas == "ditutup"


def test_an_extension_is_shown_and_sorted_by(login, lumajang):
    today = timezone.localdate(timezone=lumajang.zona)
    row = year(lumajang, batas=today + datetime.timedelta(days=2))
    place = Instansi.objects.get(pemda=lumajang, kode="dinkes")
    JendelaIsian.objects.create(tahun_isian=row, instansi=place, batas=today + datetime.timedelta(days=9), alasan="x")
    papan = papan_of(lumajang, 2023, urut="batas")
    assert opd(papan, "dinkes").batas == "9 hari lagi" and papan.opd[-1].instansi == place
    assert "diperpanjang" in login("bappeda").get("/papan/2023/").text


def test_a_group_is_folded_and_unfolds(login):
    client = login("bappeda")
    folded, open_ = client.get("/papan/2023/").text, client.get("/papan/2023/?buka=kecamatan").text
    assert "Kecamatan Klakah" not in folded and "Kecamatan Klakah" in open_
    assert "Tampilkan anggota" in folded and "Sembunyikan" in open_


def test_a_year_by_quarters(login, cast, lumajang, keluarga_sehat):
    year(lumajang, triwulan=True)
    Realisasi.objects.create(
        indikator=keluarga_sehat.indikator, instansi=keluarga_sehat.instansi, tahun=2023, periode=2, status="diajukan"
    )
    assert counts(opd(papan_of(lumajang, 2023, 2), "dinkes"))["diajukan"] == 1
    assert "diajukan" not in counts(opd(papan_of(lumajang, 2023), "dinkes"))
    assert "triwulan II 2023" in login("bappeda").get("/papan/2023/?tw=2").text


@pytest.mark.parametrize("query", ["?urut=x", "?tw=9", "?tw=x", "?buka=%3Cscript%3E", "?urut=nama&tw=1"])
def test_odd_addresses_are_harmless(login, query):
    response = login("bappeda").get(f"/papan/2023/{query}")
    assert response.status_code == 200 and "<script>" not in response.text.split("<main")[1].split("</main")[0]


def test_years_that_are_not_there(login, lumajang):
    assert login("bappeda").get("/papan/1999/").status_code == 404
    assert login("bappeda").get("/papan/").url == "/papan/2023/"
    TahunIsian.objects.filter(pemda=lumajang).delete()
    assert "Belum ada tahun yang dibuka" in login("bappeda").get("/papan/").text


def test_as_excel(login, cast, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    body = login("bappeda").get("/papan/2023/unduh/").content
    sheet = load_workbook(io.BytesIO(body))["Papan"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][1:8] == ("OPD", *STATUS.values()) and rows[-1][1] == "Jumlah"
    dinkes = next(row for row in rows if row[1] == "Dinas Kesehatan")
    assert dinkes[5] == 1 and sum(dinkes[2:8]) == dinkes[8]
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def test_the_cost_does_not_grow(login, cast, lumajang, keluarga_sehat, django_assert_max_num_queries):
    client = login("bappeda")
    with django_assert_max_num_queries(18) as before:
        client.get("/papan/2023/?buka=kecamatan")
    ajukan(cast, keluarga_sehat)
    place = keluarga_sehat.instansi
    JendelaIsian.objects.create(tahun_isian=year(lumajang), instansi=place, batas="2099-01-01", alasan="x")
    with django_assert_max_num_queries(len(before)):
        client.get("/papan/2023/?buka=kecamatan")
