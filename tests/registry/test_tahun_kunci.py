"""Bappeda locks a year: what is verified is locked, what is not stays and cannot be written; unlocking has a reason."""

import pytest

from registry.models import DataDasar, NilaiDataDasar, Realisasi, TahunIsian
from registry.services.data_dasar import IsiNilai, data_dasar_put, recompute_readers
from registry.services.errors import ServiceError
from registry.services.jendela import year_window
from registry.services.realisasi import (
    realisasi_reopen,
    realisasi_return,
    realisasi_save,
    realisasi_submit,
    realisasi_verify,
    realisasi_withdraw,
)
from registry.services.tahun_isian import tahun_isian_save
from registry.services.tahun_kunci import tahun_lock, tahun_unlock
from registry.services.target import IsiTarget, target_save
from tests.registry.alur import SEHAT, ajukan, isi, kunci, verifikasi

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(lumajang) -> TahunIsian:
    return TahunIsian.objects.get(pemda=lumajang, tahun=2023)


@pytest.fixture
def rows(cast, keluarga_sehat) -> dict[str, Realisasi]:
    """One verified, one submitted, one draft; and a verified one of the year before."""
    second, third = (kunci(f"lmj19-dinkes-0{n}", "dinkes") for n in (2, 3))
    for key, status in ((second, "diajukan"), (third, "draf")):
        Realisasi.objects.create(indikator=key.indikator, instansi=key.instansi, tahun=2023, hasil="1", status=status)
    Realisasi.objects.create(
        indikator=second.indikator, instansi=second.instansi, tahun=2022, hasil="1", status="terverifikasi"
    )
    verifikasi(cast, keluarga_sehat)
    return {row.status: row for row in Realisasi.objects.filter(tahun=2023)}


def statuses() -> list[str]:
    return sorted(f"{r.tahun} {r.status}" for r in Realisasi.objects.all())


def test_it_works(cast, year, rows):
    before = rows["terverifikasi"]
    assert tahun_lock(user=cast["bappeda"], tahun_isian=year) == 1
    assert statuses() == ["2022 terverifikasi", "2023 diajukan", "2023 draf", "2023 terkunci"]
    row = Realisasi.objects.get(pk=before.pk)
    assert (row.version, row.hasil, row.diverifikasi_oleh) == (before.version + 1, "90", cast["bappeda"])
    told = row.history.latest()
    assert (told.status, told.version, told.history_user) == ("terkunci", row.version, cast["bappeda"])
    assert told.history_change_reason == "Tahun 2023 dikunci"
    year.refresh_from_db()
    assert (year.dikunci_oleh, year.dibuka, year_window(year).sebab) == (cast["bappeda"], False, "dikunci")


def test_unlocking_gives_it_back_with_the_reason(cast, year, rows):
    tahun_lock(user=cast["bappeda"], tahun_isian=year)
    assert tahun_unlock(user=cast["bappeda"], tahun_isian=year, alasan="BPS merilis ulang.") == 1
    row = Realisasi.objects.get(pk=rows["terverifikasi"].pk)
    assert (row.status, row.history.count()) == ("terverifikasi", 5)
    assert "BPS merilis ulang." in row.history.latest().history_change_reason
    year.refresh_from_db()
    assert (year.dikunci_pada, year.dibuka) == (None, False)
    assert "BPS merilis ulang." in year.history.latest().history_change_reason


@pytest.mark.parametrize("alasan", ["", "  "])
def test_unlocking_needs_a_reason_and_a_lock(cast, year, alasan):
    with pytest.raises(ServiceError, match="tidak dikunci"):
        tahun_unlock(user=cast["bappeda"], tahun_isian=year, alasan="x")
    tahun_lock(user=cast["bappeda"], tahun_isian=year)
    with pytest.raises(ServiceError, match="alasannya tercatat"):
        tahun_unlock(user=cast["bappeda"], tahun_isian=year, alasan=alasan)
    with pytest.raises(ServiceError, match="sudah dikunci"):
        tahun_lock(user=cast["bappeda"], tahun_isian=year)


