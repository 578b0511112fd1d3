"""Writes of memberships: changed, switched off and on, given a new one-time link. Accounts begin in akun.py."""

import logging
from smtplib import SMTPException

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction

from registry.akses import Aksi
from registry.models import Instansi, Keanggotaan, Pengguna, Peran
from registry.services.akun import check_instansi, save_member
from registry.services.errors import ServiceError
from registry.services.simpan import check_may, latin_name

ADMIN_TERAKHIR = (
    "{nama} satu-satunya admin yang dapat masuk. Buat admin lain dahulu dan tunggu sampai ia memasang kata sandinya."
)
BUKAN_MILIK = "Akun ini juga dipakai di luar {pemda}, sehingga tidak dapat diubah dari sini."
AKUN_SENDIRI = "Untuk akun Anda sendiri, pakai Ganti kata sandi."
NONAKTIF = "Aktifkan dahulu anggota ini, baru buat tautannya."
SURAT = """Yth. {nama},

Akun Anda di registri IKU {pemda} sudah dibuat dengan nama pengguna {username}.
Buka tautan ini untuk membuat kata sandi. Tautan berlaku 7 hari dan hanya dapat dipakai satu kali:

{url}

Abaikan surat ini bila Anda tidak merasa memintanya.
"""
log = logging.getLogger(__name__)


@transaction.atomic
def anggota_edit(
    *, user: Pengguna, member: Keanggotaan, nama: str, email: str, peran: str, instansi: Instansi | None
) -> Keanggotaan:
    """Changes who the person is and what they may do; acts on their next request."""
    row, person = locked_member(user, member)
    check_instansi(pemda=row.pemda, peran=peran, instansi=instansi)
    if peran != Peran.ADMIN:
        _check_not_last_admin(row)
    person.nama, person.email = latin_name(nama), email.strip()
    reason = f"{row.get_peran_display()} → {Peran(peran).label}" if peran != row.peran else "Data anggota diubah"
    row.peran, row.instansi = peran, instansi
    try:
        person.full_clean()
        row.full_clean()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    person.save(update_fields=["nama", "email"])
    save_member(row, user=user, reason=reason)
    return row


@transaction.atomic
def anggota_set_aktif(*, user: Pengguna, member: Keanggotaan, aktif: bool) -> Keanggotaan:
    """Switches a membership off or on, and with it the sign-in; acts on the person's next request."""
    row, person = locked_member(user, member)
    if not aktif:
        _check_not_last_admin(row)
    row.aktif = person.is_active = aktif
    try:
        row.full_clean()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    if not aktif and not person.has_usable_password():
        person.set_unusable_password()  # another one: the link that is out stays dead, also after switching on again
    person.save(update_fields=["is_active", "password"])
    save_member(row, user=user, reason="Diaktifkan" if aktif else "Dinonaktifkan")
    return row


@transaction.atomic
def anggota_reset(*, user: Pengguna, member: Keanggotaan) -> Pengguna:
    """Takes the password away: every session of the person and every earlier link ends with it."""
    row, person = locked_member(user, member)
    if person.pk == user.pk:
        raise ServiceError(AKUN_SENDIRI)
    if not row.aktif:
        raise ServiceError(NONAKTIF)
    return akun_relink(member=row, user=user)


@transaction.atomic
def akun_relink(*, member: Keanggotaan, user: Pengguna | None = None) -> Pengguna:
    """The same without asking who: the server's own command may, for an active member."""
    person = Pengguna.objects.select_for_update().get(pk=member.user_id)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    save_member(member, user=user, reason="Tautan kata sandi baru dibuat")
    return person


def undangan_send(*, person: Pengguna, pemda: str, url: str) -> bool:
    """Sends the one-time link where an address is known; tells whether it went out."""
    if not person.email:
        return False
    text = SURAT.format(nama=person.nama, pemda=pemda, username=person.username, url=url)
    try:
        return bool(send_mail("Akun registri IKU Anda", text, None, [person.email]))
    except (OSError, SMTPException):
        log.exception("undangan: mail to user %s failed", person.pk)
        return False


def locked_member(user: Pengguna, member: Keanggotaan) -> tuple[Keanggotaan, Pengguna]:
    """The rows to write, after a look whether this admin may: never a superuser, never another Pemda's person."""
    check_may(user, Aksi.KELOLA, member.pemda_id)
    row = Keanggotaan.objects.select_for_update(of=("self",)).select_related("pemda", "instansi").get(pk=member.pk)
    person = Pengguna.objects.select_for_update().get(pk=row.user_id)
    elsewhere = person.keanggotaan.filter(aktif=True).exclude(pemda=row.pemda_id).exists()
    if person.is_superuser or elsewhere:
        raise ServiceError(BUKAN_MILIK.format(pemda=row.pemda))
    return row, person


def _check_not_last_admin(row: Keanggotaan) -> None:
    """Somebody who can sign in must be left to run the Pemda."""
    if row.peran != Peran.ADMIN or not row.aktif:
        return
    admins = Keanggotaan.objects.select_for_update(of=("self",)).select_related("user")
    others = admins.filter(pemda=row.pemda_id, peran=Peran.ADMIN, aktif=True).exclude(pk=row.pk)
    if not any(a.user.is_active and a.user.has_usable_password() for a in others):
        raise ServiceError(ADMIN_TERAKHIR.format(nama=row.user.nama))
