"""Members: an admin makes an account without a password; the person sets it through a link that works once."""

import re
import time

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse

from registry.models import Instansi, Keanggotaan, Pengguna
from registry.services.akun import UMUR_TAUTAN, akun_create, undangan_token
from registry.services.anggota import akun_relink, anggota_edit, anggota_reset, anggota_set_aktif
from registry.services.errors import ServiceError

pytestmark = pytest.mark.django_db
SANDI = "kalimat-rahasia-baru-7"
ADD = "/anggota/baru/"
PATHS = ["/anggota/", ADD, "/anggota/{pk}/", "/anggota/{pk}/tautan/", "/anggota/{pk}/keadaan/"]
WITHOUT_OPD = [("operator", ""), ("kepala", ""), ("operator", "kecamatan"), ("kepala", "pemda")]


def member(name: str) -> Keanggotaan:
    return Keanggotaan.objects.get(user__username=name)


def typed(lumajang, **changes) -> dict:
    unit = Instansi.objects.get(pemda=lumajang, kode="dinkes")
    data = {"nama": "Siti Aminah", "username": "siti", "email": "", "peran": "operator", "instansi": unit.pk}
    return data | changes


def link(response) -> str:
    """The path of the one link on the page."""
    found = set(re.findall(r'value="http://testserver(/akun/undangan/[^"]+)"', response.content.decode()))
    assert len(found) == 1
    return found.pop()


def accept(path: str, password: str = SANDI) -> object:
    return Client().post(path, {"new_password1": password, "new_password2": password})


def test_it_works(login, lumajang):
    response = login("admin").post(ADD, typed(lumajang))
    person = Pengguna.objects.get(username="siti")
    assert response.status_code == 200
    assert not person.has_usable_password()
    assert "no-store" in response["Cache-Control"]
    path = link(response)
    assert Client().get(path).status_code == 200
    assert accept(path).url == reverse("account_login")
    assert Client().login(username="siti", password=SANDI)


def test_the_link_works_once(login, lumajang):
    path = link(login("admin").post(ADD, typed(lumajang)))
    accept(path)
    assert Client().get(path).status_code == 404
    assert accept(path, "kalimat-lain-yang-baru-8").status_code == 404
    assert Client().login(username="siti", password=SANDI)


def test_the_link_is_nowhere_else(login, lumajang):
    admin = login("admin")
    path = link(admin.post(ADD, typed(lumajang)))
    for page in ("/anggota/", f"/anggota/{member('siti').pk}/"):
        assert path not in admin.get(page).content.decode()


def test_the_link_dies_after_seven_days(cast, monkeypatch):
    uid, token = undangan_token(cast["dinkes"])
    path = f"/akun/undangan/{uid}/{token}/"
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + UMUR_TAUTAN - 60)
    assert Client().get(path).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + UMUR_TAUTAN + 60)
    assert Client().get(path).status_code == 404


def test_a_false_link_tells_nothing(cast):
    known = undangan_token(cast["dinkes"])[0]
    parts = [known, "OTk5OTk5", "x", "====", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "MQ"]
    answers = [Client().get(f"/akun/undangan/{part}/1xUg9p.abc/") for part in parts]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(rb'"X-CSRFToken": "\w+"', b"", answer.content) for answer in answers}) == 1


def test_a_weak_password_is_refused_with_words(login, lumajang):
    path = link(login("admin").post(ADD, typed(lumajang)))
    response = accept(path, "12345678")
    assert response.status_code == 422
    assert "terlalu pendek" in response.content.decode()
    assert not Pengguna.objects.get(username="siti").has_usable_password()


def test_a_new_link_ends_every_session_and_every_older_link(cast, login):
    dinkes, old = login("dinkes"), undangan_token(cast["dinkes"])
    assert dinkes.get("/").status_code == 200
    response = login("admin").post(f"/anggota/{member('dinkes').pk}/tautan/")
    assert dinkes.get("/").status_code == 302
    assert not Client().login(username="dinkes", password="sandi-uji-yang-panjang")
    assert Client().get("/akun/undangan/{}/{}/".format(*old)).status_code == 404
    assert accept(link(response)).status_code == 302


def test_switched_off_acts_on_the_next_request(login):
    admin, dinkes = login("admin"), login("dinkes")
    path = f"/anggota/{member('dinkes').pk}/keadaan/"
    admin.post(path)
    assert dinkes.get("/").status_code == 302
    assert not Client().login(username="dinkes", password="sandi-uji-yang-panjang")
    admin.post(path, {"aktif": "ya"})
    assert Client().login(username="dinkes", password="sandi-uji-yang-panjang")


