"""A form that makes a row is accepted once: double click, retry, reload (security.md S-61)."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from registry.models import Kiriman
from registry.services.errors import ServiceError
from registry.services.kiriman import send_once

pytestmark = pytest.mark.django_db
KUNCI = str(uuid.UUID(int=7))


def sender(found: list[str], user, kunci: str = KUNCI):
    """Sends a text; what the action did is in `found`."""

    def send(text: str):
        def action() -> str:
            found.append(text)
            return f"/{text}/"

        return send_once(user=user, kunci=kunci, isi=(text,), action=action)

    return send


def test_it_works(cast):
    found: list[str] = []
    send = sender(found, cast["dinkes"])
    assert [send("a").baru, send("a").baru, send("a").alamat] == [True, False, "/a/"]
    assert found == ["a"]


def test_other_contents_are_another_sending(cast):
    """Somebody went back and wrote something new: it is not swallowed."""
    found: list[str] = []
    send = sender(found, cast["dinkes"])
    assert send("a").baru
    assert send("b").baru
    assert found == ["a", "b"]


def test_another_persons_key_is_not_taken(cast):
    found: list[str] = []
    sender(found, cast["dinkes"])("a")
    assert sender(found, cast["dinsos"])("a").baru
    assert found == ["a", "a"]


def test_what_was_refused_may_be_sent_again(cast):
    def refuse() -> str:
        raise ServiceError("Tidak.")

    with pytest.raises(ServiceError):
        send_once(user=cast["dinkes"], kunci=KUNCI, isi=("a",), action=refuse)
    assert not Kiriman.objects.exists()
    found: list[str] = []
    assert sender(found, cast["dinkes"])("a").baru


@pytest.mark.parametrize("kunci", ["", "x", "' OR 1=1", "7" * 400])
def test_without_a_key_the_form_still_works(cast, kunci):
    found: list[str] = []
    send = sender(found, cast["dinkes"], kunci)
    assert send("a").baru and send("a").baru
    assert len(found) == 2 and not Kiriman.objects.exists()


def test_old_keys_are_dropped(cast):
    old = Kiriman.objects.create(kunci=uuid.uuid4(), pengguna=cast["dinkes"])
    Kiriman.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=31))
    sender([], cast["dinkes"])("a")
    assert Kiriman.objects.count() == 1
