"""The form of one shared value of a year."""

from typing import Any

from django import forms

from registry.forms.target import AngkaField, shown
from registry.models import NilaiDataDasar


class NilaiDataDasarForm(forms.Form):
    """The value and a note; `semula` is the value that the page was opened with."""

    nilai = AngkaField(
        label="Nilai", help_text="Titik memisahkan ribuan, koma untuk desimal. Kosongkan bila belum ada."
    )
    catatan = forms.CharField(
        label="Catatan",
        required=False,
        max_length=1000,
        help_text="Misalnya sumber dan tanggal datanya.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    semula = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, stored: NilaiDataDasar | None) -> None:
        initial = {"nilai": "", "catatan": "", "semula": ""}
        if stored is not None:
            initial = {"nilai": shown(stored.nilai), "catatan": stored.catatan, "semula": stored.nilai}
        super().__init__(data, initial=initial, auto_id="data-%s")
