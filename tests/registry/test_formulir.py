"""The entry form: reading back, computing while typing, saving, conflicts, submitting, who may what."""

import pytest
from django.test import Client

from registry.models import Peran, Realisasi, TahunIsian
from registry.services.akun import akun_create
from registry.services.realisasi import Kunci, realisasi_return, realisasi_save, realisasi_submit, realisasi_verify
from tests.registry.alur import SEHAT, ajukan, isi, kunci, target

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(key: Kunci, action: str = "") -> str:
    return f"/isian/{key.indikator.pk}/{key.instansi.pk}/{key.tahun}/{action}"


def typed(version: int = 0, **values: str) -> dict[str, str]:
    """What a browser sends: names with the prefix of the form."""
    return {"version": str(version), **{name.replace("__", "-"): value for name, value in values.items()}}


def sehat(a: str = "45", b: str = "50", version: int = 0, **more: str) -> dict[str, str]:
    return typed(version, nilai__keluarga_sehat=a, nilai__keluarga_dikunjungi=b, **more)


def stored(key: Kunci) -> Realisasi:
    return Realisasi.objects.get(indikator=key.indikator, instansi=key.instansi, tahun=key.tahun)


def text(response) -> str:
    return response.content.decode()


def test_it_works(login, keluarga_sehat):
    client = login("dinkes")
    response = client.post(url(keluarga_sehat), sehat("1.234,0", "1.500"))
    assert (response.status_code, response.headers["Location"]) == (302, url(keluarga_sehat))
    row = stored(keluarga_sehat)
    assert row.nilai_mentah == {"keluarga_sehat": "1234", "keluarga_dikunjungi": "1500"}
    assert (row.hasil, row.status, row.version) == ("82.2666666667", "draf", 1)
    assert row.history.first().history_user.username == "dinkes"


def test_the_form_shows_formula_fields_and_last_year(login, cast, keluarga_sehat):
    isi(cast, kunci("lmj19-dinkes-01", "dinkes", 2022), {"keluarga_sehat": "1234", "keluarga_dikunjungi": "2000"})
    page = text(login("dinkes").get(url(keluarga_sehat)))
    assert 'class="pecahan"' in page
    assert "Jumlah keluarga yang telah dikunjungi" in page
    assert "2022: 1.234" in page
    assert "bilangan bulat, paling sedikit 0" in page


def test_typing_is_computed_and_read_back(login, cast, keluarga_sehat):
    target(keluarga_sehat, "80")
    response = login("dinkes").post(url(keluarga_sehat, "pratinjau/"), sehat("1.500", "2.000"), headers=HTMX)
    page = text(response)
    assert response.status_code == 200
    assert "dibaca: 1.500 (seribu lima ratus)" in page
    assert "75,00" in page
    assert "(1.500 / 2.000) × 100 = 75,00" in page
    assert "93,75" in page
    assert not Realisasi.objects.exists()


def test_without_javascript_the_whole_page_is_computed(login, keluarga_sehat):
    page = text(login("dinkes").post(url(keluarga_sehat, "pratinjau/"), sehat()))
    assert "<!doctype html>" in page
    assert "90,00" in page
    assert 'value="45"' in page
    assert "belum disimpan" in page
    assert not Realisasi.objects.exists()


def test_what_cannot_be_read_keeps_the_typed_text(login, keluarga_sehat):
    page = text(login("dinkes").post(url(keluarga_sehat), sehat("84.3", "50", keterangan="<i>catatan</i>")))
    assert 'value="84.3"' in page
    assert "Desimal ditulis dengan koma: 84,3" in page
    assert "&lt;i&gt;catatan&lt;/i&gt;" in page
    assert not Realisasi.objects.exists()


@pytest.mark.parametrize(("value", "pesan"), [("1,5", "bilangan bulat"), ("-1", "paling sedikit 0"), ("0x1", "Bukan")])
def test_limits_are_refused_in_words(login, keluarga_sehat, value, pesan):
    assert pesan in text(login("dinkes").post(url(keluarga_sehat), sehat(value)))
    assert not Realisasi.objects.exists()


def test_blank_is_a_reason_and_never_zero(login, keluarga_sehat):
    client = login("dinkes")
    client.post(url(keluarga_sehat), sehat("", "50", alasan__keluarga_sehat="survei_belum"))
    row = stored(keluarga_sehat)
    assert row.nilai_mentah["keluarga_sehat"] == {"kosong": "survei_belum"}
    assert (row.hasil, row.kosong_kode) == (None, "survei_belum")
    assert "survei belum dilaksanakan" in text(client.get(url(keluarga_sehat)))


