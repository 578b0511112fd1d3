"""Forms of the review: filters of the queue, and decisions."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from registry.services.realisasi import WAJIB_ALASAN
from registry.services.verifikasi import Antrean

SEMUA = [("", "Semua")]


class SaringAntrean(forms.Form):
    """Which part of the queue: a year, an OPD; unknown values change nothing."""

    tahun = forms.ChoiceField(label="Tahun", required=False)
    opd = forms.ChoiceField(label="OPD", required=False)

    def __init__(self, data: QueryDict, *, queue: Sequence[Antrean]) -> None:
        super().__init__(data)
        rows = [item.realisasi for item in queue]
        years = sorted({row.tahun for row in rows}, reverse=True)
        by_order = sorted({row.instansi for row in rows}, key=lambda i: i.urut)
        self.fields["tahun"].choices = [*SEMUA, *[(str(tahun), str(tahun)) for tahun in years]]
        self.fields["opd"].choices = [*SEMUA, *[(i.kode, i.nama) for i in by_order]]

    def keep(self, queue: Sequence[Antrean]) -> list[Antrean]:
        """The items that pass."""
        self.is_valid()
        tahun, opd = self.cleaned_data.get("tahun"), self.cleaned_data.get("opd")
        rows = [item for item in queue if not tahun or str(item.realisasi.tahun) == tahun]
        return [item for item in rows if not opd or item.realisasi.instansi.kode == opd]

    @property
    def address(self) -> str:
        """The valid filters as a query string."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in getattr(self, "cleaned_data", {}).items() if value})
        return query.urlencode()


class SetujuiForm(forms.Form):
    """An approval: of which version, and from which part of the queue."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    saringan = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)


class AlasanForm(SetujuiForm):
    """A return or a reopening: the reason is what the OPD will read."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": WAJIB_ALASAN},
        help_text="Dibaca oleh OPD. Sebutkan apa yang perlu diperbaiki.",
    )


class CatatanForm(forms.Form):
    """A comment on a value."""

    teks = forms.CharField(
        label="Tambah catatan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis catatannya dahulu."},
    )
