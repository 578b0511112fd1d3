"""The form of an official."""

from typing import Any

from django import forms

from registry.forms.bidang import InstansiChoice, tanggal_field
from registry.models import Instansi, Pejabat
from registry.models.pejabat import validate_nip


class PejabatForm(forms.ModelForm):
    """Who signs, for which instansi, in which office, and when."""

    nip = forms.CharField(
        label="NIP",
        required=False,
        max_length=40,
        help_text="18 angka, boleh dengan spasi seperti 19690507 198903 1 004. Kosongkan bila bukan pegawai negeri.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    mulai = tanggal_field("Mulai menjabat")
    sampai = tanggal_field("Sampai dengan", required=False, help_text="Kosongkan bila masih menjabat.")

    class Meta:
        model = Pejabat
        fields = ("instansi", "nama", "nip", "pangkat", "jabatan", "status", "mulai", "sampai")
        field_classes = {"instansi": InstansiChoice}
        help_texts = {"pangkat": "Misalnya Pembina Utama Muda (IV/c)."}

    def __init__(self, *args: Any, pemda_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instansi"].queryset = Instansi.objects.filter(pemda=pemda_id).measured()
        self.fields["instansi"].empty_label = "Pilih instansi"
        if self.instance.pk and not self.is_bound:
            self.initial["nip"] = self.instance.nip_cetak

    def clean_nip(self) -> str:
        """Digits only; printed with spaces, stored without."""
        nip = "".join(self.cleaned_data["nip"].split())
        if nip:
            validate_nip(nip)
        return nip
