"""From the canonical mapping of a Penetapan to rows: the draft is written whole, then fixed."""

from typing import Any

from registry.models import (
    DataDasar,
    Indikator,
    Instansi,
    Lampiran,
    LembarInstansi,
    Pemda,
    Penetapan,
    Pengisi,
    Rumus,
    Sasaran,
    Skala,
    Variabel,
)
from registry.services.errors import ServiceError
from registry.services.rumus import check_rumus

Data = dict[str, Any]
LEMBAR_FIELDS = [
    "nama",
    "urut",
    "nomor",
    "tanggung_jawab",
    "tugas_pokok",
    "fungsi",
    "label_fungsi",
    "visi",
    "misi",
    "tujuan",
    "indikator_tujuan",
    "penomoran",
    "judul_tabel",
    "kolom",
]
INDIKATOR_FIELDS = [
    "kode",
    "nomor",
    "nama",
    "rumus_cetak",
    "penjelasan",
    "makna",
    "alasan",
    "referensi",
    "sumber_data",
    "penanggung_jawab",
    "gabung",
    "catatan_sumber",
]
PENETAPAN_FIELDS = [
    "kode",
    "jenis",
    "kop",
    "nomor",
    "tahun",
    "tentang",
    "tempat",
    "tanggal",
    "tanggal_naskah",
    "tahun_awal",
    "tahun_akhir",
    "mencabut",
    "perubahan_atas",
    "salinan",
    "menimbang",
    "mengingat",
    "menetapkan",
    "diktum",
    "tembusan",
    "tanda_tangan",
]


