"""Forms of a Pemda: its settings for the admin, and a new one for the superuser."""

from typing import Any

from django import forms

from registry.forms.anggota import username_field
from registry.models import Pemda

FONT = ["Bookman Old Style", "Arial", "Times New Roman"]


TEPI = ("atas", "kanan", "bawah", "kiri")
TERKECIL = (12, 10, 15, 10)  # mm: above and below stand what is printed on every page
TERBESAR = 50
SEMUA = "Isi keempat margin, atau kosongkan semuanya."
KELIRU = "Margin {tepi} dalam mm, bilangan bulat {kecil} sampai {besar}."


class MarginWidget(forms.MultiWidget):
    """Four small boxes beside each other, each with its name."""

    def __init__(self) -> None:
        attrs = {"inputmode": "numeric", "maxlength": 2, "class": "margin-mm"}
        names = ({"aria-label": f"Margin {tepi} (mm)", "placeholder": tepi, "title": tepi} for tepi in TEPI)
        super().__init__([forms.TextInput(attrs | name) for name in names])

    def decompress(self, value: str | None) -> list[str]:
        """The stored form, number by number."""
        return value.split() if value else [""] * len(TEPI)


class MarginField(forms.MultiValueField):
    """Margins in mm as they are stored, "20 20 20 30"; "" where a document keeps its own."""

    def __init__(self, *, label: str, help_text: str) -> None:
        fields = [forms.CharField(required=False) for _ in TEPI]
        super().__init__(
            fields, required=False, require_all_fields=False, label=label, help_text=help_text, widget=MarginWidget()
        )

    def compress(self, data_list: list[str]) -> str:
        """All four or none; each within what a page can bear."""
        if not any(data_list):
            return ""
        if not all(data_list):
            raise forms.ValidationError(SEMUA)
        for tepi, text, least in zip(TEPI, data_list, TERKECIL, strict=True):
            if not (text.isascii() and text.isdigit() and least <= int(text) <= TERBESAR):
                raise forms.ValidationError(KELIRU.format(tepi=tepi, kecil=least, besar=TERBESAR))
        return " ".join(str(int(text)) for text in data_list)


class PemdaForm(forms.ModelForm):
    """The settings of a Pemda; its kode and jenis stay."""

    font_dokumen = forms.ChoiceField(
        label="Huruf dokumen", choices=[(name, name) for name in FONT],
        help_text="Huruf keputusan, lampiran, manual, rekapitulasi, dan LKjIP, juga nomor halamannya.",
    )  # fmt: skip
    margin_tegak = MarginField(
        label="Margin dokumen tegak (mm)",
        help_text="Atas, kanan, bawah, kiri; keputusan dan manual. Kosong: bawaan, misalnya keputusan 20, 20, 20, 30.",
    )
    margin_mendatar = MarginField(
        label="Margin dokumen mendatar (mm)",
        help_text=(
            "Atas, kanan, bawah, kiri; lampiran, rekapitulasi, LKjIP, dan papan. "
            "Kosong: bawaan, misalnya lampiran 18, 15, 17, 20."
        ),
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
            "nama", "ibu_kota", "sebutan_kepala_daerah", "zona_waktu", "font_dokumen", "kertas",
            "margin_tegak", "margin_mendatar", "tampilkan_gelar", "wajib_faktor_kedua", "kuota_bukti_mb",
        )  # fmt: skip
        help_texts = {
            "kertas": "Untuk semua dokumen cetak. Dokumen yang sudah dibekukan tidak berubah.",
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
        self.fields["kuota_bukti_mb"].required = self.fields["kertas"].required = False
        if not self.instance.lambang:
            del self.fields["hapus_lambang"]

    def clean_kertas(self) -> str:
        """Left empty, it stays as it is."""
        return self.cleaned_data["kertas"] or type(self.instance).objects.get(pk=self.instance.pk).kertas

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
