"""Filters of the table of indicators, over rows that are already limited to what the user may see."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import django_filters as filters
from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict

from registry.cari import fold, matches
from registry.models import Indikator, Rumus
from registry.services.daftar import STATUS, Baris, Nilai

MAX_CARI = 200


def _any(row: Baris, test: Callable[[Nilai], bool]) -> bool:
    """Whether a value of any chosen year passes."""
    return any(test(nilai) for nilai in row.nilai.values())


def _is_blank(nilai: Nilai) -> bool:
    """No number: nothing entered, or a reason; what may not be seen is not told apart."""
    return nilai.status == "belum" or (nilai.realisasi is not None and not nilai.ada)


KEEP: dict[str, Callable[[Baris, Any], bool]] = {
    "q": lambda row, words: matches(words, row.nama, row.sasaran, row.formula, row.kode, row.opd_nama, row.opd),
    "opd": lambda row, kode: kode == row.opd_kode or kode in row.pengisi_kode,
    "lampiran": lambda row, pk: str(row.lampiran_pk) == pk,
    "arah": lambda row, arah: row.arah == arah,
    "status": lambda row, status: _any(row, lambda n: n.status == status),
    "kelas": lambda row, kelas: _any(row, lambda n: n.kelas == kelas),
    "kosong": lambda row, _: _any(row, _is_blank),
}


class IndikatorFilter(filters.FilterSet):
    """Years, search and filters; an unknown value of one changes nothing and is told beside its field."""

    q = filters.CharFilter(label="Cari", max_length=MAX_CARI)
    tahun = filters.MultipleChoiceFilter(label="Tahun", widget=forms.CheckboxSelectMultiple)
    opd = filters.ChoiceFilter(label="OPD", empty_label="Semua")
    lampiran = filters.ChoiceFilter(label="Lampiran", empty_label="Semua")
    status = filters.ChoiceFilter(label="Status", empty_label="Semua")
    kelas = filters.ChoiceFilter(label="Kelas capaian", empty_label="Semua")
    arah = filters.ChoiceFilter(label="Arah", empty_label="Semua", choices=Rumus.Arah.choices)
    kosong = filters.BooleanFilter(label="Kosong saja", widget=forms.CheckboxInput)

    class Meta:
        model = Indikator
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, rows: Sequence[Baris], years: Sequence[int], chosen: Sequence[int]) -> None:
        super().__init__(data, queryset=Indikator.objects.none())
        self.all_rows = rows
        self._offer("tahun", [(str(tahun), str(tahun)) for tahun in years])
        self._offer("opd", _choices((r.opd_kode, r.opd_nama) for r in rows))
        self._offer("lampiran", _choices((str(r.lampiran_pk), f"{r.lampiran} – {r.penetapan}") for r in rows))
        seen = {nilai.status for r in rows for nilai in r.nilai.values()}
        self._offer("status", [(kode, label) for kode, label in STATUS.items() if kode in seen])
        self._offer("kelas", _choices((n.kelas, n.kelas) for r in rows for n in r.nilai.values() if n.kelas))
        if not chosen:
            for name in ("tahun", "status", "kelas", "kosong"):
                del self.filters[name]
        else:
            self.filters["tahun"].extra["initial"] = [str(tahun) for tahun in chosen]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    @cached_property
    def active(self) -> dict[str, Any]:
        """The filters that are set and valid, without the years."""
        self.form.is_valid()
        cleaned = getattr(self.form, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value and name in KEEP}

    @cached_property
    def rows(self) -> list[Baris]:
        """The rows that pass all filters, in their order."""
        rows = list(self.all_rows)
        for name, value in self.active.items():
            wanted = fold(value).split() if name == "q" else value
            rows = [row for row in rows if KEEP[name](row, wanted)]
        return rows

    @property
    def told(self) -> list[tuple[str, str]]:
        """The active filters in words, for the page and for the export."""
        words = []
        for name, value in self.active.items():
            choices = dict(self.filters[name].extra.get("choices", []))
            words.append((self.filters[name].label, "ya" if value is True else choices.get(value, value)))
        return words

    @property
    def helper(self) -> FormHelper:
        """How the form is laid out; the page writes the form tag."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        names = [name for name in ("q", "opd", "lampiran", "status", "kelas", "arah") if name in self.filters]
        last = ["kosong"] if "kosong" in self.filters else []
        years = [Div(InlineCheckboxes("tahun"), css_class="col-12")] if "tahun" in self.filters else []
        fields = [Div(name, css_class="col-12 col-sm-6 col-lg-4 col-xl-2") for name in names]
        helper.layout = Layout(*years, Div(*fields, css_class="row g-2"), *last)
        return helper


def _choices(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each pair once, in the order of the rows."""
    return list(dict(pairs).items())
