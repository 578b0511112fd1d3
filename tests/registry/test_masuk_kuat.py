"""Attacks on signing in: guessing, telling who exists, old sessions, shared caches (S-07, S-51, S-52, S-55, S-58)."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from registry.alamat_klien import client_address
from registry.models import Keanggotaan, Pengguna
from registry.services.anggota import anggota_edit, anggota_set_aktif
from tests.registry.akses_tabel import PEMILIK, TABEL
from tests.registry.conftest import PASSWORD
from tests.registry.objek import make
from tests.registry.test_web_aman import addresses

pytestmark = pytest.mark.django_db
MASUK = "/akun/masuk/"
TOKEN = re.compile(rb'(X-CSRFToken": "|csrfmiddlewaretoken" value=")\w+')


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def hashed(monkeypatch) -> list[int]:
    """Grows by one with each password that is hashed or compared."""
    calls: list[int] = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        calls.append(1)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return calls


def guess(name="dinkes", password="salah", **extra):  # noqa: S107
    return Client(**extra).post(MASUK, {"login": name, "password": password})


@pytest.mark.axes
def test_two_hundred_wrong_passwords(cast, hashed, settings, capsys):
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}  # axes alone must do
    for n in range(200):
        guess(password=f"salah-{n}", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}", HTTP_X_REAL_IP=f"203.0.113.{n}")
    reached = len(hashed)
    assert guess(password=PASSWORD).status_code == 429
    with capsys.disabled():
        print(f"\n200 kata sandi salah: {reached} sampai ke penghitung hash")
    assert reached <= 10
    assert guess("dinsos", PASSWORD).status_code == 302


@pytest.mark.axes
def test_a_network_of_ipv6_is_one_sender(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
    for n in range(5):
        last = guess(REMOTE_ADDR=f"2001:db8:1:2:{n}::1")
    assert last.status_code == 429
    assert guess(password=PASSWORD, REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert guess(password=PASSWORD, REMOTE_ADDR="2001:db8:1:3::9").status_code == 302


@pytest.mark.parametrize(("sent", "counted"), [
    ("10.1.2.3", "10.1.2.3"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ("::ffff:10.1.2.3", "10.1.2.3"), ("::1", "::"),
])  # fmt: skip
def test_whose_failures_are_counted_together(sent, counted):
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=sent)) == counted


def page(response, *names: str) -> bytes:
    """The bytes of an answer, without the token and without the name that was typed."""
    body = TOKEN.sub(b"", response.content)
    for name in names:
        body = body.replace(name.encode(), b"NAMA")
    return str(response.status_code).encode() + response.headers.get("Location", "").encode() + body


@pytest.mark.parametrize("banyak", [10, pytest.param(200, marks=pytest.mark.lama)])
def test_signing_in_does_not_tell_who_exists(cast, hashed, settings, banyak):
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
    known = [page(guess("dinkes"), "dinkes") for _ in range(banyak)]
    calls = len(hashed)
    unknown = [page(guess(f"tidakada{n}"), f"tidakada{n}") for n in range(banyak)]
    assert len({*known, *unknown}) == 1
    assert len(hashed) - calls == calls  # the same work


def test_who_is_switched_off_or_not_begun_looks_the_same(cast, lumajang):
    anggota_set_aktif(user=cast["admin"], member=Keanggotaan.objects.get(user=cast["dinsos"]), aktif=False)
    Pengguna.objects.filter(username="kepala").update(password=make_password(None))
    assert len({page(guess(n), n) for n in ("dinsos", "kepala", "tidakada", "dinkes")}) == 1


def test_a_reset_does_not_tell_who_exists(cast):
    cast["dinkes"].email = "dinkes@example.go.id"
    cast["dinkes"].save()

    def ask(address):
        cache.clear()
        return Client().post("/akun/sandi/lupa/", {"email": address}, follow=True)

    assert page(ask("dinkes@example.go.id")) == page(ask("tidak.ada@example.go.id"))


@pytest.mark.lama
def test_the_time_does_not_tell_either(cast, settings, capsys):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
    cast["dinkes"].set_password(PASSWORD)
    cast["dinkes"].save()
    taken: dict[str, list[float]] = {"dinkes": [], "tidakada": []}
    for n in range(50):
        name = ("dinkes", "tidakada")[n % 2]
        started = time.process_time()
        guess(name)
        taken[name].append(time.process_time() - started)
    known, unknown = (statistics.median(times) for times in taken.values())
    with capsys.disabled():
        print(f"\nmasuk: ada {known * 1000:.0f} ms, tidak ada {unknown * 1000:.0f} ms")
    assert abs(known - unknown) / known <= 0.10


def test_the_key_changes_at_signing_in(cast):
    client = Client()
    client.get(MASUK)
    session = client.session
    session["dulu"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post(MASUK, {"login": "dinkes", "password": PASSWORD})
    assert client.cookies["sessionid"].value != session.session_key
    old = Client()
    old.cookies["sessionid"] = session.session_key
    assert old.get("/isian/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        ([7000, 14000, 21000], {21000 + 7199: 200, 21000 + 7202: 302}),  # each use starts the two hours anew
        ([7000, 14000, 21000, 28000], {28799: 200, 28802: 302}),  # eight hours are the end, however busy
    ],
)
def test_a_session_ends_idle_or_old(cast, monkeypatch, asked, last):
    start = timezone.now()

    def at(second: int) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: start + timedelta(seconds=second))

    for end, wanted in last.items():
        client = Client()
        at(0)
        client.post(MASUK, {"login": "dinkes", "password": PASSWORD})
        for second in [*asked, end]:
            at(second)
            assert client.get("/isian/").status_code == (wanted if second == end else 200), second


@pytest.mark.parametrize("how", ["logout", "password", "off", "link"])
def test_an_old_key_opens_nothing(cast, login, how, capsys):
    client, admin, row = login("dinkes"), login("admin"), Keanggotaan.objects.get(user=cast["dinkes"])
    key = client.cookies["sessionid"].value
    if how == "logout":
        client.post("/akun/keluar/")
    elif how == "password":
        new = "kata-sandi-baru-2024"
        client.post("/akun/sandi/ubah/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    else:
        admin.post(f"/anggota/{row.pk}/{'keadaan' if how == 'off' else 'tautan'}/")
    old = Client()
    public = (
        "/sehat/",
        "/verifikasi-dokumen/",
        "/akun/masuk/",
        "/akun/sandi/",
        "/akun/nonaktif/",
        "/akun/undangan/",
        "/akun/keluar/",
    )
    asked = [path for path in addresses() if not path.startswith(public)]
    for path in asked:
        old.cookies["sessionid"] = key
        answer = old.get(path)
        assert (answer.status_code, answer.headers.get("Location", "")[:12]) in ((302, "/akun/masuk/"), (405, "")), path
    with capsys.disabled():
        print(f"\nhalaman dengan kunci lama ({how}): {len(asked)}")
    assert len(asked) >= 60


@pytest.mark.parametrize("how", ["off", "role"])
def test_a_withdrawn_right_acts_on_the_next_request(cast, login, how, capsys):
    objek, client = make("dinkes", cast), login("dinkes")
    assert client.get("/isian/").status_code == 200
    row = Keanggotaan.objects.get(user=cast["dinkes"])
    if how == "off":
        anggota_set_aktif(user=cast["admin"], member=row, aktif=False)
    else:
        anggota_edit(user=cast["admin"], member=row, nama="x", email="", peran="pembaca", instansi=None)
    own = [n for n, h in TABEL.items() if h.post and set(h.post) == {PEMILIK} and n != "registry:saringan_edit"]
    own = [n for n in own if "saringan" not in n and "notifikasi" not in n and "pemberitahuan" not in n]
    for name in own:
        answer = client.post(
            reverse(name.removesuffix("+tw"), kwargs=TABEL[name].args(objek)), {"version": "1", "alasan": "x"}
        )
        assert answer.status_code == (302 if how == "off" else 404), name
        assert how == "role" or answer.headers["Location"].startswith("/akun/masuk/"), name
    with capsys.disabled():
        print(f"\ntindakan setelah hak dicabut ({how}): {len(own)}, berhasil 0")
    assert len(own) >= 8


def test_every_answer_to_a_person_is_no_store(login, capsys):
    asked = 0
    for name in ("dinkes", "bappeda", "admin", "superuser"):
        client = login(name)
        for path in addresses():
            if path.startswith("/akun/keluar"):
                continue
            for answer in (client.get(path), client.post(path)):
                assert "no-store" in answer.headers["Cache-Control"], (name, path, answer.status_code)
                asked += 1
    with capsys.disabled():
        print(f"\njawaban no-store: {asked}")
    assert asked >= 4 * 2 * 80