class Penulis:
    """Writes one Penetapan; keeps what is looked up many times (instansi, indicators, scales) in memory."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.pemda = self._pemda()
        self.instansi = {i.kode: i for i in Instansi.objects.filter(pemda=self.pemda)}
        self.skala = {s.kode: s for s in Skala.objects.filter(pemda=None)}
        self.skala |= {s.kode: s for s in Skala.objects.filter(pemda=self.pemda)}
        self.data_dasar = {d.kode: d for d in DataDasar.objects.filter(pemda=self.pemda)}
        self.indikator: dict[str, Indikator] = {}
        self.rows: list[tuple[Indikator, Data]] = []

    def write(self) -> Penetapan:
        """Writes the decree and everything below it; must run inside a transaction."""
        fields = {name: self.data[name] for name in PENETAPAN_FIELDS}
        penetapan = Penetapan(pemda=self.pemda, status=Penetapan.Status.DRAF, **fields)
        penetapan.full_clean()
        penetapan.save()
        for urut, data in enumerate(self.data["lampiran"], 1):
            self._lampiran(penetapan, urut, data)
        others = Indikator.objects.filter(pemda=self.pemda).exclude(kode__in=self.indikator)
        self.indikator |= {i.kode: i for i in others}
        for indikator, data in self.rows:
            self._beside(indikator, data)
        if self.data["status"] != Penetapan.Status.DRAF:
            penetapan.status = self.data["status"]
            penetapan.save()
        return penetapan

    def _pemda(self) -> Pemda:
        kode = self.data["pemda"].get("kode")
        pemda = Pemda.objects.filter(kode=kode).first()
        if pemda is None:
            raise ServiceError(f"Penetapan {self.data['kode']}: pemda dengan kode «{kode}» belum terdaftar.")
        return pemda

    def _lampiran(self, penetapan: Penetapan, urut: int, data: Data) -> None:
        names = ["nomor", "judul", "jenis", "tata_letak", "kepala", "kolom", "tanda_tangan"]
        lampiran = Lampiran.objects.create(penetapan=penetapan, urut=urut, **{n: data[n] for n in names})
        for lembar in data["instansi"]:
            self._lembar(lampiran, lembar)

    def _lembar(self, lampiran: Lampiran, data: Data) -> None:
        lembar = LembarInstansi.objects.create(
            lampiran=lampiran,
            instansi=self._find(self.instansi, data["kode"], "instansi", data["nama"]),
            **{n: data[n] for n in LEMBAR_FIELDS},
        )
        for urut, item in enumerate(data["sasaran"], 1):
            sasaran = Sasaran.objects.create(lembar=lembar, urut=urut, nomor=item["nomor"], teks=item["teks"])
            for number, row in enumerate(item["indikator"], 1):
                self._indikator(lembar, sasaran, number, row)

    def _indikator(self, lembar: LembarInstansi, sasaran: Sasaran, urut: int, data: Data) -> None:
        fields = {n: data[n] for n in INDIKATOR_FIELDS}
        indikator = Indikator(pemda=self.pemda, lembar=lembar, sasaran=sasaran, urut=urut, **fields)
        indikator.full_clean(exclude=["pemda", "lembar", "sasaran"])
        indikator.save()
        self.indikator[indikator.kode] = indikator
        self.rows.append((indikator, data))

    def _beside(self, indikator: Indikator, data: Data) -> None:
        """What stands beside the printed text: predecessor, who fills, formulas."""
        place = f"indikator {indikator.kode}"
        if data["lanjutan_dari"]:
            indikator.lanjutan_dari = self._find(self.indikator, data["lanjutan_dari"], "indikator pendahulu", place)
            indikator.save()
        owners = data["pengisi"] or [indikator.lembar.instansi.kode]
        for urut, kode in enumerate(owners, 1):
            instansi = self._find(self.instansi, kode, "pengisi", place)
            Pengisi.objects.create(indikator=indikator, instansi=instansi, urut=urut)
        self._rumus(indikator, 1, data, data["variabel"], {"status": Rumus.Status.BERLAKU})
        for versi, item in enumerate(data["usulan"], 2):
            merged = {k: item[k] or data[k] for k in ("rumus", "rumpun", "satuan", "arah")}
            merged["desimal"] = data["desimal"] if item["desimal"] is None else item["desimal"]
            merged["gabungan"] = data["gabungan"]
            extra = {"status": item["status"], "alasan": item["alasan"]}
            self._rumus(indikator, versi, merged, item["variabel"] or data["variabel"], extra)

    def _rumus(self, indikator: Indikator, versi: int, data: Data, variabel: list[Data], extra: Data) -> None:
        check_rumus(ekspresi=data["rumus"], variabel=variabel, place=f"Indikator {indikator.kode}")
        rumus = Rumus(
            indikator=indikator,
            versi=versi,
            ekspresi=data["rumus"],
            rumpun=data["rumpun"] or "",
            satuan=data["satuan"],
            arah=data["arah"],
            desimal=data["desimal"],
            gabungan=data["gabungan"],
            **extra,
        )
        rumus.save()
        for urut, item in enumerate(variabel, 1):
            self._variabel(rumus, urut, item, f"indikator {indikator.kode}, variabel {item['nama']}")

    def _variabel(self, rumus: Rumus, urut: int, data: Data, place: str) -> None:
        plain = ["nama", "label", "satuan", "jenis", "asal", "nilai", "anggota", "min", "maks", "bulat"]
        Variabel.objects.create(
            rumus=rumus,
            urut=urut,
            data_dasar=self._maybe(self.data_dasar, data["data_dasar"], "data dasar", place),
            indikator=self._maybe(self.indikator, data["indikator"], "indikator", place),
            skala=self._maybe(self.skala, data["skala"], "skala", place),
            pengisi=self._maybe(self.instansi, data["pengisi"], "pengisi", place),
            **{n: data[n] for n in plain},
        )

    def _maybe(self, table: dict[str, Any], kode: str | None, noun: str, place: str) -> Any:
        return None if kode is None else self._find(table, kode, noun, place)

    def _find(self, table: dict[str, Any], kode: str, noun: str, place: str) -> Any:
        found = table.get(kode)
        if found is None:
            raise ServiceError(
                f"Penetapan {self.data['kode']}, {place}: {noun} «{kode}» belum terdaftar di {self.pemda.nama}."
            )
        return found
