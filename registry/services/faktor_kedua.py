"""The second factor: codes that work once, a limit on wrong ones, and what happens when a device is lost.

A code is six digits of TOTP (RFC 6238, steps of 30 seconds) or one of ten recovery codes. What was used and what
failed is kept beside the secret in the database, so that it holds in every process of the server.
"""

import time
from enum import Enum
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from registry.models import Keanggotaan, Pengguna, Peran
from registry.services.akun import save_member

WAJIB = (Peran.ADMIN, Peran.BAPPEDA)  # roles that a Pemda may oblige
MAKS_GAGAL = 5
JENDELA = 15 * 60  # seconds
TOTP = Authenticator.Type.TOTP
DINYALAKAN = "Faktor kedua dinyalakan"
DIMATIKAN = "Faktor kedua dimatikan"
KODE_BARU = "Kode pemulihan baru dibuat"


class Hasil(Enum):
    """What became of a typed code."""

    BENAR = "benar"
    SALAH = "salah"
    TERKUNCI = "terkunci"


def has_factor(person: Pengguna) -> bool:
    """Whether the person signs in with a second factor."""
    return Authenticator.objects.filter(user=person.pk, type=TOTP).exists()


def must_have_factor(member: Keanggotaan | None) -> bool:
    """Whether the Pemda obliges this member's role to have one."""
    return member is not None and member.pemda.wajib_faktor_kedua and member.peran in WAJIB


@transaction.atomic
def kode_use(person: Pengguna, kode: str) -> tuple[Hasil, Authenticator | None]:
    """Uses up a code; with what it was accepted. After five wrong ones in 15 minutes every code is refused.

    A TOTP step that was accepted, and all before it, are refused from then on: a code read over a shoulder is worth
    nothing.
    """
    device = Authenticator.objects.select_for_update().filter(user=person.pk, type=TOTP).first()
    if device is None:
        return Hasil.SALAH, None
    now = time.time()
    failed = [at for at in device.data.get("gagal", []) if now - at < JENDELA]
    if len(failed) >= MAKS_GAGAL:
        return Hasil.TERKUNCI, None
    step = step_of(device, kode)
    if step is not None:
        _keep(device, langkah=step, gagal=[])
        return Hasil.BENAR, device
    codes = Authenticator.objects.filter(user=person.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes is not None and kode.isascii() and codes.wrap().validate_code(kode):
        _keep(device, gagal=[])
        return Hasil.BENAR, codes
    _keep(device, gagal=[*failed, now])
    return Hasil.SALAH, None


def step_of(device: Authenticator, kode: str) -> int | None:
    """The 30-second step whose code this is, one before or after now allowed; None when wrong or used before."""
    typed = "".join(kode.split())
    secret, used = decrypt(device.data["secret"]), device.data.get("langkah", 0)
    found = [n for n in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, n)) == typed]
    return next((n for n in found if n > used), None)


def _keep(device: Authenticator, **changes: Any) -> None:
    device.data = device.data | changes
    device.save(update_fields=["data"])


@transaction.atomic
def faktor_begun(*, person: Pengguna, kode: str, sesi: str | None) -> None:
    """After activation: the code that proved it is used up, all other sessions end, the history tells it."""
    device = Authenticator.objects.select_for_update().get(user=person.pk, type=TOTP)
    step = step_of(device, kode)
    if step is not None:
        _keep(device, langkah=step)
    sessions_end(person, keep=sesi)
    faktor_told(person, DINYALAKAN)


def faktor_told(person: Pengguna, reason: str) -> None:
    """Puts what the person did with their own second factor into the history of the membership."""
    for member in Keanggotaan.objects.filter(user=person.pk, aktif=True):
        save_member(member, user=person, reason=reason)


def sessions_end(person: Pengguna, *, keep: str | None = None) -> int:
    """Ends the person's sessions, but for the one of the request; how many there were."""
    key = str(person.pk)
    rows = Session.objects.filter(expire_date__gte=timezone.now()).exclude(session_key=keep or "")
    ended = [row.pk for row in rows.iterator() if row.get_decoded().get("_auth_user_id") == key]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)
