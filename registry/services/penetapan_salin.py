"""A new decree begins as a copy of one that is there: same texts and formulas, each indicator goes on from its own.

The copy goes through the exchange format, so it says exactly what an export and an import would.
"""

from datetime import date
from typing import Any

from django.db import transaction

from registry.akses import Aksi
from registry.models import Indikator, JawabanTemuan, Penetapan, Pengguna, Rumus
from registry.services.errors import ServiceError
from registry.services.penetapan import remove_draft, write_new
from registry.services.penetapan_baca import read_penetapan, with_everything
from registry.services.penetapan_format import Data, canonical
from registry.services.penetapan_urut import indicators
from registry.services.penetapan_versi import version_add
from registry.services.perubahan import perubahan_hapus
from registry.services.perubahan_potret import potret
from registry.services.simpan import check_may

MAKS_KODE = 60
KOSONG = (
    *("nomor", "tahun", "tanggal", "tanggal_naskah", "mencabut", "perubahan_atas"),
    *("dicabut_oleh", "dicabut_pada", "dicabut_mulai", "alasan_cabut"),
)
KODE_ADA = "Kode «{kode}» sudah dipakai. Pilih kode lain."
TAHUN_TERBALIK = "Tahun akhir tidak boleh mendahului tahun awal."
TAHUN_PERUBAHAN = (
    "Perubahan hanya berlaku dalam tahun penetapan yang diubah, {rentang}. Tulis tahun di antaranya, atau pilih "
    "«Penetapan baru»."
)
PUNYA_REALISASI = "Rancangan ini tidak dapat dihapus, karena indikatornya sudah mempunyai isian."
DIHAPUS = "Rancangan dihapus"
BUKAN_DRAF = "Penetapan ini sudah ditetapkan, sehingga tidak dapat diubah atau dihapus lagi."
SUMBER_DRAF = "Rancangan yang belum ditetapkan tidak dapat menjadi dasar perubahan."


@transaction.atomic
def penetapan_copy(
    *, user: Pengguna, sumber: Penetapan, kode: str, tahun_awal: int, tahun_akhir: int, perubahan: bool = False
) -> Penetapan:
    """A draft with everything of `sumber` but number, date and notes; `perubahan`: it changes that one."""
    check_may(user, Aksi.KELOLA, sumber.pemda_id)
    if perubahan and sumber.status == Penetapan.Status.DRAF:
        raise ServiceError(SUMBER_DRAF)
    if tahun_awal > tahun_akhir:
        raise ServiceError(TAHUN_TERBALIK)
    if perubahan and not sumber.tahun_awal <= tahun_awal <= tahun_akhir <= sumber.tahun_akhir:
        raise ServiceError(TAHUN_PERUBAHAN.format(rentang=sumber.rentang_tahun))
    if Penetapan.objects.filter(kode=kode).exists():
        raise ServiceError(KODE_ADA.format(kode=kode))
    data = canonical(read_penetapan(with_everything().get(pk=sumber.pk)))
    names = _new_codes(data, sumber.pemda_id, tahun_awal)
    _blank_head(data, kode, tahun_awal, tahun_akhir)
    data["mencabut"] = None if perubahan else sumber.nomor
    data["perubahan_atas"] = (sumber.nomor or sumber.kode) if perubahan else None
    for indikator in indicators(data):
        _continue(indikator, names)
    _relink_goals(data, names)
    return write_new(canonical(data), user, f"Disalin dari {sumber.kode}")


def _blank_head(data: Data, kode: str, tahun_awal: int, tahun_akhir: int) -> None:
    """What a draft does not have yet: number, date, who signed when."""
    data |= dict.fromkeys(KOSONG) | {"kode": kode, "status": "draf", "salinan": False}
    data |= {"tahun_awal": tahun_awal, "tahun_akhir": tahun_akhir, "tanda_tangan": _unsigned(data["tanda_tangan"])}
    for lampiran in data["lampiran"]:
        lampiran["tanda_tangan"] = _unsigned(lampiran["tanda_tangan"])
        if lampiran["kepala"]:
            lampiran["kepala"] |= {"nomor": None}


