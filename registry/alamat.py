"""Full addresses for what is told outside a request: commands."""

from django.conf import settings
from django.urls import reverse

from registry.models import Pengguna
from registry.services.akun import undangan_token


def undangan_url(person: Pengguna) -> str:
    """The one-time link, on the first address by which people reach this installation."""
    return f"{site()}{reverse('registry:undangan', args=undangan_token(person))}"


def site() -> str:
    """Scheme and host from the settings; a demo is on loopback."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return settings.CSRF_TRUSTED_ORIGINS[0].rstrip("/")
    if settings.LOCAL:
        return "http://127.0.0.1:8000"
    return f"https://{settings.ALLOWED_HOSTS[0]}" if settings.ALLOWED_HOSTS else ""
