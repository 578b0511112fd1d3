"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest

from registry.menu import menu_for


def halaman(request: HttpRequest) -> dict[str, object]:
    """The member, the Pemda, the menu, and whether this installation shows example data."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO}
    member = user.keanggotaan_aktif
    return {
        "member": member,
        "pemda": member.pemda if member else None,
        "menu": menu_for(request),
        "demo": settings.DEMO,
    }
