"""A draft becomes a decree, and a decree is revoked: what is missing before, what follows from it.

What a decree prints is fixed from then on (the database holds it too); a revoked one keeps the years before.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

import formulas
from formulas.notation import write_date
from registry.akses import Aksi
from registry.models import Indikator, Lampiran, LembarInstansi, Penetapan, Pengguna, Realisasi, Rumus, Sasaran
from registry.models.jawaban_pemeriksaan import cell_key
from registry.services.alasan import checked_reason
from registry.services.errors import ServiceError
from registry.services.hitung import parse_rumus
from registry.services.penetapan_baca import read_penetapan, with_everything
from registry.services.penetapan_salin import locked_draft
from registry.services.perubahan_potret import NASKAH_SAJA, potret
from registry.services.rancangan import keep, sidik, store_plain
from registry.services.simpan import check_may

BELUM_LENGKAP = "Rancangan ini belum dapat ditetapkan: {jumlah} hal masih kurang. Lihat daftarnya."
BERUBAH = "Rancangan ini berubah sejak Anda memeriksanya. Periksa sekali lagi sebelum menetapkannya."
BUKAN_DITETAPKAN = "Hanya penetapan yang sudah ditetapkan dan belum dicabut yang dapat dicabut."
PERLU_ALASAN = "Tulis alasan atau dasar pencabutannya."
TAHUN_CABUT = "Tahun harus antara {awal} dan {akhir}."
PERLU_OLEH = "Tulis nomor penetapan yang mencabut."
TAK_DISEBUT = "Rancangan ini {apa} penetapan nomor {nomor}, tetapi batang tubuhnya tidak menyebut nomor itu."
TAK_TERDAFTAR = "Penetapan nomor {nomor} tidak ada di sini sebagai penetapan yang berlaku, sehingga tidak ikut dicabut."
SEL_WAJIB = {
    "A": ("rumus_cetak", "sumber_data", "penanggung_jawab"),
    "B": ("makna", "alasan", "sumber_data", "penanggung_jawab"),
    "C": (),
    "D": ("sumber_data", "penanggung_jawab"),
}
KUNCI_SEL = {"rumus_cetak": "rumus"}  # as the column is called
SEBUTAN = {
    "rumus_cetak": "rumus",
    "sumber_data": "sumber data",
    "penanggung_jawab": "penanggung jawab",
    "makna": "makna",
    "alasan": "alasan",
}


@dataclass(frozen=True)
class Hal:
    """One thing to settle: in words, where to settle it; `wajib`: nothing is set before; `jawab`: where one may
    instead answer why it stays so."""

    pesan: str
    alamat: str
    wajib: bool = True
    jawab: str = ""


def check_list(penetapan: Penetapan) -> list[Hal]:
    """What is missing (wajib) and what to look at before the draft is set, in printed order."""
    return [*_head(penetapan), *_parts(penetapan)]


def _head(row: Penetapan) -> Iterator[Hal]:
    where = reverse("registry:rancangan_naskah", args=[row.kode])
    ttd = row.tanda_tangan or {}
    needed: list[tuple[Any, str]] = []
    if row.jenis != Penetapan.Jenis.LEMBAR_IKU:
        needed += [(row.nomor, "Nomor belum diisi."), (row.tanggal, "Tanggal penetapan belum diisi.")]
        needed += [(row.menimbang, "Menimbang masih kosong."), (row.diktum, "Diktum masih kosong.")]
        needed += [(row.tempat or ttd.get("tempat"), "Tempat penetapan belum diisi.")]
        needed += [(ttd.get("jabatan"), "Jabatan penanda tangan belum diisi.")]
        needed += [(ttd.get("nama"), "Nama penanda tangan belum diisi.")]
    yield from (Hal(pesan, where) for value, pesan in needed if not value)
    if row.tanggal and not row.tahun_awal - 1 <= row.tanggal.year <= row.tahun_akhir:
        yield Hal(f"Tanggal {write_date(row.tanggal)} jauh dari tahun berlaku {row.rentang_tahun}.", where, False)
    yield from _named(row, where)
    if row.nomor and Penetapan.objects.filter(pemda=row.pemda_id, nomor=row.nomor).exclude(pk=row.pk).exists():
        yield Hal(f"Nomor {row.nomor} sudah dipakai penetapan lain.", where)


def _named(row: Penetapan, where: str) -> Iterator[Hal]:
    """The decree that is revoked or changed: the body says so, and it is the one that is registered."""
    body = f"{row.tentang} {row.menimbang} {row.mengingat} {row.menetapkan} {row.diktum}"
    for apa, nomor in (("mencabut", row.mencabut), ("mengubah", row.perubahan_atas)):
        if nomor and row.diktum and nomor not in body:
            yield Hal(TAK_DISEBUT.format(apa=apa, nomor=nomor), where, False)
    if row.mencabut and to_revoke(row) is None:
        yield Hal(TAK_TERDAFTAR.format(nomor=row.mencabut), where, False)


def _parts(penetapan: Penetapan) -> Iterator[Hal]:
    kode = penetapan.kode
    structure = reverse("registry:rancangan_susun", args=[kode])
    lampiran = list(Lampiran.objects.filter(penetapan=penetapan).order_by("urut"))
    if not lampiran:
        yield Hal("Belum ada lampiran.", structure)
    filled = set(LembarInstansi.objects.filter(lampiran__penetapan=penetapan).values_list("lampiran", flat=True))
    yield from (Hal(f"{row} belum mempunyai lembar.", structure) for row in lampiran if row.pk not in filled)
    sheets = LembarInstansi.objects.filter(lampiran__penetapan=penetapan).select_related("instansi", "lampiran")
    for lembar in sheets.order_by("lampiran__urut", "urut").prefetch_related("sasaran__indikator"):
        yield from _sheet(lembar, penetapan)
    yield from _indicators(penetapan)


def _sheet(lembar: LembarInstansi, penetapan: Penetapan) -> Iterator[Hal]:
    table = reverse("registry:rancangan_tabel", args=[penetapan.kode, lembar.pk])
    rows: list[Sasaran] = list(lembar.sasaran.all())
    if not rows:
        yield Hal(f"Lembar {lembar} belum mempunyai sasaran.", table)
    for row in rows:
        if not row.indikator.all():
            yield Hal(f"Lembar {lembar}: sasaran «{row.teks[:60]}» belum mempunyai indikator.", table)
    ended = lembar.instansi.sampai
    if ended is not None and ended < penetapan.tahun_awal:
        yield Hal(f"{lembar.instansi} berakhir tahun {ended}; lembarnya tidak akan diisi.", table, False)


def _indicators(penetapan: Penetapan) -> Iterator[Hal]:
    rows = Indikator.objects.filter(lembar__lampiran__penetapan=penetapan).select_related("lembar__lampiran")
    current = Rumus.objects.filter(indikator__in=rows, status=Rumus.Status.BERLAKU).prefetch_related("variabel")
    formula = {row.indikator_id: row for row in current}
    answers = {row.kunci: row.alasan for row in penetapan.jawaban_pemeriksaan.all()}
    sheet = 0
    for row in rows.order_by("lembar__lampiran__urut", "lembar__urut", "sasaran__urut", "urut"):
        name = f"{row.lembar}: «{row.nama[:60]}»"
        merged = row.gabung if row.lembar_id == sheet else []  # nothing above the first row
        sheet = row.lembar_id
        yield from _cells(row, merged, name, penetapan.kode, answers)
        yield from _formula(row, formula.get(row.pk), name, penetapan.kode)


def _cells(row: Indikator, merged: list[str], name: str, kode: str, answers: Mapping[str, str]) -> Iterator[Hal]:
    """Empty cells: to be filled, or answered with the reason why they are printed empty."""
    where = reverse("registry:rancangan_indikator", args=[kode, row.pk])
    for cell in SEL_WAJIB[row.lembar.lampiran.tata_letak]:
        filled = getattr(row, cell) or (cell == "rumus_cetak" and row.penjelasan)
        if filled or cell in merged:
            continue
        reason = answers.get(cell_key(row.kode, KUNCI_SEL.get(cell, cell)))
        if reason:
            yield Hal(f"{name}: {SEBUTAN[cell]} akan tercetak kosong. Jawaban: {reason}", where, wajib=False)
        else:
            answer = reverse("reports:pemeriksaan_detail", args=[kode])
            yield Hal(f"{name}: {SEBUTAN[cell]} masih kosong.", where, jawab=answer)


def _formula(row: Indikator, rumus: Rumus | None, name: str, kode: str) -> Iterator[Hal]:
    where = reverse("registry:rancangan_rumus", args=[kode, row.pk])
    if rumus is None:
        yield Hal(f"{name}: belum mempunyai rumus.", where)
        return
    try:
        parse_rumus(rumus)
    except formulas.FormulaError as error:
        yield Hal(f"{name}: rumusnya tidak dapat dibaca. {error.pesan}", where)
    if row.lanjutan_dari_id is None and rumus.ekspresi == "nilai":
        yield Hal(f"{name}: indikator baru ini masih berupa satu nilai yang diisi langsung.", where, False)


def draft_sidik(penetapan: Penetapan) -> str:
    """A fingerprint of the whole draft: what was checked is what is set."""
    return sidik(read_penetapan(with_everything().get(pk=penetapan.pk)))


def to_revoke(penetapan: Penetapan) -> Penetapan | None:
    """The decree in force that this draft says it revokes, if it is registered."""
    if not penetapan.mencabut:
        return None
    rows = Penetapan.objects.filter(pemda=penetapan.pemda_id, status=Penetapan.Status.DITETAPKAN)
    return rows.filter(nomor=penetapan.mencabut).exclude(pk=penetapan.pk).first()


def revoked_from(baru: Penetapan, lama: Penetapan) -> int:
    """The first year in which the old decree no longer counts when the new one revokes it."""
    return min(max(baru.tahun_awal, lama.tahun_awal), lama.tahun_akhir + 1)


@transaction.atomic
def penetapan_tetapkan(*, user: Pengguna, penetapan: Penetapan, dibuka: str, cabut: bool = False) -> Penetapan:
    """draf → ditetapkan; `cabut`: the decree that it names as revoked is revoked with it, from its first year on."""
    row = locked_draft(user, penetapan)
    if draft_sidik(row) != dibuka:
        raise ServiceError(BERUBAH)
    missing = [hal for hal in check_list(row) if hal.wajib]
    if missing:
        raise ServiceError(BELUM_LENGKAP.format(jumlah=len(missing)))
    semula = potret(row, {"lampiran": {}})
    _finish_texts(row)
    old = to_revoke(row)
    row.status = Penetapan.Status.DITETAPKAN
    keep(row, user, "Ditetapkan", semula)
    if cabut and old is not None:
        oleh, mulai = row.nomor or row.kode, revoked_from(row, old)
        penetapan_revoke(
            user=user, penetapan=old, oleh=oleh, pada=row.tanggal, mulai=mulai, alasan=f"Dicabut oleh {oleh}"
        )
    return row


def _finish_texts(row: Penetapan) -> None:
    """The number and the date stand the same on the body and on every lampiran."""
    if row.tanggal:
        row.tahun = row.tahun or row.tanggal.year
        row.tanggal_naskah = row.tanggal_naskah or write_date(row.tanggal)
    if row.tanda_tangan:
        row.tanda_tangan = {**row.tanda_tangan, "tanggal": row.tanda_tangan.get("tanggal") or row.tanggal_naskah}
    for lampiran in row.lampiran.all():
        if lampiran.kepala and not lampiran.kepala.get("nomor"):
            lampiran.kepala = {**lampiran.kepala, "nomor": row.nomor}
            store_plain(lampiran)


@transaction.atomic
def penetapan_revoke(
    *, user: Pengguna, penetapan: Penetapan, oleh: str, pada: date | None, mulai: int, alasan: str
) -> Penetapan:
    """ditetapkan → dicabut: it does not count from the year `mulai` on; texts, values and the years before stay."""
    check_may(user, Aksi.KELOLA, penetapan.pemda_id)
    row = Penetapan.objects.select_for_update().get(pk=penetapan.pk)
    if row.status != Penetapan.Status.DITETAPKAN:
        raise ServiceError(BUKAN_DITETAPKAN)
    if not row.tahun_awal <= mulai <= row.tahun_akhir + 1:
        raise ServiceError(TAHUN_CABUT.format(awal=row.tahun_awal, akhir=row.tahun_akhir + 1))
    if not oleh.strip():
        raise ServiceError(PERLU_OLEH)
    semula = potret(row, NASKAH_SAJA)
    row.alasan_cabut = checked_reason(alasan, PERLU_ALASAN)
    row.dicabut_oleh, row.dicabut_pada, row.dicabut_mulai = oleh.strip(), pada, mulai
    row.status = Penetapan.Status.DICABUT
    return keep(row, user, f"Dicabut: {row.alasan_cabut}", semula)


def values_from(penetapan: Penetapan, mulai: int) -> QuerySet[Realisasi]:
    """Values under this decree in years that it loses: they stay stored, but no longer count."""
    rows = Realisasi.objects.filter(indikator__lembar__lampiran__penetapan=penetapan, tahun__gte=mulai)
    return rows.filter(periode=0)


def taken_over(penetapan: Penetapan) -> list[tuple[int, int]]:
    """Year → how many values there are under the definitions that this draft goes on from; years it takes over."""
    old = Indikator.objects.filter(lanjutan__lembar__lampiran__penetapan=penetapan)
    span = (penetapan.tahun_awal, penetapan.tahun_akhir)
    years: Iterable[int] = Realisasi.objects.filter(indikator__in=old, periode=0, tahun__range=span).values_list(
        "tahun", flat=True
    )
    counted: dict[int, int] = {}
    for tahun in years:
        counted[tahun] = counted.get(tahun, 0) + 1
    return sorted(counted.items())
