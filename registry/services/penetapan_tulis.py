"""From the canonical mapping of a Penetapan to rows: the draft is written whole, then fixed."""

from typing import Any

from django.db import DatabaseError, models

from registry.models import (
    DataDasar,
    Indikator,
    Instansi,
    Lampiran,
    LembarInstansi,
    Pemda,
    Penetapan,
    Pengguna,
    Pengisi,
    Rumus,
    Sasaran,
    Skala,
    Variabel,
)
from registry.services.errors import ServiceError
from registry.services.penetapan_putusan import (
    DIGANTI,
    DIMUAT,
    Orang,
    jawaban_row,
    keep_answered,
    keep_created,
    numbered,
    rumus_fields,
)
from registry.services.penetapan_versi import isi_awal, version_add
from registry.services.perubahan import perubahan
from registry.services.perubahan_padan import padan
from registry.services.perubahan_potret import Potret, potret
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
    "dicabut_oleh",
    "dicabut_pada",
    "dicabut_mulai",
    "alasan_cabut",
]


class Penulis:
    """Writes one Penetapan; keeps what is looked up many times (instansi, indicators, scales) in memory."""

    def __init__(
        self, data: Data, user: Pengguna | None = None, alasan: str = DIMUAT, semula: Potret | None = None
    ) -> None:
        self.data, self.semula = data, semula
        self.user = user
        self.alasan = alasan[:100]
        self.place = f"Penetapan {data['kode']}"
        self.row: models.Model | None = None
        self.pemda = self._pemda()
        self.orang = Orang(user, self.pemda.pk)
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
        penetapan.save_without_historical_record()
        version_add(penetapan, self.user, self.alasan, isi_awal(self.data), dibuat=True)
        for urut, data in enumerate(self.data["lampiran"], 1):
            self._lampiran(penetapan, urut, data)
        others = Indikator.objects.filter(pemda=self.pemda).exclude(kode__in=self.indikator)
        self.indikator |= {i.kode: i for i in others}
        for indikator, data in self.rows:
            self._beside(indikator, data)
        if self.semula is not None:  # while it is a draft: who may not read drafts never sees what one said
            version_add(penetapan, self.user, DIGANTI, perubahan(*padan(self.semula, potret(penetapan))))
        penetapan._change_reason = self.alasan
        if self.data["status"] != Penetapan.Status.DRAF:
            penetapan.status = self.data["status"]
            penetapan.save()
        return penetapan

    def broken_rule(self, error: DatabaseError) -> str:
        """In words, the rule of the database that the last row broke."""
        for rule in self.row._meta.constraints if self.row else []:
            columns = [f"{self.row._meta.db_table}.{self.row._meta.get_field(f).column}" for f in _fields(rule)]
            if rule.name in str(error) or (columns and all(c in str(error) for c in columns)):
                return str(rule.get_violation_error_message())
        return "isinya ditolak basis data."

    def _save(self, row: models.Model, place: str) -> None:
        """Saves one row below the decree; what is wrong with it is told with its place."""
        self.row, self.place = row, f"Penetapan {self.data['kode']}, {place}"
        plain = [f.name for f in row._meta.fields if f.is_relation or isinstance(f, models.JSONField)]
        row.clean_fields(exclude=plain)
        row.save()

    def _pemda(self) -> Pemda:
        kode = self.data["pemda"].get("kode")
        pemda = Pemda.objects.filter(kode=kode).first()
        if pemda is None:
            raise ServiceError(f"Penetapan {self.data['kode']}: pemda dengan kode «{kode}» belum terdaftar.")
        return pemda

    def _lampiran(self, penetapan: Penetapan, urut: int, data: Data) -> None:
        names = ["nomor", "judul", "jenis", "tata_letak", "kepala", "kolom", "tanda_tangan"]
        lampiran = Lampiran(penetapan=penetapan, urut=urut, **{n: data[n] for n in names})
        self._save(lampiran, str(lampiran))
        for lembar in data["instansi"]:
            self._lembar(lampiran, lembar)

    def _lembar(self, lampiran: Lampiran, data: Data) -> None:
        instansi = self._find(self.instansi, data["kode"], "instansi", data["nama"])
        lembar = LembarInstansi(lampiran=lampiran, instansi=instansi, **{n: data[n] for n in LEMBAR_FIELDS})
        self._save(lembar, f"{lampiran}, {data['nama']}")
        for urut, item in enumerate(data["sasaran"], 1):
            sasaran = Sasaran(lembar=lembar, urut=urut, nomor=item["nomor"], teks=item["teks"])
            self._save(sasaran, f"{data['nama']}, sasaran {item['nomor'] or urut}")
            for number, row in enumerate(item["indikator"], 1):
                self._indikator(lembar, sasaran, number, row)

    def _indikator(self, lembar: LembarInstansi, sasaran: Sasaran, urut: int, data: Data) -> None:
        fields = {n: data[n] for n in INDIKATOR_FIELDS}
        indikator = Indikator(pemda=self.pemda, lembar=lembar, sasaran=sasaran, urut=urut, **fields)
        self._save(indikator, f"indikator {data['kode']}")
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
            self._save(Pengisi(indikator=indikator, instansi=instansi, urut=urut), f"{place}, pengisi {kode}")
        numbers = numbered(data)
        rumus = {}
        versi, putusan = next(numbers)
        extra = {"status": Rumus.Status.BERLAKU} | rumus_fields(putusan, self.orang, place, told=False)
        rumus[versi] = self._rumus(indikator, versi, data, data["variabel"], extra)
        keep_created(rumus[versi], putusan)
        for (versi, putusan), item in zip(numbers, data["usulan"], strict=True):
            merged = {k: item[k] or data[k] for k in ("rumus", "rumpun", "satuan", "arah", "gabungan")}
            merged["desimal"] = data["desimal"] if item["desimal"] is None else item["desimal"]
            extra = {name: item[name] for name in ("status", "alasan", "tanggapan")}
            extra |= rumus_fields(putusan, self.orang, place, told=True)
            rumus[versi] = self._rumus(indikator, versi, merged, item["variabel"] or data["variabel"], extra)
            keep_created(rumus[versi], putusan)
        for item in data["jawaban_temuan"]:
            row = jawaban_row(indikator, item, rumus, self.orang, f"Penetapan {self.data['kode']}, {place}")
            self._save(row, f"{place}, jawaban temuan {item['aturan']}")
            keep_answered(row, item)

    def _rumus(self, indikator: Indikator, versi: int, data: Data, variabel: list[Data], extra: Data) -> Rumus:
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
        rumus._history_user, rumus._change_reason = self.user, self.alasan
        self._save(rumus, f"indikator {indikator.kode}, rumus versi {versi}")
        for urut, item in enumerate(variabel, 1):
            self._variabel(rumus, urut, item, f"indikator {indikator.kode}, variabel {item['nama']}")
        return rumus

    def _variabel(self, rumus: Rumus, urut: int, data: Data, place: str) -> None:
        plain = ["nama", "label", "satuan", "jenis", "asal", "nilai", "anggota", "min", "maks", "bulat", "konsolidasi"]
        variabel = Variabel(
            rumus=rumus,
            urut=urut,
            data_dasar=self._maybe(self.data_dasar, data["data_dasar"], "data dasar", place),
            indikator=self._maybe(self.indikator, data["indikator"], "indikator", place),
            skala=self._maybe(self.skala, data["skala"], "skala", place),
            pengisi=self._maybe(self.instansi, data["pengisi"], "pengisi", place),
            **{n: data[n] for n in plain},
        )
        self._save(variabel, place)

    def _maybe(self, table: dict[str, Any], kode: str | None, noun: str, place: str) -> Any:
        return None if kode is None else self._find(table, kode, noun, place)

    def _find(self, table: dict[str, Any], kode: str, noun: str, place: str) -> Any:
        found = table.get(kode)
        if found is None:
            raise ServiceError(
                f"Penetapan {self.data['kode']}, {place}: {noun} «{kode}» belum terdaftar di {self.pemda.nama}."
            )
        return found


def _fields(rule: models.BaseConstraint) -> tuple[str, ...]:
    return tuple(rule.fields) if isinstance(rule, models.UniqueConstraint) else ()
