"""The home page: what each role does next."""

import pytest
from django.test import Client

from registry.models import Realisasi, TahunIsian, Target
from registry.services.realisasi import realisasi_return, realisasi_submit, realisasi_verify
from tests.registry.alur import ajukan, isi, target

pytestmark = pytest.mark.django_db


def home(login, name: str, **query) -> str:
    response = login(name).get("/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_signs_in_first(db):
    response = Client().get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/akun/masuk/?next=/")


def test_the_opd_sees_what_is_left(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    page = home(login, "dinkes")
    assert "Dinas Kesehatan" in page
    assert page.index("Belum diisi") < page.index("Sudah diisi, belum diajukan")
    assert page.index("Sudah diisi, belum diajukan") < page.index("Persentase keluarga sehat")


def test_what_came_back_stands_first_with_its_reason(login, cast, keluarga_sehat):
    row = realisasi_submit(user=cast["dinkes"], realisasi=isi(cast, keluarga_sehat))
    realisasi_return(user=cast["bappeda"], realisasi=row, alasan="Sumber datanya <b>belum</b> ada.")
    page = home(login, "dinkes")
    assert "Sumber datanya &lt;b&gt;belum&lt;/b&gt; ada." in page
    assert page.index("Dikembalikan Bappeda (1)") < page.index("Kemajuan isian")


def test_the_deadline_is_told(login, lumajang):
    year = TahunIsian.objects.get(pemda=lumajang, tahun=2023)
    year.batas = "2099-01-31"
    year.save()
    assert "31 Januari 2099" in home(login, "dinkes")


def test_a_closed_year_says_whom_to_ask(login, lumajang):
    TahunIsian.objects.filter(pemda=lumajang, tahun=2023).update(dibuka=False)
    assert "sedang ditutup" in home(login, "dinkes", tahun=2023)
    assert "2022" in home(login, "dinkes").split("<h1", 1)[1].split("</h1>", 1)[0]


def test_bappeda_sees_how_many_wait(login, cast, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    page = home(login, "bappeda")
    assert "1 realisasi menunggu verifikasi" in page
    assert "<strong>1</strong> dari 180 sudah diajukan" in page


def test_bappeda_counts_no_drafts(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    assert "Tidak ada realisasi yang menunggu verifikasi" in home(login, "bappeda")


def test_bappeda_sees_targets_that_wait(login, cast, keluarga_sehat):
    row = target(keluarga_sehat, "80")
    Target.objects.filter(pk=row.pk).update(status=Target.Status.DIAJUKAN)
    assert "1 target menunggu persetujuan" in home(login, "bappeda")


def test_the_reader_sees_the_verified_share(login, cast, keluarga_sehat):
    realisasi_verify(user=cast["bappeda"], realisasi=ajukan(cast, keluarga_sehat))
    page = home(login, "pembaca")
    assert "1 dari 180 realisasi terverifikasi (0 %)" in page
    assert "Menunggu" not in page


def test_the_admin_sees_decrees_and_accounts(login):
    page = home(login, "admin")
    assert "Penetapan (4)" in page
    assert "Anggota aktif (6)" in page


def test_another_pemda_is_not_counted(login, cast, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    assert "Tidak ada realisasi yang menunggu" in home(login, "bappeda_balangan")


def test_the_superuser_has_a_home_without_indicators(login):
    page = home(login, "superuser")
    assert "Pemda" in page
    assert "Isian saya" not in page


def test_without_a_role_it_says_whom_to_ask(login, cast):
    cast["dinkes"].keanggotaan.update(aktif=False)
    assert "belum mempunyai peran yang aktif" in home(login, "dinkes")


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "admin", "pembaca"])
def test_queries_do_not_grow_with_rows(login, cast, keluarga_sehat, name, django_assert_max_num_queries):
    client = login(name)
    with django_assert_max_num_queries(30) as few:
        client.get("/")
    row = ajukan(cast, keluarga_sehat)
    others = keluarga_sehat.instansi.pemda.instansi.measured()[:20]
    Realisasi.objects.bulk_create(
        Realisasi(indikator=row.indikator, instansi=i, tahun=2023, status="diajukan")
        for i in others
        if i != row.instansi
    )
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/")
