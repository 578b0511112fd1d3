"""Messages to a person: the bell, the list, opening one, marking them as read."""

import pytest

from registry.models import Pemberitahuan
from registry.services.pemberitahuan import kabari, kabari_opd, penerima_of
from tests.registry.alur import ajukan, kunci

pytestmark = pytest.mark.django_db


def kirim(cast, name: str = "dinkes", n: int = 1, **more) -> list[Pemberitahuan]:
    pemda_id = cast[name].keanggotaan_aktif.pemda_id
    data = {"jenis": "tugas", "judul": "Periksa isian", "alamat": "/isian/"} | more
    return [row for _ in range(n) for row in kabari(pemda_id=pemda_id, penerima=[cast[name]], **data)]


def test_it_works(login, cast):
    (row,) = kirim(cast)
    client = login("dinkes")
    assert "Pemberitahuan: 1 belum dibaca" in client.get("/isian/").text
    page = client.get("/pemberitahuan/").text
    assert "Periksa isian" in page and "kabar-baru" in page
    response = client.post(f"/pemberitahuan/{row.pk}/buka/")
    assert (response.status_code, response.url) == (302, "/isian/")
    row.refresh_from_db()
    assert row.dibaca_pada is not None
    assert "belum dibaca" not in client.get("/isian/").text


def test_opening_again_keeps_when_it_was_read_first(login, cast):
    (row,) = kirim(cast)
    first = [login("dinkes").post(f"/pemberitahuan/{row.pk}/buka/") and Pemberitahuan.objects.get().dibaca_pada]
    login("dinkes").post(f"/pemberitahuan/{row.pk}/buka/")
    assert [Pemberitahuan.objects.get().dibaca_pada] == first


def test_all_at_once_and_only_mine(login, cast):
    kirim(cast, n=3)
    kirim(cast, "dinsos")
    response = login("dinkes").post("/pemberitahuan/dibaca/", follow=True)
    assert "3 pemberitahuan ditandai" in response.text
    assert list(Pemberitahuan.objects.unread().values_list("penerima__nama", flat=True)) == ["dinsos"]


@pytest.mark.parametrize("name", ["dinsos", "kepala", "bappeda", "admin", "balangan", "superuser"])
def test_nobody_else_reads_it(login, cast, name):
    (row,) = kirim(cast, judul="Rahasia Dinkes")
    client = login(name)
    assert client.post(f"/pemberitahuan/{row.pk}/buka/").status_code == 404
    assert "Rahasia Dinkes" not in client.get("/pemberitahuan/").text
    assert Pemberitahuan.objects.get().dibaca_pada is None


def test_a_message_of_another_pemda_stays_there(login, cast, balangan):
    kabari(pemda_id=balangan.pk, penerima=[cast["dinkes"]], jenis="tugas", judul="Dulu di Balangan")
    assert "Dulu di Balangan" not in login("dinkes").get("/pemberitahuan/").text


def test_it_leads_nowhere_outside(login, cast):
    (row,) = kirim(cast, alamat="https://jahat.example/")
    assert login("dinkes").post(f"/pemberitahuan/{row.pk}/buka/").url == "/pemberitahuan/"


def test_nothing_changes_by_get(login, cast):
    (row,) = kirim(cast)
    for path in (f"/pemberitahuan/{row.pk}/buka/", "/pemberitahuan/dibaca/"):
        assert login("dinkes").get(path).status_code == 405
    assert Pemberitahuan.objects.get().dibaca_pada is None


def test_only_the_unread(login, cast):
    kirim(cast, judul="Lama")
    login("dinkes").post("/pemberitahuan/dibaca/")
    kirim(cast, judul="Baru")
    page = login("dinkes").get("/pemberitahuan/", {"tampil": "belum"}).text
    assert "Baru" in page and "Lama" not in page


def test_an_empty_list_says_what_it_is_for(login):
    assert "Belum ada pemberitahuan." in login("dinkes").get("/pemberitahuan/").text


def test_once_to_each_and_never_to_oneself(cast, lumajang):
    people = [cast["dinkes"], cast["dinkes"], cast["bappeda"]]
    rows = kabari(pemda_id=lumajang.pk, penerima=people, jenis="tugas", judul="x" * 300, pengirim=cast["bappeda"])
    assert [row.penerima for row in rows] == [cast["dinkes"]]
    assert len(Pemberitahuan.objects.get().judul) == 200


def test_the_opd_that_coordinates_is_told(cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    assert penerima_of(row) == [cast["dinkes"]]
    kabari_opd(realisasi=row, jenis="tugas", judul="x", isi="", pengirim=cast["bappeda"])
    assert Pemberitahuan.objects.get().alamat == f"/isian/{row.indikator_id}/{row.instansi_id}/2023/"


def test_of_lampiran_i_it_is_the_first_pengisi(cast):
    key = kunci("lmj19-pemda-01", "pemda")
    first = key.indikator.pengisi.order_by("urut").first().instansi
    person = cast["dinsos"]
    member = person.keanggotaan.get()
    member.instansi = first
    member.save()
    from registry.models import Realisasi

    assert penerima_of(Realisasi(indikator=key.indikator, instansi=key.instansi, tahun=2023)) == [person]


def test_the_bell_and_the_list_cost_the_same_for_many(login, cast, django_assert_num_queries):
    client = login("dinkes")
    kirim(cast)
    with django_assert_num_queries(6):
        client.get("/pemberitahuan/")
    kirim(cast, n=24)
    with django_assert_num_queries(6):
        page = client.get("/pemberitahuan/")
    assert "25 belum dibaca" in page.text
    kirim(cast, n=76)
    assert "99+" in client.get("/pemberitahuan/").text and client.get("/pemberitahuan/?page=9").status_code == 200
