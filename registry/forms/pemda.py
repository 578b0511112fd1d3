"""Forms of a Pemda: its settings for the admin, and a new one for the superuser."""

from typing import Any

from django import forms

from registry.forms.anggota import username_field
from registry.models import Pemda

FONT = ["Bookman Old Style", "Arial", "Times New Roman"]


class PemdaForm(forms.ModelForm):
    """The settings of a Pemda; its kode and jenis stay."""

    font_dokumen = forms.ChoiceField(
        label="Huruf dokumen", choices=[(name, name) for name in FONT], help_text="Huruf lampiran dan rekapitulasi."
    )
    lambang_baru = forms.FileField(
        label="Lambang daerah", required=False,
        help_text="Gambar PNG atau JPG, paling besar 2 MB. Gambar digambar ulang sebelum disimpan.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )  # fmt: skip
    hapus_lambang = forms.BooleanField(label="Hapus lambang yang tersimpan", required=False)

    class Meta:
        model = Pemda
        fields = (
            "nama", "ibu_kota", "sebutan_kepala_daerah", "zona_waktu", "font_dokumen", "tampilkan_gelar",
            "wajib_faktor_kedua", "kuota_bukti_mb",
        )  # fmt: skip
        help_texts = {
            "zona_waktu": "Menentukan jam pada halaman dan akhir hari pada batas isian.",
            "wajib_faktor_kedua": (
                "Mereka yang belum memakainya hanya dapat membuka halaman untuk menyalakannya. "
                "Anda sendiri harus sudah memakainya (halaman Akun saya)."
            ),
            "kuota_bukti_mb": "Yang ditarik ikut dihitung sampai dihapus. Tidak menghapus yang sudah ada.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.font_dokumen
        if stored not in FONT:
            self.fields["font_dokumen"].choices = [(stored, stored), *self.fields["font_dokumen"].choices]
        self.fields["kuota_bukti_mb"].required = False
        if not self.instance.lambang:
            del self.fields["hapus_lambang"]

    def clean_kuota_bukti_mb(self) -> int:
        """Left empty, it stays as it is."""
        typed = self.cleaned_data["kuota_bukti_mb"]
        return type(self.instance).objects.get(pk=self.instance.pk).kuota_bukti_mb if typed is None else typed


class PemdaBaruForm(forms.ModelForm):
    """A new Pemda and the person who will run it."""

    username = username_field()
    admin_nama = forms.CharField(label="Nama lengkap admin", max_length=120)
    email = forms.EmailField(label="Alamat e-mail admin", required=False, max_length=254)

    class Meta:
        model = Pemda
        fields = ("kode", "nama", "jenis", "ibu_kota", "sebutan_kepala_daerah", "zona_waktu")

    @property
    def data_pemda(self) -> dict[str, object]:
        """Only what belongs to the Pemda."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
