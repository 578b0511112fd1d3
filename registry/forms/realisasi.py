"""The entry form of one realisasi: a field per raw value, a reason where it is blank, and what the OPD writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from formulas.notation import DateError, read_date, write_date, write_number
from formulas.words import spell
from registry.models import Variabel
from registry.services.errors import ServiceError
from registry.services.formulir import Bidang, Formulir
from registry.services.masukan import ALASAN_KOSONG
from registry.services.nilai import PERLU_TANGGAL, blank, limits_text, read_value

MAKS_TEKS = 2000
TEKS = ("keterangan", "kendala", "tindak_lanjut")
BELUM, MENUNGGU = "belum_diisi", "menunggu_rilis"


class NilaiField(forms.CharField):
    """One number as text; gives the stored text, or None when blank."""

    def __init__(self, variabel: Variabel, **kwargs: Any) -> None:
        # strip=False: the one reader of numbers decides which surrounding characters are harmless
        super().__init__(required=False, strip=False, **kwargs)
        self.variabel = variabel

    def clean(self, value: Any) -> str | None:
        """Read by the one reader of numbers."""
        try:
            return read_value(self.variabel, super().clean(value))
        except ServiceError as error:
            raise forms.ValidationError(error.pesan) from error


class TanggalField(forms.CharField):
    """A date as people write it, not the browser's picker, which may show the month first; gives ISO text or ""."""

    widget = forms.TextInput(
        attrs={"class": "form-control form-control-sm", "placeholder": "1 Maret 2024", "autocomplete": "off"}
    )

    def clean(self, value: Any) -> str:
        """Read by the one reader of dates."""
        text = super().clean(value)
        if not text.strip():
            return ""
        try:
            return read_date(text).isoformat()
        except DateError as error:
            raise forms.ValidationError(error.pesan) from error


@dataclass(frozen=True)
class Sel:
    """One input of a variable: a number, a member of a deret, or a select; how it was read, last year's value."""

    label: str
    field: forms.BoundField
    lalu: str
    dibaca: str


@dataclass(frozen=True)
class Isian:
    """One variable of the form, ready to draw."""

    bidang: Bidang
    sel: list[Sel]
    alasan: forms.BoundField
    tanggal: forms.BoundField
    petunjuk: str

    @property
    def deret(self) -> bool:
        """Whether there are several labelled inputs."""
        return self.bidang.variabel.jenis == Variabel.Jenis.DERET


