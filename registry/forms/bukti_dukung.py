"""Forms of evidence: a file or a link, with what it is."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import URLValidator

from registry.models import BuktiDukung
from registry.services.berkas_aman import DITERIMA, TOLAK
from registry.services.bukti_dukung import KETERANGAN, TAUTAN_SAJA, description_hash
from registry.services.bukti_simpanan import too_large
from registry.unggahan import batas, too_big

LAIN = "Bukti lain (di luar daftar)"
PILIH_SATU = "Pilih berkasnya, atau tulis tautannya."
SALAH_SATU = "Isi salah satu saja: berkas atau tautan. Tambahkan yang lain sebagai bukti tersendiri."
FORMAT_TANGGAL = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]


class KeteranganForm(forms.ModelForm):
    """What a piece of evidence is; of a link also where it leads."""

    tautan = forms.CharField(
        label="Tautan", max_length=500, required=False, help_text="Alamat halaman yang diawali https://",
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )  # fmt: skip
    sidik = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    class Meta:
        model = BuktiDukung
        fields = KETERANGAN
        labels = {"sumber": "Untuk sumber data"}
        help_texts = {
            "nomor": "Nomor surat, laporan, atau publikasi.",
            "halaman": "Halaman yang memuat angkanya, misalnya 12 atau 12–14.",
            "penerbit": "Misalnya BPS Kabupaten Lumajang.",
        }

    def __init__(self, *args: Any, sumber: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        kept = [row.sumber] if row.sumber and row.sumber not in sumber else []
        choices = [(name, name) for name in [*sumber, *kept]] + [("", LAIN)]
        self.fields["sumber"] = forms.ChoiceField(label="Untuk sumber data", choices=choices, required=False)
        if row.pk is None and sumber:
            self.initial.setdefault("sumber", sumber[0])
        self.fields["judul"].required = False
        self.fields["judul"].help_text = "Boleh kosong: dipakai nama berkasnya."
        self.fields["tanggal"] = forms.DateField(
            label="Tanggal dokumen", required=False, input_formats=FORMAT_TANGGAL,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )  # fmt: skip
        self.order_fields(["berkas", "tautan", *KETERANGAN])
        if row.pk is not None:
            self.initial.update(sidik=description_hash(row), tautan=row.tautan)
            if row.jenis == BuktiDukung.Jenis.BERKAS:
                del self.fields["tautan"]

    def clean_tautan(self) -> str:
        """Web addresses only; anything that a browser would run is refused."""
        text = self.cleaned_data["tautan"].strip()
        if text:
            URLValidator(schemes=["http", "https"], message=TAUTAN_SAJA)(text)
        elif self.instance.pk is not None:
            raise forms.ValidationError(TAUTAN_SAJA)
        return text

    def _post_clean(self) -> None:
        """The service checks and stores the row; a form that changed it would hide what is stored."""

    @property
    def isi(self) -> dict[str, Any]:
        """The description."""
        return {name: self.cleaned_data.get(name) for name in KETERANGAN}


class BuktiDukungForm(KeteranganForm):
    """A new piece of evidence."""

    berkas = forms.FileField(
        label="Berkas", required=False, error_messages={"empty": TOLAK["kosong"]},
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.xlsx,.docx"}),
    )  # fmt: skip
    kiriman = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.initial["kiriman"] = uuid.uuid4()
        self.fields["berkas"].help_text = f"{DITERIMA}, paling besar {settings.BUKTI_MAKS_MB} MB."
        self.fields["berkas"].widget.attrs["data-maks"] = batas()
        self.fields["berkas"].widget.attrs["data-maks-pesan"] = too_large()

    def clean_berkas(self) -> Any:
        """Says so when the file was too large to be taken in."""
        if "berkas" in too_big(self.request):
            raise forms.ValidationError(too_large())
        return self.cleaned_data["berkas"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "berkas" in self.errors or "tautan" in self.errors:
            return data
        if data.get("berkas") and data.get("tautan"):
            self.add_error("tautan", SALAH_SATU)
        elif not data.get("berkas") and not data.get("tautan"):
            self.add_error("berkas", PILIH_SATU)
        return data
