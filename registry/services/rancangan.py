"""A draft decree is changed part by part: body, lampiran, sheet, cells of an indicator.

Each part is saved against a fingerprint of what the form was opened with: whoever saves second is told, sees both
texts, and nothing is lost. What is written goes through the readers of the exchange format, as an import would.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from registry.models import Indikator, Instansi, Lampiran, LembarInstansi, Penetapan, Pengguna, Pengisi
from registry.services.errors import ServiceError
from registry.services.penetapan_bentuk import FormatError, read_mapping
from registry.services.penetapan_format import INDIKATOR, LAMPIRAN, LEMBAR, PENETAPAN
from registry.services.penetapan_salin import locked_draft
from registry.services.penetapan_versi import version_add
from registry.services.perubahan import perubahan
from registry.services.perubahan_potret import NASKAH_SAJA, Potret, potret

Data = dict[str, Any]
NASKAH = (
    *("jenis", "kop", "nomor", "tahun", "tentang", "tempat", "tanggal", "tanggal_naskah", "tahun_awal", "tahun_akhir"),
    *("mencabut", "perubahan_atas", "menimbang", "mengingat", "menetapkan", "diktum", "tembusan", "tanda_tangan"),
)
BAGIAN_LAMPIRAN = ("nomor", "judul", "jenis", "tata_letak", "kepala", "kolom", "tanda_tangan")
BAGIAN_LEMBAR = (
    *("nama", "nomor", "tanggung_jawab", "tugas_pokok", "fungsi", "label_fungsi", "visi", "misi", "tujuan"),
    *("indikator_tujuan", "judul_tabel"),
)
SEL = (
    *("nomor", "nama", "rumus_cetak", "penjelasan", "makna", "alasan", "referensi", "sumber_data"),
    *("penanggung_jawab", "gabung"),
)
JENIS_BAGIAN: dict[Any, str] = {Lampiran: "lampiran", LembarInstansi: "lembar", Indikator: "indikator"}
BENTROK = (
    "Bagian ini baru saja disimpan orang lain. Ketikan Anda tetap di bawah dan belum disimpan; bandingkan dengan "
    "yang tersimpan, lalu simpan lagi."
)
HILANG = "Bagian ini sudah dihapus dari rancangan."
INSTANSI_LAIN = "Pengisi «{kode}» tidak terdaftar."


class BentrokError(ServiceError):
    """Somebody saved this part in between; holds what is stored now."""

    def __init__(self, tersimpan: Data) -> None:
        super().__init__(BENTROK)
        self.tersimpan = tersimpan


def naskah_of(row: Penetapan) -> Data:
    """The body of a decree."""
    return {n: getattr(row, n) for n in NASKAH} | {"tanggal": row.tanggal.isoformat() if row.tanggal else None}


def lampiran_of(row: Lampiran) -> Data:
    """What is printed around the sheets of a lampiran."""
    return {n: getattr(row, n) for n in BAGIAN_LAMPIRAN}


def lembar_of(row: LembarInstansi) -> Data:
    """The identity block of a sheet."""
    return {n: getattr(row, n) for n in BAGIAN_LEMBAR}


def indikator_of(row: Indikator) -> Data:
    """The printed cells of an indicator, and who fills it."""
    pengisi = list(row.pengisi.order_by("urut").values_list("instansi__kode", flat=True))
    return {n: getattr(row, n) for n in SEL} | {"pengisi": pengisi}


def sidik(data: Mapping[str, Any]) -> str:
    """A fingerprint of a part: equal exactly when it says the same."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@transaction.atomic
def naskah_save(*, user: Pengguna, penetapan: Penetapan, isi: Data, dibuka: str) -> Penetapan:
    """Stores the body; `dibuka` is the fingerprint that the form was opened with."""
    row = locked_draft(user, penetapan)
    semula = potret(row, NASKAH_SAJA)
    _check(naskah_of(row), dibuka)
    checked = _read(PENETAPAN, isi, "Naskah")
    for name, value in checked.items():
        setattr(row, name, value)
    return keep(row, user, "Naskah rancangan diubah", semula)


