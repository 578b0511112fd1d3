"""Writes of accounts: an admin creates them without a password; the person sets one through a one-time link."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from registry.akses import Aksi, may
from registry.models import Instansi, Keanggotaan, Pemda, Pengguna, Peran
from registry.services.errors import ServiceError
from registry.services.simpan import TIDAK_BERHAK, latin_name

UMUR_TAUTAN = 7 * 24 * 3600  # seconds
INSTANSI_LAIN = "Instansi ini bukan bagian dari {pemda}. Pilih instansi dari daftar."
BUKAN_OPD = "{instansi} bukan satu OPD, sehingga tidak dapat mempunyai operator. Pilih OPD-nya."
WAJIB_OPD = "Operator dan kepala OPD harus mempunyai instansi."
TAUTAN_MATI = (
    "Tautan ini sudah dipakai, sudah lewat 7 hari, atau diganti tautan baru. Mintalah tautan baru kepada admin."
)


@transaction.atomic
def akun_create(
    *,
    username: str,
    nama: str,
    peran: str,
    pemda: Pemda,
    instansi: Instansi | None = None,
    password: str | None = None,
    email: str = "",
    user: Pengguna | None = None,
) -> Keanggotaan:
    """A new person with one membership; without `password` they set it through `undangan_token`.

    `user` is the acting person: an admin of the Pemda, or a superuser for a Pemda that has no admin yet;
    None is the server itself (commands, example data).
    """
    _check_may_create(user, pemda, peran)
    check_instansi(pemda=pemda, peran=peran, instansi=instansi)
    person = Pengguna(username=clean_username(username), nama=latin_name(nama), email=email.strip())
    _set_password(person, password)
    try:
        person.full_clean()
        person.save()
        member = Keanggotaan(user=person, pemda=pemda, instansi=instansi, peran=peran)
        member.full_clean()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    save_member(member, user=user, reason="Akun dibuat")
    return member


def save_member(member: Keanggotaan, *, user: Pengguna | None, reason: str) -> None:
    """Saves with who and why, so that the history of the membership tells it."""
    member._history_user = user
    member._change_reason = reason[:100]
    member.save()


def clean_username(value: str) -> str:
    """Lower case; what is not plain ASCII stays as it is, for the model's validator to refuse."""
    text = value.strip()
    return text.lower() if text.isascii() else text


def check_instansi(*, pemda: Pemda, peran: str, instansi: Instansi | None) -> None:
    """Refuses an instansi of another Pemda, and an OPD role without an OPD."""
    opd = peran in (Peran.OPERATOR, Peran.KEPALA)
    if instansi is None:
        if opd:
            raise ServiceError(WAJIB_OPD)
        return
    if instansi.pemda_id != pemda.pk:
        raise ServiceError(INSTANSI_LAIN.format(pemda=pemda))
    if instansi.jenis in (Instansi.Jenis.KELOMPOK, Instansi.Jenis.PEMDA):
        raise ServiceError(BUKAN_OPD.format(instansi=instansi))


def _check_may_create(user: Pengguna | None, pemda: Pemda, peran: str) -> None:
    if user is None or (may(user, Aksi.KELOLA) and user.keanggotaan_aktif.pemda_id == pemda.pk):
        return
    has_admin = Keanggotaan.objects.filter(pemda=pemda, peran=Peran.ADMIN).exists()
    if not (user.is_active and user.is_superuser and peran == Peran.ADMIN and not has_admin):
        raise ServiceError(TIDAK_BERHAK)


def _set_password(person: Pengguna, password: str | None) -> None:
    if password is None:
        person.set_unusable_password()
        return
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    person.set_password(password)


def undangan_token(person: Pengguna) -> tuple[str, str]:
    """(uidb64, token) of the one-time link: it dies with the password it was made for, and after 7 days."""
    uid = urlsafe_base64_encode(str(person.pk).encode())
    return uid, _signer(person).sign(uid).partition(".")[2]


def undangan_person(uidb64: str, token: str) -> Pengguna:
    """Whose link this is; ServiceError when it is used, old, replaced, or never was one."""
    try:
        person = Pengguna.objects.get(pk=int(urlsafe_base64_decode(uidb64)), is_active=True)
        _signer(person).unsign(f"{uidb64}.{token}", max_age=UMUR_TAUTAN)
    except (ValueError, OverflowError, Pengguna.DoesNotExist, BadSignature) as error:
        raise ServiceError(TAUTAN_MATI) from error
    return person


def _signer(person: Pengguna) -> TimestampSigner:
    return TimestampSigner(sep=".", salt=f"registry.undangan:{person.password}")


@transaction.atomic
def undangan_accept(*, uidb64: str, token: str, password: str) -> Pengguna:
    """Sets the person's first (or new) password; the link is used up by it."""
    person = undangan_person(uidb64, token)
    person = Pengguna.objects.select_for_update().get(pk=person.pk)
    undangan_person(uidb64, token)
    _set_password(person, password)
    person.save(update_fields=["password"])
    for member in person.keanggotaan.filter(aktif=True):
        save_member(member, user=person, reason="Kata sandi dibuat lewat tautan")
    return person
