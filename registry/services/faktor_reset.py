"""A lost device: the second factor taken off a member's account, on record, and the person told."""

import logging
from smtplib import SMTPException

from allauth.mfa.models import Authenticator
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from registry.models import Keanggotaan, Pemberitahuan, Pengguna
from registry.services.akun import save_member
from registry.services.alasan import checked_reason
from registry.services.anggota import locked_member
from registry.services.errors import ServiceError
from registry.services.faktor_kedua import has_factor, sessions_end

AKUN_SENDIRI = "Faktor kedua Anda sendiri dilepas oleh admin lain, atau matikan di halaman Akun saya."
TANPA_FAKTOR = "{nama} tidak memakai faktor kedua, sehingga tidak ada yang perlu dilepas."
WAJIB_ALASAN = "Tulis alasannya, misalnya «ponsel hilang, dipastikan lewat telepon»."
JUDUL = "Faktor kedua akun Anda dilepas"
ISI = (
    "{oleh} melepas faktor kedua akun {username}. Alasan: {alasan} Semua sesi Anda diakhiri; masuklah dengan kata "
    "sandi, lalu nyalakan lagi faktor kedua di halaman Akun saya. Bila bukan Anda yang meminta, segera beri tahu admin "
    "Pemda."
)
log = logging.getLogger(__name__)


@transaction.atomic
def faktor_reset(*, user: Pengguna, member: Keanggotaan, alasan: str) -> Keanggotaan:
    """By an admin of the Pemda, for somebody else's account; with a reason."""
    row, person = locked_member(user, member)
    if person.pk == user.pk:
        raise ServiceError(AKUN_SENDIRI)
    return faktor_remove(member=row, user=user, alasan=alasan)


@transaction.atomic
def faktor_remove(*, member: Keanggotaan, user: Pengguna | None = None, alasan: str) -> Keanggotaan:
    """The same without asking who: the server's own command may, for the last admin."""
    person = Pengguna.objects.select_for_update().get(pk=member.user_id)
    alasan = checked_reason(alasan, WAJIB_ALASAN)
    if not has_factor(person):
        raise ServiceError(TANPA_FAKTOR.format(nama=person.nama))
    Authenticator.objects.filter(user=person).delete()
    sessions_end(person)
    save_member(member, user=user, reason=f"Faktor kedua dilepas: {alasan}")
    _tell(member, person, user, alasan)
    return member


def _tell(member: Keanggotaan, person: Pengguna, user: Pengguna | None, alasan: str) -> None:
    oleh = f"Admin {user.nama}" if user else "Pengelola server"
    text = ISI.format(oleh=oleh, username=person.username, alasan=alasan.rstrip(".") + ".")
    Pemberitahuan.objects.create(
        pemda=member.pemda,
        penerima=person,
        jenis=Pemberitahuan.Jenis.TUGAS,
        judul=JUDUL,
        isi=text,
        alamat=reverse("registry:akun_saya"),
        pengirim=user,
    )
    if person.email:
        transaction.on_commit(lambda: _send(person, text))


def _send(person: Pengguna, text: str) -> None:
    try:
        send_mail(JUDUL, f"Yth. {person.nama},\n\n{text}\n", None, [person.email])
    except (OSError, SMTPException):
        log.exception("faktor_reset: mail to user %s failed", person.pk)
