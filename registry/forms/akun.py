"""The sign-in form: the name may be typed in any case and with spaces around."""

from typing import Any

from allauth.account.forms import LoginForm

from registry.services.akun import clean_username


class MasukForm(LoginForm):
    """One spelling per person, so that failed attempts are counted for the person and not for a spelling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = "Nama pengguna", "Kata sandi"
        login.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        password.help_text = ""
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        """Trimmed and in lower case, as accounts are stored."""
        return clean_username(super().clean_login())
