"""One row of the grid: the entry form of one realisasi without what the OPD writes beside the values."""

import hashlib
import json
from typing import Any

from django import forms

from registry.forms.realisasi import IsianForm
from registry.services.baris import Kunci
from registry.services.formulir import Formulir

NILAI = ("nilai-", "alasan-", "tanggal-")
BACA = "baca-"


def kode_baris(kunci: Kunci) -> str:
    """How the page calls a row: "12-34" (indikator, instansi)."""
    return f"{kunci.indikator.pk}-{kunci.instansi.pk}"


class BarisForm(IsianForm):
    """The values of one indicator among many; `jejak` tells a row that was touched from one that was not.

    A text that the grid does not show (keterangan, kendala, …) is never sent, and so never emptied.
    """

    jejak = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, formulir: Formulir) -> None:
        kode = kode_baris(formulir.kunci)
        super().__init__(data, formulir=formulir, prefix=f"b{kode}")
        for name in [name for name in self.fields if not name.startswith((*NILAI, "version", "jejak"))]:
            del self.fields[name]
        for name in self.value_names:
            self._dress(name, kode)
        self.initial["jejak"] = self._trace({name: self[name].initial for name in self.value_names})

    def _dress(self, name: str, kode: str) -> None:
        """What the page and its script know of an input: its column, its label, what is said about it."""
        field, html = self.fields[name], self.add_prefix(name)
        attrs = field.widget.attrs
        attrs |= {"data-sel": name.partition("-")[0], "aria-describedby": f"{BACA}{html}"}
        attrs["class"] = attrs.get("class", "") + (
            " form-select-sm" if hasattr(field, "choices") else " form-control-sm"
        )
        if name.startswith("nilai-"):
            attrs["aria-labelledby"] = f"label-{html} nama-{kode}"
        else:
            attrs["aria-label"] = str(field.label)

    @property
    def value_names(self) -> list[str]:
        """The fields that people fill, in order."""
        return [name for name in self.fields if name.startswith(NILAI)]

    @property
    def touched(self) -> bool:
        """Whether anything differs from what the page showed when it was opened (not from what is stored now)."""
        posted = {name: self.data.get(self.add_prefix(name), "") for name in self.value_names}
        return self.data.get(self.add_prefix("jejak"), "") != self._trace(posted)

    @staticmethod
    def _trace(values: dict[str, Any]) -> str:
        text = json.dumps({name: str(value or "") for name, value in values.items()}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def stored(self) -> dict[str, str]:
        """What is stored now, by the name of the field on the page."""
        return {self.add_prefix(name): str(self[name].initial or "") for name in self.value_names}

    def typed(self) -> list[tuple[str, str, str]]:
        """(label, typed, stored) of every value that differs from what is stored now, as people read it."""
        rows = []
        for name in self.value_names:
            typed, stored = str(self[name].value() or ""), str(self[name].initial or "")
            if typed.strip() != stored.strip():
                words = dict(getattr(self.fields[name], "choices", ()))
                rows.append((str(self[name].label), str(words.get(typed, typed)), str(words.get(stored, stored))))
        return rows
