"""The form of a year of entry."""

from django import forms

from registry.forms.bidang import BilanganField, tanggal_field
from registry.models import TahunIsian


class TahunIsianForm(forms.ModelForm):
    """Open or closed, and until when."""

    dibuka = forms.BooleanField(
        label="Dibuka untuk isian", required=False,
        help_text="Bila tidak dicentang, OPD hanya dapat membaca isian tahun ini.",
    )  # fmt: skip
    batas = tanggal_field(
        "Batas akhir isian", required=False,
        help_text="Hari terakhir OPD dapat mengisi dan mengajukan. Kosongkan bila tanpa batas.",
    )  # fmt: skip

    class Meta:
        model = TahunIsian
        fields: tuple[str, ...] = ("dibuka", "batas")


class TahunBaruForm(TahunIsianForm):
    """A year that is not in the list yet."""

    tahun = BilanganField(least=2000, most=2100, pesan="Tulis tahun antara 2000 dan 2100.", label="Tahun")
    field_order = ("tahun", "dibuka", "batas")

    class Meta(TahunIsianForm.Meta):
        fields = ("tahun", "dibuka", "batas")
