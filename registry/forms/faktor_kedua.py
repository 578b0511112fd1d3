"""Forms of the second factor: a code to sign in with, a code to begin with, the reason why an admin takes it off."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from registry.services.faktor_kedua import Hasil, kode_use
from registry.services.faktor_reset import WAJIB_ALASAN

SALAH = "Kode ini salah atau sudah dipakai. Tunggu sampai aplikasi menampilkan kode berikutnya, lalu ketik kode itu."
TERKUNCI = "Terlalu banyak kode salah. Demi keamanan, tunggu 15 menit sebelum mencoba lagi."
LABEL = "Kode 6 angka"
PETUNJUK = "Dari aplikasi autentikator di ponsel Anda, atau salah satu kode pemulihan."
ATTRS = {"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True, "spellcheck": "false"}


class KodeMixin:
    """One field, checked by our own rule: a code works once, and wrong ones are counted in the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label, field.help_text, field.max_length = LABEL, PETUNJUK, 40
        field.widget.attrs |= ATTRS
        field.widget.attrs.pop("placeholder", None)

    def clean_code(self) -> str:
        """Uses the code up."""
        code: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        verdict, self.authenticator = kode_use(self.user, code[:40])  # type: ignore[attr-defined]
        if verdict is not Hasil.BENAR:
            raise forms.ValidationError(TERKUNCI if verdict is Hasil.TERKUNCI else SALAH)
        return code


class KodeMasukForm(KodeMixin, AuthenticateForm):
    """The second step of signing in."""


class KodeUlangForm(KodeMixin, ReauthenticateForm):
    """Asked again before something delicate."""


class AktifkanForm(ActivateTOTPForm):
    """The first code, which proves that the app holds the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = LABEL, "Yang sekarang ditampilkan aplikasi."
        field.widget.attrs |= ATTRS | {"inputmode": "numeric"}
        field.widget.attrs.pop("placeholder", None)


class LepasFaktorForm(forms.Form):
    """Why an admin takes a member's second factor off."""

    alasan = forms.CharField(
        label="Alasan", max_length=75, error_messages={"required": WAJIB_ALASAN},
        help_text="Tercatat dalam riwayat dan diberitahukan kepada pemilik akun.",
    )  # fmt: skip
