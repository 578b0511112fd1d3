"""The form that freezes a document: how it is signed, and an answer to each point that is not in order."""

from typing import Any

from django import forms
from django.conf import settings

from reports.pembekuan import Pilihan
from reports.siap_ttd import Naskah

JANGKAR = (("", "Tanpa jangkar"), ("#", "#"), ("$", "$"), ("${ttd}", "${ttd}"))


class BekukanForm(forms.Form):
    """`alasan-…` fields exist for points that may be answered."""

    jangkar = forms.ChoiceField(
        label="Jangkar tanda tangan",
        choices=JANGKAR,
        required=False,
        help_text="Teks tak terlihat pada tempat tanda tangan, yang dicari oleh aplikasi tanda tangan seperti BSrE.",
    )
    kotak = forms.BooleanField(
        label="Sediakan kotak tanda tangan digital",
        required=False,
        help_text="Bidang tanda tangan PDF, supaya dapat ditandatangani di luar aplikasi ini.",
    )
    sidik = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, data: Any = None, *, naskah: Naskah) -> None:
        initial = {"jangkar": settings.TTD_JANGKAR, "kotak": True, "sidik": naskah.sidik}
        super().__init__(data, initial=initial)
        for butir in naskah.butir:
            if not butir.beres and not butir.wajib:
                self.fields[f"alasan-{butir.kode}"] = forms.CharField(
                    label=f"Alasan: {butir.judul}", required=False, max_length=1000,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )  # fmt: skip

    @property
    def pilihan(self) -> Pilihan:
        """How it is signed, as chosen or as usual."""
        if not self.is_bound or not self.is_valid():
            return Pilihan(settings.TTD_JANGKAR, True)
        return Pilihan(self.cleaned_data["jangkar"], self.cleaned_data["kotak"])

    @property
    def alasan(self) -> dict[str, str]:
        """Answers by the code of their point."""
        return {k.removeprefix("alasan-"): v for k, v in self.cleaned_data.items() if k.startswith("alasan-")}

    def answer_of(self, kode: str) -> Any:
        """The field that answers a point, if it has one."""
        return self[f"alasan-{kode}"] if f"alasan-{kode}" in self.fields else None
