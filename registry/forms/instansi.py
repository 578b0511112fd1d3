"""The form of an instansi, and the small forms of its predecessors."""

from typing import Any

from django import forms

from registry.forms.bidang import BilanganField, InstansiChoice, tahun_field
from registry.models import Instansi
from registry.services.instansi import Asal

ASAL_KURANG = "Pilih pendahulunya dan tulis sejak tahun berapa, atau kosongkan keduanya."
ASAL_GANDA = "Pendahulu yang sama tertulis dua kali."
EXTRA = 2


class InstansiForm(forms.ModelForm):
    """All fields of an instansi."""

    urut = BilanganField(
        least=0, most=9999, pesan="Tulis nomor urut, misalnya 12.", label="Urutan", required=False,
        help_text="Urutan dalam daftar dan rekapitulasi.",
    )  # fmt: skip
    mulai = tahun_field("Berdiri sejak tahun", help_text="Kosongkan bila sudah ada sebelum registri ini.")
    sampai = tahun_field("Berakhir tahun", help_text="Tahun terakhir instansi ini ada. Kosongkan bila masih ada.")

    class Meta:
        model = Instansi
        fields = ("nama", "singkatan", "kode", "jenis", "kelompok", "urut", "mulai", "sampai")
        field_classes = {"kelompok": InstansiChoice}
        help_texts = {
            "kode": "Huruf kecil, misalnya dinkes; dipakai dalam berkas penetapan dan tidak dapat diganti kemudian.",
            "singkatan": "Untuk tabel yang sempit, misalnya Dinkes.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Instansi.objects.filter(pemda=self.instance.pemda_id, jenis=Instansi.Jenis.KELOMPOK)
        self.fields["kelompok"].queryset = groups.exclude(pk=self.instance.pk)
        self.fields["kelompok"].empty_label = "Tidak masuk kelompok"
        if self.instance.jenis == Instansi.Jenis.PEMDA:
            self.fields["jenis"].choices = [(Instansi.Jenis.PEMDA.value, Instansi.Jenis.PEMDA.label)]
        else:
            rest = [c for c in Instansi.Jenis.choices if c[0] != Instansi.Jenis.PEMDA]
            self.fields["jenis"].choices = rest if self.instance.pk else [("", "Pilih jenis"), *rest]

    def clean_urut(self) -> int:
        """No number means the first place."""
        return self.cleaned_data["urut"] or 0


class PendahuluForm(forms.Form):
    """One predecessor; both fields blank means none."""

    pendahulu = InstansiChoice(queryset=Instansi.objects.none(), required=False, empty_label="Tidak ada")
    tahun = tahun_field("Sejak tahun")

    def __init__(self, *args: Any, instansi: Instansi, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Instansi.objects.filter(pemda=instansi.pemda_id).exclude(pk=instansi.pk).measured()
        self.fields["pendahulu"].queryset = rows.exclude(jenis=Instansi.Jenis.PEMDA)

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("pendahulu")) != bool(data.get("tahun")):
            raise forms.ValidationError(ASAL_KURANG)
        return data


class BasePendahuluSet(forms.BaseFormSet):
    """The predecessors of one instansi."""

    def clean(self) -> None:
        """No predecessor twice."""
        if not any(self.errors):
            chosen = [asal.pk for asal, _ in self.asal()]
            if len(chosen) != len(set(chosen)):
                raise forms.ValidationError(ASAL_GANDA)

    def asal(self) -> list[Asal]:
        """What was chosen: instansi and since which year."""
        rows = [form.cleaned_data for form in self.forms]
        return [(row["pendahulu"], row["tahun"]) for row in rows if row.get("pendahulu")]


PendahuluSet = forms.formset_factory(PendahuluForm, formset=BasePendahuluSet, extra=EXTRA, max_num=20)


def pendahulu_set(instansi: Instansi, data: Any = None) -> Any:
    """The predecessors as stored, with empty places for more; or as posted."""
    rows = instansi.asal_usul.all() if instansi.pk else []
    initial = [{"pendahulu": row.pendahulu_id, "tahun": row.tahun} for row in rows]
    return PendahuluSet(data, initial=initial, prefix="asal", form_kwargs={"instansi": instansi})
