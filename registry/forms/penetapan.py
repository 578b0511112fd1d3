"""Forms of the import of decrees: the file, and the confirmation of what was shown."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from registry.services.errors import ServiceError
from registry.services.penetapan_berkas import MAX_BYTES, TERLALU_BESAR, read_documents


class BerkasForm(forms.Form):
    """A file of one decree or more."""

    berkas = forms.FileField(
        label="Berkas penetapan",
        help_text="YAML atau JSON, paling besar 5 MB, seperti yang dihasilkan tombol Unduh.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json,application/json,application/yaml"}),
        error_messages={"required": "Pilih berkasnya dahulu.", "empty": "Berkas ini kosong."},
    )

    def clean_berkas(self) -> list[Any]:
        """The decrees in the file, as plain data."""
        upload: UploadedFile = self.cleaned_data["berkas"]
        if upload.size is None or upload.size > MAX_BYTES:
            raise forms.ValidationError(TERLALU_BESAR)
        try:
            return read_documents(upload.read(MAX_BYTES + 1))
        except ServiceError as error:
            raise forms.ValidationError(error.pesan) from error


class MuatForm(forms.Form):
    """What was shown, signed, so that exactly that is imported."""

    isi = forms.CharField(widget=forms.HiddenInput, max_length=4_000_000)
