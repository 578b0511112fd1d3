"""Forms of a frozen document: its signed file, its cancellation, and the public question about a file."""

from typing import Any

from django import forms

from registry.services.bukti_simpanan import too_large
from registry.unggahan import too_big

PILIH = "Pilih berkas PDF dahulu."


class _BerkasForm(forms.Form):
    """A form with one PDF file, whose size is said where it is too large."""

    berkas = forms.FileField(
        label="Berkas PDF", required=False, widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"})
    )

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_berkas(self) -> Any:
        """The file, which is there and not too large."""
        if self.request is not None and "berkas" in too_big(self.request):
            raise forms.ValidationError(too_large())
        if not self.cleaned_data.get("berkas"):
            raise forms.ValidationError(PILIH)
        return self.cleaned_data["berkas"]


class TertandaForm(_BerkasForm):
    """The signed file, and why it is taken where the chain of its certificate is not trusted."""

    alasan = forms.CharField(
        label="Alasan menerima, bila rantai sertifikat belum tepercaya atau namanya lain",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PeriksaBerkasForm(_BerkasForm):
    """A file to be compared with what is recorded; nothing of it is kept."""


class BatalForm(forms.Form):
    """Why a frozen document no longer counts."""

    alasan = forms.CharField(
        label="Alasan pembatalan", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