def test_a_link_of_someone_switched_off_is_dead(cast):
    uid, token = undangan_token(cast["dinkes"])
    anggota_set_aktif(user=cast["admin"], member=member("dinkes"), aktif=False)
    assert Client().get(f"/akun/undangan/{uid}/{token}/").status_code == 404


def test_a_new_role_acts_on_the_next_request(cast, login):
    dinkes = login("dinkes")
    assert dinkes.get("/isian/").status_code == 200
    row = member("dinkes")
    anggota_edit(user=cast["admin"], member=row, nama="Budi", email="", peran="pembaca", instansi=None)
    assert dinkes.get("/isian/").status_code == 404


def test_the_last_admin_stays(cast, lumajang):
    row = member("admin")
    akun_create(username="calon", nama="Calon", peran="admin", pemda=lumajang)  # has no password yet
    with pytest.raises(ServiceError, match="satu-satunya admin"):
        anggota_set_aktif(user=cast["admin"], member=row, aktif=False)
    with pytest.raises(ServiceError, match="satu-satunya admin"):
        anggota_edit(user=cast["admin"], member=row, nama="x", email="", peran="bappeda", instansi=None)
    akun_create(username="kedua", nama="Kedua", peran="admin", pemda=lumajang, password=SANDI)
    anggota_set_aktif(user=cast["admin"], member=row, aktif=False)
    assert not member("admin").aktif


def test_the_page_tells_the_last_admin_why(login):
    admin = login("admin")
    response = admin.post(f"/anggota/{member('admin').pk}/keadaan/", follow=True)
    assert "satu-satunya admin" in response.content.decode()
    assert admin.get("/anggota/").status_code == 200


def test_own_password_is_not_reset_here(cast):
    with pytest.raises(ServiceError, match="Ganti kata sandi"):
        anggota_reset(user=cast["admin"], member=member("admin"))


@pytest.mark.parametrize("action", ["reset", "edit", "off"])
def test_a_superuser_among_the_members_is_out_of_reach(cast, lumajang, action):
    boss = akun_create(username="boss", nama="Boss", peran="pembaca", pemda=lumajang, password=SANDI)
    Pengguna.objects.filter(pk=boss.user_id).update(is_superuser=True)
    with pytest.raises(ServiceError, match="di luar"):
        if action == "reset":
            anggota_reset(user=cast["admin"], member=boss)
        elif action == "edit":
            anggota_edit(user=cast["admin"], member=boss, nama="x", email="x@y.id", peran="pembaca", instansi=None)
        else:
            anggota_set_aktif(user=cast["admin"], member=boss, aktif=False)


def test_a_former_member_of_another_pemda_is_out_of_reach(cast, balangan):
    row = member("dinkes")
    anggota_set_aktif(user=cast["admin"], member=row, aktif=False)
    Pengguna.objects.filter(pk=row.user_id).update(is_active=True)
    Keanggotaan.objects.create(user=row.user, pemda=balangan, peran="pembaca")
    for write in (anggota_reset, anggota_set_aktif):
        extra = {} if write is anggota_reset else {"aktif": True}
        with pytest.raises(ServiceError, match="di luar"):
            write(user=cast["admin"], member=member_of(row), **extra)


def member_of(row: Keanggotaan) -> Keanggotaan:
    return Keanggotaan.objects.get(pk=row.pk)


@pytest.mark.parametrize("name", ["dinkes", "kepala", "dinsos", "bappeda", "pembaca", "superuser", "balangan"])
def test_nobody_else_keeps_members(login, name):
    client, row = login(name), member("dinkes")
    for path in PATHS:
        url = path.format(pk=row.pk)
        assert client.post(url, {}).status_code in (404, 405), url
        assert client.get(url).status_code in (404, 405), url
    assert member("dinkes").aktif


def test_members_of_another_pemda_do_not_exist(login):
    admin = login("admin_balangan")
    for path in ("", "tautan/", "keadaan/"):
        assert admin.post(f"/anggota/{member('dinkes').pk}/{path}", {}).status_code == 404


def test_nothing_changes_by_get(login):
    admin, before = login("admin"), Pengguna.objects.get(username="dinkes").password
    for path in ("tautan/", "keadaan/"):
        assert admin.get(f"/anggota/{member('dinkes').pk}/{path}").status_code == 405
    assert Pengguna.objects.get(username="dinkes").password == before


def test_an_instansi_of_another_pemda_is_refused(cast, login, lumajang, balangan):
    foreign = Instansi.objects.get(pemda=balangan, kode="setwan")
    response = login("admin").post(ADD, typed(lumajang, instansi=foreign.pk))
    assert response.status_code == 422
    with pytest.raises(ServiceError, match="bukan bagian"):
        akun_create(
            user=cast["admin"], username="x", nama="X", peran="operator", pemda=lumajang, instansi=foreign
        )  # fmt: skip
    with pytest.raises(ServiceError, match="tidak mencakup"):
        akun_create(user=cast["admin"], username="x", nama="X", peran="pembaca", pemda=balangan)


