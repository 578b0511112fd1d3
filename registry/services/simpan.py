"""What every write of the admin pages does: ask who, check the row whole, save it with its history."""

from django.core.exceptions import ValidationError
from django.db import models

from registry.akses import Aksi, may
from registry.models import Pengguna
from registry.services.errors import ServiceError
from registry.services.nama import clean_name, is_latin

TIDAK_BERHAK = "Peran akun Anda tidak mencakup tindakan ini."
BUKAN_LATIN = "«{nama}» memuat huruf di luar huruf Latin. Ketik ulang nama itu, jangan disalin."


def check_may(user: Pengguna, aksi: Aksi, pemda_id: int) -> None:
    """Refuses whoever may not do this in that Pemda."""
    if not may(user, aksi) or user.keanggotaan_aktif.pemda_id != pemda_id:
        raise ServiceError(TIDAK_BERHAK)


def latin_name(value: str) -> str:
    """A name in its one spelling; ServiceError where a letter only looks like one of ours."""
    name = clean_name(value)
    if not is_latin(name):
        raise ServiceError(BUKAN_LATIN.format(nama=name))
    return name


def store(row: models.Model, *, user: Pengguna | None, reason: str) -> None:
    """Checks and saves one row; its history tells who and why."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    row._history_user = user
    row._change_reason = reason[:100]
    row.save()
