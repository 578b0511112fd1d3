"""Writes of Catatan: a comment is added, never edited, never deleted."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registry.akses import Aksi, may
from registry.models import Catatan, Pengguna, Realisasi
from registry.services.errors import ServiceError
from registry.services.realisasi import TIDAK_BERHAK


@transaction.atomic
def catatan_create(*, user: Pengguna, realisasi: Realisasi, teks: str) -> Catatan:
    """Adds a comment to a value that the user may see."""
    visible = Realisasi.objects.visible_to(user).filter(pk=realisasi.pk).exists()
    if not may(user, Aksi.CATAT) or not visible:
        raise ServiceError(TIDAK_BERHAK)
    catatan = Catatan(realisasi=realisasi, penulis=user, teks=teks.strip())
    try:
        catatan.full_clean()
    except ValidationError as error:
        raise ServiceError("; ".join(error.messages)) from error
    catatan.save()
    return catatan
