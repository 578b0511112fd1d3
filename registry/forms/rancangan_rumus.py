"""The form of a formula in a draft: as a proposal, but without a reason, because the decree is not set yet."""

from typing import Any

from django import forms

from registry.forms.rumus import RumusForm, UsulanForm


class KepalaRancanganForm(RumusForm):
    """The head: stored directly, against the fingerprint it was opened with."""

    berlaku = None  # type: ignore[assignment]
    temuan = None  # type: ignore[assignment]
    alasan = None  # type: ignore[assignment]
    dibuka = forms.CharField(widget=forms.HiddenInput, max_length=64)
    cetak = forms.BooleanField(
        label="Gambar sel rumus di lampiran dari rumus ini",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text="Bila tidak dicentang, sel yang tercetak tetap seperti sekarang.",
    )


class RumusRancanganForm(UsulanForm):
    """Head and variables of a formula in a draft."""

    kepala_form = KepalaRancanganForm

    def isi(self) -> dict[str, Any]:
        """The head as `rancangan_rumus_save` takes it."""
        names = ("ekspresi", "satuan", "arah", "desimal", "rumpun", "gabungan")
        return {name: self.kepala.cleaned_data[name] for name in names}
