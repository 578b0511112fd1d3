"""Fields that several forms share: a year, an order number, a date, a choice among instansi."""

import datetime
import re
from typing import Any

from django import forms

from formulas.notation import DateError, read_date, write_date
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


class TanggalField(forms.CharField):
    """A date as people write it, read by the one reader of dates; None when blank."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def clean(self, value: Any) -> datetime.date | None:
        """The date."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_date(text)
        except DateError as error:
            raise forms.ValidationError(error.pesan) from error

    def prepare_value(self, value: Any) -> Any:
        """A stored date in words; what was typed stays as typed."""
        return write_date(value) if isinstance(value, datetime.date) else value


def tanggal_field(label: str, *, required: bool = True, help_text: str = "") -> TanggalField:
    """A date, with how to write it."""
    return TanggalField(label=label, required=required, help_text=f"Misalnya 31 Desember 2023. {help_text}".strip())


class InstansiChoice(forms.ModelChoiceField):
    """One of the instansi that the form was given, by name."""

    def label_from_instance(self, obj: Instansi) -> str:
        """The name, with its short form where the name is long."""
        return f"{obj.nama} ({obj.singkatan})" if obj.singkatan and obj.singkatan != obj.nama else obj.nama
