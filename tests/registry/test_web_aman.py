"""The web's own rules on every address: CSP, cookies, CSRF, redirects, hosts, error pages (S-32, S-50, S-53 …)."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db
SAMPLE = {"slug": "lumajang-2019-326", "int": 1, "str": "x", "uuid": "8f14e45f-ceea-4a7e-9c2b-1f0c1d2e3a4b"}
CSP = {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"}


def addresses(patterns=None, prefix="") -> list[str]:
    """One address per pattern of the resolver, with sample arguments."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            found.append("/" + re.sub(r"<(\w+):\w+>", lambda m: str(SAMPLE[m.group(1)]), route))
    return found


def test_every_page_forbids_foreign_content(login, capsys):
    pages = [(name, path) for name in ("dinkes", "bappeda", "admin", "superuser") for path in addresses()]
    for name, path in pages:
        response = login(name).get(path)
        policy = {part.strip() for part in response.headers["Content-Security-Policy"].split(";")}
        assert policy >= CSP, path
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    with capsys.disabled():
        print(f"\nhalaman dengan CSP: {len(pages)}")
    assert len(pages) >= 4 * 40


def test_no_private_page_may_be_cached(login):
    for path in addresses():
        response = login("bappeda").get(path)
        if response.status_code == 200 and not path.startswith("/sehat"):
            assert "no-store" in response.headers["Cache-Control"] or "private" in response.headers["Cache-Control"], (
                path
            )


def test_every_change_needs_a_token(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["admin"], backend="django.contrib.auth.backends.ModelBackend")
    methods = [getattr(client, name) for name in ("post", "put", "patch", "delete")]
    answers = [(path, method(path).status_code) for path in addresses() for method in methods]
    assert {status for _, status in answers} == {403}
    assert len(answers) >= 4 * 40


EVIL = ["//evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example", "/\\evil.example",
        "///evil.example", "http:///evil.example", "\t//evil.example", "javascript:alert(1)", "%2f%2fevil.example",
        "https://127.0.0.1@evil.example", "//evil.example/%2e%2e", "/%09/evil.example", "https://evil.example:443/",
        "ftp://evil.example", "//evil%E3%80%82example", "https:/\\evil.example", " https://evil.example",
        "\x00//evil.example", "//[::2]", "////evil.example", "data:text/html,x", "/\t/evil.example", "\\/evil.example",
        "https://evil.example/masuk"]  # fmt: skip


@pytest.mark.parametrize("target", EVIL)
def test_sign_in_never_leads_to_another_host(cast, target):
    form = {"login": "dinkes", "password": "sandi-uji-yang-panjang", "next": target}
    response = Client().post("/akun/masuk/", form, query_params={"next": target})
    assert response.status_code == 302
    location = urljoin("http://testserver/akun/masuk/", response.headers["Location"])
    assert urlsplit(location).netloc == "testserver"
    assert not response.headers["Location"].startswith(("/\\", "\\"))


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::1].evil"])
def test_a_forged_host_is_refused(db, host):
    response = Client().get("/akun/masuk/", headers={"host": host})
    assert response.status_code == 400


def bad_paths() -> list[str]:
    queries = ["page=1e9", "page=999999999", "page=-1", "sort=password", "o=a.b", "tahun=x", "tahun=1e400", "q=%00",
               "pemda__users__password=1", "tahun=" + "9" * 400]  # fmt: skip
    paths = ["/indikator/", "/isian/", "/penetapan/", "/verifikasi/", "/"]
    numbers = [
        "/indikator/0/",
        "/indikator/" + "9" * 30 + "/",
        "/realisasi/" + "9" * 30 + "/",
        "/instansi/" + "9" * 30 + "/",
    ]
    return (
        [f"{p}?{q}" for p in paths for q in queries] + numbers + ["/.git/config", "/admin/", "/static/../settings.py"]
    )


def test_bad_requests_show_no_insides(login, capsys):
    client = login("bappeda")
    client.raise_request_exception = False
    leaks = re.compile(r"Traceback|/site-packages/|SELECT |Django|settings\.py|sqlite|psycopg|Exception", re.IGNORECASE)
    for path in bad_paths():
        response = client.get(path)
        assert response.status_code in (200, 302, 400, 404), path
        body = response.content.decode() if response.status_code >= 400 else ""
        assert not leaks.search(body), path
    with capsys.disabled():
        print(f"\npermintaan rusak: {len(bad_paths())}")
    assert len(bad_paths()) >= 50


def test_a_failure_shows_a_plain_page(login, monkeypatch):
    monkeypatch.setattr("registry.views.umum.render", lambda *a, **k: 1 / 0)
    client = login("bappeda")
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "gangguan" in response.content.decode()
    assert "ZeroDivision" not in response.content.decode()


def test_health_needs_no_account(db):
    response = Client().get("/sehat/")
    assert (response.status_code, response.json()) == (200, {"status": "sehat"})


def test_cookies_are_closed(cast, settings):
    response = Client().post("/akun/masuk/", {"login": "dinkes", "password": "sandi-uji-yang-panjang"})
    session = response.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