@pytest.mark.parametrize(("peran", "kode"), WITHOUT_OPD)
def test_an_opd_role_needs_one_opd(login, lumajang, peran, kode):
    unit = Instansi.objects.filter(pemda=lumajang, kode=kode).first()
    response = login("admin").post(ADD, typed(lumajang, peran=peran, instansi=unit.pk if unit else ""))
    assert response.status_code == 422
    assert not Pengguna.objects.filter(username="siti").exists()


TWINS = [
    "DINKES", " dinkes ", "dinkеs", "dınkes", "dinkes\u200b", "dinkes\u00a0x", "ｄinkes", "dinkeſ", "dinkes\u0301",
    "dinkes\n", "din kes", "-dinkes", ".dinkes", "dinkes@x", "d\u0131nkes", "din\u00adkes", "\u202edinkes", "",
]  # fmt: skip


def test_twin_names_are_refused(login, lumajang):
    admin, before = login("admin"), Pengguna.objects.count()
    for username in TWINS:
        response = admin.post(ADD, typed(lumajang, username=username))
        assert (username, response.status_code) == (username, 422)
        assert 'value="Siti Aminah"' in response.content.decode()
    assert Pengguna.objects.count() == before


def test_a_name_in_capitals_is_stored_in_lower_case(login, lumajang):
    login("admin").post(ADD, typed(lumajang, username=" Siti.AMINAH ", nama="  Siti \u200b Aminah "))
    assert Pengguna.objects.get(username="siti.aminah").nama == "Siti Aminah"


def test_protected_fields_do_not_come_from_the_form(login, lumajang, balangan):
    extra = {"is_superuser": "on", "is_staff": "on", "pemda": balangan.pk, "password": SANDI, "aktif": "", "user": 1}
    login("admin").post(ADD, typed(lumajang, **extra))
    row = member("siti")
    assert (row.pemda, row.aktif) == (lumajang, True)
    assert not row.user.is_superuser and not row.user.is_staff and not row.user.has_usable_password()


def test_the_link_is_also_sent_where_an_address_is_known(login, lumajang):
    response = login("admin").post(ADD, typed(lumajang, email="siti@lumajangkab.go.id"))
    assert [m.to for m in mail.outbox] == [["siti@lumajangkab.go.id"]]
    assert link(response) in mail.outbox[0].body


def test_mail_that_fails_does_not_lose_the_link(login, lumajang, monkeypatch):
    def fail(*_args, **_kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("registry.services.anggota.send_mail", fail)
    response = login("admin").post(ADD, typed(lumajang, email="siti@lumajangkab.go.id"))
    assert "tidak terkirim" in response.content.decode()
    assert accept(link(response)).status_code == 302


def test_history_tells_who_did_what(cast, lumajang):
    row = akun_create(user=cast["admin"], username="siti", nama="Siti", peran="pembaca", pemda=lumajang)
    anggota_edit(user=cast["admin"], member=row, nama="Siti A", email="", peran="bappeda", instansi=None)
    akun_relink(member=row)
    told = [(h.history_user, h.history_change_reason) for h in row.history.order_by("history_id")]
    assert told == [
        (cast["admin"], "Akun dibuat"),
        (cast["admin"], "Pembaca → Peninjau Bappeda"),
        (None, "Tautan kata sandi baru dibuat"),
    ]


def test_the_list_costs_the_same_for_many(login, lumajang, django_assert_num_queries):
    admin = login("admin")
    admin.get("/anggota/")
    with django_assert_num_queries(6):
        admin.get("/anggota/")
    for n in range(20):
        akun_create(username=f"orang-{n}", nama=f"Orang {n}", peran="pembaca", pemda=lumajang)
    with django_assert_num_queries(6):
        assert admin.get("/anggota/").content.decode().count("orang-") >= 20


def test_sorting_takes_only_the_columns(login):
    for key in ("user__password", "-user__password", "user__is_superuser", "../x", "pemda__nama"):
        assert login("admin").get("/anggota/", {"sort": key}).status_code == 200


def test_edit_tells_what_happened(login):
    row = member("dinkes")
    data = {"nama": "Budi", "email": "", "peran": "kepala", "instansi": row.instansi_id}
    response = login("admin").post(f"/anggota/{row.pk}/", data)
    assert [str(m) for m in get_messages(response.wsgi_request)] == [
        "Budi disimpan; berlaku pada permintaan berikutnya."
    ]
    assert (member("dinkes").peran, member("dinkes").user.nama) == ("kepala", "Budi")
