"""The link of a password reset."""

from allauth.account.views import password_reset_from_key
from django.http import HttpRequest, HttpResponse


def sandi_baru(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """allauth's page; the id ends at the first hyphen, while a path converter reads up to the last one."""
    uid, _, rest = f"{uidb36}-{key}".partition("-")
    return password_reset_from_key(request, uidb36=uid, key=rest)
