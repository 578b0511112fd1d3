"""Filters of the findings, and the answer to one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from formulas.temuan import ATURAN
from registry.models import JawabanTemuan
from registry.services.jawaban_temuan import PERLU_ALASAN, ButirTemuan

SEMUA = [("", "Semua")]
KEADAAN = [("terbuka", "Belum dijawab"), ("terjawab", "Sudah dijawab")]
Jawaban = JawabanTemuan.Jawaban


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=forms.Select(attrs={"class": "form-select"}))


class SaringTemuan(forms.Form):
    """By sheet, rule, and whether answered; unknown values change nothing."""

    opd = _choice("OPD")
    aturan = _choice("Jenis temuan")
    keadaan = _choice("Jawaban")

    def __init__(self, data: QueryDict, *, butir: Sequence[ButirTemuan]) -> None:
        super().__init__(data, auto_id="saring-%s")
        sheets = {b.indikator.lembar.instansi.kode: b.indikator.lembar.instansi.nama for b in butir}
        found = {b.aturan.kode for b in butir}
        self.fields["opd"].choices = [*SEMUA, *sorted(sheets.items(), key=lambda pair: pair[1])]
        self.fields["aturan"].choices = [*SEMUA, *[(a.kode, a.judul) for a in ATURAN.values() if a.kode in found]]
        self.fields["keadaan"].choices = [*SEMUA, *KEADAAN]

    def keep(self, butir: Sequence[ButirTemuan]) -> list[ButirTemuan]:
        """The findings that pass."""
        self.is_valid()
        opd, aturan, keadaan = (self.cleaned_data.get(name) for name in ("opd", "aturan", "keadaan"))
        rows = [b for b in butir if not opd or b.indikator.lembar.instansi.kode == opd]
        rows = [b for b in rows if not aturan or b.aturan.kode == aturan]
        return [b for b in rows if not keadaan or b.terjawab == (keadaan == "terjawab")]

    @property
    def address(self) -> str:
        """The valid filters as a query string."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in getattr(self, "cleaned_data", {}).items() if value})
        return query.urlencode()


class JawabForm(forms.Form):
    """An answer with its reason; "usulan" only where a proposal of the indicator stands."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    jawaban = forms.ChoiceField(label="Jawaban", widget=forms.RadioSelect)
    alasan = forms.CharField(
        label="Alasan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": PERLU_ALASAN},
    )

    def __init__(self, data: Any = None, *, butir: ButirTemuan) -> None:
        now = butir.jawaban
        initial = {"version": now.version, "jawaban": now.jawaban, "alasan": now.alasan} if now else {"version": 0}
        super().__init__(data, initial=initial, auto_id="jawab-%s")
        stands = [u for u in butir.usulan if u.status in ("usulan", "berlaku")]
        by_proposal = [(Jawaban.USULAN, f"Dijawab dengan usulan rumus versi {stands[-1].versi}")] if stands else []
        others = (Jawaban.BUKAN_MASALAH, Jawaban.PENETAPAN_BERIKUTNYA)
        self.fields["jawaban"].choices = [*by_proposal, *((j.value, j.label) for j in others)]
