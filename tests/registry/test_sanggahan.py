"""An OPD that reads a shared value objects; the owner or Bappeda decides; the objector sees the outcome."""

import pytest
from django.test import Client

from registry.models import DataDasar, NilaiDataDasar, Peran, Realisasi, Sanggahan, TahunIsian, Variabel
from registry.services.akun import akun_create
from registry.services.data_dasar import IsiNilai, NilaiConflictError, data_dasar_save
from registry.services.errors import ServiceError
from registry.services.sanggahan import sanggahan_accept, sanggahan_create, sanggahan_reject, waiting_for
from tests.registry.alur import kunci

pytestmark = pytest.mark.django_db
ISI = {"nilai": "200", "sumber": "SK Bupati 10/2023", "alasan": "Dua desa dimekarkan."}


@pytest.fixture
def data(lumajang) -> DataDasar:
    """Jumlah seluruh desa, owned by DPMD, 198 in 2023; read by an indicator of Dinkes too."""
    row = DataDasar.objects.get(pemda=lumajang, kode="jumlah_desa")
    NilaiDataDasar.objects.create(data_dasar=row, tahun=2023, nilai="198")
    rumus = kunci("lmj19-dinkes-01", "dinkes").indikator.rumus.get(status="berlaku")
    Variabel.objects.create(rumus=rumus, urut=90, nama="desa", label="Desa", asal="data_dasar", data_dasar=row)
    return row


@pytest.fixture
def owner(data, lumajang, cast):
    """The operator of DPMD."""
    given = {"peran": Peran.OPERATOR, "pemda": lumajang, "instansi": data.pemilik, "password": None}
    return akun_create(username="dpmd", nama="dpmd", **given).user


@pytest.fixture
def client(owner) -> Client:
    """DPMD, signed in."""
    browser = Client()
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def sanggahan(cast, data) -> Sanggahan:
    return sanggahan_create(user=cast["dinkes"], data_dasar=data, tahun=2023, **ISI)


def nilai(data) -> str:
    return data.nilai.get(tahun=2023).nilai


def test_it_works(cast, data, sanggahan, owner):
    sanggahan_accept(user=owner, sanggahan=sanggahan, jawaban="Benar.", version=1)
    row = data.nilai.get(tahun=2023)
    assert (row.nilai, row.catatan, row.version) == ("200", "Sumber: SK Bupati 10/2023", 2)
    told = row.history.latest()
    assert (told.history_user, "diterima" in told.history_change_reason) == (owner, True)
    sanggahan.refresh_from_db()
    assert (sanggahan.status, sanggahan.diputus_oleh, sanggahan.jawaban) == ("diterima", owner, "Benar.")


def test_rejecting_needs_an_answer_and_changes_nothing(cast, data, sanggahan):
    with pytest.raises(ServiceError, match="Tulis jawabannya"):
        sanggahan_reject(user=cast["bappeda"], sanggahan=sanggahan, jawaban=" ")
    row = sanggahan_reject(user=cast["bappeda"], sanggahan=sanggahan, jawaban="SK itu dicabut.")
    assert (row.status, nilai(data)) == ("ditolak", "198")


@pytest.mark.parametrize("name", ["dinkes", "dinsos", "admin", "pembaca", "bappeda_balangan", "balangan"])
def test_nobody_else_decides(cast, login, data, sanggahan, name):
    with pytest.raises(ServiceError, match="Peran akun"):
        sanggahan_accept(user=cast[name], sanggahan=sanggahan, jawaban="", version=1)
    with pytest.raises(ServiceError, match="Peran akun"):
        sanggahan_reject(user=cast[name], sanggahan=sanggahan, jawaban="x")
    sent = {"konfirmasi": "1", "version": "1", "jawaban": "x"}
    assert login(name).post(f"/data-dasar/sanggahan/{sanggahan.pk}/terima/", sent).status_code == 404
    assert nilai(data) == "198"


@pytest.mark.parametrize("name", ["dinsos", "bappeda", "admin", "pembaca", "balangan"])
def test_who_does_not_read_it_cannot_object(cast, login, data, name):
    with pytest.raises(ServiceError, match="Peran akun"):
        sanggahan_create(user=cast[name], data_dasar=data, tahun=2023, **ISI)
    assert login(name).get(f"/data-dasar/{data.pk}/2023/sanggah/").status_code == 404


def test_the_owner_does_not_object_to_himself(owner, client, data):
    with pytest.raises(ServiceError):
        sanggahan_create(user=owner, data_dasar=data, tahun=2023, **ISI)
    assert "Sanggah nilai ini" not in client.get(f"/data-dasar/{data.pk}/2023/").content.decode()


@pytest.mark.parametrize(("more", "pesan"), [({"nilai": "198"}, "sama dengan"), ({"nilai": "-1"}, "paling sedikit 0")])
def test_what_says_nothing_is_refused(cast, data, more, pesan):
    with pytest.raises(ServiceError, match=pesan):
        sanggahan_create(user=cast["dinkes"], data_dasar=data, tahun=2023, **(ISI | more))


