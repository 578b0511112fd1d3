"""Forms of the import of a workbook: the file, and the confirmation of exactly what was shown."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from registry.services.excel_paket import MAKS_BERKAS, TERLALU_BESAR


class ExcelForm(forms.Form):
    """One workbook; its content is checked by the reader, not by its name."""

    berkas = forms.FileField(
        label="Berkas Excel yang sudah diisi",
        help_text="Berkas .xlsx yang diunduh dari halaman ini, paling besar 10 MB.",
        max_length=150,
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        error_messages={
            "required": "Pilih berkasnya dahulu.",
            "empty": "Berkas ini kosong.",
            "max_length": "Nama berkas terlalu panjang (paling banyak %(max)d aksara). Ganti namanya.",
        },
    )

    def clean_berkas(self) -> UploadedFile:
        """Not larger than the reader takes."""
        upload: UploadedFile = self.cleaned_data["berkas"]
        if upload.size is None or upload.size > MAKS_BERKAS:
            raise forms.ValidationError(TERLALU_BESAR)
        return upload


class TerapkanForm(forms.Form):
    """The fingerprint of the preview, and the indicators that go ahead."""

    sidik = forms.CharField(max_length=64, widget=forms.HiddenInput)
    pilih = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, pilihan: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pilih"].choices = [(kunci, kunci) for kunci in pilihan or []]


class BatalForm(forms.Form):
    """The fingerprint of what taking back was shown to do."""

    sidik = forms.CharField(max_length=64, widget=forms.HiddenInput)
