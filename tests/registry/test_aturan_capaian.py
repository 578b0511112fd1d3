"""Rules of achievement: versions with a legal basis, their effect shown first, and what they leave alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from formulas.capaian import AturanCapaian as Aturan
from formulas.capaian import Kelas
from registry.models import AturanCapaian, Realisasi, Target
from registry.services.akun import akun_create
from registry.services.aturan_banding import compare
from registry.services.aturan_capaian import (
    aturan_capaian_create,
    aturan_capaian_update,
    spans,
    version_token,
)
from registry.services.aturan_penjelasan import explain
from registry.services.errors import ServiceError
from registry.services.hitung import hitung
from registry.services.realisasi import apply
from tests.registry.alur import ajukan, isi, kunci, target, verifikasi

pytestmark = pytest.mark.django_db
DASAR = "Peraturan Bupati Nomor 7 Tahun 2023"
BALIK = Aturan(turun="balik")
KETAT = Aturan(kelas=(Kelas("Baik", Decimal(95)), Kelas("Kurang", None)))
FORM = {
    "mulai": "2023", "dasar_hukum": DASAR, "turun": "balik", "rentang": "jarak", "predikat": "peringkat",
    "target_nol": "tidak_dihitung", "turun_nol": "seratus_atau_nol", "lantai": "0", "atap": "", "token": "0",
    "ambang_termasuk": "", "kelas_desimal": "", "tahun": "2023", "kelas-TOTAL_FORMS": "2", "kelas-INITIAL_FORMS": "0",
    "kelas-0-nama": "Baik", "kelas-0-ambang": "95", "kelas-1-nama": "Kurang", "kelas-1-ambang": "",
}  # fmt: skip
LALU_LINTAS = {"pelanggaran_lalu_lintas": "60", "kendaraan_bermotor": "1000"}


@pytest.fixture
def sehat(keluarga_sehat):
    """90 against a target of 100: capaian 90, which is "Tinggi"."""
    target(keluarga_sehat, "100")
    return keluarga_sehat


def create(cast, mulai=2023, aturan=KETAT, dasar=DASAR):
    return aturan_capaian_create(user=cast["admin"], mulai=mulai, dasar_hukum=dasar, aturan=aturan)


def test_it_works(cast, sehat):
    row = isi(cast, sehat)
    assert (row.capaian, row.kelas) == ("90", "Tinggi")
    done = create(cast)
    row.refresh_from_db()
    assert (done.dihitung, done.tetap, row.capaian, row.kelas) == (1, 0, "90", "Kurang")
    assert row.cuplikan["aturan"]["dasar_hukum"] == DASAR


def test_a_published_figure_stays(cast, sehat):
    row = verifikasi(cast, sehat)
    done = create(cast)
    again = type(row).objects.get(pk=row.pk)
    assert (done.dihitung, done.tetap) == (0, 1)
    assert (again.kelas, again.version, again.cuplikan) == ("Tinggi", row.version, row.cuplikan)


def test_submitted_follows_and_history_says_why(cast, sehat):
    row = ajukan(cast, sehat)
    create(cast)
    row.refresh_from_db()
    assert (row.status, row.kelas) == ("diajukan", "Kurang")
    newest = row.history.first()
    assert newest.history_change_reason == "Dihitung ulang karena aturan capaian sejak 2023"
    assert newest.history_user == cast["admin"]


def test_only_the_years_it_covers(cast, sehat):
    row = isi(cast, sehat)
    assert create(cast, mulai=2024).dihitung == 0
    assert create(cast, mulai=2022).dihitung == 1
    row.refresh_from_db()
    assert row.cuplikan["aturan"]["mulai"] == 2022


def test_another_pemda_is_left_alone(cast, sehat):
    other = kunci("blg23-setwan-ik-01", "setwan")
    row = isi(cast, other, {"anggota_ikut_pelatihan": "9", "jumlah_anggota_dprd": "10"}, "balangan")
    create(cast)
    again = type(row).objects.get(pk=row.pk)
    assert again.version == row.version


def test_versions_cover_until_the_next(cast, lumajang):
    create(cast, mulai=2020)
    rows = AturanCapaian.objects.filter(pemda=lumajang).order_by("-mulai")
    assert [v.rentang for v in spans(list(rows))] == ["sejak 2020", "2015–2019"]


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "pembaca", "superuser"])
def test_only_the_admin_writes(cast, name):
    with pytest.raises(ServiceError):
        aturan_capaian_create(user=cast[name], mulai=2023, dasar_hukum=DASAR, aturan=KETAT)


def test_a_legal_basis_is_required(cast):
    with pytest.raises(ServiceError, match="dasar hukum"):
        create(cast, dasar="  ")


def test_one_version_a_year(cast):
    create(cast)
    with pytest.raises(ServiceError, match="sudah ada"):
        create(cast)


def test_a_correction_needs_a_reason_and_the_newest_version(cast, sehat):
    row = create(cast).row
    same = {"user": cast["admin"], "row": row, "dasar_hukum": DASAR, "aturan": BALIK}
    token = version_token(row)
    with pytest.raises(ServiceError, match="alasan"):
        aturan_capaian_update(**same, alasan=" ", token=token)
    aturan_capaian_update(**same, alasan="Salah ketik.", token=token)
    with pytest.raises(ServiceError, match="orang lain"):
        aturan_capaian_update(**same, alasan="Sekali lagi.", token=token)
    assert row.history.first().history_change_reason == "Salah ketik."


def test_preview_marks_what_stays(cast, sehat):
    verifikasi(cast, sehat)
    second = kunci("lmj19-dinkes-02", "dinkes")
    target(second, "100")
    isi(cast, second, {"keluarga_pra_sehat": "45", "keluarga_dikunjungi": "50"})
    banding = compare(cast["admin"], 2023, None, KETAT)
    assert (banding.jumlah, banding.ganti_kelas, banding.tetap, banding.dihitung_ulang) == (2, 2, 1, 1)
    assert {(row.lama.kelas, row.baru.kelas, row.terbit) for row in banding.baris} == {
        ("Tinggi", "Kurang", True),
        ("Tinggi", "Kurang", False),
    }


def test_lower_is_better_under_both_formulas(cast):
    key = kunci("lmj19-dishub-04", "dishub")
    target(key, "5")
    member = akun_create(
        username="dishub",
        nama="D",
        peran="operator",
        pemda=key.instansi.pemda,
        instansi=key.instansi,
        password="x" * 14,
    )
    isi({"dishub": member.user}, key, LALU_LINTAS, "dishub")
    row = compare(cast["admin"], 2023, None, BALIK).baris[0]
    assert (row.hasil, row.lama.capaian, row.baru.capaian) == ("6,00", "80,00 %", "83,33 %")


@pytest.mark.parametrize(
    ("bawah", "sehat", "isi_aturan", "langkah"),
    [
        ("36", "1", {}, "(2 / 36) × 100 = 5,56 %"),
        ("36", "1", {"lantai": "10"}, "(2 / 36) × 100 = 5,56 %, dinaikkan ke batas terendah 10,00 %"),
        ("0", "1", {"target_nol": "nol"}, "target 0, realisasi 2 → 0,00 %"),
    ],
)
def test_the_step_is_what_was_computed(cast, keluarga_sehat, lumajang, bawah, sehat, isi_aturan, langkah):
    row = AturanCapaian.objects.get(pemda=lumajang)
    row.isi = isi_aturan
    row.save()
    target(keluarga_sehat, bawah)
    stored = isi(cast, keluarga_sehat, {"keluarga_sehat": sehat, "keluarga_dikunjungi": "50"})
    assert stored.cuplikan["capaian"] == langkah


def test_a_predicate_is_told_as_ranks(lumajang):
    key = kunci("lmj19-pemda-27", "pemda")
    Target.objects.create(indikator=key.indikator, instansi=key.instansi, tahun=2023, kode="WTP")
    done = hitung(indikator=key.indikator, instansi=key.instansi, tahun=2023, nilai_mentah={"opini_bpk": "WDP"})
    assert done.pencapaian.langkah == "peringkat realisasi 3, peringkat target 4: (3 / 4) × 100 = 75,00 %"


def test_every_parameter_is_told_with_an_example():
    told = explain(Aturan(turun="balik", atap=Decimal(100), ambang_termasuk=True))
    assert [b.cermin for b in told.turun][:2] == ["120,00 %", "100,00 %"]
    assert [b.balik for b in told.turun][2:] == ["83,33 %", "41,67 %", "tidak dapat dihitung"]
    assert told.butir[-1].contoh[0].hasil == "90,00 %"
    assert [k.rentang for k in told.kelas] == [
        "90 ke atas", "75 sampai di bawah 90", "65 sampai di bawah 75", "50 sampai di bawah 65", "di bawah 50"
    ]  # fmt: skip


def test_the_form_compares_before_it_saves(cast, login, sehat):
    isi(cast, sehat)
    admin = login("admin")
    page = admin.post("/aturan-capaian/baru/", FORM | {"dasar_hukum": "", "bandingkan": "1"}).content.decode()
    assert "Belum ada yang tersimpan" in page
    assert "1</strong> di antaranya berganti kelas" in page
    assert AturanCapaian.objects.filter(mulai=2023).count() == 0
    response = admin.post("/aturan-capaian/baru/", FORM | {"simpan": "1"})
    row = AturanCapaian.objects.get(mulai=2023)
    assert response.headers["Location"] == f"/aturan-capaian/{row.pk}/"
    assert row.isi == {
        "turun": "balik",
        "kelas": [{"nama": "Baik", "ambang": "95"}, {"nama": "Kurang", "ambang": None}],
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"mulai": "abc"}, "Tulis tahun antara 2000 dan 2100"),
        ({"dasar_hukum": " "}, "Tulis dasar hukumnya."),
        ({"atap": "1.5"}, "Desimal ditulis dengan koma"),
        ({"lantai": "50", "atap": "40"}, "Batas tertinggi harus di atas batas terendah"),
        ({"kelas-0-nama": ""}, "Tulis nama kelasnya"),
        ({"kelas-1-ambang": "20"}, "Kosongkan ambang kelas terakhir"),
        ({"kelas-0-ambang": ""}, "Kosongkan ambang kelas terakhir"),
        ({"kelas-1-nama": "BAIK"}, "nama yang berbeda"),
        ({"kelas-1-nama": ""}, "paling sedikit dua kelas"),
        ({"turun": "lain"}, "isian-galat"),
    ],
)
def test_refusals_keep_what_was_typed(login, change, told):
    page = login("admin").post("/aturan-capaian/baru/", FORM | change | {"simpan": "1"}).content.decode()
    assert told in page
    assert not AturanCapaian.objects.filter(mulai=2023).exists()
    assert 'value="95"' in page or "kelas-0-ambang" in change


def test_thresholds_must_fall(login):
    three = {"kelas-TOTAL_FORMS": "3", "kelas-1-ambang": "96", "kelas-2-nama": "Sisa", "kelas-2-ambang": ""}
    page = login("admin").post("/aturan-capaian/baru/", FORM | three | {"simpan": "1"}).content.decode()
    assert "Ambang harus semakin kecil" in page


def test_no_other_field_is_written(login):
    extra = {"pemda": "2", "pemda_id": "2", "isi": "{}", "id": "1", "simpan": "1"}
    login("admin").post("/aturan-capaian/baru/", FORM | extra)
    assert AturanCapaian.objects.get(mulai=2023).pemda.kode == "35.08"


def test_edit_shows_its_history(cast, login):
    row = create(cast).row
    admin = login("admin")
    data = FORM | {"token": str(version_token(row)), "alasan": "Rapat 3 Maret.", "mulai": "2019", "simpan": "1"}
    assert admin.post(f"/aturan-capaian/{row.pk}/ubah/", data).status_code == 302
    row.refresh_from_db()
    assert (row.mulai, row.isi["turun"]) == (2023, "balik")
    assert "Rapat 3 Maret." in admin.get(f"/aturan-capaian/{row.pk}/").content.decode()


def test_preview_computes_what_is_typed(login):
    page = login("admin").post("/aturan-capaian/contoh/", FORM | {"dasar_hukum": "", "mulai": ""}).content.decode()
    assert "Yang dipakai: target / realisasi" in page
    bad = login("admin").post("/aturan-capaian/contoh/", FORM | {"atap": "x"}).content.decode()
    assert "belum dapat dibaca" in bad


@pytest.mark.parametrize("query", ["", "?kiri=x&kanan=1&tahun=9", "?kiri=bawaan&kanan=bawaan-termasuk&tahun=2023"])
def test_two_rules_side_by_side(cast, login, sehat, query):
    verifikasi(cast, sehat)
    page = login("pembaca").get(f"/aturan-capaian/banding/{query}")
    assert page.status_code == 200
    assert "Dari 1 realisasi" in page.content.decode()


def test_query_count_does_not_grow(cast, login):
    """One row, then 21: each kecamatan has the same indicator of the group sheet."""
    admin, address = login("admin"), "/aturan-capaian/banding/?kanan=bawaan-termasuk&tahun=2023"
    first = kunci("lmj19-kecamatan-01", "kec-tempeh")
    places = [first.instansi, *first.instansi.kelompok.anggota.exclude(pk=first.instansi.pk)]
    counts = []
    for part in (places[:1], places[1:]):
        for place in part:
            key = replace(first, instansi=place)
            target(key, "100")
            row = Realisasi(indikator=key.indikator, instansi=place, tahun=2023)
            apply(row, hitung(indikator=key.indikator, instansi=place, tahun=2023, nilai_mentah={"nilai_ikm": "90"}))
            row.save()
        with CaptureQueriesContext(connection) as queries:
            assert f"Dari {Realisasi.objects.count()} realisasi" in admin.get(address).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 22, counts