def test_waiting_for_release_needs_a_date(login, keluarga_sehat):
    client = login("dinkes")
    waiting = {"alasan__keluarga_sehat": "menunggu_rilis"}
    assert "perkiraan tanggal rilis" in text(client.post(url(keluarga_sehat), sehat("", "50", **waiting)))
    client.post(url(keluarga_sehat), sehat("", "50", tanggal__keluarga_sehat="1 Maret 2024", **waiting))
    assert stored(keluarga_sehat).nilai_mentah["keluarga_sehat"]["tanggal"] == "2024-03-01"
    assert 'value="1 Maret 2024"' in text(client.get(url(keluarga_sehat)))


def test_an_unknown_reason_is_refused(login, keluarga_sehat):
    client = login("dinkes")
    assert client.post(url(keluarga_sehat), sehat("", "50", alasan__keluarga_sehat="nol")).status_code == 200
    assert not Realisasi.objects.exists()


def test_a_value_counts_more_than_a_reason_left_behind(login, keluarga_sehat):
    login("dinkes").post(url(keluarga_sehat), sehat("45", "50", alasan__keluarga_sehat="survei_belum"))
    assert stored(keluarga_sehat).nilai_mentah["keluarga_sehat"] == "45"


def test_a_deret_has_a_field_per_member(login):
    key = kunci("lmj19-dinkes-03", "dinkes")
    values = {f"nilai-nilai_persepsi-{n}": "300" for n in range(9)}
    client = login("dinkes")
    client.post(url(key), {"version": "0", "nilai-responden": "100", **values})
    assert stored(key).hasil == "75"
    client.post(url(key), {"version": "1", "nilai-responden": "100", **values, "nilai-nilai_persepsi-8": ""})
    assert stored(key).nilai_mentah["nilai_persepsi"][8] == {"kosong": "belum_diisi"}
    assert stored(key).hasil is None


def test_a_predicate_is_chosen(login, cast, lumajang):
    key = kunci("lmj19-pemda-27", "pemda")
    filler = key.indikator.pengisi.order_by("urut").first().instansi
    operator = akun_create(
        username="operator-a",
        nama="A",
        peran=Peran.OPERATOR,
        pemda=lumajang,
        instansi=filler,
        password="x" * 3 + "Yz9-kuat-sekali",
    ).user
    client = Client()
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    client.post(url(key), typed(nilai__opini_bpk="WDP"))
    assert (stored(key).nilai_mentah, stored(key).hasil) == ({"opini_bpk": "WDP"}, "3")
    assert client.post(url(key), typed(1, nilai__opini_bpk="XYZ")).status_code == 200
    assert stored(key).version == 1


def test_constants_are_shown_with_their_source(login):
    page = text(login("dinkes").get(url(kunci("lmj19-pemda-11", "pemda"))))
    assert "tetapan dalam rumus" in page
    assert "nilai-ahh_minimal" not in page


def test_only_fields_of_the_form_can_change(login, keluarga_sehat):
    evil = {"status": "terverifikasi", "hasil": "100", "instansi": "1", "contoh": "1", "diverifikasi_oleh": "1"}
    login("dinkes").post(url(keluarga_sehat), sehat() | evil | {"nilai-lain": "1"})
    row = stored(keluarga_sehat)
    assert (row.status, row.hasil, row.contoh, row.diverifikasi_oleh) == ("draf", "90", False, None)
    assert set(row.nilai_mentah) == set(SEHAT)


def test_a_conflict_shows_both_and_the_second_save_is_deliberate(login, cast, keluarga_sehat):
    row = isi(cast, keluarga_sehat)
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=SEHAT | {"keluarga_sehat": "46"}, version=1)
    client = login("dinkes")
    response = client.post(url(keluarga_sehat), sehat("47", version=row.version))
    page = text(response)
    assert response.status_code == 409
    assert "<td>47</td><td>46</td>" in page
    assert 'value="47"' in page
    assert 'name="version" value="2"' in page
    assert stored(keluarga_sehat).nilai_mentah["keluarga_sehat"] == "46"
    assert client.post(url(keluarga_sehat), sehat("47", version=2)).status_code == 302
    assert stored(keluarga_sehat).nilai_mentah["keluarga_sehat"] == "47"


