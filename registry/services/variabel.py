"""Variables of a proposed formula: from plain data (codes and texts) to unsaved rows, with what each must say.

Codes are looked up inside the Pemda, so a formula never reads another Pemda's data (security.md S-43).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from formulas.parser import name_problem
from registry.models import DataDasar, Indikator, Instansi, Skala, Variabel
from registry.services.errors import ServiceError
from registry.services.nama import clean_name
from registry.services.nilai import TERSIMPAN

Jenis, Asal = Variabel.Jenis, Variabel.Asal
MAKS_VARIABEL, MAKS_ANGGOTA, MAKS_LABEL = 40, 100, 500
KOSONG: dict[str, Any] = {
    "label": "", "satuan": "", "jenis": Jenis.ANGKA, "asal": Asal.ISIAN, "nilai": None, "data_dasar": None,
    "indikator": None, "anggota": [], "skala": None, "min": None, "maks": None, "bulat": False, "pengisi": None,
}  # fmt: skip
# which kinds an origin gives, and which of the other fields belong to it
JENIS_DARI: dict[str, tuple[str, ...]] = {
    Asal.ISIAN: (Jenis.ANGKA, Jenis.DERET, Jenis.PILIHAN),
    Asal.TETAPAN: (Jenis.ANGKA,),
    Asal.DATA_DASAR: (Jenis.ANGKA,),
    Asal.INDIKATOR: (Jenis.ANGKA,),
    Asal.ANGGOTA: (Jenis.DERET,),
}
BIDANG_DARI: dict[str, set[str]] = {
    Asal.ISIAN: {"anggota", "skala", "min", "maks", "bulat", "pengisi"},
    Asal.TETAPAN: {"nilai"},
    Asal.DATA_DASAR: {"data_dasar", "min", "maks", "bulat"},
    Asal.INDIKATOR: {"indikator", "skala"},
    Asal.ANGGOTA: {"indikator"},
}
TERBANYAK = f"Paling banyak {MAKS_VARIABEL} variabel dalam satu rumus."
KEMBAR = "Nama «{nama}» dipakai dua kali. Beri tiap variabel nama yang berbeda."
TANPA_LABEL = "Tulis label variabel: apa yang dihitung, dengan kata-kata."
SALAH_JENIS = "Variabel yang berasal dari {asal} harus berjenis {jenis}."
PERLU = {
    "nilai": "Tulis nilai tetapannya, misalnya 20.",
    "data_dasar": "Pilih data dasar yang dipakai.",
    "indikator": "Tulis kode indikator yang dipakai.",
}
PERLU_SKALA = "Pilih skala predikatnya."
PERLU_ANGGOTA = "Tulis anggota deret, satu nama tiap baris."
ANGGOTA_KEMBAR = "Anggota deret «{nama}» tertulis dua kali."
ANGGOTA_BANYAK = f"Paling banyak {MAKS_ANGGOTA} anggota deret."
BUKAN_KELOMPOK = "Indikator «{kode}» bukan milik kelompok instansi, sehingga tidak mempunyai anggota."
TIDAK_ADA = "{noun} «{kode}» tidak ada di {pemda}."
BATAS_TERBALIK = "Batas bawah lebih besar daripada batas atas."
BUKAN_ANGKA = "Angka pada nilai atau batas tidak dapat dibaca."


class VariabelError(ServiceError):
    """A refused variable: which one, in which field, and what to write instead."""

    def __init__(self, urut: int, bidang: str, pesan: str, nama: str) -> None:
        super().__init__(f"Variabel {f'«{nama}»' if nama else f'ke-{urut + 1}'}: {pesan}")
        self.urut, self.bidang, self.rinci = urut, bidang, pesan


class Penyusun:
    """Makes the variables of one formula; codes are read once for all of them."""

    def __init__(self, milik: Indikator) -> None:
        self.pemda = milik.pemda
        current = Variabel.objects.filter(rumus__indikator=milik, rumus__status="berlaku")
        self.konsolidasi = dict(current.values_list("nama", "konsolidasi"))
        rows = {"pemda": self.pemda}
        self.tables: dict[str, dict[str, Any]] = {
            "data_dasar": {d.kode: d for d in DataDasar.objects.filter(**rows).select_related("pemilik")},
            "indikator": {i.kode: i for i in Indikator.objects.filter(**rows).select_related("lembar__instansi")},
            "pengisi": {i.kode: i for i in Instansi.objects.filter(**rows).measured().exclude(jenis="pemda")},
            "skala": {s.kode: s for s in Skala.objects.filter(Q(pemda=None) | Q(**rows)).order_by("pemda")},
        }

    def build(self, rows: Sequence[Mapping[str, Any]]) -> list[Variabel]:
        """Unsaved variables in order; VariabelError at the first that cannot be."""
        if len(rows) > MAKS_VARIABEL:
            raise ServiceError(TERBANYAK)
        names: set[str] = set()
        built = []
        for urut, row in enumerate(rows):
            self.urut, self.data = urut, {**KOSONG, **row}
            built.append(self._one())
            if built[-1].nama in names:
                raise self._refuse("nama", KEMBAR.format(nama=built[-1].nama))
            names.add(built[-1].nama)
        return built

    def _refuse(self, bidang: str, pesan: str) -> VariabelError:
        return VariabelError(self.urut, bidang, pesan, self.data["nama"])

    def _one(self) -> Variabel:
        self._named()
        asal = self.data["asal"]
        if asal not in JENIS_DARI or self.data["jenis"] not in JENIS_DARI[asal]:
            words = " atau ".join(Jenis(j).label.lower() for j in JENIS_DARI.get(asal, ()))
            label = Asal(asal).label.lower() if asal in JENIS_DARI else "?"
            raise self._refuse("jenis", SALAH_JENIS.format(asal=label, jenis=words))
        keep = BIDANG_DARI[asal]
        own = {name: self.data[name] if name in keep else KOSONG[name] for name in set().union(*BIDANG_DARI.values())}
        self._needed(own, keep)
        self._limits(own)
        for name, table in self.tables.items():
            own[name] = self._find(table, name, own[name])
        if asal == Asal.ANGGOTA and own["indikator"].lembar.instansi.jenis != Instansi.Jenis.KELOMPOK:
            raise self._refuse("indikator", BUKAN_KELOMPOK.format(kode=own["indikator"].kode))
        plain = {name: self.data[name] for name in ("nama", "label", "satuan", "jenis", "asal")}
        variabel = Variabel(urut=self.urut + 1, **plain, **own)
        if asal == Asal.ISIAN:  # how its quarters are put together goes on with the name
            variabel.konsolidasi = self.konsolidasi.get(variabel.nama)
        return self._checked(variabel)

    def _named(self) -> None:
        data = self.data
        data["nama"], data["satuan"] = str(data["nama"]).strip(), clean_name(data["satuan"])
        data["label"] = clean_name(data["label"])
        problem = name_problem(data["nama"])
        if problem:
            raise self._refuse("nama", problem)
        if not data["label"] or len(data["label"]) > MAKS_LABEL:
            raise self._refuse("label", TANPA_LABEL if not data["label"] else f"Paling panjang {MAKS_LABEL} aksara.")

    def _needed(self, own: dict[str, Any], keep: set[str]) -> None:
        for name in keep & PERLU.keys():
            if own[name] in (None, ""):
                raise self._refuse(name, PERLU[name])
        own["skala"] = own["skala"] or None
        own["pengisi"] = own["pengisi"] or None
        if self.data["jenis"] == Jenis.PILIHAN and not own["skala"]:
            raise self._refuse("skala", PERLU_SKALA)
        self._members(own)

    def _members(self, own: dict[str, Any]) -> None:
        deret = self.data["jenis"] == Jenis.DERET and self.data["asal"] == Asal.ISIAN
        names = [clean_name(name) for name in own["anggota"] if clean_name(name)] if deret else []
        if deret and not names:
            raise self._refuse("anggota", PERLU_ANGGOTA)
        if len(names) > MAKS_ANGGOTA:
            raise self._refuse("anggota", ANGGOTA_BANYAK)
        twin = next((name for n, name in enumerate(names) if name in names[:n]), None)
        if twin is not None:
            raise self._refuse("anggota", ANGGOTA_KEMBAR.format(nama=twin))
        own["anggota"] = names

    def _limits(self, own: dict[str, Any]) -> None:
        for name in ("nilai", "min", "maks"):
            own[name] = own[name] or None
            if own[name] is not None and not TERSIMPAN.fullmatch(own[name]):
                raise self._refuse(name, BUKAN_ANGKA)
        if own["min"] is not None and own["maks"] is not None and Decimal(own["min"]) > Decimal(own["maks"]):
            raise self._refuse("maks", BATAS_TERBALIK)

    def _find(self, table: Mapping[str, Any], bidang: str, kode: str | None) -> Any:
        if not kode:
            return None
        if kode not in table:
            noun = bidang.replace("_", " ").capitalize()
            raise self._refuse(bidang, TIDAK_ADA.format(noun=noun, kode=kode, pemda=self.pemda))
        return table[kode]

    def _checked(self, variabel: Variabel) -> Variabel:
        try:
            variabel.clean_fields(exclude=["rumus", "data_dasar", "indikator", "skala", "pengisi"])
        except ValidationError as error:
            bidang, pesan = next(iter(error.message_dict.items()))
            raise self._refuse(bidang, " ".join(pesan)) from error
        return variabel


def as_data(variabel: Variabel) -> dict[str, Any]:
    """A stored variable as the plain data that `Penyusun` takes; needs its references joined."""
    plain = ("nama", "label", "satuan", "jenis", "asal", "nilai", "anggota", "min", "maks", "bulat")
    codes = ("data_dasar", "indikator", "skala", "pengisi")
    data = {name: getattr(variabel, name) for name in plain}
    return data | {name: row.kode if (row := getattr(variabel, name)) else None for name in codes}
