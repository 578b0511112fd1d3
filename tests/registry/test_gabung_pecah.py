"""Merges and splits: one step after a look; heirs read what was verified before, strangers nothing; sheets print."""

import pytest

from registry.models import Indikator, Instansi, InstansiPendahulu, Keanggotaan, Realisasi
from registry.services.akun import akun_create
from registry.services.berlaku import sheets_in_force
from registry.services.errors import ServiceError
from registry.services.gabung_pecah import Rencana, instansi_reorganize
from tests.registry.alur import isi, kunci, target, verifikasi
from tests.registry.conftest import PASSWORD

pytestmark = pytest.mark.django_db
URL = "/instansi/gabung/"
KOSONG = {f"baru-{n}-{name}": "" for n in range(3) for name in ("nama", "singkatan", "kode", "jenis")}


def unit(kode: str) -> Instansi:
    return Instansi.objects.get(pemda__kode="35.08", kode=kode)


def typed(asal=("dinkes", "dinsos"), menerima=(), nama="Dinas Kesejahteraan", tahun="2023", **extra) -> dict:
    data = {"tahun": tahun, "asal": [unit(k).pk for k in asal], "menerima": [unit(k).pk for k in menerima]}
    data |= KOSONG | {"baru-TOTAL_FORMS": "3", "baru-INITIAL_FORMS": "0"}
    if nama:
        data |= {
            "baru-0-nama": nama,
            "baru-0-kode": "dinkesra",
            "baru-0-jenis": "dinas",
            "baru-0-singkatan": "Dinkesra",
        }
    return data | extra


def gabung(cast, tahun=2023) -> Instansi:
    new = Instansi(kode="dinkesra", nama="Dinas Kesejahteraan", jenis="dinas")
    rencana = Rencana(unit("dinkes").pemda, tahun, [unit("dinkes"), unit("dinsos")], [], [new])
    return instansi_reorganize(user=cast["admin"], rencana=rencana, simpan=True)[0]


@pytest.fixture
def waris(cast, client, lumajang):
    """A client of the merged OPD, after Dinkes had a verified value of 2022, one of 2023, and a draft of 2022."""
    verifikasi(cast, kunci("lmj19-dinkes-01", "dinkes", 2022))
    verifikasi(cast, kunci("lmj19-dinkes-01", "dinkes", 2023))
    isi(cast, kunci("lmj19-dinkes-02", "dinkes", 2022), {})
    target(kunci("lmj19-dinkes-01", "dinkes", 2022), "80")
    heir = gabung(cast)
    user = akun_create(
        username="waris", nama="waris", peran="operator", pemda=lumajang, instansi=heir, password=PASSWORD
    ).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    return client


def test_it_works(cast, login):
    admin = login("admin")
    look = admin.post(URL, typed()).content.decode()
    assert "Penggabungan sejak 2023" in look
    assert "Pindahkan anggotanya: dinkes (Operator OPD)" in look
    assert not Instansi.objects.filter(kode="dinkesra").exists()
    assert admin.post(URL, typed(simpan="ya")).url == "/instansi/"
    heir = unit("dinkesra")
    assert (heir.mulai, unit("dinkes").sampai, unit("dinsos").sampai) == (2023, 2022, 2022)
    assert set(heir.asal_usul.values_list("pendahulu__kode", "tahun")) == {("dinkes", 2023), ("dinsos", 2023)}
    assert {h.history_user for h in (heir.history.latest(), unit("dinkes").history.latest())} == {cast["admin"]}


def test_a_split_whose_parent_lives_on(cast, login):
    login("admin").post(URL, typed(("dinkes",), ("dinkes",), simpan="ya"))
    assert (unit("dinkes").sampai, unit("dinkes").asal_usul.count()) == (None, 0)
    assert list(unit("dinkesra").asal_usul.values_list("pendahulu__kode", flat=True)) == ["dinkes"]


def test_an_old_one_receives(cast, login):
    login("admin").post(URL, typed(("dinsos",), ("dinkes",), nama="", simpan="ya"))
    assert list(unit("dinkes").asal_usul.values_list("pendahulu__kode", "tahun")) == [("dinsos", 2023)]
    assert (unit("dinsos").sampai, unit("dinkes").sampai) == (2022, None)


