"""Forms of handing over: a note, the new operator, a pasted list of people."""

from typing import Any

from django import forms

from registry.forms.anggota import username_field
from registry.forms.bidang import InstansiChoice
from registry.models import Instansi


class CatatanSerahTerimaForm(forms.Form):
    """A note for whoever comes after."""

    teks = forms.CharField(
        label="Tambah catatan", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tulis catatannya dahulu."},
        help_text="Dari mana angkanya, siapa yang dihubungi, apa yang masih menunggu. Jangan tulis kata sandi.",
    )  # fmt: skip


class GantiOperatorForm(forms.Form):
    """Who comes next."""

    nama = forms.CharField(label="Nama lengkap pengganti", max_length=120)
    username = username_field()
    email = forms.EmailField(
        label="Alamat e-mail", required=False, max_length=254,
        help_text="Bila diisi, tautan untuk membuat kata sandi juga dikirim ke alamat ini.",
    )  # fmt: skip


class DaftarOrangForm(forms.Form):
    """A pasted list of people."""

    daftar = forms.CharField(
        label="Daftar orang", max_length=60_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "font-monospace"}),
        error_messages={"required": "Tempelkan daftarnya dahulu, satu orang per baris."},
        help_text="Satu orang per baris: nama; nama pengguna; e-mail; peran; OPD. Boleh juga ditempel dari Excel.",
    )  # fmt: skip


class PilihOpdForm(forms.Form):
    """Which OPD the admin looks at."""

    opd = InstansiChoice(label="OPD", queryset=Instansi.objects.none(), required=False, empty_label=None)

    def __init__(self, *args: Any, pemda_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Instansi.objects.filter(pemda=pemda_id).measured().exclude(jenis=Instansi.Jenis.PEMDA)
        self.fields["opd"].queryset = rows
        self.fields["opd"].to_field_name = "kode"
