"""Targets: the OPD enters and submits, Bappeda approves or returns; capaian of open values follows."""

import pytest
from django.test import Client

from registry.models import Peran, Realisasi, Target
from registry.services.akun import akun_create
from registry.services.realisasi import Kunci
from tests.registry.alur import isi, kunci, verifikasi

pytestmark = pytest.mark.django_db


def url(key: Kunci, action: str = "") -> str:
    return f"/indikator/{key.indikator.pk}/target/{key.instansi.pk}/{key.tahun}/{action}"


def typed(bawah: str = "80", version: int = 0, operator: str = "=", atas: str = "", teks: str = "") -> dict[str, str]:
    return {"version": str(version), "operator": operator, "bawah": bawah, "atas": atas, "teks": teks}


def stored() -> Target:
    return Target.objects.get()


def move(client: Client, key: Kunci, action: str, **more: str):
    return client.post(url(key, action), {"version": str(stored().version), **more})


@pytest.fixture
def submitted(login, keluarga_sehat) -> Target:
    """A target of 80 that waits for Bappeda."""
    client = login("dinkes")
    client.post(url(keluarga_sehat), typed())
    move(client, keluarga_sehat, "ajukan/")
    return stored()


def test_it_works(login, keluarga_sehat, submitted):
    assert (submitted.bawah, submitted.status) == ("80", "diajukan")
    move(login("bappeda"), keluarga_sehat, "setujui/")
    assert stored().status == "disetujui"
    assert [h.history_user.username for h in stored().history.all()] == ["bappeda", "dinkes", "dinkes"]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (typed("1.234,5", operator=">="), (">=", "1234.5", None)),
        (typed("10", operator="rentang", atas="12,5"), ("rentang", "10", "12.5")),
        (typed("5", operator="<=", atas="9"), ("<=", "5", None)),
    ],
)
def test_operator_and_bounds(login, keluarga_sehat, sent, expected):
    assert login("dinkes").post(url(keluarga_sehat), sent).status_code == 302
    assert (stored().operator, stored().bawah, stored().atas) == expected


@pytest.mark.parametrize(
    ("sent", "pesan"),
    [
        (typed(""), "Tulis nilai targetnya"),
        (typed("84.3"), "84,3"),
        (typed("10", operator="rentang"), "Tulis batas atas"),
        (typed("12", operator="rentang", atas="10"), "Batas bawah tidak boleh lebih besar"),
        (typed("10", operator="~"), "bukan"),
        (typed("10", teks="x" * 61), "60"),
    ],
)
def test_what_is_refused_keeps_the_typed_text(login, keluarga_sehat, sent, pesan):
    page = login("dinkes").post(url(keluarga_sehat), sent).content.decode()
    assert pesan in page
    assert f'value="{sent["bawah"]}"' in page or not sent["bawah"]
    assert not Target.objects.exists()


def test_a_predicate_is_chosen_from_its_scale(lumajang):
    key = kunci("lmj19-pemda-27", "pemda")
    filler = key.indikator.pengisi.order_by("urut").first().instansi
    member = akun_create(
        username="operator-a", nama="A", peran=Peran.OPERATOR, pemda=lumajang, instansi=filler, password=None
    )
    client = Client()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    assert 'name="operator"' not in client.get(url(key)).content.decode()
    assert client.post(url(key), {"version": "0", "kode": "XXX", "teks": ""}).status_code == 200
    assert client.post(url(key), {"version": "0", "kode": "WTP", "teks": ""}).status_code == 302
    assert (stored().kode, stored().bawah) == ("WTP", None)


def test_capaian_of_an_open_value_follows(login, cast, keluarga_sehat):
    row = isi(cast, keluarga_sehat)
    client = login("dinkes")
    client.post(url(keluarga_sehat), typed("90"))
    row.refresh_from_db()
    assert (row.capaian, row.version) == ("100", 2)
    client.post(url(keluarga_sehat), typed("45", version=1))
    row.refresh_from_db()
    assert row.capaian == "200"
    assert row.history.first().history_change_reason == "Dihitung ulang karena target berubah"


def test_a_published_value_keeps_its_capaian(login, cast, keluarga_sehat):
    row = verifikasi(cast, keluarga_sehat)
    client = login("dinkes")
    client.post(url(keluarga_sehat), typed("90"))
    row.refresh_from_db()
    assert (row.capaian, row.status) == (None, "terverifikasi")
    assert "sudah terbit" in client.get(url(keluarga_sehat)).content.decode()


