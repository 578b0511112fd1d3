"""Forms of the life of a decree: copy it, set it, revoke it, remove a draft."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from registry.forms.bidang import tahun_field, tanggal_field
from registry.models import Penetapan

KODE = RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z", "Pakai huruf kecil, angka, dan tanda hubung.")
HUBUNGAN = [
    ("baru", "Penetapan baru untuk tahun-tahun berikutnya (mencabut atau menggantikan yang ini)"),
    ("perubahan", "Perubahan atas penetapan ini (tahun yang sama)"),
]


class SalinForm(forms.Form):
    """What a copy needs: how it relates, its kode and its years."""

    hubungan = forms.ChoiceField(label="Rancangan ini adalah", choices=HUBUNGAN, widget=forms.RadioSelect)
    kode = forms.CharField(
        label="Kode rancangan",
        max_length=60,
        validators=[KODE],
        help_text="Nama pendek di alamat halaman dan berkas, misalnya lumajang-2024. Tidak tercetak.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    tahun_awal = tahun_field("Berlaku mulai tahun", required=True)
    tahun_akhir = tahun_field("Sampai dengan tahun", required=True)

    def __init__(self, data: Any = None, *, sumber: Penetapan, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if sumber.status == Penetapan.Status.DRAF:
            self.fields["hubungan"].choices = HUBUNGAN[:1]
        else:
            help_text = f"Untuk perubahan: dalam {sumber.rentang_tahun}."
            self.fields["tahun_awal"].help_text = self.fields["tahun_akhir"].help_text = help_text


class YakinForm(forms.Form):
    """A second confirmation before a step that cannot be taken back."""

    yakin = forms.BooleanField(
        label="Saya mengerti dan ingin melanjutkan", error_messages={"required": "Centang dahulu untuk melanjutkan."}
    )


class TetapkanForm(YakinForm):
    """The confirmation of what was checked."""

    cabut = forms.BooleanField(label="Cabut sekaligus penetapan yang disebut", required=False)
    dibuka = forms.CharField(widget=forms.HiddenInput, max_length=64)


class CabutForm(YakinForm):
    """By which decree, when, from which year on, and why."""

    oleh = forms.CharField(
        label="Dicabut oleh penetapan nomor",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Tulis nomor penetapan yang mencabut."},
    )
    pada = tanggal_field("Tanggal pencabutan", required=False)
    mulai = tahun_field("Tidak berlaku mulai tahun", required=True)
    alasan = forms.CharField(
        label="Alasan atau dasar pencabutan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasan atau dasar pencabutannya."},
    )
    field_order = ("oleh", "pada", "mulai", "alasan", "yakin")
