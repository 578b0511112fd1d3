"""The form of a target: operator and number, a range, or a code of the scale."""

from decimal import Decimal
from typing import Any

from django import forms

from formulas.notation import NumberError, read_number, write_number
from registry.models import Skala, Target
from registry.services.target import IsiTarget

ANGKA = {"inputmode": "decimal", "autocomplete": "off", "class": "form-control text-end"}
PERLU_NILAI = "Tulis nilai targetnya."
PERLU_ATAS = "Tulis batas atas rentangnya."


class AngkaField(forms.CharField):
    """A number in Indonesian notation; gives exact text with a dot, or None when blank."""

    widget = forms.TextInput(attrs=ANGKA)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)

    def clean(self, value: Any) -> str | None:
        """Read by the one reader of numbers."""
        try:
            return format(read_number(super().clean(value)), "f")
        except NumberError as error:
            if error.kode == "kosong":
                return None
            raise forms.ValidationError(error.pesan) from error


def shown(value: str | None) -> str:
    """A stored number as typed."""
    return "" if value is None else write_number(Decimal(value))


class TargetForm(forms.Form):
    """Of a predicate only the code is asked; of everything else operator and bounds."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    operator = forms.ChoiceField(
        label="Bentuk target",
        choices=[
            ("=", "= tepat satu nilai"),
            (">=", "≥ paling sedikit"),
            ("<=", "≤ paling banyak"),
            (">", "> lebih dari"),
            ("<", "< kurang dari"),
            ("rentang", "rentang, dari – sampai"),
        ],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    bawah = AngkaField(label="Nilai", help_text="Pada rentang: batas bawah.")
    atas = AngkaField(label="Batas atas", help_text="Hanya untuk rentang.")
    kode = forms.ChoiceField(label="Predikat", widget=forms.Select(attrs={"class": "form-select"}))
    teks = forms.CharField(
        label="Teks cetak",
        required=False,
        max_length=60,
        help_text="Isi hanya bila dokumen mencetaknya lain, misalnya «90 (Sangat Baik)».",
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, data: Any = None, *, target: Target | None, skala: Skala | None) -> None:
        super().__init__(data, initial=self._initial(target), auto_id="target-%s")
        for name in ("operator", "bawah", "atas") if skala else ("kode",):
            del self.fields[name]
        if skala:
            choices = [(b["kode"], f"{b['kode']} – {b['nama']}") for b in skala.butir]
            self.fields["kode"].choices = [("", "– pilih predikat –"), *choices]

    @staticmethod
    def _initial(target: Target | None) -> dict[str, Any]:
        if target is None:
            return {"version": 0}
        names = ("version", "operator", "kode", "teks")
        stored = {name: getattr(target, name) for name in names}
        return stored | {"bawah": shown(target.bawah), "atas": shown(target.atas)}

    def clean(self) -> dict[str, Any]:
        """A number is needed, and for a range two."""
        data = super().clean() or {}
        if "bawah" in self.fields and data.get("bawah", "-") is None:
            self.add_error("bawah", PERLU_NILAI)
        if data.get("operator") == Target.Operator.RENTANG and data.get("atas", "-") is None:
            self.add_error("atas", PERLU_ATAS)
        return data

    def isi(self) -> IsiTarget:
        """What was typed; a second bound only of a range."""
        data = self.cleaned_data
        teks = data["teks"] or None
        if "kode" in self.fields:
            return IsiTarget(kode=data["kode"], teks=teks)
        atas = data["atas"] if data["operator"] == Target.Operator.RENTANG else None
        return IsiTarget(operator=data["operator"], bawah=data["bawah"], atas=atas, teks=teks)


class AlasanForm(forms.Form):
    """Why a target goes back."""

    alasan = forms.CharField(
        label="Alasan pengembalian",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        error_messages={"required": "Tulis alasannya, agar OPD tahu apa yang perlu diperbaiki."},
    )
