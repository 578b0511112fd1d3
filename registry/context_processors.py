"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def halaman(request: HttpRequest) -> dict[str, object]:
    """The member, the Pemda, and whether this installation shows example data."""
    user = getattr(request, "user", None)
    member = user.keanggotaan_aktif if user is not None and user.is_authenticated else None
    return {"member": member, "pemda": member.pemda if member else None, "demo": settings.DEMO}
