"""Forms of a year of entry: its days, its quarters, extensions for one OPD, lock and unlock."""

from collections.abc import Mapping
from typing import Any

from django import forms

from registry.forms.bidang import BilanganField, InstansiChoice, tanggal_field
from registry.models import Instansi, JendelaIsian, TahunIsian
from registry.periode import BULAN, TAHUN, TRIWULAN, nama_triwulan
from registry.services.tahun_isian import Hari

TERBALIK = "Batas akhir tidak boleh sebelum tanggal mulai."
MAKS_ALASAN = 80  # a reason of the history, whole


class TahunIsianForm(forms.ModelForm):
    """Open or closed, from when and until when, by quarters or not."""

    dibuka = forms.BooleanField(
        label="Dibuka untuk isian", required=False,
        help_text="Bila tidak dicentang, OPD hanya dapat membaca isian tahun ini.",
    )  # fmt: skip
    mulai = tanggal_field(
        "Mulai isian", required=False, help_text="Hari pertama OPD dapat mengisi realisasi. Kosongkan bila langsung."
    )
    batas = tanggal_field(
        "Batas akhir isian", required=False,
        help_text="Hari terakhir OPD dapat mengisi dan mengajukan, sampai pukul 24.00. Kosongkan bila tanpa batas.",
    )  # fmt: skip
    triwulan = forms.BooleanField(
        label="Diisi juga per triwulan", required=False,
        help_text="Bila dicentang, OPD mengisi empat triwulan di samping nilai setahun.",
    )  # fmt: skip

    class Meta:
        model = TahunIsian
        fields: tuple[str, ...] = ("dibuka", "mulai", "batas", "triwulan")

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        if data.get("mulai") and data.get("batas") and data["mulai"] > data["batas"]:
            self.add_error("batas", TERBALIK)
        return data


class TahunBaruForm(TahunIsianForm):
    """A year that is not in the list yet."""

    tahun = BilanganField(least=2000, most=2100, pesan="Tulis tahun antara 2000 dan 2100.", label="Tahun")
    field_order = ("tahun", "dibuka", "mulai", "batas", "triwulan")

    class Meta(TahunIsianForm.Meta):
        fields = ("tahun", "dibuka", "mulai", "batas", "triwulan")


class TriwulanForm(forms.Form):
    """First and last day of each quarter; both empty: those of the year."""

    def __init__(self, data: Any = None, *, stored: Mapping[int, Hari]) -> None:
        super().__init__(data, auto_id="triwulan-%s")
        for periode in TRIWULAN:
            for name, label, value in zip(("mulai", "batas"), ("Mulai", "Batas akhir"), stored[periode], strict=True):
                field = tanggal_field(label, required=False)
                field.widget.attrs |= {"class": "form-control"}
                self.fields[f"{name}-{periode}"] = field
                self.initial[f"{name}-{periode}"] = value

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        for periode in TRIWULAN:
            mulai, batas = data.get(f"mulai-{periode}"), data.get(f"batas-{periode}")
            if mulai and batas and mulai > batas:
                self.add_error(f"batas-{periode}", TERBALIK)
        return data

    def days(self) -> dict[int, Hari]:
        """What was typed, by quarter."""
        data = self.cleaned_data
        return {periode: (data[f"mulai-{periode}"], data[f"batas-{periode}"]) for periode in TRIWULAN}

    def baris(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """(name, months, first and last day) of each quarter, ready to draw."""
        return [(nama_triwulan(p), BULAN[p], [self[f"mulai-{p}"], self[f"batas-{p}"]]) for p in TRIWULAN]


class PerpanjanganForm(forms.Form):
    """More days for one OPD; of a stored one, who it is for does not change."""

    instansi = InstansiChoice(queryset=Instansi.objects.none(), label="OPD", empty_label="– pilih OPD –")
    periode = forms.TypedChoiceField(label="Yang diperpanjang", coerce=int)
    batas = tanggal_field("Batas akhir baru", help_text="Berlaku sampai pukul 24.00 hari itu.")
    alasan = forms.CharField(
        label="Alasan",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasan perpanjangannya; OPD itu membacanya."},
        help_text="Dibaca oleh OPD itu di samping batasnya.",
    )

    def __init__(self, data: Any = None, *, year: TahunIsian, row: JendelaIsian | None = None) -> None:
        initial = {"batas": row.batas, "alasan": row.alasan} if row else {"periode": TAHUN}
        super().__init__(data, initial=initial, auto_id="perpanjangan-%s")
        if row is not None:
            del self.fields["instansi"], self.fields["periode"]
            return
        kinds = [Instansi.Jenis.PEMDA, Instansi.Jenis.KELOMPOK]
        places = Instansi.objects.filter(pemda=year.pemda_id).exclude(jenis__in=kinds).in_year(year.tahun)
        self.fields["instansi"].queryset = places
        quarters = [(p, nama_triwulan(p)) for p in TRIWULAN] if year.triwulan else []
        self.fields["periode"].choices = [(TAHUN, f"Nilai setahun {year.tahun}, target, dan data dasar"), *quarters]


class AlasanSingkatForm(forms.Form):
    """A short reason that goes whole into the history."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=MAKS_ALASAN,
        help_text=f"Tercatat dalam riwayat; paling banyak {MAKS_ALASAN} huruf.",
        error_messages={"required": "Tulis alasannya; alasan itu tercatat dalam riwayat."},
    )


class KunciForm(forms.Form):
    """Locking is deliberate."""

    paham = forms.BooleanField(
        label="Ya, kunci tahun ini",
        error_messages={"required": "Centang kotak ini bila tahunnya memang akan dikunci."},
    )
