"""The rows of variables of a proposed formula: added and taken away by the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from formulas.parser import name_problem
from registry.forms.target import AngkaField
from registry.models import DataDasar, Indikator, Instansi, Pengguna, Skala, Variabel
from registry.services.errors import ServiceError
from registry.services.nilai import read_value
from registry.services.variabel import MAKS_VARIABEL

TEKS, PILIH = {"class": "form-control"}, {"class": "form-select"}
PERLU = {"required": "Bagian ini perlu diisi."}


def text_field(label: str, **kwargs: Any) -> forms.CharField:
    attrs = kwargs.pop("attrs", {})
    widget = forms.TextInput(attrs={**TEKS, "autocomplete": "off", **attrs})
    return forms.CharField(label=label, widget=widget, error_messages=PERLU, **kwargs)


def choice_field(label: str, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), widget=forms.Select(attrs=PILIH), **kwargs)


@dataclass(frozen=True)
class Rujukan:
    """What a variable may refer to, as far as the user may see it; read once for all rows."""

    data_dasar: list[tuple[str, str]]
    indikator: list[tuple[str, str]]
    skala: dict[str, Skala]
    pengisi: list[tuple[str, str]]

    @classmethod
    def of(cls, user: Pengguna) -> "Rujukan":
        """Looked up for one user: four queries."""
        rows = Indikator.objects.visible_to(user).with_sheet().in_order()
        own = Instansi.objects.visible_to(user).measured().exclude(jenis=Instansi.Jenis.PEMDA)
        return cls(
            [(d.kode, f"{d.nama} ({d.satuan})") for d in DataDasar.objects.visible_to(user)],
            [(i.kode, f"{i.nama} – {i.lembar.nama}") for i in rows],
            {s.kode: s for s in Skala.objects.visible_to(user)},
            [(i.kode, i.nama) for i in own],
        )


class VariabelForm(forms.Form):
    """One variable; which of its fields count depends on where its value comes from."""

    nama = text_field("Nama dalam rumus", max_length=40, attrs={"autocapitalize": "off", "spellcheck": "false"})
    label = text_field("Label: apa yang dihitung", max_length=500)
    satuan = text_field("Satuan", max_length=60, required=False)
    jenis = choice_field("Jenis", Variabel.Jenis.choices)
    asal = choice_field("Asal nilai", Variabel.Asal.choices)
    nilai = AngkaField(label="Nilai tetapan")
    data_dasar = choice_field("Data dasar", required=False)
    indikator = text_field("Kode indikator", max_length=60, required=False, attrs={"list": "daftar-indikator"})
    anggota = forms.CharField(
        label="Anggota deret, satu tiap baris",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={**TEKS, "rows": 3}),
    )
    skala = choice_field("Skala predikat", required=False)
    min = AngkaField(label="Paling sedikit")
    maks = AngkaField(label="Paling banyak")
    bulat = forms.BooleanField(
        label="Hanya bilangan bulat", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    pengisi = choice_field("Pengisi khusus", required=False)
    contoh = forms.CharField(
        label="Nilai percobaan",
        required=False,
        max_length=2000,
        strip=False,
        widget=forms.TextInput(attrs={**TEKS, "autocomplete": "off", "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, rujukan: Rujukan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rujukan = rujukan
        self.fields["data_dasar"].choices = [("", "– pilih –"), *rujukan.data_dasar]
        self.fields["skala"].choices = [("", "– tanpa skala –"), *((s.kode, s.nama) for s in rujukan.skala.values())]
        self.fields["pengisi"].choices = [("", "– sama dengan indikatornya –"), *rujukan.pengisi]

    def has_changed(self) -> bool:
        """Whether the row says anything: one without name and label is as good as absent."""
        return any(str(self[name].value() or "").strip() for name in ("nama", "label"))

    def clean_nama(self) -> str:
        """A name that the formula language knows."""
        nama = self.cleaned_data["nama"].strip()
        problem = name_problem(nama)
        if problem:
            raise forms.ValidationError(problem)
        return nama

    def clean_indikator(self) -> str:
        """The code of an indicator that the user may see."""
        kode = self.cleaned_data["indikator"].strip()
        if kode and kode not in dict(self.rujukan.indikator):
            raise forms.ValidationError("Kode ini tidak ada. Pilih dari daftar yang muncul saat mengetik.")
        return kode

    def clean_anggota(self) -> list[str]:
        """The names, one from each line."""
        return [line.strip() for line in self.cleaned_data["anggota"].splitlines() if line.strip()]

    def isi(self) -> dict[str, Any]:
        """What the service takes; what could not be read is left out."""
        names = [name for name in self.fields if name not in ("contoh", "DELETE")]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def trial(self) -> Any:
        """The trial value in the stored form, or None; ValidationError is told beside the field."""
        text, data = self.cleaned_data.get("contoh", ""), self.cleaned_data
        if not text.strip() or data.get("asal") != Variabel.Asal.ISIAN:
            return None
        if data.get("jenis") == Variabel.Jenis.PILIHAN:
            return text.strip()
        plain = Variabel(min=None, maks=None, bulat=False)
        try:
            if data.get("jenis") == Variabel.Jenis.DERET:
                return [read_value(plain, part) for part in text.split(";")]
            return read_value(plain, text)
        except ServiceError as error:
            self.add_error("contoh", error.pesan)
            return None


class SusunanVariabel(forms.BaseFormSet):
    """The rows of variables; a row left blank, or marked, is left out."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """The mark that takes a row away, in our words."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Hapus variabel ini"
        form.fields["DELETE"].widget.attrs["class"] = "form-check-input"

    @property
    def kept(self) -> list[VariabelForm]:
        """The rows that count, in order."""
        return [form for form in self.forms if form.has_changed() and not self._is_marked(form)]

    def _is_marked(self, form: VariabelForm) -> bool:
        return self.is_bound and form["DELETE"].value() not in (None, False, "", "False", "false")


SusunanForm = forms.formset_factory(
    VariabelForm,
    formset=SusunanVariabel,
    extra=0,
    can_delete=True,
    max_num=MAKS_VARIABEL,
    absolute_max=MAKS_VARIABEL,
    validate_max=True,
)
