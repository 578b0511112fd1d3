"""Forms of the parts of a draft decree."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from registry.forms.bidang import tahun_field, tanggal_field
from registry.forms.daftar_butir import BarisField, DaftarField, Kolom, rapi
from registry.forms.sel_rumus import SelField, SelTampil
from registry.models import Lampiran, Penetapan

DIKTUM = (Kolom("label", "Label"), Kolom("isi", "Isi", "paragraf"), Kolom("butir", "Huruf", "daftar"))
TTD = {"tempat": "Tempat", "tanggal": "Tanggal", "mengetahui": "Mengetahui", "jabatan": "Jabatan",
       "nama": "Nama dengan gelar", "nip": "NIP"}  # fmt: skip
KEPALA = {"judul": "Judul keputusan di atas lampiran", "nomor": "Nomor di atas lampiran", "tentang": "Tentang di atas lampiran"}  # fmt: skip  # noqa: E501


def teks(label: str, *, panjang: int = 200, wajib: bool = False, bantuan: str = "") -> forms.CharField:
    """One line."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=panjang, required=wajib, help_text=bantuan, widget=widget)


def paragraf(label: str, *, wajib: bool = False, bantuan: str = "", baris: int = 3) -> forms.CharField:
    """Several lines."""
    widget = forms.Textarea(attrs={"rows": baris})
    return forms.CharField(label=label, max_length=20_000, required=wajib, help_text=bantuan, widget=widget)


class BagianForm(forms.Form):
    """One part of a draft; `dibuka` is the fingerprint of what it was opened with."""

    dibuka = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kepala_bagian: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", kind)

    def rows(self) -> list[tuple[str, forms.BoundField, str, SelTampil | None]]:
        """Each field with the heading above it, its kind (daftar | sel | none), and how a cell prints."""
        return [(self.kepala_bagian.get(f.name, ""), f, *_kind(f)) for f in self.visible_fields()]

    def plain(self, *names: str) -> dict[str, Any]:
        """Typed texts as stored: blank is none."""
        found = {name: self.cleaned_data[name] for name in names}
        return {name: (rapi(v) or None) if isinstance(v, str) else v for name, v in found.items()}

    def ttd(self, stored: dict[str, Any] | None) -> dict[str, Any] | None:
        """The signature block, or none where nothing is typed."""
        typed = {name: rapi(self.cleaned_data[f"ttd_{name}"]) or None for name in TTD}
        return {**(stored or {"ttd": False}), **typed} if any(typed.values()) else None


def _kind(bidang: forms.BoundField) -> tuple[str, SelTampil | None]:
    if isinstance(bidang.field, SelField):
        return "sel", bidang.field.tampil(bidang)
    is_list = isinstance(bidang.field, DaftarField | BarisField | forms.MultipleChoiceField)
    return "daftar" if is_list else "", None


def _ttd_fields() -> dict[str, forms.Field]:
    return {f"ttd_{name}": teks(label) for name, label in TTD.items()}


def _ttd_initial(data: dict[str, Any] | None) -> dict[str, Any]:
    return {f"ttd_{name}": (data or {}).get(name) or "" for name in TTD}


class NaskahForm(BagianForm):
    """The body of a decree."""

    kepala_bagian: ClassVar[dict[str, str]] = {
        "jenis": "Kepala naskah",
        "menimbang": "Batang tubuh",
        "tembusan_judul": "Tembusan",
        "ttd_tempat": "Tanda tangan",
    }
    jenis = forms.ChoiceField(label="Jenis", choices=Penetapan.Jenis)
    kop = DaftarField(label="Kop", satu="baris kop")
    nomor = teks("Nomor", panjang=80, bantuan="Kosongkan sampai nomornya diberikan.")
    tanggal = tanggal_field("Tanggal ditetapkan", required=False)
    tempat = teks("Ditetapkan di", panjang=80)
    tahun_awal = tahun_field("Berlaku mulai tahun", required=True)
    tahun_akhir = tahun_field("Sampai dengan tahun", required=True)
    tentang = paragraf("Tentang", wajib=True)
    mencabut = teks("Mencabut penetapan nomor", panjang=120)
    perubahan_atas = teks("Perubahan atas penetapan nomor", panjang=120)
    menimbang = DaftarField(label="Menimbang", satu="butir menimbang")
    mengingat = DaftarField(label="Mengingat", satu="butir mengingat")
    menetapkan = paragraf("Menetapkan")
    diktum = BarisField(label="Diktum", satu="diktum", kolom=DIKTUM)
    tembusan_judul = teks("Kalimat di atas tembusan")
    tembusan_butir = DaftarField(label="Tembusan", satu="tembusan")
    locals().update(_ttd_fields())

    @classmethod
    def start(cls, data: dict[str, Any]) -> dict[str, Any]:
        """What the form starts with."""
        tembusan = data["tembusan"] or {}
        more = {"tembusan_judul": tembusan.get("judul"), "tembusan_butir": tembusan.get("butir")}
        more["tanggal"] = date.fromisoformat(data["tanggal"]) if data["tanggal"] else None
        return data | more | _ttd_initial(data["tanda_tangan"])

    def clean(self) -> dict[str, Any]:
        """The years in order."""
        data = super().clean() or self.cleaned_data
        if data.get("tahun_awal") and data.get("tahun_akhir") and data["tahun_awal"] > data["tahun_akhir"]:
            self.add_error("tahun_akhir", "Tahun akhir tidak boleh mendahului tahun awal.")
        return data

    def isi(self, stored: dict[str, Any]) -> dict[str, Any]:
        """The body as the service takes it."""
        names = ("jenis", "kop", "nomor", "tempat", "tahun_awal", "tahun_akhir", "tentang", "mencabut")
        data = self.plain(*names, "perubahan_atas", "menimbang", "mengingat", "menetapkan", "diktum")
        tanggal, judul = self.cleaned_data["tanggal"], rapi(self.cleaned_data["tembusan_judul"]) or None
        butir = self.cleaned_data["tembusan_butir"]
        data["tanggal"] = tanggal.isoformat() if tanggal else None
        data["tembusan"] = {"judul": judul, "butir": butir} if judul or butir else None
        return data | {"tanda_tangan": self.ttd(stored["tanda_tangan"])}


