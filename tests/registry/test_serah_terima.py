"""Handing over: the page, notes of predecessors, and a change of operator in one step."""

import re

import pytest
from django.test import Client

from registry.models import BuktiDukung, Catatan, Keanggotaan, SerahTerima
from registry.services.akun import akun_create
from registry.services.errors import ServiceError
from registry.services.realisasi import realisasi_return, realisasi_save
from registry.services.serah_terima import operator_replace, serah_terima_add
from tests.registry.alur import ajukan, isi, kunci, verifikasi
from tests.registry.conftest import PASSWORD

pytestmark = pytest.mark.django_db
URL = "/serah-terima/"
BARU = {"nama": "Wahyu Hidayat", "username": "wahyu.dinkes", "email": ""}


def member(cast, name="dinkes") -> Keanggotaan:
    return Keanggotaan.objects.get(user=cast[name])


def test_it_works(cast, login, keluarga_sehat):
    verifikasi(cast, kunci("lmj19-dinkes-01", "dinkes", 2022))
    row = ajukan(cast, keluarga_sehat)
    realisasi_return(user=cast["bappeda"], realisasi=row, alasan="Penyebut keliru")
    Catatan.objects.create(realisasi=row, penulis=cast["bappeda"], teks="Mohon lampirkan tabel")
    BuktiDukung.objects.create(realisasi=row, jenis="tautan", judul="Laporan PIS-PK", tautan="https://x.go.id/a",
                               diunggah_oleh=cast["dinkes"])  # fmt: skip
    serah_terima_add(user=cast["dinkes"], teks="Angka dari Bu Rina, Bidang Kesmas")
    text = login("dinkes").get(f"{URL}?tahun=2023").content.decode()
    told = ["Penyebut keliru", "Mohon lampirkan tabel", "Laporan PIS-PK", "Angka dari Bu Rina", "Draf, belum diajukan"]
    assert [words for words in told if words not in text] == []
    assert re.search(r"90(,00)?<br><span class=\"small text-body-secondary\">dinkes", text)


def test_a_stranger_sees_nothing_of_it(cast, login):
    serah_terima_add(user=cast["dinkes"], teks="KENARI-114")
    for name in ("dinsos", "admin_balangan", "balangan"):
        for path in (URL, f"{URL}?opd=dinkes"):
            assert "KENARI-114" not in login(name).get(path).content.decode()
    for name in ("bappeda", "pembaca", "superuser"):
        assert login(name).get(URL).status_code == 404
    assert "KENARI-114" in login("admin").get(f"{URL}?opd=dinkes").content.decode()


def test_notes_are_of_the_own_opd_only(cast, login):
    login("dinsos").post(URL, {"teks": "Catatan Dinsos", "instansi": member(cast).instansi_id, "penulis": 1})
    row = SerahTerima.objects.get()
    assert (row.instansi, row.penulis) == (member(cast, "dinsos").instansi, cast["dinsos"])
    assert login("admin").post(URL, {"teks": "x"}).status_code == 404
    for name in ("admin", "bappeda"):
        with pytest.raises(ServiceError):
            serah_terima_add(user=cast[name], teks="x")


def test_a_note_that_is_too_long_stays_typed(login):
    response = login("dinkes").post(URL, {"teks": "panjang " * 700})
    assert (response.status_code, "panjang panjang" in response.content.decode()) == (422, True)
    assert not SerahTerima.objects.exists()


def test_the_operator_is_replaced_in_one_step(cast, login, keluarga_sehat):
    row = isi(cast, keluarga_sehat)
    old = login("dinkes")
    page = login("admin").post(f"/anggota/{member(cast).pk}/ganti/", BARU).content.decode()
    path = re.search(r'value="http://testserver(/akun/undangan/[^"]+)"', page).group(1)
    Client().post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    new = Keanggotaan.objects.get(user__username="wahyu.dinkes")
    assert (new.peran, new.instansi, member(cast).aktif) == ("operator", keluarga_sehat.instansi, False)
    assert old.get("/").status_code == 302
    saved = realisasi_save(
        user=new.user, kunci=keluarga_sehat, version=row.version,
        nilai_mentah={"keluarga_sehat": "46", "keluarga_dikunjungi": "50"},
    )  # fmt: skip
    assert [h.history_user for h in saved.history.order_by("history_id")] == [cast["dinkes"], new.user]


def test_both_names_stay_in_the_history(cast):
    new = operator_replace(user=cast["admin"], member=member(cast), nama="Wahyu", username="wahyu")
    assert member(cast).history.latest().history_change_reason == "Diganti oleh Wahyu"
    assert new.history.latest().history_change_reason == "Menggantikan dinkes"


def test_all_or_nothing(cast, login):
    response = login("admin").post(f"/anggota/{member(cast).pk}/ganti/", BARU | {"username": "dinsos"})
    assert (response.status_code, 'value="Wahyu Hidayat"' in response.content.decode()) == (422, True)
    assert member(cast).aktif
    assert cast["dinkes"].__class__.objects.get(pk=cast["dinkes"].pk).is_active


@pytest.mark.parametrize(("who", "whom"), [
    ("bappeda", "dinkes"), ("dinkes", "dinkes"), ("admin_balangan", "dinkes"), ("admin", "bappeda"),
])  # fmt: skip
def test_not_otherwise(cast, login, who, whom):
    assert login(who).post(f"/anggota/{member(cast, whom).pk}/ganti/", BARU).status_code == 404
    with pytest.raises(ServiceError):
        operator_replace(user=cast[who], member=member(cast, whom), nama="X", username="x-baru")
    assert member(cast, whom).aktif


def test_the_queries_stay(cast, login, lumajang, django_assert_max_num_queries):
    client = login("dinkes")
    isi(cast, kunci("lmj19-dinkes-01", "dinkes"))
    client.get(URL)
    with django_assert_max_num_queries(40) as one:
        client.get(URL)
    for n in range(20):
        serah_terima_add(user=cast["dinkes"], teks=f"Catatan {n}")
        akun_create(username=f"o-{n}", nama=f"O {n}", peran="operator", pemda=lumajang, instansi=member(cast).instansi)
    with django_assert_max_num_queries(len(one)):
        client.get(URL)
