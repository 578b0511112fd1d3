"""Families: listed with fraction and example, tried with numbers, used for a proposal."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from formulas.families import families

pytestmark = pytest.mark.django_db
F01 = "/rumpun/F01/"


def text(client, path, **headers) -> str:
    answer = client.get(path, **headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_works(login):
    page = text(login("admin"), reverse("registry:rumpun_list"))
    assert all(f"{kode} – " in page for kode in families())
    assert page.count('class="rumpun-kartu"') == len(families())


@pytest.mark.parametrize("kode", list(families()))
def test_every_family_shows_its_first_example(login, kode):
    case = families()[kode].cases[0]
    page = text(login("bappeda"), f"/rumpun/{kode}/")
    assert f'<p class="hasil-angka mb-0">{case.hasil}' in page or case.desimal != families()[kode].desimal


def test_numbers_can_be_tried(login):
    page = text(login("bappeda"), f"{F01}?n-a=1.234,5&n-b=2.469")
    assert "(1.234,5 / 2.469) × 100 = 50,00" in page


def test_bad_input_is_kept_and_explained(login):
    page = text(login("bappeda"), f"{F01}?n-a=84.3&n-b=100")
    assert 'value="84.3"' in page
    assert "Desimal ditulis dengan koma: 84,3." in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("n-a=5&n-b=0", "Penyebut bernilai nol."),
        ("n-a=&n-b=5", "belum diisi."),
        ("n-a=%3Cb%3E&n-b=1", "Bukan bilangan."),
    ],
)
def test_outcomes_are_named(login, query, told):
    page = text(login("bappeda"), f"{F01}?{query}")
    assert told in page
    assert "<b>" not in page


def test_a_deret_and_a_predicate(login):
    assert "82,50" in text(login("bappeda"), "/rumpun/F25/?n-nilai=80;82,5;85")
    assert "Wajar Dengan Pengecualian" in text(login("bappeda"), "/rumpun/F29/?n-predikat=3")


def test_typing_gets_a_fragment(login):
    page = text(login("bappeda"), f"{F01}?n-a=x&n-b=5", HTTP_HX_REQUEST="true")
    assert "<html" not in page
    assert 'id="galat-coba-n-a" hx-swap-oob="true"' in page


def test_search(login):
    page = text(login("bappeda"), "/rumpun/?q=kepuasan masyarakat")
    assert page.count('class="rumpun-kartu"') == 2


def test_use_offers_own_indicators_only(login):
    page = text(login("dinkes"), f"{F01}pakai/")
    assert "Dinas Sosial" not in page
    assert "Persentase keluarga sehat" in page
    assert "?rumpun=F01" in page


@pytest.mark.parametrize(("who", "use"), [("dinkes", 200), ("admin", 200), ("bappeda", 200), ("pembaca", 404)])
def test_who_may_use(login, who, use):
    client = login(who)
    assert client.get(F01).status_code == 200
    assert client.get(f"{F01}pakai/").status_code == use
    assert ("Pakai rumus ini" in client.get(F01).content.decode()) == (use == 200)


def test_unknown_families_and_strangers(login, client):
    assert login("bappeda").get("/rumpun/F99/").status_code == 404
    assert login("superuser").get("/rumpun/").status_code == 404
    assert client.get("/rumpun/").status_code == 302


def test_the_list_takes_few_queries(login):
    client = login("bappeda")
    counts = []
    for q in ("F01x", ""):
        with CaptureQueriesContext(connection) as queries:
            text(client, f"/rumpun/?q={q}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
