"""Shared data: entered by the owner, read by all; what reads them is computed again, what is published stays."""

import pytest
from django.test import Client

from registry.models import DataDasar, NilaiDataDasar, Peran, Realisasi, TahunIsian
from registry.services.akun import akun_create
from registry.services.data_dasar import IsiNilai, NilaiConflictError, data_dasar_save
from registry.services.realisasi import realisasi_save, realisasi_submit, realisasi_verify
from tests.registry.alur import kunci

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(lumajang) -> DataDasar:
    """Jumlah seluruh desa, owned by DPMD."""
    return DataDasar.objects.get(pemda=lumajang, kode="jumlah_desa")


@pytest.fixture
def owner(data, lumajang):
    """The operator of DPMD."""
    return akun_create(
        username="dpmd", nama="dpmd", peran=Peran.OPERATOR, pemda=lumajang, instansi=data.pemilik, password=None
    ).user


@pytest.fixture
def client(owner) -> Client:
    """DPMD, signed in."""
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def desa(owner) -> Realisasi:
    """A draft that reads it: desa_cepat_berkembang / jumlah_desa."""
    return realisasi_save(
        user=owner, kunci=kunci("lmj19-pemda-22", "pemda"), nilai_mentah={"desa_cepat_berkembang": "99"}, version=0
    )


def url(data: DataDasar, tahun: int = 2023) -> str:
    return f"/data-dasar/{data.pk}/{tahun}/"


def save(client: Client, data: DataDasar, nilai: str, version: int = 0, tahun: int = 2023, **more: str):
    """What the page sends: a correction (version > 0) with its reason, after the look at its impact."""
    sent = {"nilai": nilai, "catatan": "", "version": version, "alasan": "Uji.", "konfirmasi": "1"}
    return client.post(url(data, tahun), sent | more)


def test_it_works(client, data, desa):
    assert desa.kosong_kode == "data_dasar_kosong"
    response = save(client, data, "198")
    assert response.status_code == 302
    desa.refresh_from_db()
    assert desa.hasil == "50"
    page = client.get(url(data)).content.decode()
    assert "Dihitung ulang: " in page
    assert "198 desa" in page


def test_a_published_value_stays_and_is_told(client, cast, data, desa, owner):
    save(client, data, "198")
    desa.refresh_from_db()
    row = realisasi_verify(user=cast["bappeda"], realisasi=realisasi_submit(user=owner, realisasi=desa))
    save(client, data, "99", version=1)
    row.refresh_from_db()
    assert (row.hasil, row.status) == ("50", "terverifikasi")
    page = client.get(url(data)).content.decode()
    assert "Perlu dibuka kembali" in page
    assert str(row.indikator) in page
    save(client, data, "198", version=2)
    assert "Perlu dibuka kembali" not in client.get(url(data)).content.decode()


def test_names_of_others_are_counted_not_told(client, data, owner, login):
    save(client, data, "198")
    key = kunci("lmj19-dpmd-03", "dpmd")
    row = realisasi_save(user=owner, kunci=key, nilai_mentah={"desa_berkualitas": "99"}, version=0)
    Realisasi.objects.filter(pk=row.pk).update(status="terverifikasi")
    save(client, data, "99", version=1)
    page = login("dinsos").get(url(data)).content.decode()
    assert "1 realisasi instansi lain" in page
    assert str(key.indikator) not in page
    assert str(key.indikator) in client.get(url(data)).content.decode()


@pytest.mark.parametrize(
    ("nilai", "pesan"), [("198,5", "bilangan bulat"), ("-1", "paling sedikit 0"), ("1.98", "Letak")]
)
def test_what_is_refused_keeps_the_typed_text(client, data, nilai, pesan):
    page = save(client, data, nilai).content.decode()
    assert pesan in page or "1,98" in page
    assert f'value="{nilai}"' in page
    assert not NilaiDataDasar.objects.exists()


def test_blank_takes_the_value_away_and_is_not_zero(client, data, desa):
    save(client, data, "198")
    save(client, data, "", version=1)
    assert not NilaiDataDasar.objects.exists()
    assert [h.history_type for h in NilaiDataDasar.history.all()] == ["-", "+"]
    desa.refresh_from_db()
    assert desa.kosong_kode == "data_dasar_kosong"
    assert "Belum diisi" in client.get(url(data)).content.decode()


def test_a_conflict_is_shown_and_the_second_save_is_deliberate(client, data):
    save(client, data, "198")
    response = save(client, data, "200")
    assert response.status_code == 409
    assert 'name="version" value="1"' in response.content.decode()
    assert "Yang tersimpan sekarang" in response.content.decode()
    assert 'value="200"' in response.content.decode()
    assert save(client, data, "200", version=1).status_code == 302


def test_the_service_compares_too(owner, data):
    with pytest.raises(NilaiConflictError):
        data_dasar_save(user=owner, data_dasar=data, tahun=2023, isi=IsiNilai("1"), version=2)


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "admin", "pembaca"])
def test_all_read_and_only_the_owner_writes(login, data, name):
    NilaiDataDasar.objects.create(data_dasar=data, tahun=2023, nilai="198", contoh=True)
    other = login(name)
    assert "data contoh" in other.get("/data-dasar/").content.decode()
    page = other.get(url(data)).content.decode()
    assert "198 desa" in page
    assert 'name="nilai"' not in page
    assert save(other, data, "1", version=1).status_code == 404
    assert NilaiDataDasar.objects.get().nilai == "198"


@pytest.mark.parametrize("name", ["balangan", "bappeda_balangan", "superuser"])
def test_another_pemdas_data_do_not_exist(login, data, name):
    other = login(name)
    assert other.get(url(data)).status_code == 404
    assert save(other, data, "1").status_code == 404
    if name != "superuser":
        assert "jumlah" not in other.get("/data-dasar/").content.decode().lower()


def test_a_closed_year_cannot_change(client, data):
    TahunIsian.objects.filter(tahun=2023).update(dibuka=False)
    assert 'name="nilai"' not in client.get(url(data)).content.decode()
    assert "sedang ditutup" in save(client, data, "1").content.decode()
    assert not NilaiDataDasar.objects.exists()


@pytest.mark.parametrize("tahun", [1999, 2030, 99999999999999999999])
def test_a_year_the_pemda_does_not_have(client, data, tahun):
    assert client.get(url(data, tahun)).status_code == 404


def test_queries_do_not_grow_with_rows(login, lumajang, data, django_assert_max_num_queries):
    client = login("dinkes")
    with django_assert_max_num_queries(14) as few:
        client.get("/data-dasar/")
    for n in range(20):
        row = DataDasar.objects.create(
            pemda=lumajang, kode=f"d{n}", nama=f"Data {n}", satuan="unit", pemilik=data.pemilik
        )
        NilaiDataDasar.objects.create(data_dasar=row, tahun=2023, nilai="1")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/data-dasar/")
