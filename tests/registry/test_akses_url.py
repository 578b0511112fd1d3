"""Every address × role × method against a table written by hand; nothing refused or safe changes a row.

A pattern that akses_tabel.py does not know fails; objects of three owners (Dinkes, Dinsos, setwan of Balangan).
"""

import hashlib
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from PIL import Image

from registry.models import Pemda
from reports.bagian import Susunan
from reports.bentuk import BENTUK
from tests.registry.akses_tabel import ANONIM, ASING, OPD, PEMILIK, PUSAT, TABEL, Harap
from tests.registry.objek import PEMILIK_OBJEK, Objek, make
from tests.registry.objek_rancangan import rancangan

pytestmark = pytest.mark.django_db
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
SAFE = ("get", "head", "options")
# name → (role, Pemda, OPD), as in conftest.CAST; written again on purpose
ORANG = {
    "dinkes": ("opd", "35.08", "dinkes"),
    "dinsos": ("opd", "35.08", "dinsos"),
    "kepala": ("opd", "35.08", "bkd"),
    "bappeda": ("bappeda", "35.08", None),
    "admin": ("admin", "35.08", None),
    "pembaca": ("pembaca", "35.08", None),
    "balangan": ("opd", "63.11", "setwan"),
    "bappeda_balangan": ("bappeda", "63.11", None),
    "admin_balangan": ("admin", "63.11", None),
    "superuser": ("superuser", None, None),
    "anonim": ("anonim", None, None),
}


def patterns(found: Any = None, space: str = "") -> list[str]:
    """The names of all patterns of the resolver; one without a name is told by its address.

    An address of a quarter has the year's name, told apart by "+tw".
    """
    names = []
    for item in get_resolver().url_patterns if found is None else found:
        if isinstance(item, URLPattern):
            name = f"{space}:{item.name}" if space and item.name else item.name or str(item.pattern)
            names.append(name + "+tw" * ("<int:periode>" in str(item.pattern) and "/tw/" in str(item.pattern)))
        else:
            names += patterns(item.url_patterns, item.namespace or space)
    return names


def relation(person: str, harap: Harap, objek: Objek) -> str:
    """How a person stands to the object (or, where there is none, to their own Pemda)."""
    peran, pemda, opd = ORANG[person]
    if peran in (ANONIM, PUSAT):
        return peran
    if not harap.umum and pemda != objek.pemda:
        return ASING
    if peran != "opd":
        return peran
    return PEMILIK if harap.umum or opd == objek.opd else OPD


def verdict(response: Any) -> str:
    """What an answer means: tamu (sent to sign in), boleh, alih, 404, 405."""
    status = response.status_code
    if status == 302:
        return "tamu" if response.headers["Location"].split("?")[0] == "/akun/masuk/" else "alih"
    return "boleh" if status in (200, 400, 409, 422) else str(status)


def expected(harap: Harap, person: str, method: str, how: str) -> set[str]:
    """What the table says about one person and one method."""
    who = {"get": harap.get, "head": harap.get, "post": harap.post, "put": harap.post if harap.kelas else None}
    allowed = who.get(method)
    if harap.kelas and (method in ("options", "put") or not allowed):
        return {"boleh", "405", "404", "alih", "tamu"}
    if person == ANONIM and not harap.publik and not (allowed and how in allowed):
        return {"tamu", "405"} if allowed is None or method == "head" else {"tamu"}
    if allowed is None:
        return {"405", "404"}
    if how not in allowed:
        return {"404"} | ({"405"} if method == "head" else set())
    fine = {"alih"} if method in ("get", "head") and how in harap.alih else {"boleh"}
    return fine | ({"alih", "tamu"} if method in ("post", "put") else set()) | ({"405"} if method == "head" else set())


class Penanya:
    """Asks as all persons; every request starts from the sign-in as it was (which sets last_login)."""

    def __init__(self, cast: Any) -> None:
        self.session: dict[str, str] = {}
        for name in ORANG:
            if name != ANONIM:
                client = Client()
                client.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
                self.session[name] = client.cookies["sessionid"].value

    def ask(self, person: str, method: str, url: str) -> Any:
        cache.clear()  # allauth counts requests there
        client = Client(raise_request_exception=False)
        if person != ANONIM:
            client.cookies["sessionid"] = self.session[person]
        return getattr(client, method)(url)


def rows_hash() -> dict[str, str]:
    """A hash over every row of each table but the sessions."""
    tables = {m._meta.db_table: list(m._base_manager.order_by("pk").values_list()) for m in apps.get_models()}
    tables.pop("django_session")
    return {name: hashlib.sha256(repr(rows).encode()).hexdigest() for name, rows in tables.items()}


