"""Forms of shared values: the value of one year, an objection to it, the answer."""

from typing import Any

from django import forms

from registry.forms.target import AngkaField, shown
from registry.models import NilaiDataDasar
from registry.services.data_dasar import PERLU_ALASAN, IsiNilai
from registry.services.sanggahan import PERLU_JAWABAN

MAKS_ALASAN = 80  # whole in the history, behind what happened
TANDA = "Titik memisahkan ribuan, koma untuk desimal."


class NilaiDataDasarForm(forms.Form):
    """The value, its source, and why a stored one changes; `version` is what the page was opened with."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    nilai = AngkaField(label="Nilai", help_text=f"{TANDA} Kosongkan bila belum ada; kosong tidak sama dengan 0.")
    catatan = forms.CharField(
        label="Catatan",
        required=False,
        max_length=1000,
        help_text="Misalnya sumber dan tanggal datanya.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    alasan = forms.CharField(
        label="Alasan perubahan",
        required=False,
        max_length=MAKS_ALASAN,
        help_text=f"Wajib bila nilai yang tersimpan diubah atau dikosongkan; paling banyak {MAKS_ALASAN} huruf.",
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, data: Any = None, *, stored: NilaiDataDasar | None) -> None:
        initial = {"nilai": "", "catatan": "", "version": 0}
        if stored is not None:
            initial = {"nilai": shown(stored.nilai), "catatan": stored.catatan, "version": stored.version}
        super().__init__(data, initial=initial, auto_id="data-%s")
        self.stored = stored
        if stored is None:
            del self.fields["alasan"]

    @property
    def mengubah(self) -> bool:
        """Whether a stored value becomes another, or blank."""
        return self.stored is not None and self.cleaned_data.get("nilai") != self.stored.nilai

    def clean(self) -> dict[str, Any]:
        """A stored value changes with a reason only; of an old form the service tells that it is old."""
        data = super().clean() or {}
        fresh = self.stored is not None and data.get("version") == self.stored.version
        if fresh and "nilai" in data and self.mengubah and not data.get("alasan"):
            self.add_error("alasan", PERLU_ALASAN)
        return data

    def isi(self) -> IsiNilai:
        """What was typed."""
        data = self.cleaned_data
        return IsiNilai(data["nilai"], data["catatan"], data.get("alasan", ""))

    def terketik(self) -> list[tuple[str, str]]:
        """(name, text) of every field as typed, to send again after a look at the impact."""
        return [(name, str(self[name].value() or "")) for name in self.fields]


class SanggahanForm(forms.Form):
    """The own value with its source and why it is the right one."""

    nilai = AngkaField(label="Nilai menurut data Anda", help_text=TANDA)
    sumber = forms.CharField(
        label="Sumber",
        max_length=300,
        help_text="Dokumen, nomor, dan tanggalnya.",
        error_messages={"required": "Tulis sumber datanya, agar dapat diperiksa."},
    )
    alasan = forms.CharField(
        label="Alasan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa nilai itu yang benar."},
    )

    def clean_nilai(self) -> str:
        """A number is needed."""
        value = self.cleaned_data["nilai"]
        if value is None:
            raise forms.ValidationError("Tulis nilai menurut data Anda.")
        return str(value)


class JawabanForm(forms.Form):
    """The answer to an objection: free when accepted, needed when rejected."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    jawaban = forms.CharField(
        label="Jawaban",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca oleh penyanggah. Wajib bila ditolak.",
    )

    def __init__(self, data: Any = None, *, version: int = 0, tolak: bool = False) -> None:
        super().__init__(data, initial={"version": version}, auto_id="jawaban-%s")
        if tolak:
            self.fields["jawaban"].required = True
            self.fields["jawaban"].error_messages["required"] = PERLU_JAWABAN
