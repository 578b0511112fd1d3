"""The printed cells of an indicator of a draft, and a new sasaran or indicator."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from registry.forms.daftar_butir import BarisField, DaftarField, Kolom
from registry.forms.rancangan import BagianForm, paragraf, teks
from registry.forms.sel_rumus import SelField
from registry.models import Instansi, Pemda
from registry.rumus_ketik import explanation, write_cell

SEL_PECAHAN = ("rumus_cetak", "penjelasan")

GABUNG = [
    ("sumber_data", "Sumber data bergabung dengan baris di atasnya"),
    ("penanggung_jawab", "Penanggung jawab bergabung dengan baris di atasnya"),
    ("rumus_cetak", "Rumus bergabung dengan baris di atasnya"),
]
TAK_BERTEKS = (
    "Sel ini bergabung dengan baris di atasnya, jadi tidak dapat berisi teks sendiri. Hapus centang gabungnya di "
    "bawah, atau kosongkan teksnya."
)


class IndikatorForm(BagianForm):
    """The cells as they are printed."""

    kepala_bagian: ClassVar[dict[str, str]] = {"rumus_cetak": "Sel rumus", "sumber_data": "Sumber dan penanggung jawab"}
    nomor = teks("Nomor", panjang=10)
    nama = paragraf("Indikator", wajib=True, baris=2)
    rumus_cetak = SelField(label="Rumus seperti tercetak")
    penjelasan = SelField(label="Penjelasan")
    makna = paragraf("Makna")
    alasan = paragraf("Alasan")
    referensi = paragraf("Referensi", baris=2)
    sumber_data = DaftarField(label="Sumber data", satu="sumber data")
    penanggung_jawab = DaftarField(label="Penanggung jawab", satu="penanggung jawab")
    gabung = forms.MultipleChoiceField(
        label="Sel gabung", choices=GABUNG, required=False,
        help_text="Sel yang digabung mengikuti baris di atasnya; teksnya sendiri dihapus saat disimpan.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": ""}),
    )  # fmt: skip
    pengisi = BarisField(label="Pengisi (yang pertama mengoordinasi dan mengajukan)", satu="pengisi", kolom=())

    def __init__(self, data: Any = None, *, pemda: Pemda, tersimpan: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        rows = Instansi.objects.filter(pemda=pemda).order_by("urut")
        choices = [("", "– pilih –"), *((i.kode, i.nama) for i in rows)]
        field = self.fields["pengisi"]
        field.kolom = field.widget.kolom = (Kolom("kode", "Instansi", "pilihan", choices),)
        self.tersimpan = tersimpan

    @classmethod
    def start(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the form starts with."""
        cells = {name: write_cell(data[name]) for name in SEL_PECAHAN}
        return {**data, **cells, "pengisi": [{"kode": kode} for kode in data["pengisi"]]}

    def clean(self) -> dict[str, Any]:
        """Text in a cell that was merged already is not thrown away silently."""
        data = super().clean() or self.cleaned_data
        for name in set(self.tersimpan["gabung"]) & set(data.get("gabung") or []):
            if data.get(name):
                self.add_error(name, TAK_BERTEKS)
        return data

    def _cell(self, name: str, stored: Mapping[str, Any]) -> list[Any]:
        return SelField.stored(self.cleaned_data[name], self.data.get(name, ""), stored[name])

    def isi(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The cells as the service takes them; a merged cell has no text of its own."""
        data = self.plain("nomor", "nama", "makna", "alasan", "referensi")
        data["rumus_cetak"], penjelasan = (self._cell(name, stored) for name in SEL_PECAHAN)
        data["penjelasan"] = explanation(penjelasan)
        gabung = self.cleaned_data["gabung"]
        for name in ("sumber_data", "penanggung_jawab"):
            data[name] = None if name in gabung else self.cleaned_data[name] or None
        if "rumus_cetak" in gabung:
            data["rumus_cetak"] = []
        pengisi: Sequence[Mapping[str, str]] = self.cleaned_data["pengisi"]
        return data | {"gabung": gabung, "pengisi": [row["kode"] for row in pengisi]}


class SasaranBaruForm(forms.Form):
    """A new sasaran."""

    teks = forms.CharField(
        label="Sasaran baru", max_length=20_000, widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        error_messages={"required": "Tulis teks sasarannya."},
    )  # fmt: skip


class IndikatorBaruForm(forms.Form):
    """A new indicator."""

    sasaran = forms.IntegerField(widget=forms.HiddenInput)
    nama = forms.CharField(
        label="Indikator baru", max_length=20_000, widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        error_messages={"required": "Tulis nama indikatornya."},
    )  # fmt: skip
    satuan = forms.CharField(
        label="Satuan", max_length=60, widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"required": "Tulis satuannya, misalnya %."},
    )  # fmt: skip


class LembarBaruForm(forms.Form):
    """Whose sheet is added."""

    lampiran = forms.IntegerField(widget=forms.HiddenInput)
    instansi = forms.ModelChoiceField(
        label="Instansi", queryset=Instansi.objects.none(), empty_label="– pilih instansi –",
        widget=forms.Select(attrs={"class": "form-select"}), error_messages={"required": "Pilih instansinya."},
    )  # fmt: skip

    def __init__(self, *args: Any, pemda: Pemda, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instansi"].queryset = Instansi.objects.filter(pemda=pemda).order_by("urut")
