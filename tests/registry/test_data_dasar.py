"""Shared data: entered by the owner, read by all; what reads them is computed again, what is published stays."""

import pytest
from django.test import Client

from registry.models import DataDasar, NilaiDataDasar, Peran, Realisasi, Rumus, TahunIsian, Variabel
from registry.services.akun import akun_create
from registry.services.baris import apply
from registry.services.buka_kembali import putusan_reopen_many
from registry.services.data_dasar import IsiNilai, NilaiConflictError, data_dasar_save
from registry.services.data_dasar_dampak import stale_published
from registry.services.hitung import hitung
from registry.services.realisasi import realisasi_reopen, realisasi_save, realisasi_submit, realisasi_verify
from tests.registry.alur import kunci

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(lumajang) -> DataDasar:
    """Jumlah seluruh desa, owned by DPMD."""
    return DataDasar.objects.get(pemda=lumajang, kode="jumlah_desa")


@pytest.fixture
def owner(data, lumajang, cast):
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


def test_a_correction_is_looked_at_before_it_is_stored(client, data, desa):
    save(client, data, "198")
    look = client.post(url(data), {"nilai": "200", "catatan": "", "version": 1, "alasan": "Dua desa baru."})
    page = look.content.decode()
    assert (look.status_code, NilaiDataDasar.objects.get().nilai) == (200, "198")
    assert "Dihitung ulang (draf, diajukan, dikembalikan)" in page
    assert "49,5" in page and str(desa.indikator) in page
    assert Realisasi.objects.get(pk=desa.pk).hasil == "50"
    assert save(client, data, "200", version=1).status_code == 302
    assert NilaiDataDasar.objects.get().history.latest().history_change_reason == "Data dasar diubah: Uji."


def test_the_preview_tells_what_stays_published(client, cast, data, desa, owner):
    save(client, data, "198")
    desa.refresh_from_db()
    realisasi_verify(user=cast["bappeda"], realisasi=realisasi_submit(user=owner, realisasi=desa))
    page = client.post(url(data), {"nilai": "99", "version": 1, "alasan": "Uji."}).content.decode()
    assert "Tetap terbit, perlu dibuka kembali" in page
    assert "100,00" in page and "50,00" in page
    assert Realisasi.objects.get(pk=desa.pk).history.count() == desa.version + 2


def test_a_change_needs_its_reason(client, data):
    save(client, data, "198")
    page = save(client, data, "200", version=1, alasan=" ").content.decode()
    assert "Tulis mengapa nilai ini diubah" in page
    assert 'value="200"' in page
    assert NilaiDataDasar.objects.get().nilai == "198"


def test_blank_and_zero_are_two_things(client, data, desa):
    save(client, data, "0")
    desa.refresh_from_db()
    assert (NilaiDataDasar.objects.get().nilai, desa.kosong_kode) == ("0", "penyebut_nol")
    save(client, data, "", version=1)
    desa.refresh_from_db()
    assert desa.kosong_kode == "data_dasar_kosong"


def test_the_same_form_twice_is_one_change(client, data):
    assert [save(client, data, "198").status_code for _ in range(3)] == [302] * 3
    assert NilaiDataDasar.history.count() == 1
    assert [save(client, data, "", version=1).status_code for _ in range(2)] == [302] * 2
    assert NilaiDataDasar.history.count() == 2


def test_a_value_that_was_taken_away_and_came_back_is_another(client, owner, data):
    """Opened at 198 (version 1); taken away and entered as 200 since: the old form finds itself out of date."""
    save(client, data, "198")
    save(client, data, "", version=1)
    save(client, data, "200")
    assert NilaiDataDasar.objects.get().version == 2
    assert save(client, data, "199", version=1).status_code == 409
    assert NilaiDataDasar.objects.get().nilai == "200"


def test_years_before_and_who_entered(client, data):
    save(client, data, "190", tahun=2022)
    page = client.get(url(data)).content.decode()
    assert "190" in page and "dpmd, " in page


@pytest.fixture
def rantai(lumajang, data, owner, cast):
    """Data → desa (published) → second (published) → third (draft); the second and third read results only."""
    save_value(owner, data, "198", 0)
    first = kunci("lmj19-pemda-22", "pemda")
    rows = [
        realisasi_save(user=owner, kunci=first, nilai_mentah={"desa_cepat_berkembang": "99"}, version=0),
        reads(kunci("lmj19-dpmd-01", "dpmd"), first),
        reads(kunci("lmj19-dpmd-02", "dpmd"), kunci("lmj19-dpmd-01", "dpmd")),
    ]
    Realisasi.objects.filter(pk__in=[r.pk for r in rows[:2]]).update(status="terverifikasi")
    return [Realisasi.objects.get(pk=r.pk) for r in rows]


def save_value(user, data, nilai: str, version: int):
    isi = IsiNilai(nilai, alasan="Uji.")
    return data_dasar_save(user=user, data_dasar=data, tahun=2023, isi=isi, version=version)


def reads(key, source) -> Realisasi:
    """Gives an indicator a formula over another one, and computes it."""
    Rumus.objects.filter(indikator=key.indikator).delete()
    rumus = Rumus.objects.create(indikator=key.indikator, versi=9, ekspresi="x + 1", satuan="nilai")
    Variabel.objects.create(rumus=rumus, urut=0, nama="x", label="x", asal="indikator", indikator=source.indikator)
    row = Realisasi(indikator=key.indikator, instansi=key.instansi, tahun=2023)
    apply(row, hitung(indikator=key.indikator, instansi=key.instansi, tahun=2023, nilai_mentah={}))
    row.save()
    return row


def test_published_readers_of_published_values_are_told_too(owner, data, rantai):
    assert stale_published(data, 2023) == []
    save_value(owner, data, "99", 1)
    found = stale_published(data, 2023)
    assert [b.realisasi.pk for b in found] == [rantai[0].pk, rantai[1].pk]
    assert [b.lewat for b in found] == [None, rantai[0].indikator]


def test_reopening_the_chain_follows_the_new_value(cast, owner, data, rantai):
    save_value(owner, data, "99", 1)
    putusan_reopen_many(user=cast["bappeda"], items=[(r.pk, r.version) for r in rantai[:2]], alasan="Uji.")
    now = [Realisasi.objects.get(pk=r.pk) for r in rantai]
    assert [r.hasil for r in now] == ["100", "101", "102"]
    assert stale_published(data, 2023) == []


def test_reopening_only_the_first_still_tells_the_second(cast, owner, data, rantai):
    save_value(owner, data, "99", 1)
    realisasi_reopen(user=cast["bappeda"], realisasi=rantai[0], alasan="Uji.")
    assert [b.realisasi.pk for b in stale_published(data, 2023)] == [rantai[1].pk]


def test_bappeda_reopens_from_the_page(login, owner, data, rantai):
    save_value(owner, data, "99", 1)
    page = login("bappeda").get(url(data)).content.decode()
    assert all(f'value="{r.pk}:{r.version}"' in page for r in rantai[:2])
    assert "buka-alasan" not in login("dinkes").get(url(data)).content.decode()
