"""A form that makes a new row is accepted once: a double click, a retry or a reload finds where the first one led.

The page carries a random key (`{% kiriman %}`); the key with what was sent is stored in the same transaction as the
row it makes. Two at the same moment: the second waits for the first and then finds its key taken.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.models import Kiriman, Pengguna

FIELD = "kiriman"
SIMPAN = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Terkirim:
    """Where to go on, and whether this was the first time."""

    alamat: str
    baru: bool


def new_key() -> str:
    """A key for one form on one page."""
    return str(uuid.uuid4())


def send_once(*, user: Pengguna, kunci: str, isi: Iterable[object], action: Callable[[], str]) -> Terkirim:
    """Runs `action` (which writes, and returns an address) once for this key with these contents.

    The same key with other contents is another sending: somebody went back and wrote something new. Without a
    readable key the action simply runs. When it raises, nothing is stored and the form may be sent again.
    """
    key = _derived(user, kunci, isi)
    if key is None:
        return Terkirim(action(), True)
    with transaction.atomic():
        row = _claim(user, key)
        if row is None:
            return Terkirim(Kiriman.objects.get(kunci=key).alamat, False)
        row.alamat = action()
        row.save(update_fields=["alamat"])
        Kiriman.objects.filter(pengguna=user, created_at__lt=timezone.now() - SIMPAN).delete()
        return Terkirim(row.alamat, True)


def _derived(user: Pengguna, kunci: str, isi: Iterable[object]) -> uuid.UUID | None:
    try:
        base = uuid.UUID(kunci)
    except ValueError:
        return None
    return uuid.uuid5(base, repr((user.pk, *map(str, isi))))


def _claim(user: Pengguna, key: uuid.UUID) -> Kiriman | None:
    try:
        with transaction.atomic():
            return Kiriman.objects.create(kunci=key, pengguna=user)
    except IntegrityError:
        return None
