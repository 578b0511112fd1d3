"""The history of everything: who sees which change, the filter, the pages, the download."""

import io
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.management import call_command

from registry.models import Instansi, JendelaIsian, Keanggotaan, Pejabat, Penetapan, Realisasi, Rumus, TahunIsian
from registry.services.akun import akun_create
from registry.services.anggota import anggota_set_aktif
from registry.services.awal import muat_awal
from registry.services.instansi import instansi_save
from registry.services.pejabat import pejabat_save
from registry.services.pemda import pemda_save
from registry.services.penetapan_salin import penetapan_copy
from registry.services.realisasi import realisasi_return
from registry.services.riwayat_daftar import JENIS
from registry.services.riwayat_umum import AWAL, Saring, read_key, riwayat_page
from registry.services.tahun_isian import tahun_isian_save
from tests.registry.alur import ajukan, isi, kunci, verifikasi
from tests.registry.objek import make

pytestmark = pytest.mark.django_db
SINYAL = "KENARI-7731"


def seen(user, **filters):
    return riwayat_page(user, Saring(**filters), 10_000)[0]


def titles(user, jenis):
    return {(row.judul, row.siapa) for row in seen(user, jenis=jenis)}


def test_it_works(cast, login, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    text = login("dinkes").get("/riwayat/").content.decode()
    assert "Realisasi 2023 – Persentase Keluarga Sehat" in text or "Realisasi 2023 – " in text
    assert "<del>Draf</del>" in text
    assert "<ins>Diajukan</ins>" in text
    assert "oleh dinkes" in text
    assert "Jumlah keluarga yang telah dikunjungi: " in text
    assert "keluarga_dikunjungi" not in login("dinkes").get("/riwayat/?jenis=realisasi").content.decode()


def test_a_return_tells_its_reason(cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    realisasi_return(user=cast["bappeda"], realisasi=row, alasan="Penyebut keliru")
    newest = seen(cast["dinkes"], jenis="realisasi")[0]
    assert (newest.siapa, newest.alasan) == ("bappeda", "Penyebut keliru")
    assert ("Status", "Diajukan", "Dikembalikan") in newest.butir


def test_a_stranger_finds_no_word_of_it(cast, login, objek_kenari):
    for name in ("dinsos", "balangan", "admin_balangan", "bappeda_balangan"):
        for path in ("/riwayat/", "/riwayat/?orang=dinkes", f"/riwayat/?opd={objek_kenari.instansi.pk}"):
            assert SINYAL not in login(name).get(path).content.decode(), (name, path)
        book = openpyxl.load_workbook(io.BytesIO(login(name).get("/riwayat/unduh/").content))
        assert not any(SINYAL in str(c.value) for sheet in book for line in sheet.iter_rows() for c in line), name


@pytest.fixture
def objek_kenari(cast, lumajang):
    """Things of Dinkes that carry the canary, in as many nouns as an OPD has."""
    objek = make("dinkes", cast)
    year = TahunIsian.objects.get(pemda=lumajang, tahun=2023)
    key = kunci("lmj19-dinkes-01", "dinkes")
    row = Realisasi.objects.get(indikator=key.indikator, instansi=key.instansi, tahun=2023)
    row.kendala = SINYAL
    row.save()
    window, _ = JendelaIsian.objects.get_or_create(tahun_isian=year, instansi=key.instansi)
    window.alasan = SINYAL
    window.save()
    Pejabat.objects.create(instansi=key.instansi, nama=SINYAL, jabatan="x", mulai="2023-01-01")
    akun_create(username="kenari", nama=SINYAL, peran="operator", pemda=lumajang, instansi=key.instansi)
    return objek


def test_the_owner_and_the_admin_find_it(cast, login, objek_kenari):
    for name, least in (("dinkes", 2), ("admin", 4)):
        assert login(name).get("/riwayat/").content.decode().count(SINYAL) >= least


def test_a_draft_stays_with_its_opd(cast, keluarga_sehat):
    isi(cast, keluarga_sehat, {"keluarga_sehat": "44", "keluarga_dikunjungi": "50"})
    assert [len(seen(cast[n], jenis="realisasi")) for n in ("dinkes", "bappeda", "pembaca", "admin")] == [1, 0, 0, 1]


def test_bappeda_and_readers_see_no_older_draft(cast, keluarga_sehat):
    verifikasi(cast, keluarga_sehat)
    told = {n: {r.butir for r in seen(cast[n], jenis="realisasi")} for n in ("bappeda", "pembaca")}
    assert len(told["bappeda"]) == 2
    assert len(told["pembaca"]) == 1


def test_a_version_hidden_before_gives_away_nothing(cast, keluarga_sehat):
    row = isi(cast, keluarga_sehat, {"keluarga_sehat": "41", "keluarga_dikunjungi": "50"})
    from registry.services.realisasi import realisasi_save, realisasi_submit

    row = realisasi_save(
        user=cast["dinkes"], kunci=keluarga_sehat, version=row.version,
        nilai_mentah={"keluarga_sehat": "45", "keluarga_dikunjungi": "50"},
    )  # fmt: skip
    realisasi_submit(user=cast["dinkes"], realisasi=row)
    words = " ".join(str(r.butir) for r in seen(cast["bappeda"], jenis="realisasi"))
    assert "'45'" in words
    assert "41" not in words and "Draf" not in words


def test_what_is_removed_is_told(cast, login, lumajang):
    row = Instansi(pemda=lumajang, kode="coba", nama="Dinas Coba", jenis="dinas")
    instansi_save(user=cast["admin"], instansi=row)
    login("admin").post(f"/instansi/{row.pk}/hapus/")
    newest = seen(cast["admin"], jenis="instansi")[0]
    assert (newest.judul, newest.tindakan, newest.siapa) == ("Dinas Coba", "dihapus", "admin")


def test_every_noun_with_a_history_is_shown():
    from django.apps import apps

    kept = {model for model in apps.get_app_config("registry").get_models() if hasattr(model, "history")}
    assert {jenis.model for jenis in JENIS.values()} == kept


def test_the_server_is_named(cast, lumajang):
    person = akun_create(username="siti", nama="Siti", peran="pembaca", pemda=lumajang)
    call_command("akun_tautan", "siti")
    told = [(r.siapa, r.alasan) for r in seen(cast["admin"], jenis="keanggotaan") if "Siti" in r.judul]
    assert told[0] == ("sistem (perintah server)", "Tautan kata sandi baru dibuat")
    assert person.history.count() == len(told) == 2


def test_filters(cast, lumajang, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    year = TahunIsian.objects.get(pemda=lumajang, tahun=2023)
    tahun_isian_save(user=cast["bappeda"], tahun_isian=year)
    admin = cast["admin"]
    assert {r.siapa for r in seen(admin, orang="BAPPEDA")} == {"bappeda"}
    assert {r.siapa for r in seen(admin, orang="sistem")} == {"sistem (perintah server)"}
    assert {r.jenis for r in seen(admin, opd=keluarga_sehat.instansi)} >= {"Realisasi", "Rumus"}
    assert not [r for r in seen(admin, opd=keluarga_sehat.instansi) if r.jenis == "Tahun isian"]
    today = seen(admin)[0].kapan.astimezone(ZoneInfo(lumajang.zona_waktu)).date()
    assert seen(admin, dari=today, sampai=today)
    assert seen(admin, sampai=today.replace(year=2001)) == []


def test_pages_are_whole_and_disjoint(cast, keluarga_sehat):
    for n in range(7):
        anggota_set_aktif(user=cast["admin"], member=Keanggotaan.objects.get(user=cast["dinsos"]), aktif=bool(n % 2))
    whole = [row.kunci for row in seen(cast["admin"])]
    paged, key = [], None
    while True:
        rows, more = riwayat_page(cast["admin"], Saring(sebelum=key), 50)
        paged += [row.kunci for row in rows]
        if not more:
            break
        key = read_key(rows[-1].alamat)
    assert paged == whole
    assert len(set(paged)) == len(paged)


@pytest.mark.parametrize(
    "text", ["", "x", "1.realisasi", "1.realisasi.x", "1.pengguna.2", "9" * 19 + ".rumus.1", "-1.rumus.1", "١.rumus.1"]
)
def test_a_false_key_is_the_first_page(cast, login, text):
    assert read_key(text) is None
    assert login("admin").get("/riwayat/", {"sebelum": text}).status_code == 200
    assert AWAL.tzinfo is not None


def test_the_download_holds_what_the_page_holds(cast, login, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    row = Realisasi.objects.get(indikator=keluarga_sehat.indikator)
    row.kendala = "=HYPERLINK(0)"
    row.save()
    book = openpyxl.load_workbook(io.BytesIO(login("dinkes").get("/riwayat/unduh/?jenis=realisasi").content))
    cells = [c for line in book["Riwayat"].iter_rows(min_row=2) for c in line]
    evil = [c for c in cells if c.value == "=HYPERLINK(0)"]
    assert evil and all(c.data_type == "s" for c in evil)
    assert "dinkes" in {c.value for c in cells}


def test_the_number_of_queries_stays(cast, login, keluarga_sehat, django_assert_max_num_queries):
    ajukan(cast, keluarga_sehat)
    client = login("admin")
    client.get("/riwayat/")
    with django_assert_max_num_queries(2 * len(JENIS) + 8):
        client.get("/riwayat/")
    for name in ("dinsos", "dinkes"):
        for n in range(20):
            anggota_set_aktif(user=cast["admin"], member=Keanggotaan.objects.get(user=cast[name]), aktif=bool(n % 2))
    with django_assert_max_num_queries(2 * len(JENIS) + 8):
        client.get("/riwayat/")


def test_a_change_of_settings_names_old_and_new(cast, lumajang):
    lumajang.ibu_kota = "Kota Baru"
    pemda_save(user=cast["admin"], pemda=lumajang)
    newest = seen(cast["dinkes"], jenis="pemda")[0]
    assert newest.butir == (("Ibu kota", "Lumajang", "Kota Baru"),)


def test_loading_again_writes_no_history(cast):
    before = {kode: jenis.versi.count() for kode, jenis in JENIS.items()}
    muat_awal()
    assert {kode: jenis.versi.count() for kode, jenis in JENIS.items()} == before


def test_an_official_is_told(cast, lumajang):
    row = Pejabat(instansi=Instansi.objects.get(pemda=lumajang, kode="dinkes"), nama="Ani", jabatan="Kepala",
                  mulai="2023-01-01")  # fmt: skip
    row.clean_fields()
    pejabat_save(user=cast["admin"], pejabat=row)
    assert ("Ani – Dinkes", "admin") in titles(cast["dinkes"], "pejabat")
    assert not titles(cast["dinsos"], "pejabat")


def test_of_one_decree_alone(cast, login, lumajang, keluarga_sehat):
    """Its text, its formulas, answers and documents; nothing of another decree, no value, and no draft for an OPD."""
    ajukan(cast, keluarga_sehat)
    sumber = Penetapan.objects.get(kode="lumajang-2019-326")
    draft = penetapan_copy(user=cast["admin"], sumber=sumber, kode="rancangan-2026", tahun_awal=2026, tahun_akhir=2026)
    rumus = Rumus.objects.filter(indikator__lembar__lampiran__penetapan=sumber).first()
    rumus.save()
    found = seen(cast["admin"], penetapan=sumber)
    assert {row.kunci[1] for row in found} == {"penetapan", "rumus"}
    assert f"Rumus versi {rumus.versi} – {rumus.indikator}" in {row.judul for row in found}
    assert {row.judul for row in found if row.kunci[1] == "penetapan"} == {"Penetapan lumajang-2019-326"}
    page = login("admin").get(f"/riwayat/?jenis=penetapan&penetapan={draft.kode}").content.decode()
    assert "Penetapan rancangan-2026" in page and "Penetapan lumajang-2019-326" not in page
    assert (
        f'href="/riwayat/?penetapan={draft.kode}"' in login("admin").get(f"/penetapan/{draft.kode}/").content.decode()
    )
    opd = login("dinkes").get(f"/riwayat/?penetapan={draft.kode}").content.decode()
    assert "Penetapan rancangan-2026" not in opd and 'value="rancangan-2026"' not in opd and "is-invalid" in opd
