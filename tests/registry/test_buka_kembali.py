"""Bappeda reopens several published values with one reason; who and why is shown to the OPD on form, list, history."""

from urllib.parse import urlencode

import pytest

from registry.models import Realisasi
from registry.services.buka_kembali import putusan_reopen_many
from registry.services.errors import ServiceError
from tests.registry.alur import ajukan, kunci, verifikasi

pytestmark = pytest.mark.django_db
URL = "/verifikasi/buka-kembali/"
ALASAN = "Jumlah desa diperbaiki DPMD."


@pytest.fixture
def terbit(cast, keluarga_sehat) -> list[Realisasi]:
    """Two verified values of Dinkes."""
    second = kunci("lmj19-dinkes-02", "dinkes")
    row = Realisasi.objects.create(
        indikator=second.indikator, instansi=second.instansi, tahun=2023, hasil="9", status="terverifikasi"
    )
    return [verifikasi(cast, keluarga_sehat), row]


def items(rows) -> list[str]:
    return [f"{row.pk}:{row.version}" for row in rows]


def test_it_works(login, terbit):
    sent = {"item": items(terbit), "alasan": ALASAN}
    response = login("bappeda").post(f"{URL}?dari=/data-dasar/", sent, follow=True)
    assert response.redirect_chain == [("/data-dasar/", 302)]
    assert "2 realisasi dibuka kembali" in response.content.decode()
    assert {(r.status, r.alasan) for r in Realisasi.objects.all()} == {("dikembalikan", ALASAN)}


def test_the_opd_reads_who_and_why(login, cast, terbit, keluarga_sehat):
    login("bappeda").post(URL, {"item": items(terbit[:1]), "alasan": ALASAN})
    dinkes, where = login("dinkes"), f"{keluarga_sehat.indikator.pk}"
    form = dinkes.get(f"/isian/{where}/{keluarga_sehat.instansi.pk}/2023/").content.decode()
    assert "Dibuka kembali oleh bappeda pada" in form and ALASAN in form
    listed = dinkes.get("/isian/?tahun=2023").content.decode()
    assert "Dibuka kembali oleh bappeda" in listed and ALASAN in listed
    home = dinkes.get("/?tahun=2023").content.decode()
    assert "Dibuka kembali oleh bappeda" in home
    history = dinkes.get(f"/indikator/{where}/riwayat/").content.decode()
    assert ALASAN in history and "bappeda" in history


def test_a_returned_value_is_not_told_as_reopened(login, cast, keluarga_sehat):

    row = ajukan(cast, keluarga_sehat)
    login("bappeda").post(f"/verifikasi/{row.pk}/kembalikan/", {"version": row.version, "alasan": "Kurang."})
    page = login("dinkes").get(f"/isian/{row.indikator_id}/{row.instansi_id}/2023/").content.decode()
    assert "Dikembalikan oleh bappeda pada" in page


def test_without_a_reason_it_asks_and_keeps_the_choice(login, terbit):
    response = login("bappeda").post(f"{URL}?dari=/data-dasar/", {"item": items(terbit), "alasan": "  "})
    assert response.status_code == 422
    page = response.content.decode()
    assert all(f'value="{item}"' in page for item in items(terbit))
    assert {r.status for r in Realisasi.objects.all()} == {"terverifikasi"}


def test_without_a_choice_it_asks_and_keeps_the_reason(login, terbit):
    sent = {"tampil": items(terbit), "alasan": ALASAN}
    response = login("bappeda").post(f"{URL}?dari=/data-dasar/", sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Centang sedikitnya satu" in page and f">{ALASAN}</textarea>" in page
    assert page.count('type="checkbox"') == 2 and " checked" not in page
    again = login("bappeda").post(f"{URL}?dari=/data-dasar/", sent | {"item": items(terbit[:1])}, follow=True)
    assert again.redirect_chain == [("/data-dasar/", 302)]
    assert f'data-draf-selesai="{URL}?dari=/data-dasar/"' in again.content.decode()
    assert [Realisasi.objects.get(pk=row.pk).status for row in terbit] == ["dikembalikan", "terverifikasi"]


def test_a_choice_of_another_pemda_is_not_shown(login, terbit):
    page = login("bappeda_balangan").post(URL, {"tampil": items(terbit), "alasan": ALASAN}, follow=True)
    assert page.redirect_chain == [("/verifikasi/", 302)]
    assert terbit[0].indikator.nama not in page.content.decode()


def test_what_has_moved_on_is_left_alone_and_told(login, terbit):
    Realisasi.objects.filter(pk=terbit[1].pk).update(status="terkunci", version=9)
    page = login("bappeda").post(URL, {"item": items(terbit), "alasan": ALASAN}, follow=True).content.decode()
    assert "1 realisasi dibuka kembali" in page
    assert "baru saja disimpan orang lain" in page
    assert Realisasi.objects.get(pk=terbit[1].pk).status == "terkunci"


@pytest.mark.parametrize("kembali", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", ""])
def test_it_never_leads_elsewhere(login, terbit, kembali):
    where = f"{URL}?{urlencode({'dari': kembali})}"
    response = login("bappeda").post(where, {"item": items(terbit), "alasan": ALASAN})
    assert response.headers["Location"] == "/verifikasi/"


@pytest.mark.parametrize("item", ["", "x", "1", "1:2:3", "-1:1", "١:١"])
def test_nothing_readable_is_nothing(login, terbit, item):
    page = login("bappeda").post(URL, {"item": item, "alasan": ALASAN}, follow=True).content.decode()
    assert "Centang sedikitnya satu" in page


def test_another_pemda_changes_nothing(login, terbit):
    login("bappeda_balangan").post(URL, {"item": items(terbit), "alasan": ALASAN})
    assert {r.status for r in Realisasi.objects.all()} == {"terverifikasi"}


@pytest.mark.parametrize("name", ["dinkes", "admin", "pembaca"])
def test_nobody_else(cast, login, terbit, name):
    assert login(name).post(URL, {"item": items(terbit), "alasan": ALASAN}).status_code == 404
    with pytest.raises(ServiceError, match="Peran akun"):
        putusan_reopen_many(user=cast[name], items=[(terbit[0].pk, 1)], alasan=ALASAN)
