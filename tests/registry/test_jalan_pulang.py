"""Who loses the session while sending a form comes back to its page; an address that only takes forms says so."""

import pytest
from django.test import Client
from django.utils.http import urlencode

from registry.models import Peran
from registry.services.akun import akun_create
from tests.registry.conftest import PASSWORD

pytestmark = pytest.mark.django_db
KIRIM = "/verifikasi/7/kembalikan/"


def login_of(page: str) -> str:
    return f"/akun/masuk/?{urlencode({'next': page}, doseq=True).replace('%2F', '/')}"


@pytest.mark.parametrize(
    ("came", "page"),
    [
        ("http://testserver/verifikasi/7/", "/verifikasi/7/"),
        ("http://testserver/verifikasi/7/?tahun=2023&opd=4", "/verifikasi/7/?tahun=2023&opd=4"),
        ("https://jahat.example/verifikasi/7/", KIRIM),
        ("//jahat.example/", KIRIM),
        ("javascript:alert(1)", KIRIM),
        ("", KIRIM),
    ],
)
def test_signing_in_leads_back_to_the_page(client, came, page):
    response = client.post(KIRIM, {"alasan": "Kurang."}, headers={"referer": came})
    assert (response.status_code, response["Location"]) == (302, login_of(page))


def test_the_whole_way(client, lumajang):
    akun_create(username="rina", nama="Rina", peran=Peran.BAPPEDA, pemda=lumajang, password=PASSWORD)
    lost = client.post(KIRIM, {"alasan": "Kurang."}, headers={"referer": "http://testserver/verifikasi/"})
    landed = client.post(lost["Location"], {"login": "rina", "password": PASSWORD, "next": "/verifikasi/"})
    assert (landed.status_code, landed["Location"]) == (302, "/verifikasi/")


def test_other_redirects_stay(login, keluarga_sehat):
    sent = login("bappeda").post("/verifikasi/buka-kembali/", headers={"referer": "http://testserver/papan/"})
    assert (sent.status_code, sent["Location"]) == (302, "/verifikasi/")


def test_an_address_for_forms_says_so(login):
    response = login("bappeda").get(KIRIM)
    assert response.status_code == 405 and response["Allow"] == "POST"
    assert "Alamat ini hanya menerima isian" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_not_to_strangers():
    assert Client().get(KIRIM)["Location"] == login_of(KIRIM)
