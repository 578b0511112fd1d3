"""The small form above a recap: where, when and by whom it is signed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from formulas.notation import write_date
from registry.forms.bidang import tanggal_field
from registry.models import Instansi, Pejabat
from reports.penanda import choose, signature, signers
from reports.tabel import TandaTangan

TIDAK_MENJABAT = "{nama} tidak menjabat pada tanggal itu. Pilih pejabat lain, atau ubah tanggalnya."


class PenandaForm(forms.Form):
    """Place, date and signer; what is not given is the capital of the Pemda, today, and the head on that day."""

    tempat = forms.CharField(label="Tempat", max_length=60, required=False)
    tanggal = tanggal_field("Tanggal", required=False)
    pejabat = forms.ChoiceField(label="Penanda tangan", required=False)

    def __init__(self, data: Mapping[str, Any], *, instansi: Instansi, today: date | None = None) -> None:
        self.instansi = instansi
        self.today = today or timezone.localdate(timezone=instansi.pemda.zona)
        self.semua = {str(p.pk): p for p in Pejabat.objects.filter(instansi=instansi).order_by("-mulai")}
        defaults = {"tempat": instansi.pemda.ibu_kota, "tanggal": write_date(self.today), "pejabat": ""}
        super().__init__({name: data.get(name) or value for name, value in defaults.items()})
        choices = [(pk, f"{p.nama} – {p.jabatan}") for pk, p in self.semua.items()]
        self.fields["pejabat"].choices = [("", "Yang menjabat pada tanggal itu"), *choices]

    def clean(self) -> dict[str, Any]:
        """Refuses a signer who is not in office on the date."""
        data = super().clean() or {}
        chosen, tanggal = self.semua.get(data.get("pejabat") or ""), data.get("tanggal")
        if chosen and tanggal and chosen not in signers(self.instansi, tanggal):
            self.add_error("pejabat", TIDAK_MENJABAT.format(nama=chosen.nama))
        return data

    @property
    def tanggal_berkas(self) -> date:
        """The date of the document; today while the typed one cannot be read."""
        self.is_valid()
        return self.cleaned_data.get("tanggal") or self.today

    @property
    def tanda_tangan(self) -> TandaTangan:
        """The block as it will be printed."""
        tanggal = self.tanggal_berkas
        pk = self.cleaned_data.get("pejabat") or None
        signer = choose(signers(self.instansi, tanggal), int(pk) if pk else None)
        tempat = self.cleaned_data.get("tempat") or self.instansi.pemda.ibu_kota
        return signature(self.instansi, signer, tempat, tanggal)

    @property
    def query(self) -> str:
        """The choices as the end of an address, so that every file says the same."""
        query = QueryDict(mutable=True)
        for name in ("tempat", "tanggal", "pejabat"):
            if self[name].value():
                query[name] = str(self[name].value())
        return query.urlencode()
