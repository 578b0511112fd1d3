"""The second factor: switched on by its owner, obliged by a Pemda, one code once, taken off on record."""

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from registry.models import Keanggotaan, Pemberitahuan, Pemda
from registry.services.errors import ServiceError
from registry.services.faktor_kedua import Hasil, has_factor, kode_use
from registry.services.faktor_reset import faktor_reset
from tests.registry.conftest import PASSWORD
from tests.registry.faktor import KUNCI, kode, masuk, pasang
from tests.registry.test_web_aman import addresses

pytestmark = pytest.mark.django_db
NYALAKAN = "/akun/faktor-kedua/nyalakan/"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def jam(monkeypatch):
    """A clock that stands still, on the middle of a step."""
    now = [1_700_000_010.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    return now


def wajibkan(pemda):
    Pemda.objects.filter(pk=pemda.pk).update(wajib_faktor_kedua=True)


def nyalakan(client) -> str:
    """Goes the whole way on the pages; gives the key."""
    client.post("/akun/masuk/ulang/", {"password": PASSWORD})
    page = client.get(NYALAKAN).content.decode()
    kunci = re.search(r'id="kunci" type="text" value="(\w+)"', page).group(1)
    assert client.post(NYALAKAN, {"code": kode(kunci)}).url == "/akun/faktor-kedua/pemulihan/"
    return kunci


def test_it_works(cast, login):
    client = login("dinkes")
    kunci = nyalakan(client)
    codes = re.findall(r"<code>(\d{8})</code>", client.get("/akun/faktor-kedua/pemulihan/").content.decode())
    assert len(set(codes)) == 10
    fresh, response = masuk("dinkes")
    assert response.url == "/akun/masuk/kode/"
    assert fresh.get("/isian/").status_code == 302  # half-way is not in
    assert fresh.post("/akun/masuk/kode/", {"code": kode(kunci, 1)}).url == "/"
    assert fresh.get("/isian/").status_code == 200


def test_switching_on_asks_for_the_password(login):
    response = login("dinkes").get(NYALAKAN)
    assert response.url.startswith("/akun/masuk/ulang/")


def test_the_history_tells_it(cast, login):
    nyalakan(login("dinkes"))
    record = Keanggotaan.objects.get(user=cast["dinkes"]).history.latest()
    assert (record.history_user, record.history_change_reason) == (cast["dinkes"], "Faktor kedua dinyalakan")


def test_other_sessions_end_when_it_is_switched_on(login):
    mine, other, stranger = login("dinkes"), login("dinkes"), login("dinsos")
    nyalakan(mine)
    assert (mine.get("/").status_code, other.get("/").status_code, stranger.get("/").status_code) == (200, 302, 200)


def test_a_code_works_once(cast, jam):
    pasang(cast["dinkes"])
    assert masuk("dinkes", kode())[1].status_code == 302
    cache.clear()
    for later in (0, 20, 29):  # still inside the tolerance of the step
        jam[0] = 1_700_000_010.0 + later
        client, response = masuk("dinkes", kode(now=1_700_000_010.0))
        assert response.status_code == 200
        assert "_auth_user_id" not in client.session
    assert masuk("dinkes", kode(langkah=1))[1].status_code == 302


def test_an_older_step_is_refused_after_a_newer(cast, jam):
    pasang(cast["dinkes"])
    assert kode_use(cast["dinkes"], kode(langkah=1))[0] is Hasil.BENAR
    assert kode_use(cast["dinkes"], kode(langkah=0))[0] is Hasil.SALAH


def test_the_code_that_switched_it_on_is_used_up(cast, login, jam):
    kunci = nyalakan(login("dinkes"))
    assert masuk("dinkes", kode(kunci))[1].status_code == 200


@pytest.mark.parametrize(("langkah", "fine"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_may_differ_by_one_step(cast, jam, langkah, fine):
    pasang(cast["dinkes"])
    assert (kode_use(cast["dinkes"], kode(langkah=langkah))[0] is Hasil.BENAR) == fine


@pytest.mark.parametrize("typed", ["", "00000", "12345678901", "١٢٣٤٥٦", "abcdef", "0" * 1000, "12 34 5x", "%00"])
def test_what_is_no_code_is_refused(cast, jam, typed):
    pasang(cast["dinkes"])
    client, response = masuk("dinkes", typed)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_spaces_in_a_code_do_no_harm(cast, jam):
    pasang(cast["dinkes"])
    assert masuk("dinkes", f" {kode()[:3]} {kode()[3:]} ")[1].status_code == 302


def test_five_wrong_codes_lock_whatever_the_address(cast, jam):
    pasang(cast["dinkes"])
    for n in range(5):
        assert kode_use(cast["dinkes"], f"00000{n}")[0] is Hasil.SALAH
    cache.clear()
    client, response = masuk("dinkes", kode())
    assert "Terlalu banyak kode salah" in response.content.decode()
    assert "_auth_user_id" not in client.session
    jam[0] += 15 * 60 + 1
    assert masuk("dinkes", kode())[1].status_code == 302


def test_a_recovery_code_works_once(login, jam):
    client = login("dinkes")
    nyalakan(client)
    code = re.findall(r"<code>(\d{8})</code>", client.get("/akun/faktor-kedua/pemulihan/").content.decode())[0]
    assert masuk("dinkes", code)[1].status_code == 302
    assert masuk("dinkes", code)[1].status_code == 200


def test_a_reset_password_does_not_go_around_it(cast, login):
    pasang(cast["dinkes"])
    row = Keanggotaan.objects.get(user=cast["dinkes"])
    page = login("admin").post(f"/anggota/{row.pk}/tautan/").content.decode()
    path = re.search(r'value="http://testserver(/akun/undangan/[^"]+)"', page).group(1)
    new = "kalimat-rahasia-baru-7"
    Client().post(path, {"new_password1": new, "new_password2": new})
    assert masuk("dinkes", password=new)[1].url == "/akun/masuk/kode/"


def test_an_obliged_role_finds_nothing_else(cast, login, lumajang, capsys):
    wajibkan(lumajang)
    free = {NYALAKAN, "/akun/masuk/ulang/", "/akun/keluar/", "/sehat/"}
    asked = 0
    for name in ("admin", "bappeda"):
        client = login(name)
        for path in set(addresses()) - free:
            for answer in (client.get(path), client.post(path)):
                assert (answer.status_code, answer.headers.get("Location")) == (302, NYALAKAN), path
                asked += 1
    with capsys.disabled():
        print(f"\njawaban sebelum faktor kedua: {asked}")
    assert asked >= 2 * 2 * 80


def test_an_obliged_role_is_told_as_it_asks(login, lumajang):
    wajibkan(lumajang)
    client = login("admin")
    part = client.get("/anggota/", headers={"HX-Request": "true"})
    data = client.get("/anggota/", headers={"Accept": "application/json"})
    assert (part.status_code, part["HX-Redirect"]) == (403, NYALAKAN)
    assert (data.status_code, data.json()["galat"]["kode"]) == (403, "faktor_kedua")


def test_an_obliged_role_goes_on_after_switching_on(login, lumajang):
    wajibkan(lumajang)
    client = login("bappeda")
    nyalakan(client)
    assert client.get("/verifikasi/").status_code == 200


@pytest.mark.parametrize("name", ["dinkes", "kepala", "pembaca", "admin_balangan", "superuser"])
def test_others_are_not_obliged(login, lumajang, name):
    wajibkan(lumajang)
    assert login(name).get("/").status_code == 200


def test_the_obliged_cannot_switch_off(cast, login, lumajang):
    pasang(cast["admin"])
    wajibkan(lumajang)
    client = login("admin")
    client.post("/akun/masuk/ulang/", {"password": PASSWORD})
    response = client.post("/akun/faktor-kedua/matikan/")
    assert "mewajibkan faktor kedua" in response.content.decode()
    assert has_factor(cast["admin"])


def test_who_is_free_may_switch_off(cast, login):
    pasang(cast["dinkes"])
    client = login("dinkes")
    client.post("/akun/masuk/ulang/", {"password": PASSWORD})
    assert client.post("/akun/faktor-kedua/matikan/").status_code == 302
    assert not has_factor(cast["dinkes"])


def setting(pemda, **extra):
    return {"nama": pemda.nama, "ibu_kota": pemda.ibu_kota, "zona_waktu": pemda.zona_waktu, "font_dokumen": "Arial",
            "sebutan_kepala_daerah": pemda.sebutan_kepala_daerah} | extra  # fmt: skip


def test_only_an_admin_with_one_may_oblige(cast, login, lumajang):
    client = login("admin")
    refused = client.post("/pemda/", setting(lumajang, wajib_faktor_kedua="on"))
    assert (refused.status_code, "Nyalakan dahulu faktor kedua" in refused.content.decode()) == (422, True)
    pasang(cast["admin"])
    assert client.post("/pemda/", setting(lumajang, wajib_faktor_kedua="on")).status_code == 302
    assert Pemda.objects.get(pk=lumajang.pk).wajib_faktor_kedua


def test_an_admin_takes_it_off_on_record(cast, login):
    pasang(cast["dinkes"])
    cast["dinkes"].email = "dinkes@example.go.id"
    cast["dinkes"].save()
    row, open_session = Keanggotaan.objects.get(user=cast["dinkes"]), login("dinkes")
    login("admin").post(f"/anggota/{row.pk}/faktor-kedua/", {"alasan": "Ponsel hilang"})
    assert not Authenticator.objects.filter(user=cast["dinkes"]).exists()
    record, note = row.history.latest(), Pemberitahuan.objects.get(penerima=cast["dinkes"])
    assert (record.history_user, record.history_change_reason) == (
        cast["admin"], "Faktor kedua dilepas: Ponsel hilang",
    )  # fmt: skip
    assert "Ponsel hilang" in note.isi
    assert open_session.get("/").status_code == 302


def test_the_owner_is_told_by_mail(cast, django_capture_on_commit_callbacks):
    pasang(cast["dinkes"])
    cast["dinkes"].email = "dinkes@example.go.id"
    cast["dinkes"].save()
    row = Keanggotaan.objects.get(user=cast["dinkes"])
    with django_capture_on_commit_callbacks(execute=True):
        faktor_reset(user=cast["admin"], member=row, alasan="Ponsel hilang")
    assert [m.to for m in mail.outbox] == [["dinkes@example.go.id"]]
    assert "Ponsel hilang" in mail.outbox[0].body


@pytest.mark.parametrize(("who", "alasan", "pesan"), [
    ("admin", " ", "Tulis alasannya"), ("bappeda", "x", "tidak mencakup"), ("admin_balangan", "x", "tidak mencakup"),
    ("dinkes", "x", "tidak mencakup"),
])  # fmt: skip
def test_it_is_not_taken_off_otherwise(cast, who, alasan, pesan):
    pasang(cast["dinkes"])
    with pytest.raises(ServiceError, match=pesan):
        faktor_reset(user=cast[who], member=Keanggotaan.objects.get(user=cast["dinkes"]), alasan=alasan)
    assert has_factor(cast["dinkes"])


def test_not_ones_own(cast):
    pasang(cast["admin"])
    with pytest.raises(ServiceError, match="admin lain"):
        faktor_reset(user=cast["admin"], member=Keanggotaan.objects.get(user=cast["admin"]), alasan="x")


def test_the_server_helps_the_last_admin(cast):
    pasang(cast["admin"])
    out = StringIO()
    call_command("akun_faktor_kedua", "admin", "--alasan", "Ponsel hilang", stdout=out)
    record = Keanggotaan.objects.get(user=cast["admin"]).history.latest()
    assert (record.history_user, record.history_change_reason) == (None, "Faktor kedua dilepas: Ponsel hilang")
    assert "dilepas" in out.getvalue()
    with pytest.raises(CommandError, match="tidak memakai"):
        call_command("akun_faktor_kedua", "admin", "--alasan", "lagi")


@pytest.mark.axes
def test_a_person_sees_the_last_sign_ins(cast):
    Client().post("/akun/masuk/", {"login": "dinkes", "password": "salah"}, headers={"user-agent": "Firefox Linux"})
    client, _ = masuk("dinkes")
    text = client.get("/akun/saya/").content.decode()
    assert ("Berhasil" in text, "Kata sandi salah" in text, "Firefox di Linux" in text) == (True, True, True)
    other = masuk("dinsos")[0].get("/akun/saya/").content.decode()
    assert (other.count(">Berhasil<"), "Kata sandi salah" in other) == (1, False)


def test_the_key_is_nowhere_on_later_pages(cast, login):
    pasang(cast["dinkes"])
    client = login("dinkes")
    client.post("/akun/masuk/ulang/", {"password": PASSWORD})
    for path in ("/akun/saya/", "/akun/faktor-kedua/", "/akun/faktor-kedua/matikan/", NYALAKAN):
        assert KUNCI not in client.get(path).content.decode()
