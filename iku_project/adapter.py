"""How allauth makes accounts here: it does not; admins invite. And how it speaks of the second factor."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from registry.middleware import session_start


class AkunAdapter(DefaultAccountAdapter):
    """Closes public sign-up: every account is made by an admin of a Pemda."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> Any:
        """From here on the session counts: how long it lasts, how long it may stay idle."""
        session_start(request)
        return super().post_login(request, user, **more)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home, where the message says that it is done."""
        return reverse("registry:beranda")


class FaktorKeduaAdapter(DefaultMFAAdapter):
    """The second factor in our own words; where a Pemda obliges a role, it cannot be switched off."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": (
            "Pemda Anda mewajibkan faktor kedua bagi peran ini, sehingga tidak dapat dimatikan. "
            "Untuk pindah ponsel, mintalah admin lain melepasnya, lalu nyalakan lagi."
        ),
        "cannot_generate_recovery_codes": "Nyalakan dahulu faktor kedua, baru buat kode pemulihan.",
        "incorrect_code": "Kode ini salah. Tunggu sampai aplikasi menampilkan kode berikutnya, lalu ketik kode itu.",
    }

    def get_totp_issuer(self) -> str:
        """What the app on the phone shows above the code."""
        return "IKU"

    def get_totp_label(self, user: Any) -> str:
        """Which account the code is for."""
        return user.username

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not where the Pemda obliges the role."""
        from registry.services.faktor_kedua import must_have_factor

        return not must_have_factor(authenticator.user.keanggotaan_aktif)
