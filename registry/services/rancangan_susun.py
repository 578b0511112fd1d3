"""What a draft is made of, and in which order: lampiran, sheets, sasaran, indicators are added, moved and removed.

A printed number belongs to its place: when two entries change places, their numbers stay where they are.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import models, transaction

from registry.models import (
    Indikator,
    Instansi,
    JawabanTemuan,
    Lampiran,
    LembarInstansi,
    Penetapan,
    Pengguna,
    Pengisi,
    Rumus,
    Sasaran,
    Variabel,
)
from registry.services.errors import ServiceError
from registry.services.penetapan_salin import free_code, locked_draft
from registry.services.perubahan_potret import potret
from registry.services.perubahan_urai import pendek
from registry.services.rancangan import keep, sidik, store_plain
from registry.services.sel_gabung import cells_kept

JENIS: dict[str, tuple[Any, str, str]] = {
    "lampiran": (Lampiran, "penetapan", "penetapan"),
    "lembar": (LembarInstansi, "lampiran", "lampiran__penetapan"),
    "sasaran": (Sasaran, "lembar", "lembar__lampiran__penetapan"),
    "indikator": (Indikator, "sasaran", "lembar__lampiran__penetapan"),
}
KOLOM = {
    "A": ["No", "Sasaran Strategis", "Indikator Kinerja Utama", "Rumus/ formula", "Sumber Data", "Penanggung Jawab"],
    "B": ["No", "Sasaran", "Indikator", "Makna", "Alasan", "Perhitungan", "Penanggung Jawab", "Sumber Data"],
}
TIDAK_ADA = "Bagian ini sudah tidak ada di rancangan. Muat ulang halamannya."
URUTAN_BERUBAH = "Susunan ini baru saja diubah orang lain. Periksa susunan yang sekarang, lalu urutkan lagi."
DIPAKAI = "Indikator «{nama}» masih dipakai dalam rumus {pemakai}. Ubah rumus itu dahulu."
DILANJUTKAN = "Indikator «{nama}» sudah dilanjutkan penetapan lain, sehingga tidak dapat dihapus."
TEKS_BENTROK = "Sasaran lembar ini baru saja diubah orang lain. Ketikan Anda tetap di bawah dan belum disimpan."
PERLU_TEKS = "Tulis teks sasaran; untuk membuang sasaran, pakai tombol Hapus."


def next_number(last: Any) -> str | None:
    """What is printed after the number of the last sister: "2." after "1.", "c" after "b"; none where it has none."""
    match = re.fullmatch(r"(\d{1,3}|[a-y])([.)]?)", (last.nomor or "") if last else "")
    if match is None:
        return None
    return f"{int(match[1]) + 1 if match[1].isdigit() else chr(ord(match[1]) + 1)}{match[2]}"


def part_of(penetapan: Penetapan, jenis: str, pk: int) -> Any:
    """One part of the draft; ServiceError when it is gone."""
    model, _, path = JENIS[jenis]
    row = model.objects.filter(pk=pk, **{path: penetapan}).first()
    if row is None:
        raise ServiceError(TIDAK_ADA)
    return row


def _siblings(row: Any, jenis: str) -> list[Any]:
    model, parent, _ = JENIS[jenis]
    return list(model.objects.filter(**{parent: getattr(row, f"{parent}_id")}).order_by("urut"))


def _write_order(rows: Sequence[Any]) -> None:
    """The rows in this order; what is printed as number stays in its place."""
    before = sorted(rows, key=lambda r: r.urut)
    _place(rows, [r.urut for r in before], [r.nomor for r in before])


def _place(rows: Sequence[Any], urut: Sequence[int], numbers: Sequence[str | None]) -> None:
    """First far away, then where they belong: two rows never share a number."""
    for offset in (10_000, 0):
        for row, place, number in zip(rows, urut, numbers, strict=True):
            row.urut, row.nomor = offset + place, number
            row.save(update_fields=["urut", "nomor"])


@transaction.atomic
def part_move(*, user: Pengguna, penetapan: Penetapan, jenis: str, pk: int, naik: bool) -> None:
    """One place up or down; an indicator at the edge of its sasaran goes over to the next one."""
    decree = locked_draft(user, penetapan)
    row, semula = part_of(penetapan, jenis, pk), potret(decree)
    with cells_kept(decree):
        moved = _moved(row, jenis, naik)
    if moved:
        keep(decree, user, f"{jenis.capitalize()} «{pendek(str(row), 50)}» dipindah", semula, (jenis, pk))


def _moved(row: Any, jenis: str, naik: bool) -> bool:
    rows = _siblings(row, jenis)
    at = [r.pk for r in rows].index(row.pk)
    to = at - 1 if naik else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        _write_order(rows)
        return True
    return jenis == "indikator" and _cross(row, naik)


def _cross(row: Indikator, naik: bool) -> bool:
    """Into the sasaran before or after, at its near end."""
    near = Sasaran.objects.filter(lembar=row.lembar_id)
    here = row.sasaran.urut
    ordered = near.filter(urut__lt=here).order_by("-urut") if naik else near.filter(urut__gt=here).order_by("urut")
    target = ordered.first()
    if target is None:
        return False
    others = list(target.indikator.order_by("urut"))
    row.sasaran, row.urut = target, 20_000
    row.save(update_fields=["sasaran", "urut"])
    rows = [*others, row] if naik else [row, *others]
    _place(rows, range(1, len(rows) + 1), [r.nomor for r in rows])
    return True


@transaction.atomic
def part_order(*, user: Pengguna, penetapan: Penetapan, jenis: str, pks: Sequence[int]) -> None:
    """The whole order of siblings, as somebody dragged them; refused when one came or went meanwhile."""
    decree = locked_draft(user, penetapan)
    if not pks:
        raise ServiceError(TIDAK_ADA)
    rows = {row.pk: row for row in _siblings(part_of(penetapan, jenis, pks[0]), jenis)}
    if sorted(rows) != sorted(pks):
        raise ServiceError(URUTAN_BERUBAH)
    semula = potret(decree)
    with cells_kept(decree):
        _write_order([rows[pk] for pk in pks])
    keep(decree, user, f"Urutan {jenis} diubah", semula)


@transaction.atomic
def part_remove(*, user: Pengguna, penetapan: Penetapan, jenis: str, pk: int) -> str:
    """Removes a part with everything below it; returns its name."""
    decree = locked_draft(user, penetapan)
    row, semula = part_of(penetapan, jenis, pk), potret(decree)
    path = {"lampiran": "lembar__lampiran", "lembar": "lembar", "sasaran": "sasaran", "indikator": "pk"}[jenis]
    with cells_kept(decree):
        remove_indicators(user, Indikator.objects.filter(**{path: row.pk}), f"{jenis.capitalize()} rancangan dihapus")
    if jenis != "indikator":
        row.delete()
    keep(decree, user, f"{jenis.capitalize()} «{pendek(str(row), 50)}» dihapus", semula)
    return str(row)


def remove_indicators(user: Pengguna, rows: models.QuerySet[Indikator], reason: str) -> None:
    """Deletes indicators of a draft, with versions of their formulas and answers that say who and why."""
    inside = list(rows.values_list("pk", flat=True))
    outside = Variabel.objects.filter(indikator__in=inside).exclude(rumus__indikator__in=inside)
    used = outside.select_related("rumus__indikator", "indikator").first()
    if used is not None:
        raise ServiceError(DIPAKAI.format(nama=used.indikator, pemakai=used.rumus.indikator))
    next_one = Indikator.objects.filter(lanjutan_dari__in=inside).exclude(pk__in=inside).first()
    if next_one is not None:
        raise ServiceError(DILANJUTKAN.format(nama=next_one.lanjutan_dari))
    Variabel.objects.filter(rumus__indikator__in=inside).delete()
    answers = JawabanTemuan.objects.filter(indikator__in=inside)
    for gone in [*answers, *Rumus.objects.filter(indikator__in=inside)]:
        gone._history_user, gone._change_reason = user, reason
        gone.delete()
    Indikator.objects.filter(pk__in=inside).delete()


@transaction.atomic
def lampiran_add(*, user: Pengguna, penetapan: Penetapan) -> Lampiran:
    """A lampiran at the end, in the column preset of the last one."""
    decree = locked_draft(user, penetapan)
    semula = potret(decree, {"lampiran": {}})
    last = decree.lampiran.order_by("urut").last()
    tata = last.tata_letak if last else "A"
    row = Lampiran(penetapan=decree, urut=last.urut + 1 if last else 1, judul=decree.tentang, tata_letak=tata)
    row.kolom = last.kolom if last else KOLOM["A"]
    if last and last.kepala:
        row.kepala = last.kepala
    if last:
        row.tanda_tangan, row.jenis = last.tanda_tangan, last.jenis
    store_plain(row)
    keep(decree, user, f"{row} ditambahkan", semula)
    return row


@transaction.atomic
def lembar_add(*, user: Pengguna, lampiran: Lampiran, instansi: Instansi) -> LembarInstansi:
    """A sheet at the end of a lampiran."""
    decree = locked_draft(user, lampiran.penetapan)
    if instansi.pemda_id != decree.pemda_id:
        raise ServiceError(TIDAK_ADA)
    semula = potret(decree, {"lembar": {"lampiran": lampiran.pk}})
    last = lampiran.lembar.order_by("urut").last()
    urut = last.urut + 1 if last else 1
    row = LembarInstansi(lampiran=lampiran, instansi=instansi, nama=instansi.nama, urut=urut, nomor=next_number(last))
    store_plain(row)
    keep(decree, user, f"Lembar {row} ditambahkan", semula)
    return row


@transaction.atomic
def sasaran_add(*, user: Pengguna, lembar: LembarInstansi, teks: str) -> Sasaran:
    """A sasaran at the end of a sheet."""
    decree = locked_draft(user, lembar.lampiran.penetapan)
    semula = potret(decree, {"sasaran": {"lembar": lembar.pk}})
    row = sasaran_put(lembar, teks)
    keep(decree, user, f"Sasaran ditambahkan pada {lembar}", semula)
    return row


def sasaran_put(lembar: LembarInstansi, teks: str) -> Sasaran:
    """The row, without a version."""
    last = lembar.sasaran.order_by("urut").last()
    row = Sasaran(lembar=lembar, urut=last.urut + 1 if last else 1, teks=teks, nomor=next_number(last))
    store_plain(row)
    return row


@transaction.atomic
def indikator_add(*, user: Pengguna, sasaran: Sasaran, nama: str, satuan: str) -> Indikator:
    """An indicator at the end of a sasaran; until a formula is written it is one entered value."""
    decree = locked_draft(user, sasaran.lembar.lampiran.penetapan)
    semula = potret(decree)
    row = indikator_put(user, decree, sasaran, nama, satuan)
    keep(decree, user, f"Indikator {row.kode} ditambahkan", semula)
    return row


def indikator_put(user: Pengguna, decree: Penetapan, sasaran: Sasaran, nama: str, satuan: str) -> Indikator:
    """The indicator with its formula, without a version of the decree."""
    lembar = sasaran.lembar
    taken = set(Indikator.objects.filter(pemda=decree.pemda_id).values_list("kode", flat=True))
    kode = free_code(taken, f"iku{decree.tahun_awal % 100:02}-{lembar.instansi.kode}"[:50])
    last = sasaran.indikator.order_by("urut").last()
    row = Indikator(
        pemda=decree.pemda, lembar=lembar, sasaran=sasaran, urut=last.urut + 1 if last else 1, kode=kode, nama=nama
    )
    row.nomor = next_number(last)
    with cells_kept(decree):
        store_plain(row)
    Pengisi.objects.create(indikator=row, instansi=lembar.instansi, urut=1)
    rumus = Rumus(indikator=row, versi=1, ekspresi="nilai", satuan=satuan)
    rumus._history_user, rumus._change_reason = user, "Indikator baru dalam rancangan"
    rumus.save()
    Variabel.objects.create(rumus=rumus, urut=1, nama="nilai", label=nama, satuan=satuan)
    return row


def sasaran_of(lembar: LembarInstansi) -> dict[str, Any]:
    """The sasaran of a sheet as the form of its table shows them."""
    return {str(row.pk): {"nomor": row.nomor, "teks": row.teks} for row in lembar.sasaran.order_by("urut")}


@transaction.atomic
def sasaran_save(*, user: Pengguna, lembar: LembarInstansi, isi: dict[str, dict[str, Any]], dibuka: str) -> None:
    """Stores the texts of all sasaran of a sheet."""
    decree = locked_draft(user, lembar.lampiran.penetapan)
    if sidik(sasaran_of(lembar)) != dibuka:
        raise ServiceError(TEKS_BENTROK)
    semula = potret(decree, {"sasaran": {"lembar": lembar.pk}})
    for row in lembar.sasaran.all():
        typed = isi[str(row.pk)]
        if not typed["teks"]:
            raise ServiceError(PERLU_TEKS)
        row.nomor, row.teks = typed["nomor"] or None, typed["teks"]
        store_plain(row)
    keep(decree, user, f"Sasaran {lembar} diubah", semula)
