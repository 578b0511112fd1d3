"""The second factor as a phone does it: keys and codes by RFC 6238, written again for the tests."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.models import Authenticator
from django.test import Client

from registry.models import Pengguna
from tests.registry.conftest import PASSWORD

KUNCI = base64.b32encode(b"kunci-uji-20-oktet!!").decode()


def kode(kunci: str = KUNCI, langkah: int = 0, now: float | None = None) -> str:
    """The six digits that an app shows, `langkah` steps of 30 seconds from now."""
    counter = int((time.time() if now is None else now) // 30) + langkah
    digest = hmac.new(base64.b32decode(kunci), struct.pack(">Q", counter), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def pasang(person: Pengguna) -> Authenticator:
    """Gives the person a second factor."""
    return Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": KUNCI})


def masuk(name: str, code: str | None = None, password: str = PASSWORD) -> tuple[Client, object]:
    """Signs in through the pages, with a code where one is asked for."""
    client = Client()
    response = client.post("/akun/masuk/", {"login": name, "password": password})
    if code is not None:
        response = client.post("/akun/masuk/kode/", {"code": code})
    return client, response
