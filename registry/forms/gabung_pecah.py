"""The forms of a merge or a split: from which, since when, to which old and new ones."""

from typing import Any

from django import forms

from registry.forms.bidang import InstansiChoice, tahun_field
from registry.models import Instansi

SEBAGIAN = "Lengkapi nama, kode, dan jenisnya, atau kosongkan semuanya."
BARU = 3
KOTAK = {"class": "form-check-input"}


class InstansiMany(forms.ModelMultipleChoiceField):
    """Several instansi, by name."""

    label_from_instance = InstansiChoice.label_from_instance


class GabungPecahForm(forms.Form):
    """The year, the old ones, and the existing ones that receive."""

    tahun = tahun_field("Mulai tahun", required=True, help_text="Tahun pertama susunan baru berlaku, misalnya 2024.")
    asal = InstansiMany(
        label="Instansi asal", queryset=Instansi.objects.none(), widget=forms.CheckboxSelectMultiple(attrs=KOTAK),
        help_text="Centang satu atau lebih.",
    )  # fmt: skip
    menerima = InstansiMany(
        label="Instansi lama yang menerima", queryset=Instansi.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple(attrs=KOTAK),
        help_text="Kosongkan bila semua penerusnya instansi baru. Instansi yang ada di kedua sisi tetap berjalan.",
    )  # fmt: skip

    def __init__(self, *args: Any, pemda_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Instansi.objects.filter(pemda=pemda_id, sampai__isnull=True).measured()
        for name in ("asal", "menerima"):
            self.fields[name].queryset = rows.exclude(jenis=Instansi.Jenis.PEMDA)


class InstansiBaruForm(forms.Form):
    """One new instansi; all blank means none."""

    nama = forms.CharField(label="Nama", max_length=200, required=False)
    singkatan = forms.CharField(label="Singkatan", max_length=40, required=False)
    kode = forms.CharField(label="Kode", max_length=40, required=False)
    jenis = forms.ChoiceField(label="Jenis", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        special = (Instansi.Jenis.PEMDA.value, Instansi.Jenis.KELOMPOK.value)
        rest = [choice for choice in Instansi.Jenis.choices if choice[0] not in special]
        self.fields["jenis"].choices = [("", "Pilih jenis"), *rest]

    def clean(self) -> dict[str, Any]:
        """All that is needed, or nothing."""
        data = super().clean() or {}
        needed = [bool(data.get(name)) for name in ("nama", "kode", "jenis")]
        if (any(needed) or data.get("singkatan")) and not all(needed):
            raise forms.ValidationError(SEBAGIAN)
        return data


InstansiBaruSet = forms.formset_factory(InstansiBaruForm, extra=BARU, max_num=BARU)


def new_instansi(formset: Any) -> list[Instansi]:
    """The new ones, not stored; first in the list of their kind."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data.get("nama")]
    return [Instansi(**row) for row in rows]
