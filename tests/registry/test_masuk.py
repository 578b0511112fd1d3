"""Signing in: any case of the name, lockout after five wrong passwords, no public sign-up, password by e-mail."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.registry.conftest import PASSWORD

pytestmark = pytest.mark.django_db
MASUK = "/akun/masuk/"


def sign_in(client: Client, name: str, password: str = PASSWORD):
    return client.post(MASUK, {"login": name, "password": password})


def fail(name: str = "dinkes", times: int = 5):
    return [sign_in(Client(), name, "salah-salah-salah") for _ in range(times)][-1]


@pytest.mark.parametrize("name", ["dinkes", "DINKES", "  Dinkes ", "DinKes\t"])
def test_the_name_may_be_typed_in_any_case(cast, name):
    client = Client()
    assert sign_in(client, name).status_code == 302
    assert int(client.session["_auth_user_id"]) == cast["dinkes"].pk


def test_a_wrong_password_is_told_in_indonesian(cast):
    response = sign_in(Client(), "dinkes", "salah-salah-salah")
    assert response.status_code == 200
    assert "sandi" in response.content.decode().lower()
    assert "not correct" not in response.content.decode()


@pytest.mark.axes
def test_four_wrong_passwords_do_not_lock(cast):
    assert fail(times=4).status_code == 200
    assert sign_in(Client(), "dinkes").status_code == 302


@pytest.mark.axes
def test_five_wrong_passwords_lock_and_say_for_how_long(cast):
    response = fail()
    assert response.status_code == 429
    assert "Coba lagi setelah 15 menit" in response.content.decode()


@pytest.mark.axes
def test_the_right_password_is_refused_while_locked(cast):
    fail()
    client = Client()
    assert sign_in(client, "dinkes").status_code == 429
    assert "_auth_user_id" not in client.session


@pytest.mark.axes
def test_others_are_not_locked_out(cast):
    fail()
    assert sign_in(Client(), "dinsos").status_code == 302


@pytest.mark.axes
def test_another_spelling_is_no_new_start(cast):
    for name in ("dinkes", "DINKES", " dinkes", "Dinkes", "dinkES "):
        last = fail(name, 1)
    assert last.status_code == 429


@pytest.mark.axes
def test_the_lock_ends_after_fifteen_minutes_and_trying_does_not_move_it(cast):
    fail(times=8)
    attempt = AccessAttempt.objects.get()
    assert attempt.failures_since_start == 5
    AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=15, seconds=1))
    assert sign_in(Client(), "dinkes").status_code == 302


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "mfa_add_webauthn"])
def test_what_we_do_not_use_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["daftar/", "signup/", "email/", "login/", "confirm-email/"])
def test_no_other_account_pages(path):
    assert Client().get(f"/akun/{path}").status_code == 404


def test_an_unknown_address_gets_no_mail_and_the_same_answer(cast):
    response = Client().post("/akun/sandi/lupa/", {"email": "tidak.ada@example.go.id"})
    assert (response.status_code, response.headers["Location"]) == (302, "/akun/sandi/lupa/terkirim/")
    assert mail.outbox == []


def test_a_new_password_by_mail(cast):
    cast["dinkes"].email = "dinkes@example.go.id"
    cast["dinkes"].save()
    client = Client()
    client.post("/akun/sandi/lupa/", {"email": "dinkes@example.go.id"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    action = page.request["PATH_INFO"]
    new = "kata-sandi-baru-2024"
    assert client.post(action, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(Client(), "dinkes", new).status_code == 302
    assert client.get(link, follow=True).context["token_fail"]


def test_changing_the_password_asks_for_the_old_one(login):
    client = login("dinkes")
    new = "kata-sandi-baru-2024"
    wrong = client.post("/akun/sandi/ubah/", {"oldpassword": "salah", "password1": new, "password2": new})
    assert wrong.status_code == 200
    right = client.post("/akun/sandi/ubah/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (right.status_code, right.headers["Location"]) == (302, "/")
    assert sign_in(Client(), "dinkes", new).status_code == 302


@pytest.mark.parametrize("path", [MASUK, "/akun/sandi/lupa/", "/akun/sandi/lupa/terkirim/", "/akun/nonaktif/"])
def test_pages_before_signing_in_are_ours(db, path):
    response = Client().get(path)
    assert response.status_code == 200
    assert "base.html" in [t.name for t in response.templates]


def test_leaving_is_never_by_get(login):
    client = login("dinkes")
    assert client.get("/akun/keluar/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/akun/keluar/").status_code == 302
    assert "_auth_user_id" not in client.session
