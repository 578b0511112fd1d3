"""The computed row of a group of like agencies."""

from decimal import Decimal

import pytest
from django.test import Client

from formulas import Kosong
from registry.models import Realisasi, Rumus, Variabel
from registry.services.akun import akun_create
from registry.services.kelompok import kelompok_hasil
from tests.registry.alur import kunci, verifikasi


class FakeRumus:
    """A formula with its variables, as the service reads them."""

    def __init__(self, ekspresi, gabungan, names):
        self.ekspresi, self.gabungan = ekspresi, gabungan
        self.variabel = self
        self.names = names

    def all(self):
        return [Variabel(nama=name, jenis="angka", asal=asal) for name, asal in self.names.items()]


RASIO = FakeRumus("a / b * 100", "hitung_ulang", {"a": "isian", "b": "isian"})


def member(a, b, hasil, kosong=None):
    masukan = [{"nama": "a", "nilai": a}, {"nama": "b", "nilai": b}]
    return Realisasi(hasil=hasil, kosong_kode=kosong, cuplikan={"masukan": masukan})


def of(rumus, gabungan):
    return FakeRumus(rumus.ekspresi, gabungan, rumus.names)


DUA = {"Klakah": member("1", "2", "50"), "Senduro": member("3", "3", "100")}


@pytest.mark.parametrize(("gabungan", "hasil"), [("hitung_ulang", "80"), ("rata", "75"), ("jumlah", "150")])
def test_it_works(gabungan, hasil):
    assert kelompok_hasil(rumus=of(RASIO, gabungan), anggota=DUA) == Decimal(hasil)


def test_none_when_the_group_has_no_value():
    assert kelompok_hasil(rumus=of(RASIO, "tidak"), anggota=DUA).kode == "tanpa_gabungan"


@pytest.mark.parametrize("missing", [None, member("1", "2", None, "menunggu_rilis")])
@pytest.mark.parametrize("gabungan", ["hitung_ulang", "rata", "jumlah"])
def test_one_missing_member_blanks_the_group_and_is_named(gabungan, missing):
    hasil = kelompok_hasil(rumus=of(RASIO, gabungan), anggota=DUA | {"Kunir": missing})
    assert isinstance(hasil, Kosong) and "1 dari 3 anggota belum mempunyai nilai: Kunir." in hasil.pesan


def test_a_member_for_whom_it_does_not_apply_is_left_out():
    anggota = DUA | {"Kunir": member("9", "9", None, "tidak_berlaku")}
    assert kelompok_hasil(rumus=RASIO, anggota=anggota) == Decimal(80)


def test_a_constant_counts_once():
    rumus = FakeRumus("a / b * 100", "hitung_ulang", {"a": "isian", "b": "tetapan"})
    anggota = {"x": member("1", "4", "25"), "y": member("2", "4", "50")}
    assert kelompok_hasil(rumus=rumus, anggota=anggota) == Decimal(75)


def test_what_cannot_be_added_has_no_group_value():
    anggota = {"x": member(["1"], "4", "25"), "y": member("2", "4", "50")}
    assert kelompok_hasil(rumus=RASIO, anggota=anggota).kode == "tanpa_gabungan"


def test_nobody_is_no_value():
    assert kelompok_hasil(rumus=RASIO, anggota={}).kode == "tidak_berlaku"


@pytest.mark.django_db
def test_the_ikm_of_all_kecamatan_is_averaged():
    rumus = Rumus.objects.get(indikator__kode="lmj19-kecamatan-01", status="berlaku")
    assert rumus.gabungan == Rumus.Gabungan.RATA


@pytest.mark.django_db
def test_the_page_shows_the_group_to_bappeda_only(login, cast):
    key = kunci("lmj19-kecamatan-01", "kec-klakah")
    url = f"/indikator/{key.indikator.pk}/"
    page = login("bappeda").get(url)
    assert page.context["instansi"].kode == "kecamatan" and len(page.context["members"]) == 20
    assert "20 dari 20 anggota belum mempunyai nilai" in page.text
    assert verifikasi and login("dinkes").get(url).status_code == 404


@pytest.mark.django_db
def test_a_hidden_draft_does_not_enter_the_group(login):
    key = kunci("lmj19-kecamatan-01", "kec-klakah")
    for member in key.instansi.kelompok.anggota.exclude(kode="kec-lumajang"):
        status = "draf" if member == key.instansi else "terverifikasi"
        Realisasi.objects.create(indikator=key.indikator, instansi=member, tahun=2023, hasil="80", status=status)
    told = {name: last(login(name), key) for name in ("bappeda", "admin")}
    assert told["bappeda"].startswith("1 dari 20 anggota belum mempunyai nilai") and told["admin"] == "80,00"


def last(client, key):
    """The group's value of the newest year."""
    return client.get(f"/indikator/{key.indikator.pk}/").context["points"][-1].nilai.hasil


@pytest.mark.django_db
def test_a_member_sees_itself_and_neither_group_nor_others(lumajang):
    key, other = kunci("lmj19-kecamatan-01", "kec-klakah"), kunci("lmj19-kecamatan-01", "kec-padang")
    member = akun_create(
        username="klakah", nama="Klakah", peran="operator", pemda=lumajang, instansi=key.instansi, password="x" * 12
    )
    client = Client()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/indikator/{key.indikator.pk}/?instansi=kecamatan")
    assert (page.context["instansi"].kode, page.context["members"][0].instansi.kode) == ("kec-klakah", "kec-klakah")
    assert len(page.context["members"]) == 1 and "Padang" not in page.text
    assert client.get(f"/indikator/{key.indikator.pk}/grafik/{other.instansi.pk}/").status_code == 404
