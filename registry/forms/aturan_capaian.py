"""Forms of AturanCapaian: one version of the rules, its classes as a small table, and the choice of two to compare."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from formulas.capaian import AturanCapaian as Aturan
from formulas.capaian import Kelas
from formulas.notation import NumberError, read_number, write_number
from registry.services.aturan_capaian import Versi
from registry.services.aturan_penjelasan import PREDIKAT, RENTANG, TARGET_NOL, TURUN, TURUN_NOL

BARIS_KELAS = 8
MAKS_NAMA = 40  # what a realisasi can hold
TAHUN = (2000, 2100)
KALIMAT = {
    "turun": TURUN,
    "rentang": RENTANG,
    "predikat": PREDIKAT,
    "target_nol": TARGET_NOL,
    "turun_nol": TURUN_NOL,
}
LABEL = {
    "turun": "Semakin rendah semakin baik",
    "rentang": "Target berupa rentang",
    "predikat": "Target berupa predikat",
    "target_nol": "Target nol atau negatif",
    "turun_nol": "Target nol, semakin rendah semakin baik",
}
AMBANG = [("", "di atas ambang (>)"), ("ya", "sama dengan atau di atas ambang (≥)")]
BULATKAN = [
    ("", "tidak dibulatkan: nilai aslinya"),
    ("2", "dibulatkan 2 desimal lebih dahulu"),
    ("1", "dibulatkan 1 desimal lebih dahulu"),
    ("0", "dibulatkan ke bilangan bulat lebih dahulu"),
]
TAHUN_SALAH = "Tulis tahun antara 2000 dan 2100, misalnya 2024."
BATAS_TERBALIK = "Batas tertinggi harus di atas batas terendah."
SATU_KELAS = "Tulis paling sedikit dua kelas."
TANPA_TERAKHIR = (
    "Kosongkan ambang kelas terakhir saja: kelas terakhir menampung semua nilai di bawah ambang sebelumnya."
)
TIDAK_TURUN = "Ambang harus semakin kecil dari kelas ke kelas."
NAMA_KEMBAR = "Setiap kelas memerlukan nama yang berbeda."
TANPA_NAMA = "Tulis nama kelasnya, atau kosongkan ambangnya."


class AngkaField(forms.CharField):
    """A number as people type it; gives a Decimal, or None when blank."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "form-control text-end"}
        super().__init__(required=False, strip=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """Read by the one reader of numbers."""
        try:
            return read_number(super().clean(value))
        except NumberError as error:
            if error.kode == "kosong":
                return None
            raise forms.ValidationError(error.pesan) from error


class KelasForm(forms.Form):
    """One class: its name, and the threshold above which a value is in it."""

    nama = forms.CharField(max_length=MAKS_NAMA, required=False)
    ambang = AngkaField()

    def clean(self) -> dict[str, Any]:
        """A threshold needs a name."""
        data = super().clean() or {}
        if data.get("ambang") is not None and not data.get("nama"):
            self.add_error("nama", TANPA_NAMA)
        return data


class KelasFormSet(forms.BaseFormSet):
    """The classes from best to worst; rows left blank are not used."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Labels that a screen reader tells apart."""
        super().add_fields(form, index)
        number = 0 if index is None else index + 1
        form.fields["nama"].widget.attrs |= {"class": "form-control", "aria-label": f"Nama kelas {number}"}
        form.fields["ambang"].widget.attrs |= {"aria-label": f"Ambang kelas {number}"}

    def clean(self) -> None:
        """Refuses classes that leave a gap or overlap, in plain words."""
        if any(self.errors):
            return
        rows = self.kelas()
        if len(rows) < 2:
            raise forms.ValidationError(SATU_KELAS)
        if len({row.nama.casefold() for row in rows}) < len(rows):
            raise forms.ValidationError(NAMA_KEMBAR)
        limits = [row.ambang for row in rows[:-1]]
        if rows[-1].ambang is not None or None in limits:
            raise forms.ValidationError(TANPA_TERAKHIR)
        numbers = [limit for limit in limits if limit is not None]
        if numbers != sorted(set(numbers), reverse=True):
            raise forms.ValidationError(TIDAK_TURUN)

    def kelas(self) -> tuple[Kelas, ...]:
        """The rows in use."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("nama")]
        return tuple(Kelas(row["nama"], row["ambang"]) for row in rows)


KelasRows = forms.formset_factory(
    KelasForm, formset=KelasFormSet, extra=0, max_num=BARIS_KELAS, absolute_max=BARIS_KELAS, validate_max=True
)


def _radio(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=LABEL[name], choices=list(KALIMAT[name].items()), widget=forms.RadioSelect)


class AturanCapaianForm(forms.Form):
    """The parameters of one version; nothing else can be changed through it."""

    mulai = forms.IntegerField(
        label="Berlaku sejak tahun",
        min_value=TAHUN[0],
        max_value=TAHUN[1],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), TAHUN_SALAH),
    )
    dasar_hukum = forms.CharField(
        label="Dasar hukum",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Misalnya Peraturan Bupati Nomor … Tahun … tentang Pedoman Evaluasi Kinerja.",
        error_messages={"required": "Tulis dasar hukumnya."},
    )
    turun = _radio("turun")
    rentang = _radio("rentang")
    predikat = _radio("predikat")
    target_nol = _radio("target_nol")
    turun_nol = _radio("turun_nol")
    lantai = AngkaField(label="Batas terendah (%)", help_text="Kosongkan bila capaian boleh negatif.")
    atap = AngkaField(
        label="Batas tertinggi (%)",
        help_text="Kosongkan bila tanpa batas. Capaian tetap disimpan apa adanya; batas ini dipakai saat dirata-rata.",
    )
    ambang_termasuk = forms.ChoiceField(
        label="Nilai masuk kelas bila", choices=AMBANG, required=False, widget=forms.RadioSelect
    )
    kelas_desimal = forms.ChoiceField(
        label="Nilai yang dibaca", choices=BULATKAN, required=False, widget=forms.RadioSelect
    )
    alasan = forms.CharField(
        label="Alasan perubahan",
        max_length=100,
        required=False,
        help_text="Tersimpan dalam riwayat.",
    )
    token = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    tahun = forms.ChoiceField(label="Bandingkan pada realisasi tahun", required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        aturan: Aturan,
        years: Sequence[int],
        initial: dict[str, Any],
        edit: bool = False,
    ) -> None:
        super().__init__(data, initial=initial_of(aturan) | initial)
        self.fields["tahun"].choices = [(str(tahun), str(tahun)) for tahun in years]
        for name in ("mulai", "dasar_hukum", "alasan"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["tahun"].widget.attrs["class"] = "form-select"
        for name in (*KALIMAT, "ambang_termasuk", "kelas_desimal"):
            self.fields[name].widget.attrs["class"] = "form-check-input"
        self.fields["mulai" if edit else "alasan"].disabled = True
        self.fields["dasar_hukum"].required = data is None or "bandingkan" not in data
        rows = [{"nama": k.nama, "ambang": _shown(k.ambang)} for k in aturan.kelas]
        blank = [{"nama": "", "ambang": ""}] * (BARIS_KELAS - len(rows))
        whole = {"empty_permitted": False}  # a row that equals what is stored counts all the same
        self.kelas = KelasRows(data, initial=[*rows, *blank], prefix="kelas", form_kwargs=whole)

    def is_valid(self) -> bool:
        """Both the parameters and the classes."""
        rows = self.kelas.is_valid()
        return super().is_valid() and rows

    def clean(self) -> dict[str, Any]:
        """A cap below the floor could hold nothing; a correction needs its reason."""
        data = super().clean() or {}
        low, high = data.get("lantai"), data.get("atap")
        if low is not None and high is not None and high <= low:
            self.add_error("atap", BATAS_TERBALIK)
        return data

    @property
    def rules_valid(self) -> bool:
        """Whether the rules can be read, whatever is still missing beside them."""
        named = {*KALIMAT, "lantai", "atap", "ambang_termasuk", "kelas_desimal"}
        return self.is_bound and not named & set(self.errors) and self.kelas.is_valid()

    def aturan(self) -> Aturan:
        """The rules as typed; only where they can be read."""
        data = self.cleaned_data
        return Aturan(
            **{name: data[name] for name in KALIMAT},
            lantai=data["lantai"],
            atap=data["atap"],
            kelas=self.kelas.kelas(),
            ambang_termasuk=bool(data["ambang_termasuk"]),
            kelas_desimal=int(data["kelas_desimal"]) if data["kelas_desimal"] else None,
        )


def initial_of(aturan: Aturan) -> dict[str, Any]:
    """The rules as the form shows them."""
    decimals = aturan.kelas_desimal
    return {
        **{name: getattr(aturan, name) for name in KALIMAT},
        "lantai": _shown(aturan.lantai),
        "atap": _shown(aturan.atap),
        "ambang_termasuk": "ya" if aturan.ambang_termasuk else "",
        "kelas_desimal": "" if decimals is None else str(decimals),
    }


def _shown(value: Decimal | None) -> str:
    return "" if value is None else write_number(value)


BAWAAN = {
    "bawaan": ("Aturan bawaan aplikasi", Aturan()),
    "bawaan-balik": ("Aturan bawaan dengan target / realisasi", Aturan(turun="balik")),
    "bawaan-termasuk": ("Aturan bawaan dengan ambang termasuk (≥)", Aturan(ambang_termasuk=True)),
}


class BandingAturanForm(forms.Form):
    """Which two rules to set side by side, on the results of which year; unknown values change nothing."""

    kiri = forms.ChoiceField(label="Aturan pertama", required=False)
    kanan = forms.ChoiceField(label="Aturan kedua", required=False)
    tahun = forms.ChoiceField(label="Realisasi tahun", required=False)

    def __init__(self, data: QueryDict, *, versions: Sequence[Versi], years: Sequence[int]) -> None:
        super().__init__(data)
        self.rules = {str(v.row.pk): (f"Versi {v.rentang}", v.aturan) for v in versions} | BAWAAN
        self.years = years
        for name in ("kiri", "kanan"):
            self.fields[name].choices = [(key, label) for key, (label, _) in self.rules.items()]
        self.fields["tahun"].choices = [(str(tahun), str(tahun)) for tahun in years]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        self.is_valid()
        first, last = next(iter(self.rules)), "bawaan-balik"
        picked = self.cleaned_data
        self.chosen = (picked.get("kiri") or first, picked.get("kanan") or last)
        self.year = int(picked["tahun"]) if picked.get("tahun") else next(iter(years), None)
        self.data = {"kiri": self.chosen[0], "kanan": self.chosen[1], "tahun": str(self.year or "")}

    def rule(self, side: int) -> tuple[str, Aturan]:
        """Label and rules of the first (0) or the second (1)."""
        return self.rules[self.chosen[side]]
