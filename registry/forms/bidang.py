"""Fields that several forms share: a year, an order number, a date, a choice among instansi."""

import datetime
import re
from typing import Any

from django import forms

from registry.models import Instansi


class BilanganField(forms.CharField):
    """A plain whole number: no sign, no separator, no other script's digits; None when blank."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, least: int, most: int, pesan: str, **kwargs: Any) -> None:
        self.least, self.most, self.pesan = least, most, pesan
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        """The number, within the limits."""
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", text) or not self.least <= int(text) <= self.most:
            raise forms.ValidationError(self.pesan)
        return int(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as typed."""
        return str(initial if initial is not None else "") != str(data or "").strip()


def tahun_field(label: str, *, required: bool = False, help_text: str = "") -> BilanganField:
    """A year of four digits."""
    pesan = "Tulis tahun dengan empat angka, misalnya 2023."
    return BilanganField(least=1945, most=2100, pesan=pesan, label=label, required=required, help_text=help_text)


def tanggal_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A date, by the browser's own calendar or typed as 2023-12-31 or 31/12/2023."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        widget=forms.DateInput(attrs={"type": "date", "min": "1945-01-01", "max": "2100-12-31"}, format="%Y-%m-%d"),
        validators=[_near],
    )


def _near(value: datetime.date) -> None:
    if not 1945 <= value.year <= 2100:
        raise forms.ValidationError("Tulis tanggal antara tahun 1945 dan 2100.")


class InstansiChoice(forms.ModelChoiceField):
    """One of the instansi that the form was given, by name."""

    def label_from_instance(self, obj: Instansi) -> str:
        """The name, with its short form where the name is long."""
        return f"{obj.nama} ({obj.singkatan})" if obj.singkatan and obj.singkatan != obj.nama else obj.nama