class IsianForm(forms.Form):
    """Fields of the variables that this user fills; nothing else can be changed through it."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    keterangan = forms.CharField(label="Keterangan", required=False, max_length=MAKS_TEKS)
    kendala = forms.CharField(label="Kendala", required=False, max_length=MAKS_TEKS)
    tindak_lanjut = forms.CharField(label="Tindak lanjut", required=False, max_length=MAKS_TEKS)

    def __init__(self, data: Any = None, *, formulir: Formulir, prefix: str | None = None) -> None:
        super().__init__(data, initial=self._initial(formulir), auto_id="isian-%s", prefix=prefix)
        self.formulir = formulir
        self.own = [b for b in formulir.bidang if b.boleh]
        for name in TEKS:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2, "class": "form-control", "data-teks": ""})
            self.fields[name].widget.attrs["maxlength"] = MAKS_TEKS
        for bidang in self.own:
            self._add(bidang)

    @staticmethod
    def _initial(formulir: Formulir) -> dict[str, Any]:
        row = formulir.realisasi
        return {"version": formulir.version, **{name: getattr(row, name, "") for name in TEKS}}

    def _add(self, bidang: Bidang) -> None:
        variabel, raw = bidang.variabel, bidang.mentah
        for name, label, value in _inputs(variabel, raw):
            self.fields[name] = _field(variabel, label, name)
            self.initial[name] = value
        reason = _reason(raw)
        self.fields[f"alasan-{variabel.nama}"] = forms.ChoiceField(
            label=f"Alasan bila kosong – {variabel.label}",
            choices=list(ALASAN_KOSONG.items()),
            required=False,
            widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
        )
        self.fields[f"tanggal-{variabel.nama}"] = TanggalField(
            label=f"Perkiraan tanggal rilis – {variabel.label}", required=False
        )
        self.initial[f"alasan-{variabel.nama}"] = reason.get("kosong", BELUM)
        tanggal = reason.get("tanggal")
        self.initial[f"tanggal-{variabel.nama}"] = write_date(date.fromisoformat(tanggal)) if tanggal else ""

    def clean(self) -> dict[str, Any]:
        """A value that waits for its release needs the date on which it is expected."""
        data = super().clean() or {}
        for bidang in self.own:
            nama = bidang.variabel.nama
            waits = data.get(f"alasan-{nama}") == MENUNGGU and not data.get(f"tanggal-{nama}", "-")
            if waits and any(data.get(name, "-") in (None, "") for name in _names(bidang.variabel)):
                self.add_error(f"tanggal-{nama}", PERLU_TANGGAL)
        return data

    def raw_values(self) -> dict[str, Any]:
        """What was typed, in the stored form; what cannot be read counts as blank (for the preview)."""
        return {b.variabel.nama: self._raw(b.variabel) for b in self.own}

    def _raw(self, variabel: Variabel) -> Any:
        data = self.cleaned_data
        alasan = data.get(f"alasan-{variabel.nama}") or BELUM
        tanggal = data.get(f"tanggal-{variabel.nama}") or ""
        empty = blank(alasan, tanggal if alasan == MENUNGGU else "")
        values = [data.get(name) or empty for name in _names(variabel)]
        if variabel.jenis != Variabel.Jenis.DERET:
            return values[0]
        return empty if all(value is empty for value in values) else values

    def texts(self) -> dict[str, str]:
        """What the OPD writes beside the values."""
        return {name: self.cleaned_data[name] for name in TEKS}

    def teks_fields(self) -> list[forms.BoundField]:
        """What the OPD writes, as fields to draw."""
        return [self[name] for name in TEKS]

    def isian(self) -> Iterator[Isian]:
        """The variables in order, ready to draw."""
        for bidang in self.own:
            variabel = bidang.variabel
            yield Isian(
                bidang,
                [self._cell(bidang, n, name, label) for n, (name, label, _) in enumerate(_inputs(variabel, None))],
                self[f"alasan-{variabel.nama}"],
                self[f"tanggal-{variabel.nama}"],
                "" if variabel.jenis == Variabel.Jenis.PILIHAN else limits_text(variabel),
            )

    def _cell(self, bidang: Bidang, index: int, name: str, label: str) -> Sel:
        deret = bidang.variabel.jenis == Variabel.Jenis.DERET
        lalu = bidang.lalu_anggota(index) if deret else bidang.teks_lalu
        return Sel(label, self[name], lalu, self._read_back(name, bidang.variabel))

    def _read_back(self, name: str, variabel: Variabel) -> str:
        """How the typed number was understood, in digits and in words."""
        value = self.cleaned_data.get(name) if self.is_bound and hasattr(self, "cleaned_data") else None
        if not value or variabel.jenis == Variabel.Jenis.PILIHAN:
            return ""
        return f"dibaca: {write_number(Decimal(value))} ({spell(Decimal(value))})"

    def typed(self) -> list[tuple[str, str, str]]:
        """(label, typed, stored) of every field that differs from what is stored now, for a conflict."""
        rows = []
        for name in self.fields:
            typed, stored = str(self[name].value() or ""), str(self.initial.get(name) or "")
            if name != "version" and typed.strip() != stored.strip():
                rows.append((str(self[name].label), typed, stored))
        return rows


def _names(variabel: Variabel) -> list[str]:
    return [name for name, _, _ in _inputs(variabel, None)]


def _inputs(variabel: Variabel, raw: Any) -> list[tuple[str, str, str]]:
    """(name of the field, label, stored value as typed) of each input of a variable."""
    if variabel.jenis != Variabel.Jenis.DERET:
        return [(f"nilai-{variabel.nama}", variabel.label, _shown(variabel, raw))]
    items = raw if isinstance(raw, list) else []
    return [
        (f"nilai-{variabel.nama}-{n}", label, _shown(variabel, items[n] if n < len(items) else None))
        for n, label in enumerate(variabel.anggota)
    ]


def _shown(variabel: Variabel, raw: Any) -> str:
    if not isinstance(raw, str) or not raw:
        return ""
    return raw if variabel.jenis == Variabel.Jenis.PILIHAN else write_number(Decimal(raw))


def _reason(raw: Any) -> dict[str, str]:
    """The reason stored with a blank, also where only some members of a deret are blank."""
    items = raw if isinstance(raw, list) else [raw]
    return next((item for item in items if isinstance(item, dict)), {})


def _field(variabel: Variabel, label: str, name: str) -> forms.Field:
    described = {"aria-describedby": f"petunjuk-{variabel.nama} baca-{name}"}
    if variabel.jenis == Variabel.Jenis.PILIHAN:
        butir = variabel.skala.butir if variabel.skala else []
        choices = [("", "– belum diisi –"), *((b["kode"], f"{b['kode']} – {b['nama']}") for b in butir)]
        select = forms.Select(attrs={"class": "form-select", **described})
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=select)
    attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "form-control text-end", "placeholder": " "}
    return NilaiField(variabel, label=label, widget=forms.TextInput(attrs={**attrs, **described}))
