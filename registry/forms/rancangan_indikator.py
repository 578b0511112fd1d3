"""The printed cells of an indicator of a draft, and a new sasaran or indicator."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from registry.forms.daftar_butir import BarisField, DaftarField, Kolom, rapi
from registry.forms.rancangan import BagianForm, paragraf, teks
from registry.models import Instansi, Pemda

SEL_RUMUS = (
    Kolom("teks", "Teks (kosongkan bila pecahan)", "paragraf"),
    Kolom("atas", "Pembilang"),
    Kolom("bawah", "Penyebut"),
    Kolom("ekor", "Di kanan pecahan, misalnya x 100%"),
)
GABUNG = [
    ("sumber_data", "Sumber data bergabung dengan baris di atasnya"),
    ("penanggung_jawab", "Penanggung jawab bergabung dengan baris di atasnya"),
    ("rumus_cetak", "Rumus bergabung dengan baris di atasnya"),
]
PECAHAN_RUSAK = "Isi pembilang dan penyebutnya, atau hanya teksnya."


def is_simple(cell: Any) -> bool:
    """Whether a formula cell is made of texts and plain fractions, which rows of a form can hold."""
    return isinstance(cell, str) or all(
        isinstance(p, str) or (isinstance(p, Mapping) and isinstance(p.get("atas"), str) and "bawah" in p
                               and isinstance(p["bawah"], str))
        for p in cell or []
    )  # fmt: skip


class IndikatorForm(BagianForm):
    """The cells as they are printed; a formula cell that is nested deeper is drawn from the formula instead."""

    kepala_bagian: ClassVar[dict[str, str]] = {"rumus_cetak": "Sel rumus", "sumber_data": "Sumber dan penanggung jawab"}
    nomor = teks("Nomor", panjang=10)
    nama = paragraf("Indikator", wajib=True, baris=2)
    rumus_cetak = BarisField(label="Rumus seperti tercetak", satu="bagian rumus", kolom=SEL_RUMUS)
    penjelasan = paragraf("Penjelasan")
    makna = paragraf("Makna")
    alasan = paragraf("Alasan")
    referensi = paragraf("Referensi", baris=2)
    sumber_data = DaftarField(label="Sumber data", satu="sumber data")
    penanggung_jawab = DaftarField(label="Penanggung jawab", satu="penanggung jawab")
    gabung = forms.MultipleChoiceField(
        label="Sel gabung", choices=GABUNG, required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": ""})
    )
    pengisi = BarisField(label="Pengisi (yang pertama mengoordinasi dan mengajukan)", satu="pengisi", kolom=())

    def __init__(self, data: Any = None, *, pemda: Pemda, tersimpan: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        rows = Instansi.objects.filter(pemda=pemda).order_by("urut")
        choices = [("", "– pilih –"), *((i.kode, i.nama) for i in rows)]
        field = self.fields["pengisi"]
        field.kolom = field.widget.kolom = (Kolom("kode", "Instansi", "pilihan", choices),)
        if isinstance(tersimpan["penjelasan"], list):
            self.fields["penjelasan"] = BarisField(label="Penjelasan", satu="bagian penjelasan", kolom=SEL_RUMUS)
        self.rumit = [n for n in ("rumus_cetak", "penjelasan") if not is_simple(tersimpan[n])]
        for name in self.rumit:
            del self.fields[name]

    @classmethod
    def start(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the form starts with."""
        cells = {n: _rows(data[n]) for n in ("rumus_cetak", "penjelasan") if isinstance(data[n], list)}
        return {**data, **cells, "pengisi": [{"kode": kode} for kode in data["pengisi"]]}

    def clean_rumus_cetak(self) -> list[Any]:
        """Texts and fractions, in the stored form."""
        return [_part(row) for row in self.cleaned_data["rumus_cetak"]]

    def clean_penjelasan(self) -> Any:
        """Text, or texts and fractions in reading order; nothing is none."""
        value = self.cleaned_data["penjelasan"]
        return ([_part(row) for row in value] or None) if isinstance(value, list) else value

    def isi(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The cells as the service takes them; a merged cell has no text of its own."""
        data = self.plain("nomor", "nama", "makna", "alasan", "referensi")
        for name in ("rumus_cetak", "penjelasan"):
            value = stored[name] if name in self.rumit else self.cleaned_data[name]
            data[name] = (rapi(value) or None) if isinstance(value, str) else value
        gabung = self.cleaned_data["gabung"]
        for name in ("sumber_data", "penanggung_jawab"):
            data[name] = None if name in gabung else self.cleaned_data[name] or None
        if "rumus_cetak" in gabung:
            data["rumus_cetak"] = []
        pengisi: Sequence[Mapping[str, str]] = self.cleaned_data["pengisi"]
        return data | {"gabung": gabung, "pengisi": [row["kode"] for row in pengisi]}


def _rows(cell: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"teks": p} if isinstance(p, str) else dict(p) for p in cell]


def _part(row: Mapping[str, str]) -> Any:
    if row["atas"] and row["bawah"] and not row["teks"]:
        return {"atas": row["atas"], "bawah": row["bawah"]} | ({"ekor": row["ekor"]} if row["ekor"] else {})
    if row["teks"] and not (row["atas"] or row["bawah"] or row["ekor"]):
        return row["teks"]
    raise forms.ValidationError(PECAHAN_RUSAK)


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
