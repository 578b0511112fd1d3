"""Freezing by a worker: once, whatever happens to the worker; what changed meanwhile is not frozen."""

import pytest

from registry.models import Dokumen, Keanggotaan, Pekerjaan
from registry.models.dokumen import frozen_name
from registry.services import dokumen_simpanan
from registry.services import pekerjaan as jasa
from reports import pembekuan, tugas, tugas_beku
from reports.bekukan import Cetakan

KODE = "lumajang-kecamatan-2020"
SIAP = f"/penetapan/{KODE}/siap-ttd/"


@pytest.fixture(autouse=True)
def no_print(settings, tmp_path, monkeypatch):
    """A print that is clean; what is printed is for test_ttd."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pembekuan, "draw", lambda rows, segel, kotak: Cetakan(b"%PDF-1.7", 1, (), (), ()))


@pytest.fixture
def minta(login):
    """`minta()`: the admin asks for the freezing; the job."""

    def ask() -> Pekerjaan:
        admin = login("admin")
        sidik = admin.get(SIAP).context["form"]["sidik"].value()
        given = {"sidik": sidik, "jangkar": "#", "kotak": "on", "alasan-nomor": "Lembar ini tidak bernomor."}
        assert admin.post(SIAP, given).status_code == 302
        return Pekerjaan.objects.latest("pk")

    return ask


def work(row: Pekerjaan) -> Pekerjaan:
    tugas.kerjakan.func(str(row.kunci))
    row.refresh_from_db()
    return row


def test_it_works(minta):
    row = work(minta())
    dokumen = Dokumen.objects.get()
    assert (row.status, row.jumlah, dokumen.kunci, dokumen.history.count()) == ("selesai", 3, row.kunci, 1)
    assert dokumen_simpanan.read(dokumen) == b"%PDF-1.7" and not row.ada_berkas
    assert dokumen.dibekukan_oleh == row.pemohon and "tidak bernomor" in str(dokumen.jawaban)


def test_asked_twice_it_is_one_job_and_one_document(minta, login):
    row = minta()
    assert minta() == row and Pekerjaan.objects.count() == 1
    work(row)
    page = login("admin").get("/unduhan/").content.decode()
    assert f"/dokumen/{Dokumen.objects.get().kode}/" in page and "Unduh ZIP" not in page


def test_what_a_killed_worker_left_does_not_stop_the_next(minta):
    row = minta()
    dokumen_simpanan.keep(frozen_name(Dokumen(kunci=row.kunci), ""), b"half")
    assert work(row).status == "selesai"
    assert dokumen_simpanan.read(Dokumen.objects.get()) == b"%PDF-1.7"


def test_who_lost_the_job_meanwhile_stores_nothing(minta, monkeypatch):
    row = minta()

    def taken(**given):
        Pekerjaan.objects.filter(pk=row.pk).update(giliran=row.kunci)
        return real(**given)

    real = tugas_beku.prepare
    monkeypatch.setattr(tugas_beku, "prepare", taken)
    assert work(row).status == "berjalan" and not Dokumen.objects.exists()
    assert list(dokumen_simpanan.place("dokumen").rglob("*")) == []


@pytest.mark.parametrize("apa", ["naskah", "peran", "hilang"])
def test_what_changed_meanwhile_is_not_frozen(minta, monkeypatch, apa):
    row = minta()
    if apa == "peran":
        Keanggotaan.objects.filter(user=row.pemohon).update(peran="bappeda")
    else:
        row.parameter |= {"sidik": "0" * 64} if apa == "naskah" else {"acuan": row.parameter["acuan"] | {"kode": "x"}}
        row.save()
    pesan = jasa.HAK_BERUBAH if apa == "peran" else pembekuan.BERUBAH
    assert (work(row).status, row.pesan, Dokumen.objects.count()) == ("gagal", pesan, 0)


def test_a_failed_one_says_why_and_leads_back(minta, login, monkeypatch):
    row = minta()
    monkeypatch.setattr(pembekuan, "draw", lambda rows, segel, kotak: Cetakan(b"", 0, ("Terlalu tinggi.",), (), ()))
    page = login("admin").get(f"/unduhan/{work(row).kunci}/").content.decode()
    assert "Belum dibekukan: Terlalu tinggi." in page and f'href="{SIAP}"' in page
    again = login("admin").get(SIAP).content.decode()
    assert "Terlalu tinggi." in again and "Bekukan untuk ditandatangani" in again


def test_a_recap_is_frozen_as_its_page_showed_it(cast, login, keluarga_sehat):
    kunci = {"tempat": "Senduro", "tanggal": "28 Februari 2024"}
    naskah = login("admin").get(f"/rekap/2023/{keluarga_sehat.instansi.pk}/siap-ttd/", kunci).context["naskah"]
    acuan = tugas_beku.Acuan("rekap", tahun=2023, instansi=keluarga_sehat.instansi.pk, penanda=kunci)
    again = tugas_beku.naskah_of(cast["admin"], acuan, "http://testserver")
    assert again is not None and again.sidik == naskah.sidik and "Senduro" in str(again.cuplikan)
    assert tugas_beku.naskah_of(cast["admin_balangan"], acuan, "") is None
    assert tugas_beku.naskah_of(cast["admin"], tugas_beku.Acuan("lampiran", kode="x"), "") is None