class LampiranForm(BagianForm):
    """What stands around the sheets of a lampiran."""

    kepala_bagian: ClassVar[dict[str, str]] = {"kepala_judul": "Di atas lampiran", "ttd_tempat": "Tanda tangan"}
    nomor = teks("Nomor lampiran", panjang=10, bantuan="Misalnya I. Kosongkan untuk lembar tanpa nomor.")
    judul = paragraf("Judul lampiran", wajib=True)
    jenis = forms.ChoiceField(label="Jenis indikator", choices=Lampiran.Jenis)
    tata_letak = forms.ChoiceField(label="Susunan kolom", choices=Lampiran.TataLetak)
    kolom = DaftarField(label="Judul kolom seperti tercetak", satu="kolom")
    locals().update({f"kepala_{name}": paragraf(label, baris=2) for name, label in KEPALA.items()})
    locals().update(_ttd_fields())

    @classmethod
    def start(cls, data: dict[str, Any]) -> dict[str, Any]:
        """What the form starts with."""
        kepala = {f"kepala_{name}": (data["kepala"] or {}).get(name) or "" for name in KEPALA}
        return data | kepala | _ttd_initial(data["tanda_tangan"])

    def isi(self, stored: dict[str, Any]) -> dict[str, Any]:
        """The part as the service takes it."""
        kepala = {name: rapi(self.cleaned_data[f"kepala_{name}"]) or None for name in KEPALA}
        data = self.plain("nomor", "judul", "jenis", "tata_letak", "kolom")
        data["kepala"] = kepala if any(kepala.values()) or stored["kepala"] else None
        return data | {"tanda_tangan": self.ttd(stored["tanda_tangan"])}


class LembarForm(BagianForm):
    """The identity block of a sheet."""

    nama = teks("Nama instansi seperti tercetak", wajib=True)
    nomor = teks("Nomor lembar", panjang=10)
    tanggung_jawab = teks("Penanggung jawab lembar")
    tugas_pokok = DaftarField(label="Tugas pokok", satu="tugas pokok")
    label_fungsi = teks("Sebutan bagian fungsi", panjang=60, bantuan="Kosongkan untuk «Fungsi».")
    fungsi = DaftarField(label="Fungsi", satu="fungsi")
    visi = paragraf("Visi")
    misi = DaftarField(label="Misi", satu="misi")
    tujuan = DaftarField(label="Tujuan", satu="tujuan")
    indikator_tujuan = BarisField(
        label="Indikator tujuan",
        satu="indikator tujuan",
        kolom=(Kolom("teks", "Indikator tujuan", "paragraf"), Kolom("indikator", "Kode indikator yang sama, bila ada")),
    )
    judul_tabel = paragraf("Judul di atas tabel", baris=2)

    @classmethod
    def start(cls, data: dict[str, Any]) -> dict[str, Any]:
        """What the form starts with."""
        return dict(data)

    def isi(self, stored: dict[str, Any]) -> dict[str, Any]:
        """The part as the service takes it."""
        names = ("nama", "nomor", "tanggung_jawab", "tugas_pokok", "label_fungsi", "fungsi", "visi", "misi", "tujuan")
        data = self.plain(*names, "judul_tabel")
        data["judul_tabel"] = data["judul_tabel"] or ("" if stored["judul_tabel"] == "" else None)
        goals = self.cleaned_data["indikator_tujuan"]
        return data | {"indikator_tujuan": [g | {"indikator": g["indikator"] or None} for g in goals if g["teks"]]}
