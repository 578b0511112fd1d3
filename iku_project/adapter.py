"""How allauth makes accounts here: it does not; admins invite."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class AkunAdapter(DefaultAccountAdapter):
    """Closes public sign-up: every account is made by an admin of a Pemda."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home, where the message says that it is done."""
        return reverse("registry:beranda")
