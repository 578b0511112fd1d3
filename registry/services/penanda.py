"""Writes of Penanda: Bappeda's own mark on a value, set and taken off; nobody else sees it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry.akses import Aksi, may
from registry.models import Penanda, Pengguna, Realisasi
from registry.services.errors import ServiceError
from registry.services.realisasi import TIDAK_BERHAK


@transaction.atomic
def penanda_set(*, user: Pengguna, realisasi: Realisasi, teks: str = "") -> Penanda:
    """Marks a value, or gives its mark another note."""
    _check(user, realisasi)
    row = _current(realisasi)
    if row is not None and row.teks == teks.strip():
        return row
    reason = "Catatan penanda diubah" if row else "Ditandai"
    row = row or Penanda(realisasi=realisasi, oleh=user)
    row.teks = teks.strip()
    return _store(row, user, reason)


@transaction.atomic
def penanda_remove(*, user: Pengguna, realisasi: Realisasi) -> Penanda | None:
    """Takes the mark off; the row stays. None when there is no mark."""
    _check(user, realisasi)
    row = _current(realisasi)
    if row is None:
        return None
    row.dilepas_pada = timezone.now()
    return _store(row, user, "Tanda dilepas")


def _check(user: Pengguna, realisasi: Realisasi) -> None:
    visible = Realisasi.objects.visible_to(user).filter(pk=realisasi.pk).exists()
    if not may(user, Aksi.VERIFIKASI) or not visible:
        raise ServiceError(TIDAK_BERHAK)


def _current(realisasi: Realisasi) -> Penanda | None:
    return Penanda.objects.select_for_update().filter(realisasi=realisasi, dilepas_pada=None).order_by("pk").first()


def _store(row: Penanda, user: Pengguna, reason: str) -> Penanda:
    try:
        row.full_clean()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    row._history_user = user
    row._change_reason = reason
    row.save()
    return row
