"""The form that proposes a formula: the expression with unit and direction, and a row for each variable.

Rows are added and taken away by the server, so the form works without JavaScript.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

import formulas
from formulas import FormulaError
from formulas.families import Rumpun, families
from registry.forms.target import shown
from registry.forms.variabel import TEKS, Rujukan, SusunanForm, choice_field, text_field
from registry.models import Pengguna, Rumus, Variabel
from registry.services.errors import ServiceError
from registry.services.rumus import PERLU_ALASAN, PERLU_ALASAN_TOLAK
from registry.services.variabel import MAKS_VARIABEL, VariabelError, as_data

AWALAN = "variabel"
HANYA_ANGKA = "Tulis angka 0 sampai 10."


class RumusForm(forms.Form):
    """The head of a proposal."""

    berlaku = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    temuan = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    ekspresi = forms.CharField(
        label="Rumus",
        max_length=2000,
        strip=False,
        widget=forms.Textarea(
            attrs={
                **TEKS,
                "rows": 3,
                "spellcheck": "false",
                "autocapitalize": "off",
                "aria-describedby": "cara-rumus galat-rumus",
            }
        ),
        error_messages={
            "required": "Tulis rumusnya, misalnya a / b * 100.",
            "max_length": "Paling panjang 2.000 aksara.",
        },
    )
    satuan = text_field("Satuan hasil", max_length=60)
    arah = choice_field("Arah", Rumus.Arah.choices)
    desimal = forms.IntegerField(
        label="Desimal",
        min_value=0,
        max_value=10,
        widget=forms.TextInput(attrs={**TEKS, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HANYA_ANGKA),
    )
    gabungan = choice_field("Nilai kelompok", Rumus.Gabungan.choices)
    rumpun = choice_field("Rumpun", required=False)
    alasan = forms.CharField(
        label="Alasan usulan",
        max_length=2000,
        widget=forms.Textarea(attrs={**TEKS, "rows": 4}),
        error_messages={"required": PERLU_ALASAN},
        help_text="Sebutkan apa yang keliru pada rumus yang berlaku dan dasar perbaikannya. Dibaca oleh Bappeda.",
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any], group: bool) -> None:
        super().__init__(data, initial=dict(initial), auto_id="rumus-%s")
        known = [(r.kode, f"{r.kode} – {r.nama}") for r in families().values()]
        self.fields["rumpun"].choices = [("", "– tanpa rumpun –"), *known]
        if not group:
            self.fields["gabungan"].widget = forms.HiddenInput()


class UsulanForm:
    """Head and variables as one: checked together, because the expression names the variables."""

    kepala_form: type[RumusForm] = RumusForm

    def __init__(self, data: QueryDict | None, *, user: Pengguna, initial: Mapping[str, Any], group: bool) -> None:
        self.rujukan = Rujukan.of(user)
        self.kepala = self.kepala_form(data, initial=initial["kepala"], group=group)
        self.variabel = SusunanForm(
            data,
            prefix=AWALAN,
            initial=None if data is not None else initial["variabel"],
            form_kwargs={"rujukan": self.rujukan, "empty_permitted": True},
            auto_id="%s",
        )
        self.galat: FormulaError | None = None
        self.awal = initial["rows"]

    @cached_property
    def valid(self) -> bool:
        """Shape and expression; the meaning is for the service."""
        kepala, variabel = self.kepala.is_valid(), self.variabel.is_valid()
        self._read()
        return kepala and variabel and self.galat is None

    @cached_property
    def names(self) -> dict[str, str]:
        """Names and kinds that are typed and may be used in the expression."""
        pairs = ((str(f["nama"].value() or "").strip(), f["jenis"].value()) for f in self.variabel.kept)
        return {nama: jenis for nama, jenis in pairs if formulas.is_valid_name(nama) and jenis in Variabel.Jenis.values}

    def _read(self) -> None:
        text = self.kepala.cleaned_data.get("ekspresi")
        if text is None:
            return
        try:
            formulas.parse(text, self.names)
        except FormulaError as error:
            self.galat = error
            self.kepala.add_error("ekspresi", error.pesan)

    def head(self) -> dict[str, Any]:
        """What the preview needs, as far as it can be read."""
        desimal = str(self.kepala["desimal"].value() or "")
        return {
            "ekspresi": str(self.kepala["ekspresi"].value() or "")[:2001],
            "satuan": str(self.kepala["satuan"].value() or ""),
            "desimal": min(int(desimal), 10) if desimal.isascii() and desimal.isdigit() and len(desimal) < 4 else 2,
        }

    def isi(self) -> dict[str, Any]:
        """The head as `rumus_propose` takes it."""
        data = self.kepala.cleaned_data
        names = ("ekspresi", "satuan", "arah", "desimal", "rumpun", "gabungan", "alasan", "berlaku", "temuan")
        return {name: data[name] for name in names if name in data}

    def rows(self) -> list[dict[str, Any]]:
        """The variables as `rumus_propose` takes them, or as the form starts."""
        if not self.variabel.is_bound:
            return self.awal
        _ = self.valid
        return [form.isi() for form in self.variabel.kept]

    def typed(self) -> dict[str, Any]:
        """Trial values by name."""
        if not self.variabel.is_bound:
            return {}
        values = {form.cleaned_data.get("nama", ""): form.trial() for form in self.variabel.kept}
        return {nama: nilai for nama, nilai in values.items() if nama and nilai is not None}

    def refuse(self, error: ServiceError) -> None:
        """Puts a refusal of the service where it belongs."""
        rows = self.variabel.kept
        if isinstance(error, VariabelError) and error.urut < len(rows) and error.bidang in rows[error.urut].fields:
            rows[error.urut].add_error(error.bidang, error.rinci)
        else:
            self.kepala.add_error(None, error.pesan)


def with_more_rows(data: QueryDict, form: UsulanForm) -> QueryDict:
    """The typed form with a row for each name that the expression uses and nobody has defined, else one blank row."""
    try:
        known = formulas.parse(str(form.kepala["ekspresi"].value() or ""))
        missing = [n for n in dict.fromkeys([*known.names, *known.lalu_names]) if n not in form.names]
    except FormulaError:
        known, missing = None, []
    more = data.copy()
    total = len(form.variabel.forms)
    for n, nama in enumerate((missing or [""])[: max(MAKS_VARIABEL - total, 0)], total):
        more[f"{AWALAN}-{n}-nama"] = nama
        more[f"{AWALAN}-{n}-jenis"] = "deret" if known and nama in known.deret_names else "angka"
        more[f"{AWALAN}-{n}-asal"] = "isian"
        more[f"{AWALAN}-TOTAL_FORMS"] = str(n + 1)
    return more


def initial_from(rumus: Rumus) -> dict[str, Any]:
    """What the form starts with: a stored formula (prefetch what its variables refer to)."""
    names = ("ekspresi", "satuan", "arah", "desimal", "gabungan", "rumpun")
    return {
        "kepala": {name: getattr(rumus, name) for name in names} | {"berlaku": rumus.pk},
        "variabel": [_stored(v) for v in rumus.variabel.all()],
        "rows": [as_data(v) for v in rumus.variabel.all()],
    }


def _stored(v: Variabel) -> dict[str, Any]:
    data = {name: getattr(v, name) for name in ("nama", "label", "satuan", "jenis", "asal", "bulat")}
    data |= {name: shown(getattr(v, name)) for name in ("nilai", "min", "maks")}
    data |= {
        name: row.kode if (row := getattr(v, name)) else "" for name in ("data_dasar", "indikator", "skala", "pengisi")
    }
    return data | {"anggota": "\n".join(v.anggota)}


def initial_from_family(rumpun: Rumpun, rumus: Rumus) -> dict[str, Any]:
    """The same from a family; what a family does not say (rounding of a group) stays as in force."""
    start = initial_from(rumus)
    own = {"ekspresi": rumpun.rumus, "satuan": rumpun.satuan, "arah": rumpun.arah, "desimal": rumpun.desimal}
    rows = [
        {
            "nama": v.nama,
            "label": v.label,
            "satuan": v.satuan,
            "jenis": v.jenis,
            "asal": "isian",
            "skala": v.skala or "",
        }
        for v in rumpun.variabel
    ]
    return {"kepala": start["kepala"] | own | {"rumpun": rumpun.kode}, "variabel": rows, "rows": rows}


class TolakForm(forms.Form):
    """Why a proposal is refused."""

    alasan = forms.CharField(
        label="Alasan penolakan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": PERLU_ALASAN_TOLAK},
        help_text="Dibaca oleh pengusul.",
    )


class SetujuiForm(forms.Form):
    """An approval, against which formula in force it was read."""

    berlaku = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