def _unsigned(ttd: Data | None) -> Data | None:
    return ttd and ttd | {"tanggal": None, "ttd": False}


def _continue(indikator: Data, names: dict[str, str]) -> None:
    """The next indicator of the series: only the formula in force comes along, with its variables."""
    old = indikator["kode"]
    indikator |= {"kode": names[old], "lanjutan_dari": old, "usulan": [], "catatan_sumber": []}
    indikator |= {"putusan": None, "jawaban_temuan": []}
    for variabel in indikator["variabel"]:
        variabel["indikator"] = names.get(variabel["indikator"], variabel["indikator"])


def _relink_goals(data: Data, names: dict[str, str]) -> None:
    for lampiran in data["lampiran"]:
        for lembar in lampiran["instansi"]:
            for goal in lembar["indikator_tujuan"]:
                goal["indikator"] = names.get(goal["indikator"], goal["indikator"])


def _new_codes(data: Data, pemda_id: int, tahun_awal: int) -> dict[str, str]:
    """Old kode → new kode of every indicator: lmj19-dinkes-01 → lmj24-dinkes-01, with a letter where that is taken."""
    old = [row["kode"] for row in indicators(data)]
    taken = set(Indikator.objects.filter(pemda=pemda_id).values_list("kode", flat=True))
    for letter in ("", *"bcdefghijklmnopqrstuvwxyz"):
        new = {kode: _new_code(kode, f"{tahun_awal % 100:02}{letter}") for kode in old}
        if not taken & set(new.values()) and len(set(new.values())) == len(new):
            return new
    return {kode: free_code(taken, f"i{tahun_awal}") for kode in old}


def _new_code(kode: str, tahun: str) -> str:
    first, _, rest = kode.partition("-")
    return f"{first.rstrip('0123456789')[:8] or 'iku'}{tahun}-{rest or 'x'}"[:MAKS_KODE]


def free_code(taken: set[str], awalan: str) -> str:
    """The first free kode with this beginning; marks it as taken."""
    number = next(n for n in range(1, 100_000) if f"{awalan}-{n:02}" not in taken)
    taken.add(f"{awalan}-{number:02}")
    return f"{awalan}-{number:02}"


def suggestion(sumber: Penetapan, today: date) -> dict[str, Any]:
    """What the form starts with: the years after the decree, and a free kode for them."""
    length = sumber.tahun_akhir - sumber.tahun_awal
    start = max(sumber.tahun_akhir + 1, today.year)
    stem = sumber.kode.partition("-")[0][:30]
    taken = set(Penetapan.objects.filter(kode__startswith=stem).values_list("kode", flat=True))
    kode = next(k for n in range(1, 1000) if (k := f"{stem}-{start}" + (f"-{n}" if n > 1 else "")) not in taken)
    return {"kode": kode, "tahun_awal": start, "tahun_akhir": start + length}


def locked_draft(user: Pengguna, penetapan: Penetapan) -> Penetapan:
    """The draft as it is now, locked; ServiceError when it is none, or not the user's to change."""
    check_may(user, Aksi.KELOLA, penetapan.pemda_id)
    row = Penetapan.objects.select_for_update().filter(pk=penetapan.pk).order_by("pk").first()
    if row is None or row.status != Penetapan.Status.DRAF:
        raise ServiceError(BUKAN_DRAF)
    return row


@transaction.atomic
def penetapan_delete(*, user: Pengguna, penetapan: Penetapan) -> None:
    """Removes a draft with everything below it; history keeps who and when."""
    row = locked_draft(user, penetapan)
    inside = Indikator.objects.filter(lembar__lampiran__penetapan=row)
    if inside.filter(realisasi__isnull=False).exists():
        raise ServiceError(PUNYA_REALISASI)
    version_add(row, user, DIHAPUS, perubahan_hapus(potret(row)))
    answers = JawabanTemuan.objects.filter(indikator__in=inside)
    for gone in [*answers, *Rumus.objects.filter(indikator__in=inside)]:  # their own versions: a cascade has no reason
        gone._history_user, gone._change_reason = user, DIHAPUS
        gone.delete()
    remove_draft(row)
