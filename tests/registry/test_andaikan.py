"""What-if on the entry form: the raw value that reaches the target; nothing is stored."""

import pytest

from registry.models import Realisasi, Target
from registry.services.akun import akun_create
from registry.services.andaikan import answer, choices_of
from registry.services.errors import ServiceError
from registry.services.formulir import formulir_of
from tests.registry.alur import SEHAT, isi, kunci, target

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def form_of(cast, key, name="dinkes"):
    return formulir_of(cast[name], key)


def ask(formulir, typed, kunci, target_text=""):
    return answer(formulir, typed, kunci, target_text)


def opd(key):
    """A cast of one: the operator of the instansi."""
    member = akun_create(
        username="opd", nama="O", peran="operator", pemda=key.instansi.pemda, instansi=key.instansi, password="x" * 14
    )
    return {"opd": member.user}


def test_it_works(cast, keluarga_sehat):
    """The example of the issue: "butuh 47 dari 50"."""
    target(keluarga_sehat, "94")
    found = ask(form_of(cast, keluarga_sehat), SEHAT, "keluarga_sehat")
    assert (found.kalimat, found.hasil, found.target) == ("butuh paling sedikit 47 dari 50", "94,00 %", "94 %")
    assert found.tetap == (("Jumlah keluarga yang telah dikunjungi", "50"),)
    assert not Realisasi.objects.exists()


def test_the_denominator_may_be_asked_for(cast, keluarga_sehat):
    found = ask(form_of(cast, keluarga_sehat), SEHAT, "keluarga_dikunjungi", "94")
    assert found.kalimat == "butuh paling banyak 47"


def test_a_typed_target_goes_before_the_stored_one(cast, keluarga_sehat):
    target(keluarga_sehat, "94")
    assert (
        ask(form_of(cast, keluarga_sehat), SEHAT, "keluarga_sehat", " 80,5 ").kalimat
        == "butuh paling sedikit 41 dari 50"
    )


def test_stored_values_answer_where_nothing_is_typed(cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    assert ask(form_of(cast, keluarga_sehat), None, "keluarga_sehat", "50").kalimat == "butuh paling sedikit 25 dari 50"


@pytest.mark.parametrize(
    ("kunci", "text", "told"),
    [("keluarga_sehat", "", "belum ditetapkan"), ("keluarga_sehat", "84.3", "koma"), ("x", "90", "Pilih nilai")],
)
def test_what_lacks_is_said(cast, keluarga_sehat, kunci, text, told):
    with pytest.raises(ServiceError, match=told):
        ask(form_of(cast, keluarga_sehat), SEHAT, kunci, text)


def test_other_blanks_come_first(cast, keluarga_sehat):
    found = ask(form_of(cast, keluarga_sehat), {"keluarga_sehat": "45"}, "keluarga_sehat", "90")
    assert found.sebab == "Isi dahulu: Jumlah keluarga yang telah dikunjungi."


def test_lower_is_better(cast):
    key = kunci("lmj19-dishub-04", "dishub")
    target(key, "5")
    values = {"pelanggaran_lalu_lintas": "60", "kendaraan_bermotor": "1000"}
    found = ask(form_of(opd(key), key, "opd"), values, "pelanggaran_lalu_lintas")
    assert (found.kalimat, found.hasil) == ("butuh paling banyak 50 dari 1.000", "5,00 %")


def test_a_predicate_is_told_by_its_code(cast, lumajang):
    indikator = kunci("lmj19-pemda-27", "pemda")
    filler = indikator.indikator.pengisi.first().instansi
    user = akun_create(
        username="p", nama="P", peran="operator", pemda=lumajang, instansi=filler, password="x" * 14
    ).user
    where = {"indikator": indikator.indikator, "instansi": indikator.instansi, "tahun": 2023}
    Target.objects.create(**where, kode="WTP")
    found = ask(formulir_of(user, indikator), {"opini_bpk": "WDP"}, "opini_bpk")
    assert (found.kalimat, found.hasil, found.target) == ("butuh paling rendah WTP", "WTP", "WTP")


def test_one_member_of_a_series(cast):
    key = kunci("lmj19-dkp-01", "dkp")
    form = form_of(opd(key), key, "opd")
    members = [c.kunci for c in choices_of(form)]
    assert members[:2] == ["energi_tersedia:0", "energi_tersedia:1"] and len(members) == 9
    found = ask(form, {"energi_tersedia": ["100"] * 9}, "energi_tersedia:3", "1000")
    assert found.kalimat == "butuh paling sedikit 200"


def test_a_range_is_entered_from_the_near_side(cast, keluarga_sehat):
    where = {"indikator": keluarga_sehat.indikator, "instansi": keluarga_sehat.instansi, "tahun": 2023}
    Target.objects.create(**where, operator="rentang", bawah="60", atas="70")
    form = form_of(cast, keluarga_sehat)
    assert ask(form, SEHAT, "keluarga_sehat").kalimat == "butuh paling banyak 35 dari 50"
    low = SEHAT | {"keluarga_sehat": "10"}
    assert ask(form, low, "keluarga_sehat").kalimat == "butuh paling sedikit 30 dari 50"


def test_out_of_reach_is_said(cast):
    """Numerator and denominator are the same: always 100."""
    key = kunci("lmj19-disnaker-03", "disnaker")
    found = ask(form_of(opd(key), key, "opd"), {"perusahaan_patuh": "5"}, "perusahaan_patuh", "90")
    assert "tidak bergantung" in found.sebab


def address(key) -> str:
    return f"/isian/{key.indikator.pk}/{key.instansi.pk}/{key.tahun}/andaikan/"


def test_the_page_answers_what_is_typed(login, keluarga_sehat):
    data = {"version": "0", "nilai-keluarga_sehat": "45", "nilai-keluarga_dikunjungi": "50"}
    asked = data | {"andai_variabel": "keluarga_sehat", "andai_target": "94"}
    page = login("dinkes").post(address(keluarga_sehat), asked, headers=HTMX).content.decode()
    assert "butuh paling sedikit 47 dari 50" in page and "<form" not in page
    assert not Realisasi.objects.exists()


def test_without_javascript_the_whole_page_comes_back(cast, login, keluarga_sehat):
    isi(cast, keluarga_sehat)
    asked = {"andai_variabel": "keluarga_sehat", "andai_target": "94"}
    page = login("dinkes").post(address(keluarga_sehat), asked).content.decode()
    assert "butuh paling sedikit 47 dari 50" in page and 'value="45"' in page and 'value="94"' in page
    assert Realisasi.objects.get().version == 1


def test_a_refusal_stands_in_the_answer(login, keluarga_sehat):
    asked = {"version": "0", "andai_variabel": "keluarga_sehat", "andai_target": "<b>"}
    page = login("dinkes").post(address(keluarga_sehat), asked, headers=HTMX).content.decode()
    assert "Bukan bilangan" in page and "<b>" not in page


@pytest.mark.parametrize("name", ["dinsos", "bappeda", "admin", "pembaca", "balangan"])
def test_only_who_fills_may_ask(login, keluarga_sehat, name):
    assert login(name).post(address(keluarga_sehat), {}, headers=HTMX).status_code == 404


def test_the_form_offers_it(login, keluarga_sehat):
    page = login("dinkes").get(address(keluarga_sehat).removesuffix("andaikan/")).content.decode()
    assert 'form="form-andaikan"' in page and page.count('id="form-andaikan"') == 1
