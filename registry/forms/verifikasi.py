"""Forms of the review: filters of the queue, decisions with ready-made reasons, marks, comments."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from registry.periode import nama_triwulan
from registry.services.keganjilan import TANDA
from registry.services.realisasi import WAJIB_ALASAN
from registry.services.verifikasi import Antrean

SEMUA = ("", "Semua")
TANPA = "tanpa"
MAKS_ALASAN = 2000
# What is returned most often: a short name on the button, and the sentence it writes.
ALASAN_SIAP: dict[str, tuple[str, str]] = {
    "bukti": ("Bukti dukung", "Lampirkan bukti dukung sesuai butir «Sumber Data»."),
    "sumber": ("Sumber angka", "Sebutkan sumber angkanya: nama dokumen, nomor, tanggal, dan halaman."),
    "beda": ("Beda dari bukti", "Nilai yang diisi berbeda dari angka dalam bukti dukung."),
    "tertukar": ("Tertukar", "Periksa pembilang dan penyebutnya; keduanya tampak tertukar."),
    "penyebut": ("Penyebut berubah", "Jelaskan mengapa penyebutnya berubah dari tahun lalu."),
    "lonjakan": ("Lonjakan", "Jelaskan penyebab perubahan yang besar dari tahun lalu pada kolom keterangan."),
    "kosong": ("Kosong", "Isi nilainya, atau tulis alasan kosong yang lengkap dengan perkiraan tanggal rilis."),
    "satuan": ("Satuan", "Periksa satuannya; nilai yang diisi tidak sesuai dengan satuan indikator."),
}


class SaringAntrean(forms.Form):
    """Which part of the queue, each choice with how many it has; unknown values change nothing."""

    tahun = forms.ChoiceField(label="Tahun", required=False)
    periode = forms.ChoiceField(label="Periode", required=False)
    opd = forms.ChoiceField(label="OPD", required=False)
    tanda = forms.ChoiceField(label="Tanda", required=False)
    ditandai = forms.ChoiceField(label="Penanda", required=False)

    def __init__(self, data: QueryDict, *, queue: Sequence[Antrean]) -> None:
        super().__init__(data)
        self._choices("tahun", queue, lambda item: item.realisasi.tahun, str, reverse=True)
        self._choices("periode", queue, lambda item: item.realisasi.periode, _periode)
        places = {item.realisasi.instansi.kode: item.realisasi.instansi for item in queue}
        order = {kode: (place.urut, kode) for kode, place in places.items()}
        opd = Counter(item.realisasi.instansi.kode for item in queue)
        named = [(kode, f"{places[kode].nama} ({opd[kode]})") for kode in sorted(places, key=lambda k: order[k])]
        self.fields["opd"].choices = [SEMUA, *named]
        self.fields["tanda"].choices = [SEMUA, *_signs(queue)]
        marked = sum(item.penanda is not None for item in queue)
        self.fields["ditandai"].choices = [SEMUA, ("ya", f"Yang ditandai ({marked})")]

    def _choices(
        self,
        name: str,
        queue: Sequence[Antrean],
        value: Callable[[Antrean], Any],
        told: Callable[[Any], str],
        reverse: bool = False,
    ) -> None:
        counted: Counter[Hashable] = Counter(value(item) for item in queue)
        rows = sorted(counted, reverse=reverse)  # type: ignore[type-var]
        self.fields[name].choices = [SEMUA, *[(str(key), f"{told(key)} ({counted[key]})") for key in rows]]

    @property
    def many_periods(self) -> bool:
        """Whether there is a periode to choose."""
        return len(self.fields["periode"].choices) > 2

    def keep(self, queue: Sequence[Antrean]) -> list[Antrean]:
        """The items that pass."""
        self.is_valid()
        return [item for item in queue if self._passes(item)]

    def _passes(self, item: Antrean) -> bool:
        data, row = self.cleaned_data, item.realisasi
        signs = {tanda.kode for tanda in item.tanda}
        wanted = data.get("tanda")
        return (
            data.get("tahun") in (None, "", str(row.tahun))
            and data.get("periode") in (None, "", str(row.periode))
            and data.get("opd") in (None, "", row.instansi.kode)
            and (not wanted or wanted in signs or (wanted == TANPA and not signs))
            and (not data.get("ditandai") or item.penanda is not None)
        )

    @property
    def address(self) -> str:
        """The valid filters as a query string."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in getattr(self, "cleaned_data", {}).items() if value})
        return query.urlencode()


def _periode(periode: int) -> str:
    return nama_triwulan(periode) if periode else "Setahun"


def _signs(queue: Sequence[Antrean]) -> list[tuple[str, str]]:
    """The signs that occur, heaviest first, and those without any."""
    counted = Counter(kode for item in queue for kode in {tanda.kode for tanda in item.tanda})
    rows = [(kode, f"{jenis.judul} ({counted[kode]})") for kode, jenis in TANDA.items() if counted[kode]]
    quiet = sum(not item.tanda for item in queue)
    return [*rows, (TANPA, f"Tanpa tanda ({quiet})")] if quiet else rows


class SetujuiForm(forms.Form):
    """An approval: of which version, and from which part of the queue."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    saringan = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)


class AlasanForm(SetujuiForm):
    """A return or a reopening: the reason is what the OPD will read; ready-made ones may be ticked."""

    siap = forms.MultipleChoiceField(
        label="Alasan yang sering dipakai",
        required=False,
        choices=[(kode, judul) for kode, (judul, _) in ALASAN_SIAP.items()],
    )
    alasan = forms.CharField(
        label="Alasan",
        max_length=MAKS_ALASAN,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dibaca oleh OPD. Sebutkan apa yang perlu diperbaiki.",
    )

    @property
    def pilihan(self) -> list[tuple[str, str, str, bool]]:
        """Code, short name, sentence and whether ticked, of each ready-made reason."""
        ticked = self.data.getlist("siap") if isinstance(self.data, QueryDict) else []
        return [(kode, judul, isi, kode in ticked) for kode, (judul, isi) in ALASAN_SIAP.items()]

    def clean(self) -> dict[str, Any]:
        """The ticked sentences and the typed text become one reason."""
        data = super().clean() or {}
        typed = data.get("alasan", "").strip()
        ready = [ALASAN_SIAP[kode][1] for kode in data.get("siap", []) if ALASAN_SIAP[kode][1] not in typed]
        reason = "\n".join([*ready, typed] if typed else ready)
        if not reason and "alasan" not in self.errors:
            self.add_error("alasan", WAJIB_ALASAN)
        data["alasan"] = reason
        return data


class PenandaForm(forms.Form):
    """A mark with an optional note."""

    teks = forms.CharField(label="Catatan penanda", max_length=300, required=False)
    saringan = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)


class CatatanForm(forms.Form):
    """A comment on a value."""

    teks = forms.CharField(
        label="Tambah catatan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis catatannya dahulu."},
    )