def test_a_blank_cannot_be_objected_to(cast, data):
    with pytest.raises(ServiceError, match="belum diisi pemiliknya"):
        sanggahan_create(user=cast["dinkes"], data_dasar=data, tahun=2022, **ISI)


def test_one_at_a_time(cast, data, sanggahan, owner):
    with pytest.raises(ServiceError, match="sudah menyanggah"):
        sanggahan_create(user=cast["dinkes"], data_dasar=data, tahun=2023, **(ISI | {"nilai": "201"}))
    sanggahan_reject(user=owner, sanggahan=sanggahan, jawaban="Tidak.")
    again = sanggahan_create(user=cast["dinkes"], data_dasar=data, tahun=2023, **(ISI | {"nilai": "201"}))
    assert again.status == "menunggu"


def test_a_decision_is_taken_once(cast, data, sanggahan, owner):
    sanggahan_reject(user=owner, sanggahan=sanggahan, jawaban="Tidak.")
    with pytest.raises(ServiceError, match="sudah ditolak"):
        sanggahan_accept(user=cast["bappeda"], sanggahan=sanggahan, jawaban="", version=1)
    sanggahan_reject(user=owner, sanggahan=sanggahan, jawaban="Tidak.")
    assert sanggahan.history.count() == 2


def test_a_value_that_moved_on_is_looked_at_again(data, sanggahan, owner):
    data_dasar_save(user=owner, data_dasar=data, tahun=2023, isi=IsiNilai("199", alasan="Uji."), version=1)
    with pytest.raises(NilaiConflictError):
        sanggahan_accept(user=owner, sanggahan=sanggahan, jawaban="", version=1)
    sanggahan.refresh_from_db()
    assert (sanggahan.status, nilai(data)) == ("menunggu", "199")


def test_a_locked_year_takes_none(cast, data, lumajang, sanggahan, owner):
    TahunIsian.objects.filter(pemda=lumajang, tahun=2023).update(dikunci_pada="2024-01-01T00:00Z")
    with pytest.raises(ServiceError, match="dikunci"):
        sanggahan_accept(user=owner, sanggahan=sanggahan, jawaban="", version=1)
    sanggahan.delete()
    with pytest.raises(ServiceError, match="dikunci"):
        sanggahan_create(user=cast["dinkes"], data_dasar=data, tahun=2023, **ISI)


def test_who_has_it_as_a_task(cast, sanggahan, owner):
    people = {"owner": owner} | {n: cast[n] for n in ("dinkes", "dinsos", "bappeda", "admin", "pembaca", "balangan")}
    assert {n for n, user in people.items() if waiting_for(user).count()} == {"owner", "bappeda"}


def test_the_whole_way_in_pages(login, data, client):
    dinkes = login("dinkes")
    page = dinkes.get(f"/data-dasar/{data.pk}/2023/sanggah/").content.decode()
    key = page.split('name="kiriman" value="')[1].split('"')[0]
    for _ in range(2):
        sent = dinkes.post(f"/data-dasar/{data.pk}/2023/sanggah/", ISI | {"kiriman": key}, follow=True)
        assert "Sanggahan diajukan." in sent.content.decode()
    row = Sanggahan.objects.get()
    assert '<span class="badge text-bg-danger">1' in client.get("/data-dasar/").content.decode()
    assert "perlu Anda putuskan" in client.get("/data-dasar/sanggahan/").content.decode()
    url = f"/data-dasar/sanggahan/{row.pk}/"
    look = client.post(f"{url}terima/", {"version": "1", "jawaban": "Benar."}).content.decode()
    assert "Bila diterima" in look and 'name="konfirmasi"' in look
    assert nilai(data) == "198"
    client.post(f"{url}terima/", {"version": "1", "jawaban": "Benar.", "konfirmasi": "1"})
    assert nilai(data) == "200"
    page = dinkes.get(url).content.decode()
    assert "Diterima" in page and "Benar." in page
    assert "text-bg-danger" not in client.get("/data-dasar/").content.decode()


def test_typed_text_stays(login, data):
    page = login("dinkes").post(f"/data-dasar/{data.pk}/2023/sanggah/", ISI | {"nilai": "1.23.4", "kiriman": "x"})
    assert page.status_code == 422
    assert "Dua desa dimekarkan." in page.content.decode()
    assert 'value="1.23.4"' in page.content.decode()


def test_the_preview_names_what_is_computed_again(client, owner, data, sanggahan):
    key = kunci("lmj19-pemda-22", "pemda")
    Realisasi.objects.create(
        indikator=key.indikator,
        instansi=key.instansi,
        tahun=2023,
        nilai_mentah={"desa_cepat_berkembang": "100"},
        hasil="50.5050505051",
    )
    page = client.post(f"/data-dasar/sanggahan/{sanggahan.pk}/terima/", {"version": "1"}).content.decode()
    assert str(key.indikator) in page
    assert Realisasi.objects.get().hasil == "50.5050505051"
