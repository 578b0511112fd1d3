"""A reason that somebody writes: it says something, and it can be printed."""

from registry.services.errors import ServiceError
from registry.teks import TeksError, check_teks


def checked_reason(alasan: str, pesan: str) -> str:
    """The reason without spaces around it; ServiceError with `pesan` where there is none."""
    if not alasan.strip():
        raise ServiceError(pesan)
    try:
        check_teks(alasan)
    except TeksError as error:
        raise ServiceError(str(error)) from error
    return alasan.strip()
