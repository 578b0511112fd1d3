"""Forms of members: a new one, and a change."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from registry.forms.bidang import InstansiChoice
from registry.models import Instansi, Keanggotaan, Pengguna, Peran
from registry.services.akun import clean_username

OPD = (Peran.OPERATOR.value, Peran.KEPALA.value)
OPD_PERLU = "Pilih instansi: operator dan kepala OPD bekerja untuk satu OPD."


class UsernameField(forms.CharField):
    """A name to sign in with, put into lower case as it is read."""

    def to_python(self, value: Any) -> str:
        """Lower case; what is not ASCII is left for the validator to refuse."""
        return clean_username(super().to_python(value) or "")


def username_field() -> UsernameField:
    """The field of a new account's name."""
    rules = [v for v in Pengguna._meta.get_field("username").validators if isinstance(v, RegexValidator)]
    return UsernameField(
        label="Nama pengguna",
        max_length=60,
        help_text="Untuk masuk: huruf kecil, angka, titik, garis bawah, atau tanda hubung. Misalnya operator.dinkes.",
        validators=rules,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )


class AnggotaEditForm(forms.Form):
    """Who the person is, and what they may do in this Pemda."""

    nama = forms.CharField(label="Nama lengkap", max_length=120)
    email = forms.EmailField(
        label="Alamat e-mail", required=False, max_length=254,
        help_text="Bila diisi, tautan untuk membuat kata sandi juga dikirim ke alamat ini.",
    )  # fmt: skip
    peran = forms.ChoiceField(label="Peran", choices=[("", "Pilih peran"), *Peran.choices])
    instansi = InstansiChoice(
        label="Instansi", queryset=Instansi.objects.none(), required=False, empty_label="Tanpa instansi",
        help_text="Wajib bagi operator dan kepala OPD.",
    )  # fmt: skip

    def __init__(self, *args: Any, pemda_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Instansi.objects.filter(pemda=pemda_id).measured().exclude(jenis=Instansi.Jenis.PEMDA)
        self.fields["instansi"].queryset = rows

    def clean(self) -> dict[str, Any]:
        """An OPD role needs its OPD."""
        data = super().clean() or {}
        without = not data.get("instansi") and "instansi" not in self.errors
        if without and data.get("peran") in OPD:
            self.add_error("instansi", OPD_PERLU)
        return data

    @staticmethod
    def initial_of(member: Keanggotaan) -> dict[str, Any]:
        """What is stored."""
        person = member.user
        return {"nama": person.nama, "email": person.email, "peran": member.peran, "instansi": member.instansi_id}


class AnggotaAddForm(AnggotaEditForm):
    """A new person."""

    username = username_field()
    field_order = ("nama", "username", "email", "peran", "instansi")
