"""Saved filters and column choices: one's own, whitelisted, one default per page."""

import pytest
from django.http import QueryDict

from registry.models import PilihanKolom, SaringanTersimpan
from registry.services.errors import ServiceError
from registry.services.tampilan import HALAMAN, MAKS_SARINGAN, clean_query, saringan_save
from tests.registry.alur import ajukan

pytestmark = pytest.mark.django_db
BUAT = "/tampilan/indikator/saringan/"
KOLOM = "/tampilan/indikator/kolom/"


def simpan(user, nama="Dinkes 2023", kueri="tahun=2023&opd=dinkes", halaman="indikator", **extra):
    return saringan_save(user=user, halaman=halaman, nama=nama, kueri=kueri, **extra)


def test_it_works(cast, login):
    client = login("bappeda")
    response = client.post(BUAT, {"nama": " Dinkes  2023 ", "kueri": "tahun=2023&opd=dinkes&page=4&x=1"})
    row = SaringanTersimpan.objects.get()
    assert (row.pengguna, row.nama, row.kueri) == (cast["bappeda"], "Dinkes 2023", "tahun=2023&opd=dinkes")
    assert response.url == "/indikator/?tahun=2023&opd=dinkes"
    text = client.get(response.url).content.decode()
    assert 'href="/indikator/?tahun=2023&amp;opd=dinkes" aria-current="true">Dinkes 2023</a>' in text


