"""The form behind the one-time link."""

from typing import Any

from django.contrib.auth.forms import SetPasswordForm

SYARAT = "Paling sedikit 12 karakter, bukan hanya angka, tidak mirip nama Anda, dan bukan kata sandi yang umum."


class KataSandiForm(SetPasswordForm):
    """A new password, twice, in our own words; the rules are those of the settings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, first.help_text = "Kata sandi baru", SYARAT
        second.label, second.help_text = "Ulangi kata sandi baru", ""
        self.error_messages = self.error_messages | {"password_mismatch": "Kedua kata sandi tidak sama."}