def test_submitted_and_approved_targets_are_locked(login, keluarga_sehat, submitted):
    client = login("dinkes")
    assert 'name="bawah"' not in client.get(url(keluarga_sehat)).content.decode()
    client.post(url(keluarga_sehat), typed("1", version=submitted.version))
    move(login("bappeda"), keluarga_sehat, "setujui/")
    assert "terkunci" in client.get(url(keluarga_sehat)).content.decode()
    client.post(url(keluarga_sehat), typed("1", version=stored().version))
    assert stored().bawah == "80"


@pytest.mark.parametrize("approved", [False, True])
def test_bappeda_returns_with_a_reason_and_the_opd_changes_it(login, keluarga_sehat, submitted, approved):
    bappeda, client = login("bappeda"), login("dinkes")
    if approved:
        move(bappeda, keluarga_sehat, "setujui/")
    assert "Tulis alasannya" in move(bappeda, keluarga_sehat, "kembalikan/", alasan=" ").content.decode()
    move(bappeda, keluarga_sehat, "kembalikan/", alasan="Terlalu rendah.")
    assert stored().status == "dikembalikan"
    assert "Terlalu rendah." in client.get(url(keluarga_sehat)).content.decode()
    client.post(url(keluarga_sehat), typed("85", version=stored().version))
    assert stored().bawah == "85"


def test_what_changed_meanwhile_is_not_approved(login, keluarga_sehat, submitted):
    login("bappeda").post(url(keluarga_sehat, "setujui/"), {"version": str(submitted.version - 1)})
    assert stored().status == "diajukan"


def test_a_conflict_shows_what_is_stored(login, keluarga_sehat):
    client = login("dinkes")
    client.post(url(keluarga_sehat), typed("80"))
    response = client.post(url(keluarga_sehat), typed("81", version=0))
    page = response.content.decode()
    assert response.status_code == 409
    assert "<strong>80</strong>" in page
    assert 'value="81"' in page
    assert client.post(url(keluarga_sehat), typed("81", version=1)).status_code == 302
    assert stored().bawah == "81"


@pytest.mark.parametrize("name", ["dinsos", "kepala", "balangan", "bappeda_balangan", "superuser"])
@pytest.mark.parametrize("action", ["", "ajukan/", "setujui/", "kembalikan/"])
def test_another_opds_target_does_not_exist(login, keluarga_sehat, submitted, name, action):
    client = login(name)
    assert client.get(url(keluarga_sehat, action)).status_code in (404, 405)
    assert move(client, keluarga_sehat, action, alasan="x", **typed("1")).status_code == 404
    assert stored().version == submitted.version


@pytest.mark.parametrize(("name", "action"), [
    ("bappeda", ""), ("admin", ""), ("pembaca", ""), ("bappeda", "ajukan/"), ("admin", "setujui/"),
    ("pembaca", "setujui/"), ("dinkes", "setujui/"), ("dinkes", "kembalikan/"), ("admin", "kembalikan/"),
])  # fmt: skip
def test_what_the_role_may_not_do_does_not_exist(login, keluarga_sehat, submitted, name, action):
    assert move(login(name), keluarga_sehat, action, alasan="x", operator="=", bawah="1").status_code == 404
    assert stored().version == submitted.version


@pytest.mark.parametrize("name", ["bappeda", "admin", "pembaca"])
def test_the_pemda_reads_all_targets(login, keluarga_sehat, submitted, name):
    page = login(name).get(url(keluarga_sehat)).content.decode()
    assert ("Setujui 80" in page) == (name == "bappeda")
    assert 'name="bawah"' not in page


def test_where_a_kepala_exists_the_operator_does_not_submit(login, lumajang, keluarga_sehat):
    office = {"pemda": lumajang, "instansi": keluarga_sehat.instansi, "password": None}
    akun_create(username="kepala-a", nama="K", peran=Peran.KEPALA, **office)
    client = login("dinkes")
    client.post(url(keluarga_sehat), typed())
    assert "kepala OPD (K)" in client.get(url(keluarga_sehat)).content.decode()
    assert move(client, keluarga_sehat, "ajukan/").status_code == 404


def test_nothing_stored_is_not_zero(login, keluarga_sehat):
    page = login("bappeda").get(url(keluarga_sehat)).content.decode()
    assert "Belum ditetapkan" in page
    assert login("bappeda").post(url(keluarga_sehat, "setujui/"), {"version": "0"}).status_code == 404
    assert not Realisasi.objects.exists()