@transaction.atomic
def lampiran_save(*, user: Pengguna, lampiran: Lampiran, isi: Data, dibuka: str) -> None:
    """Stores what stands around the sheets of a lampiran."""
    _part(user, lampiran, lampiran.penetapan, isi, dibuka, LAMPIRAN, lampiran_of, f"{lampiran} diubah")


@transaction.atomic
def lembar_save(*, user: Pengguna, lembar: LembarInstansi, isi: Data, dibuka: str) -> None:
    """Stores the identity block of a sheet."""
    decree = lembar.lampiran.penetapan
    _part(user, lembar, decree, isi, dibuka, LEMBAR, lembar_of, f"Lembar {lembar} diubah")


@transaction.atomic
def indikator_save(*, user: Pengguna, indikator: Indikator, isi: Data, dibuka: str) -> None:
    """Stores the printed cells of an indicator and who fills it."""
    decree = indikator.lembar.lampiran.penetapan
    pengisi = isi.pop("pengisi")
    reason = f"Indikator {indikator.kode} diubah"

    def fill(row: Indikator) -> None:
        _fillers(row, pengisi)

    _part(user, indikator, decree, isi, dibuka, INDIKATOR, indikator_of, reason, fill)


def _part(
    user: Pengguna, row: Any, decree: Penetapan, isi: Data, dibuka: str, spec: Any, read: Any, reason: str,
    beside: Callable[[Any], None] | None = None,
) -> None:  # fmt: skip
    penetapan = locked_draft(user, decree)
    now = type(row).objects.filter(pk=row.pk).first()
    if now is None:
        raise ServiceError(HILANG)
    semula = potret(penetapan, {JENIS_BAGIAN[type(row)]: {"pk": row.pk}})
    _check(read(now), dibuka)
    for name, value in _read(spec, isi, str(row)).items():
        setattr(now, name, value)
    store_plain(now)
    if beside:
        beside(now)
    keep(penetapan, user, reason, semula)


def _check(stored: Data, dibuka: str) -> None:
    if sidik(stored) != dibuka:
        raise BentrokError(stored)


def _read(spec: Any, isi: Data, place: str) -> Data:
    """The fields through the readers of the exchange format; ServiceError says what cannot be printed."""
    try:
        return read_mapping({name: spec[name] for name in isi}, isi, place)
    except FormatError as error:
        raise ServiceError(str(error)) from error


def _fillers(indikator: Indikator, kode: list[str]) -> None:
    rows = {i.kode: i for i in Instansi.objects.filter(pemda=indikator.pemda_id, kode__in=kode)}
    indikator.pengisi.all().delete()
    wanted = list(dict.fromkeys(kode)) or [indikator.lembar.instansi.kode]
    rows.setdefault(indikator.lembar.instansi.kode, indikator.lembar.instansi)
    for urut, one in enumerate(wanted, 1):
        if one not in rows:
            raise ServiceError(INSTANSI_LAIN.format(kode=one))
        Pengisi.objects.create(indikator=indikator, instansi=rows[one], urut=urut)


def store_plain(row: models.Model) -> None:
    """Checks and saves a row that has no history of its own."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    row.save()


def keep(
    penetapan: Penetapan, user: Pengguna, reason: str, semula: Potret, pindah: tuple[str, int] | None = None
) -> Penetapan:
    """A new version of the draft, with who changed what since `semula`; none where nothing changed.

    `pindah` is the part that a person moved.
    """
    try:
        penetapan.full_clean()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    penetapan.save_without_historical_record()
    now = potret(penetapan, semula.lingkup)
    if now != semula:
        version_add(penetapan, user, reason, perubahan(semula, now, pindah))
    return penetapan