@pytest.mark.parametrize(("change", "pesan"), [
    ({"nama": ""}, "Tulis paling sedikit satu instansi baru"), ({"tahun": "20"}, "empat angka"),
    ({"asal": ()}, "tidak boleh kosong"), ({"baru-0-kode": ""}, "Lengkapi nama, kode, dan jenisnya"),
    ({"baru-0-kode": "bkd"}, "sudah dipakai"), ({"baru-0-nama": "Inspektorat"}, "sama dengan"),
    ({"baru-0-jenis": "pemda"}, "valid"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_stays_typed(login, change, pesan):
    response = login("admin").post(URL, typed(**change) | {"simpan": "ya"})
    text = response.content.decode()
    assert (response.status_code, pesan.lower() in text.lower()) == (422, True)
    assert not InstansiPendahulu.objects.exists() and unit("dinkes").sampai is None


@pytest.mark.parametrize("name", ["bappeda", "dinkes", "pembaca", "admin_balangan"])
def test_nobody_else_does_it(cast, login, name):
    if name != "admin_balangan":
        assert login(name).post(URL, typed(simpan="ya")).status_code == 404
    else:
        assert login(name).post(URL, typed(simpan="ya")).status_code == 422
    rencana = Rencana(unit("dinkes").pemda, 2023, [unit("dinkes")], [unit("dinsos")], [])
    with pytest.raises(ServiceError, match="tidak mencakup"):
        instansi_reorganize(user=cast[name], rencana=rencana, simpan=True)


def test_the_heir_reads_what_was_verified_before(waris):
    seen = set(Realisasi.objects.visible_to(waris.user).values_list("indikator__kode", "tahun", "status"))
    assert seen == {("lmj19-dinkes-01", 2022, "terverifikasi")}
    page = waris.get("/pendahulu/").content.decode()
    assert "Dinas Kesehatan, dilanjutkan Dinas Kesejahteraan sejak 2023" in page
    assert "90" in page


def test_the_heir_changes_nothing_of_it(waris):
    row = Realisasi.objects.visible_to(waris.user).get()
    assert waris.get(f"/realisasi/{row.pk}/").status_code == 200
    path = f"/isian/{row.indikator_id}/{row.instansi_id}/2022/"
    assert waris.get(path).status_code == 404
    for tail in ("", "ajukan/", "tarik/"):
        assert waris.post(f"{path}{tail}", {}).status_code == 404
    assert Realisasi.objects.get(pk=row.pk).version == row.version


def test_a_stranger_inherits_nothing(cast, waris, login):
    for name in ("dinsos", "kepala", "balangan"):
        assert not Realisasi.objects.visible_to(cast[name]).filter(instansi__kode="dinkes").exists()
        assert not Indikator.objects.visible_to(cast[name]).filter(kode="lmj19-dinkes-01").exists()
        assert "dilanjutkan" not in login(name).get("/pendahulu/").content.decode()


def test_the_predecessor_does_not_read_its_heir(cast, waris):
    heir = unit("dinkesra")
    one = Indikator.objects.get(kode="lmj19-dinkes-02")
    Realisasi.objects.create(indikator=one, instansi=heir, tahun=2023, hasil="1", status="terverifikasi")
    assert not Realisasi.objects.visible_to(cast["dinkes"]).filter(instansi=heir).exists()


def test_it_reaches_through_two_steps(cast, waris, lumajang):
    new = Instansi(kode="dinsekali", nama="Dinas Sekali", jenis="dinas")
    rencana = Rencana(lumajang, 2025, [unit("dinkesra")], [], [new])
    heir = instansi_reorganize(user=cast["admin"], rencana=rencana, simpan=True)[0]
    Keanggotaan.objects.filter(user=waris.user).update(instansi=heir)
    waris.user.__dict__.pop("keanggotaan_aktif", None)
    assert set(Realisasi.objects.visible_to(waris.user).values_list("instansi__kode", "tahun")) == {("dinkes", 2022)}


def test_the_series_is_broken_and_says_so(cast, waris, login, lumajang):
    heir, old = unit("dinkesra"), Indikator.objects.get(kode="lmj19-dinkes-01")
    lembar = old.lembar
    page = waris.get(f"/indikator/{old.pk}/").content.decode()
    assert "90" in page
    sheet = type(lembar).objects.get(pk=lembar.pk)
    sheet.pk, sheet.instansi, sheet.urut = None, heir, 900
    draft = lembar.lampiran.penetapan.__class__.objects.create(
        pemda=lumajang, kode="uji-2023", jenis="lembar_iku", tentang="x", tahun_awal=2023, tahun_akhir=2026
    )
    sheet.lampiran = draft.lampiran.create(urut=1, judul="x")
    sheet.save()
    goal = sheet.sasaran.create(urut=1, teks="x")
    new = Indikator.objects.create(
        pemda=lumajang, lembar=sheet, sasaran=goal, urut=1, kode="uji-1", nama="Keluarga sehat", lanjutan_dari=old
    )
    new.rumus.create(versi=1, ekspresi="1", satuan="%")
    draft.status = "ditetapkan"
    draft.save()
    text = waris.get(f"/indikator/{new.pk}/").content.decode()
    assert "Seri terputus" in text
    assert "Dinkes 2022: 90" in text


def test_old_sheets_still_print_and_nothing_new_is_entered(cast, waris, login, lumajang):
    assert login("admin").get("/penetapan/lumajang-2019-326/").status_code == 200
    before, after = sheets_in_force(lumajang, 2022), sheets_in_force(lumajang, 2023)
    assert (unit("dinkes").pk, "iku") in before
    assert (unit("dinkes").pk, "iku") not in after


def test_the_page_costs_the_same(waris, django_assert_max_num_queries):
    waris.get("/pendahulu/")
    with django_assert_max_num_queries(20) as one:
        waris.get("/pendahulu/")
    first = Realisasi.objects.get(indikator__kode="lmj19-dinkes-01", tahun=2022)
    for tahun in range(2000, 2018):
        Realisasi.objects.create(indikator=first.indikator, instansi=first.instansi, tahun=tahun, hasil="1",
                                 rumus=first.rumus, status="terverifikasi")  # fmt: skip
    with django_assert_max_num_queries(len(one)):
        assert waris.get("/pendahulu/").content.decode().count("Bukti 20") == 19