def test_saving_what_did_not_change_leaves_no_version(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    reasons = {f"alasan__{name}": "belum_diisi" for name in SEHAT}
    login("dinkes").post(url(keluarga_sehat), sehat(version=1, **reasons))
    assert stored(keluarga_sehat).version == 1


def test_a_result_above_hundred_is_a_warning_not_a_refusal(login, keluarga_sehat):
    client = login("dinkes")
    page = text(client.post(url(keluarga_sehat, "pratinjau/"), sehat("60", "50"), headers=HTMX))
    assert "Hasil di atas 100 %" in page
    assert client.post(url(keluarga_sehat), sehat("60", "50")).status_code == 302


def test_a_jump_against_last_year_is_a_warning(login, cast, keluarga_sehat):
    isi(cast, kunci("lmj19-dinkes-01", "dinkes", 2022), {"keluarga_sehat": "10", "keluarga_dikunjungi": "50"})
    client = login("dinkes")
    ask = lambda a: text(client.post(url(keluarga_sehat, "pratinjau/"), sehat(a), headers=HTMX))  # noqa: E731
    assert "jauh berbeda dari tahun 2022 (10)" in ask("20")
    assert "jauh berbeda dari tahun 2022 (10)" in ask("5")
    assert "jauh berbeda" not in ask("19")


def test_save_and_submit_asks_once_more(login, keluarga_sehat):
    client = login("dinkes")
    response = client.post(url(keluarga_sehat), sehat() | {"ajukan": "1"})
    assert response.headers["Location"] == url(keluarga_sehat, "ajukan/")
    page = text(client.get(url(keluarga_sehat, "ajukan/")))
    assert "atas nama Kepala Dinas Kesehatan" in page
    assert stored(keluarga_sehat).status == "draf"
    done = client.post(url(keluarga_sehat, "ajukan/"), {"version": "1"})
    assert done.headers["Location"] == "/isian/?tahun=2023"
    assert stored(keluarga_sehat).status == "diajukan"


def test_what_changed_meanwhile_is_not_submitted(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    for version in ("0", "2", "", "x", "9" * 30):
        login("dinkes").post(url(keluarga_sehat, "ajukan/"), {"version": version})
    assert stored(keluarga_sehat).status == "draf"


def test_a_blank_without_a_reason_is_not_submitted(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat, {"keluarga_sehat": "45"})
    client = login("dinkes")
    client.post(url(keluarga_sehat, "ajukan/"), {"version": "1"})
    assert "Belum dapat diajukan" in text(client.get(url(keluarga_sehat)))
    assert stored(keluarga_sehat).status == "draf"


def test_where_a_kepala_exists_the_operator_is_told_who_submits(login, cast, lumajang, keluarga_sehat):
    akun_create(
        username="kepala-dinkes",
        nama="dr. Bayu",
        peran=Peran.KEPALA,
        pemda=lumajang,
        instansi=keluarga_sehat.instansi,
        password=None,
    )
    isi(cast, keluarga_sehat)
    client = login("dinkes")
    page = text(client.get(url(keluarga_sehat)))
    assert "kepala OPD (dr. Bayu)" in page
    assert "Simpan dan ajukan" not in page
    for method in (client.get, client.post):
        assert method(url(keluarga_sehat, "ajukan/")).status_code == 404


def test_withdraw_while_nobody_has_decided(login, cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    client = login("dinkes")
    assert "Tarik pengajuan" in text(client.get(url(keluarga_sehat)))
    client.post(url(keluarga_sehat, "tarik/"), {"version": str(row.version)})
    assert stored(keluarga_sehat).status == "draf"


def test_after_verification_nothing_can_be_typed_or_withdrawn(login, cast, keluarga_sehat):
    row = realisasi_verify(user=cast["bappeda"], realisasi=ajukan(cast, keluarga_sehat))
    client = login("dinkes")
    page = text(client.get(url(keluarga_sehat)))
    assert "Diverifikasi bappeda pada" in page
    assert 'name="nilai-' not in page
    assert "Tarik pengajuan" not in page
    client.post(url(keluarga_sehat, "tarik/"), {"version": str(row.version)})
    client.post(url(keluarga_sehat), sehat("1", version=row.version))
    assert (stored(keluarga_sehat).status, stored(keluarga_sehat).hasil) == ("terverifikasi", "90")


def test_a_published_page_shows_what_was_computed_then(login, cast, keluarga_sehat):
    realisasi_verify(user=cast["bappeda"], realisasi=ajukan(cast, keluarga_sehat))
    keluarga_sehat.indikator.rumus.filter(status="berlaku").update(ekspresi="keluarga_sehat", satuan="keluarga")
    page = text(login("dinkes").get(url(keluarga_sehat)))
    assert "(45 / 50) × 100 = 90,00" in page


def test_a_returned_one_shows_its_reason_and_is_open(login, cast, keluarga_sehat):
    realisasi_return(user=cast["bappeda"], realisasi=ajukan(cast, keluarga_sehat), alasan="Angka 2022?")
    page = text(login("dinkes").get(url(keluarga_sehat)))
    assert page.index("Angka 2022?") < page.index("Rumus menurut dokumen")
    assert 'name="nilai-keluarga_sehat"' in page


def test_a_closed_year_is_read_only(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    TahunIsian.objects.filter(tahun=2023).update(dibuka=False)
    client = login("dinkes")
    page = text(client.get(url(keluarga_sehat)))
    assert "sedang ditutup" in page
    assert 'name="nilai-' not in page
    assert "sedang ditutup" in text(client.post(url(keluarga_sehat), sehat("46", version=1)))
    assert stored(keluarga_sehat).hasil == "90"


ACTIONS = ["", "pratinjau/", "ajukan/", "tarik/"]


@pytest.mark.parametrize("name", ["dinsos", "kepala", "balangan", "bappeda", "admin", "pembaca", "superuser"])
@pytest.mark.parametrize("action", ACTIONS)
def test_another_opds_value_does_not_exist(login, cast, keluarga_sehat, name, action):
    row = isi(cast, keluarga_sehat)
    client = login(name)
    assert client.get(url(keluarga_sehat, action)).status_code in (404, 405)
    assert client.post(url(keluarga_sehat, action), sehat("1", version=1)).status_code == 404
    row.refresh_from_db()
    assert (row.hasil, row.version) == ("90", 1)


@pytest.mark.parametrize(
    "path", ["0/0/2023", "{i}/{o}/2017", "{i}/{o}/1", "{big}/{o}/2023", "{i}/{big}/2023", "{i}/{o}/{big}"]
)
def test_what_does_not_count_does_not_exist(login, keluarga_sehat, path):
    path = path.format(i=keluarga_sehat.indikator.pk, o=keluarga_sehat.instansi.pk, big="9" * 30)
    assert login("dinkes").get(f"/isian/{path}/").status_code == 404


def test_a_value_for_another_instansi_does_not_exist(login, cast, keluarga_sehat):
    wrong = cast["dinsos"].keanggotaan_aktif.instansi_id
    assert login("dinkes").get(f"/isian/{keluarga_sehat.indikator.pk}/{wrong}/2023/").status_code == 404


def test_a_base_year_takes_only_what_lalu_needs(login, lumajang, cast):
    key = kunci("lmj19-pemda-05", "pemda", 2018)
    filler = key.indikator.pengisi.order_by("urut").first().instansi
    member = akun_create(
        username="operator-b", nama="B", peran=Peran.OPERATOR, pemda=lumajang, instansi=filler, password=None
    )
    client = Client()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    first = kunci("lmj19-pemda-05", "pemda", 2019)
    assert f'href="{url(key)}"' in text(client.get(url(first)))
    page = text(client.get(url(key)))
    assert "tahun dasar" in page
    assert page.count('name="nilai-') == 1
    assert client.post(url(key), typed(nilai__usaha_mikro="48.210")).status_code == 302
    client.post(url(first), typed(nilai__usaha_mikro="49.655"))
    assert stored(first).hasil == "2.997303464"
    assert client.get(url(key, "ajukan/")).status_code == 404


def test_a_base_year_without_lalu_does_not_exist(login):
    assert login("dinkes").get(url(kunci("lmj19-dinkes-01", "dinkes", 2018))).status_code == 404


def test_others_values_of_a_shared_indicator_are_read_only(login, cast, lumajang):
    key = kunci("lmj19-pemda-02", "pemda")
    names = {"disparbud": "operator-c", "bprd": "operator-d"}
    people = {
        kode: akun_create(
            username=name,
            nama=name,
            peran=Peran.OPERATOR,
            pemda=lumajang,
            instansi=lumajang.instansi.get(kode=kode),
            password=None,
        ).user
        for kode, name in names.items()
    }
    client = Client()
    client.force_login(people["bprd"], backend="django.contrib.auth.backends.ModelBackend")
    evil = {"nilai-pajak_hiburan": "5", "nilai-retribusi_wisata": "999"}
    assert client.post(url(key), {"version": "0", **evil}).status_code == 302
    assert stored(key).nilai_mentah.get("retribusi_wisata") is None
    page = text(client.get(url(key)))
    assert 'name="nilai-pajak_hiburan"' in page
    assert 'name="nilai-retribusi_wisata"' not in page
    assert "sebagai koordinator" in page
    client.force_login(people["disparbud"], backend="django.contrib.auth.backends.ModelBackend")
    assert "diisi Badan Pajak" in text(client.get(url(key)))


def test_the_form_asks_a_bounded_number_of_queries(login, cast, keluarga_sehat, django_assert_max_num_queries):
    isi(cast, keluarga_sehat)
    client = login("dinkes")
    with django_assert_max_num_queries(45):
        client.get(url(keluarga_sehat))
    with django_assert_max_num_queries(45):
        client.post(url(keluarga_sehat, "pratinjau/"), sehat(), headers=HTMX)


def test_submitting_by_get_changes_nothing(login, cast, keluarga_sehat):
    row = realisasi_submit(user=cast["dinkes"], realisasi=isi(cast, keluarga_sehat))
    client = login("dinkes")
    assert client.get(url(keluarga_sehat, "tarik/")).status_code == 405
    client.get(url(keluarga_sehat, "ajukan/"))
    row.refresh_from_db()
    assert (row.status, row.version) == ("diajukan", 2)