def writes(captured: CaptureQueriesContext) -> list[str]:
    """Statements that change a table other than the sessions."""
    words = ("INSERT", "UPDATE", "DELETE")
    return [q["sql"] for q in captured if q["sql"].startswith(words) and "django_session" not in q["sql"][:60]]


def check(asker: Penanya, name: str, objek: Objek, person: str, method: str) -> str:
    """Asks once and says what is wrong, or nothing. What is allowed to change rows is rolled back."""
    harap = TABEL[name]
    url = reverse(name.removesuffix("+tw"), kwargs=harap.args(objek))
    want = expected(harap, person, method, relation(person, harap, objek))
    undo = method not in SAFE and want & {"boleh", "alih"}
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        got = verdict(asker.ask(person, method, url))
        if undo:
            transaction.set_rollback(True)
    changed = [] if undo else writes(captured)
    bad = got not in want or changed
    return f"{method.upper()} {url} ({name}) as {person}: {got}, expected {sorted(want)} {changed}" if bad else ""


def run(asker: Penanya, objects: list[Objek], people: list[str], methods: tuple[str, ...]) -> tuple[int, list[str]]:
    """All combinations: how many answers, and what is wrong.

    Addresses without an object are asked once. Methods that no view of ours tells apart by the object (HEAD, PUT, …)
    are asked with the first object only.
    """
    wrong, count = [], 0
    for name, harap in TABEL.items():
        for number, objek in enumerate(objects[:1] if harap.umum else objects):
            for person in people:
                for method in methods if number == 0 else ("get", "post"):
                    count += 1
                    wrong.append(check(asker, name, objek, person, method))
    return count, [line for line in wrong if line]


@pytest.fixture
def objects(cast, settings, tmp_path, monkeypatch) -> list[Objek]:
    """One of everything for each owner, a lambang for each Pemda; the files themselves are not written here."""
    monkeypatch.setattr("reports.ekspor.lampiran_pdf", lambda dokumen: b"%PDF")
    monkeypatch.setattr("reports.views.susun", lambda dokumen: Susunan(b"%PDF", ()))
    monkeypatch.setattr("reports.papan_views.papan_pdf", lambda papan, user: b"%PDF")
    for writer in ("ekspor.lampiran_word", "ekspor.lampiran_excel", "keputusan_berkas.keputusan_word"):
        monkeypatch.setattr(f"reports.{writer}", lambda *rows: b"PK")
    for form, (_, content_type) in list(BENTUK.items()):
        monkeypatch.setitem(BENTUK, form, (lambda berkas: b"x", content_type))
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "lambang").mkdir()
    Image.new("RGB", (2, 2)).save(tmp_path / "lambang" / "x.png")
    for pemda in Pemda.objects.all():
        pemda.lambang = "lambang/x.png"
        pemda.save()
    objects = [make(name, cast) for name in PEMILIK_OBJEK]
    (tmp_path / "bukti").mkdir()
    for objek in objects:
        rancangan(objek)  # made now, not while the addresses are asked
        (tmp_path / objek.bukti_diajukan.berkas.name).write_bytes(b"%PDF")
    return objects


def test_the_table_knows_every_pattern():
    names = patterns()
    assert len(names) == len(set(names)), "two patterns share a name"
    assert sorted(set(names) - set(TABEL)) == [], "write down in akses_tabel.py who may reach these"
    assert sorted(set(TABEL) - set(names)) == [], "these are gone"


def test_strangers_find_nothing(cast, objects, capsys):
    people = [ANONIM, "dinsos", "pembaca", "bappeda_balangan", "superuser"]
    asker, before = Penanya(cast), rows_hash()
    count, wrong = run(asker, objects[:1], people, ("get", "post"))
    assert not wrong, "\n".join(wrong)
    assert rows_hash() == before
    with capsys.disabled():
        print(f"\njawaban diperiksa: {count}")


@pytest.mark.lama
@pytest.mark.parametrize("person", ORANG)
def test_every_address_and_method(cast, objects, capsys, person):
    asker, before = Penanya(cast), rows_hash()
    count, wrong = run(asker, objects, [person], METHODS)
    assert not wrong, "\n".join(wrong)
    assert rows_hash() == before
    assert count >= len(TABEL) * len(METHODS)
    with capsys.disabled():
        print(f"\njawaban diperiksa: {count}")