def test_nothing_of_a_locked_year_is_written(cast, year, rows, keluarga_sehat):
    tahun_lock(user=cast["bappeda"], tahun_isian=year)
    before = list(Realisasi.objects.order_by("pk").values())
    draft, sent, locked = (Realisasi.objects.get(pk=rows[s].pk) for s in ("draf", "diajukan", "terverifikasi"))
    dinkes, bappeda = cast["dinkes"], cast["bappeda"]
    tries = [
        lambda: realisasi_save(user=dinkes, kunci=keluarga_sehat, nilai_mentah=SEHAT, version=locked.version),
        lambda: realisasi_submit(user=dinkes, realisasi=draft),
        lambda: realisasi_withdraw(user=dinkes, realisasi=sent),
        lambda: realisasi_verify(user=bappeda, realisasi=sent),
        lambda: realisasi_return(user=bappeda, realisasi=sent, alasan="x"),
        lambda: realisasi_reopen(user=bappeda, realisasi=locked, alasan="x"),
        lambda: target_save(user=dinkes, kunci=keluarga_sehat, isi=IsiTarget(bawah="1"), version=0),
        lambda: tahun_isian_save(user=bappeda, tahun_isian=year),
    ]
    for attempt in tries:
        with pytest.raises(ServiceError, match="dikunci"):
            attempt()
    assert list(Realisasi.objects.order_by("pk").values()) == before


def test_not_even_a_recomputation_writes(cast, lumajang, year):
    """A draft of the locked year reads last year's and this year's shared value; another year still follows."""
    data = DataDasar.objects.get(pemda=lumajang, kode="jumlah_desa")
    indikator = kunci("lmj19-pemda-22", "pemda")
    row = Realisasi.objects.create(
        indikator=indikator.indikator,
        instansi=indikator.instansi,
        tahun=2023,
        nilai_mentah={"desa_cepat_berkembang": "99"},
    )
    tahun_lock(user=cast["bappeda"], tahun_isian=year)
    with pytest.raises(ServiceError, match="dikunci"):
        data_dasar_put(user=cast["bappeda"], data_dasar=data, tahun=2023, isi=IsiNilai("198"), version=0)
    NilaiDataDasar.objects.create(data_dasar=data, tahun=2023, nilai="198")
    assert recompute_readers(data, 2023, cast["bappeda"]).dihitung == []
    row.refresh_from_db()
    assert (row.hasil, row.version) == (None, 1)


@pytest.mark.parametrize("name", ["dinkes", "kepala", "admin", "pembaca", "bappeda_balangan"])
def test_nobody_else_locks(cast, login, year, name):
    with pytest.raises(ServiceError, match="Peran akun"):
        tahun_lock(user=cast[name], tahun_isian=year)
    if name != "bappeda_balangan":
        assert login(name).post("/tahun/2023/kunci/", {"paham": "on"}).status_code == 404
    year.refresh_from_db()
    assert year.dikunci_pada is None


def test_the_pages(login, cast, year, rows):
    bappeda = login("bappeda")
    page = bappeda.get("/tahun/2023/kunci/").content.decode()
    assert "<strong>1</strong> realisasi terverifikasi" in page
    assert "Dinas Kesehatan" in page
    assert bappeda.post("/tahun/2023/kunci/", {}).status_code == 422
    page = bappeda.post("/tahun/2023/kunci/", {"paham": "on"}, follow=True).content.decode()
    assert "Tahun 2023 dikunci: 1 realisasi" in page
    assert 'name="dibuka"' not in page
    page = bappeda.post("/tahun/2023/kunci/", {"paham": "on"}, follow=True).content.decode()
    assert "sudah dikunci oleh bappeda" in page
    page = bappeda.post("/tahun/2023/buka-kunci/", {"alasan": "Salah tekan."}, follow=True).content.decode()
    assert "Kunci tahun 2023 dibuka: 1 realisasi kembali terverifikasi" in page
    assert "Salah tekan." in page
    assert bappeda.get("/tahun/2023/buka-kunci/").status_code == 404


def test_the_opd_reads_why_it_cannot_type(login, cast, year, keluarga_sehat):
    isi(cast, keluarga_sehat)
    tahun_lock(user=cast["bappeda"], tahun_isian=year)
    page = login("dinkes").get(f"/isian/{keluarga_sehat.indikator.pk}/{keluarga_sehat.instansi.pk}/2023/")
    assert "sudah dikunci Bappeda" in page.content.decode()
    assert 'name="simpan"' not in page.content.decode()


def test_locking_many_costs_no_query_per_row(cast, lumajang, year, django_assert_max_num_queries):
    place = kunci("lmj19-dinkes-01", "dinkes").instansi
    for indikator in lumajang.indikator.all()[:120]:
        Realisasi.objects.create(indikator=indikator, instansi=place, tahun=2023, status="terverifikasi")
    with django_assert_max_num_queries(24):
        assert tahun_lock(user=cast["bappeda"], tahun_isian=year) == 120
    assert Realisasi.history.filter(history_change_reason="Tahun 2023 dikunci").count() == 120


def test_a_submitted_value_is_told_as_waiting(login, cast, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    found = login("bappeda").get("/tahun/2023/kunci/").context["sisa"]
    assert [row.kemajuan.menunggu for row in found if row.instansi.kode == "dinkes"] == [1]