@pytest.mark.parametrize("halaman", HALAMAN)
def test_every_page_shows_them(cast, login, halaman, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    name = {"isian": "dinkes", "verifikasi": "bappeda"}.get(halaman, "admin")
    simpan(cast[name], nama="Punya saya", kueri="tahun=2022", halaman=halaman)
    page = HALAMAN[halaman].alamat
    assert "Punya saya" in login(name).get(f"{page}?tahun=2023").content.decode()
    if HALAMAN[halaman].kolom:
        assert "Kolom yang ditampilkan" in login(name).get(page).content.decode()


def test_a_default_opens_the_page(cast, login):
    simpan(cast["bappeda"], bawaan=True)
    client = login("bappeda")
    assert client.get("/indikator/").url == "/indikator/?tahun=2023&opd=dinkes"
    assert client.get("/indikator/?saringan=tanpa").status_code == 200
    assert client.get("/indikator/?tahun=2022").status_code == 200
    assert login("admin").get("/indikator/").status_code == 200


def test_there_is_one_default(cast, login):
    first, second = simpan(cast["bappeda"], bawaan=True), simpan(cast["bappeda"], nama="Lain", kueri="tahun=2022")
    client = login("bappeda")
    client.post(f"/tampilan/saringan/{second.pk}/bawaan/", {"bawaan": "ya"})
    assert list(SaringanTersimpan.objects.filter(bawaan=True)) == [second]
    client.post(f"/tampilan/saringan/{second.pk}/bawaan/")
    assert not SaringanTersimpan.objects.filter(bawaan=True).exists()
    assert first.pk


def test_renamed_and_deleted(cast, login):
    row, client = simpan(cast["bappeda"]), login("bappeda")
    client.post(f"/tampilan/saringan/{row.pk}/nama/", {"nama": "Baru"})
    assert SaringanTersimpan.objects.get().nama == "Baru"
    client.post(f"/tampilan/saringan/{row.pk}/hapus/")
    assert not SaringanTersimpan.objects.exists()


@pytest.mark.parametrize(("nama", "kueri", "pesan"), [
    ("", "tahun=2023", "Beri nama"), ("\u200b ", "tahun=2023", "Beri nama"), ("Dinkes 2023", "tahun=2022", "sudah ada"),
    ("Lain", "", "Belum ada saringan"), ("Lain", "page=2&sortir=x", "Belum ada saringan"),
    ("Lain", "q=" + "x" * 1100, "terlalu panjang"),
])  # fmt: skip
def test_a_refused_name_stays_typed(cast, login, nama, kueri, pesan):
    simpan(cast["bappeda"])
    response = login("bappeda").post(BUAT, {"nama": nama, "kueri": kueri})
    text = response.content.decode()
    assert (response.status_code, pesan in text) == (422, True)
    assert f'value="{nama}"' in text
    assert SaringanTersimpan.objects.count() == 1


def test_there_is_an_end(cast):
    for n in range(MAKS_SARINGAN):
        simpan(cast["bappeda"], nama=f"S {n}")
    with pytest.raises(ServiceError, match="Paling banyak"):
        simpan(cast["bappeda"])


@pytest.mark.parametrize("name", ["dinsos", "admin", "bappeda_balangan", "superuser"])
def test_nobody_elses(cast, login, name):
    row = simpan(cast["bappeda"], nama="Rahasia saya")
    client = login(name)
    for path in ("nama", "bawaan", "hapus"):
        assert client.post(f"/tampilan/saringan/{row.pk}/{path}/", {"nama": "x"}).status_code == 404
    assert "Rahasia saya" not in client.get("/indikator/").content.decode()
    assert SaringanTersimpan.objects.get().nama == "Rahasia saya"


def test_pages_that_are_not_the_persons(login):
    assert (
        login("dinkes").post("/tampilan/verifikasi/saringan/", {"nama": "x", "kueri": "tahun=2023"}).status_code == 404
    )
    assert login("dinkes").post("/tampilan/pengguna/saringan/", {"nama": "x", "kueri": "a=1"}).status_code == 404
    assert login("dinkes").post("/tampilan/isian/kolom/").status_code == 404


@pytest.mark.parametrize("kueri", [
    "next=//evil.example", "tahun=2023&next=//evil.example", "sort=password&pemda__x=1", "tahun=%00",
    "tahun=2023#//evil", "tahun=2023\r\nSet-Cookie: a=b",
])  # fmt: skip
def test_only_known_keys_are_kept(kueri):
    kept = QueryDict(clean_query(HALAMAN["indikator"], kueri))
    assert set(kept) <= set(HALAMAN["indikator"].kunci)
    assert "\r" not in clean_query(HALAMAN["indikator"], kueri)


def test_columns_are_hidden_and_come_back(cast, login):
    client = login("bappeda")
    shown = [name for name, _ in HALAMAN["indikator"].kolom if name not in ("satuan", "target")]
    response = client.post(KOLOM, {"kolom": shown, "kueri": "tahun=2022&tahun=2023"})
    assert response.url == "/indikator/?tahun=2022&tahun=2023"
    names = [column.name for column in client.get(response.url).context["daftar"].table.columns]
    assert {"satuan", "target_2022", "target_2023"}.isdisjoint(names)
    assert {"nama", "opd", "hasil_2022", "hasil_2023"} <= set(names)
    client.post(KOLOM, {"semua": "ya"})
    assert "satuan" in [column.name for column in client.get("/indikator/").context["daftar"].table.columns]
    assert not PilihanKolom.objects.exists()


def test_all_may_be_hidden_but_the_name(cast, login):
    client = login("bappeda")
    client.post(KOLOM, {"kolom": ["x", "password"]})
    assert [column.name for column in client.get("/indikator/").context["daftar"].table.columns] == ["nama"]
    assert PilihanKolom.objects.get().disembunyikan == [name for name, _ in HALAMAN["indikator"].kolom]


def test_columns_are_ones_own(cast, login):
    login("bappeda").post(KOLOM, {"kolom": []})
    assert len(list(login("admin").get("/indikator/").context["daftar"].table.columns)) > 5


def test_a_hidden_column_does_not_sort(cast, login):
    client = login("bappeda")
    client.post(KOLOM, {"kolom": ["opd"]})
    assert client.get("/indikator/?sort=satuan").status_code == 200


def test_the_queries_stay(cast, login, django_assert_num_queries):
    client = login("bappeda")
    simpan(cast["bappeda"])
    client.get("/capaian/?tahun=2023")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/indikator/?tahun=2023")
    for n in range(20):
        simpan(cast["bappeda"], nama=f"S {n}")
    with django_assert_num_queries(len(one)):
        client.get("/indikator/?tahun=2023")
