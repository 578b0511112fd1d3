"""The playground of a family: a text field per value, of this year and where LALU asks of the last."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from formulas import Bukti, Kosong, NumberError, read_number
from formulas.families import Rumpun, VariabelRumpun
from formulas.functions import MAKS_ARGUMEN
from registry.models import Skala
from registry.services.rumpun import KINI, LALU

PEMISAH = "Pisahkan tiap nilai dengan titik koma, misalnya 80; 82,5; 84."
TERLALU_BANYAK = f"Paling banyak {MAKS_ARGUMEN} nilai."


class NilaiCobaField(forms.CharField):
    """One number, or for a deret several with semicolons; a blank is a named outcome, never 0."""

    def __init__(self, variabel: VariabelRumpun, **kwargs: Any) -> None:
        attrs = {"class": "form-control text-end", "inputmode": "decimal", "autocomplete": "off"}
        super().__init__(required=False, strip=False, max_length=2000, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.variabel = variabel

    def clean(self, value: Any) -> Any:
        """A Decimal, a tuple, or why there is none."""
        text = super().clean(value)
        if self.variabel.jenis != "deret":
            return self._one(text)
        if not text.strip():
            return (self._blank(),)
        parts = text.split(";")
        if len(parts) > MAKS_ARGUMEN:
            raise forms.ValidationError(TERLALU_BANYAK)
        return tuple(self._one(part) for part in parts)

    def _one(self, text: str) -> Decimal | Kosong:
        try:
            return read_number(text)
        except NumberError as error:
            if error.kode == "kosong":
                return self._blank()
            raise forms.ValidationError(error.pesan) from error

    def _blank(self) -> Kosong:
        return Kosong("belum_diisi", f"{self.variabel.label}: belum diisi.")


class CobaForm(forms.Form):
    """Values for one family; computes what can be read."""

    def __init__(self, data: Mapping[str, str], *, rumpun: Rumpun) -> None:
        super().__init__(data, auto_id="coba-%s")
        self.rumpun = rumpun
        scales = {s.kode: s for s in Skala.objects.filter(pemda=None)}
        by_name = {v.nama: v for v in rumpun.variabel}
        for nama in rumpun.formula.names:
            self.fields[f"{KINI}{nama}"] = _field(by_name[nama], by_name[nama].label, scales)
        for nama in rumpun.formula.lalu_names:
            label = f"{by_name[nama].label}, tahun lalu"
            self.fields[f"{LALU}{nama}"] = _field(by_name[nama], label, scales)

    def bidang(self) -> list[tuple[forms.BoundField, VariabelRumpun]]:
        """The fields with their variables, in order."""
        by_name = {v.nama: v for v in self.rumpun.variabel}
        return [(field, by_name[field.name[2:]]) for field in self]

    def bukti(self) -> Bukti | None:
        """The steps and the result; None while something cannot be read."""
        if not self.is_valid():
            return None
        now, before = ({f[2:]: v for f, v in self.cleaned_data.items() if f.startswith(p)} for p in (KINI, LALU))
        return self.rumpun.formula.explain(now, before, self.rumpun.labels, self.rumpun.desimal)


def _field(variabel: VariabelRumpun, label: str, scales: Mapping[str, Skala]) -> forms.Field:
    skala = scales.get(variabel.skala or "")
    if variabel.jenis == "pilihan" and skala is not None:
        choices = [("", "– belum diisi –"), *((str(b["peringkat"]), f"{b['kode']} – {b['nama']}") for b in skala.butir)]
        select = forms.Select(attrs={"class": "form-select"})
        return PilihanField(label=label, choices=choices, required=False, widget=select)
    return NilaiCobaField(variabel, label=label, help_text=PEMISAH if variabel.jenis == "deret" else "")


class PilihanField(forms.ChoiceField):
    """A predicate; its value is the rank."""

    def clean(self, value: Any) -> Decimal | Kosong:
        """The rank, or that none is chosen."""
        rank = super().clean(value)
        return Decimal(rank) if rank else Kosong("belum_diisi", f"{self.label}: belum diisi.")
