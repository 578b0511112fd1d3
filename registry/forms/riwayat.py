"""The filter of the history."""

from typing import Any

from django import forms

from registry.forms.bidang import InstansiChoice, tanggal_field
from registry.models import Instansi, Keanggotaan, Penetapan
from registry.services.riwayat_daftar import JENIS
from registry.services.riwayat_umum import Saring, read_key

TERBALIK = "Tanggal awal tidak boleh sesudah tanggal akhir."


class SaringRiwayatForm(forms.Form):
    """Noun, person, OPD, decree, days; what is wrong is told beside its field and leaves nothing out."""

    jenis = forms.ChoiceField(label="Tentang", required=False)
    orang = forms.CharField(
        label="Oleh", required=False, max_length=60, help_text="Nama, nama pengguna, atau «sistem»."
    )  # fmt: skip
    opd = InstansiChoice(label="OPD", queryset=Instansi.objects.none(), required=False, empty_label="Semua")
    penetapan = forms.ModelChoiceField(
        label="Penetapan", queryset=Penetapan.objects.none(), required=False, empty_label="Semua", to_field_name="kode",
        help_text="Naskah, rumus, temuan, dan dokumennya.",
    )  # fmt: skip
    dari = tanggal_field("Dari tanggal", required=False)
    sampai = tanggal_field("Sampai tanggal", required=False)

    def __init__(self, *args: Any, member: Keanggotaan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jenis"].choices = [("", "Semua"), *[(j.kode, j.label) for j in JENIS.values()]]
        self.fields["penetapan"].queryset = Penetapan.objects.visible_to(member.user)
        if member.is_opd:
            del self.fields["opd"]
        else:
            self.fields["opd"].queryset = Instansi.objects.filter(pemda=member.pemda_id)

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        data = super().clean() or {}
        if data.get("dari") and data.get("sampai") and data["dari"] > data["sampai"]:
            self.add_error("dari", TERBALIK)
        return data

    def saring(self, sebelum: str = "") -> Saring:
        """What was asked, as far as it is valid."""
        self.is_valid()
        data = self.cleaned_data
        return Saring(
            jenis=data.get("jenis", ""),
            orang=data.get("orang", "").strip(),
            opd=data.get("opd"),
            penetapan=data.get("penetapan"),
            dari=data.get("dari"),
            sampai=data.get("sampai"),
            sebelum=read_key(sebelum),
        )

    @property
    def told(self) -> list[tuple[str, str]]:
        """The active filter in words, for the download."""
        data = getattr(self, "cleaned_data", {})
        words = [(str(self.fields[name].label), data[name]) for name in self.fields if data.get(name)]
        return [(label, JENIS[value].label if value in JENIS else str(value)) for label, value in words]
