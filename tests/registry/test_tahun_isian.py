"""Bappeda opens and closes years; what that means is said in words."""

import datetime

import pytest
from django.utils import timezone

from registry.models import TahunIsian
from registry.services.errors import ServiceError
from registry.services.jendela import year_window
from registry.services.tahun_isian import tahun_isian_save

pytestmark = pytest.mark.django_db


def messages(response) -> str:
    return " ".join(str(m) for m in response.context["messages"])


def year(lumajang, tahun: int = 2023) -> TahunIsian:
    return TahunIsian.objects.get(pemda=lumajang, tahun=tahun)


def test_it_works(cast, login, lumajang):
    data = {"tahun": "2024", "dibuka": "on", "batas": "31 Desember 2099"}
    response = login("bappeda").post("/tahun/baru/", data, follow=True)
    row = year(lumajang, 2024)
    assert (row.dibuka, row.batas) == (True, datetime.date(2099, 12, 31))
    assert "sampai 31 Desember 2099" in messages(response)
    assert "belum ada indikator yang dapat diisi" in messages(response)
    assert row.history.latest().history_user == cast["bappeda"]


def test_closing_is_told_and_acts(login, lumajang):
    response = login("bappeda").post("/tahun/2023/", {"batas": ""}, follow=True)
    assert not year(lumajang).dibuka
    assert "ditutup: OPD hanya dapat membaca" in messages(response)


def test_a_date_in_the_past_closes(login, lumajang):
    bappeda, yesterday = login("bappeda"), timezone.localdate() - datetime.timedelta(days=1)
    response = bappeda.post("/tahun/2023/", {"dibuka": "on", "batas": yesterday.isoformat()}, follow=True)
    assert "sudah lewat" in messages(response)
    assert "Ditutup karena lewat batas" in response.content.decode()
    assert not year_window(year(lumajang)).terbuka


def test_the_list_counts_the_decrees_in_force(login):
    rows = login("bappeda").get("/tahun/").context["table"].data
    assert {row.tahun: row.jumlah_penetapan for row in rows} == {2018: 1, 2019: 1, 2020: 2, 2021: 2, 2022: 2, 2023: 3}


@pytest.mark.parametrize("tahun", ["2023", "1999", "23", "2_024", "٢٠٢٤", "2024.0", ""])
def test_odd_years_are_refused(login, tahun):
    assert login("bappeda").post("/tahun/baru/", {"tahun": tahun, "dibuka": "on"}).status_code == 422


def test_the_year_itself_does_not_change(login, lumajang, balangan):
    login("bappeda").post("/tahun/2023/", {"tahun": "2030", "pemda": balangan.pk, "dibuka": "on"})
    assert year(lumajang).pemda == lumajang
    assert not TahunIsian.objects.filter(tahun=2030).exists()


@pytest.mark.parametrize("name", ["dinkes", "kepala", "admin", "pembaca", "superuser"])
def test_nobody_else_opens_years(cast, login, lumajang, name):
    client = login(name)
    for path in ("/tahun/", "/tahun/baru/", "/tahun/2023/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"tahun": "2024"}).status_code in (404, 405)
    with pytest.raises(ServiceError):
        tahun_isian_save(user=cast[name], tahun_isian=year(lumajang))


def test_each_pemda_has_its_own_years(login, lumajang):
    login("bappeda_balangan").post("/tahun/2023/", {"batas": ""})
    assert year(lumajang).dibuka
    assert login("bappeda_balangan").get("/tahun/1999/").status_code == 404


def test_the_list_costs_the_same_for_many(login, lumajang, django_assert_num_queries):
    bappeda = login("bappeda")
    with django_assert_num_queries(6):
        bappeda.get("/tahun/")
    for tahun in range(2024, 2044):
        TahunIsian.objects.create(pemda=lumajang, tahun=tahun)
    with django_assert_num_queries(6):
        bappeda.get("/tahun/")
