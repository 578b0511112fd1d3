"""Writes of how quarters are put together: decided per variable by those who approve formulas."""

from collections.abc import Mapping

from django.db import transaction

from registry.akses import Aksi
from registry.models import Indikator, Pengguna, Rumus, Variabel
from registry.services.errors import ServiceError
from registry.services.simpan import check_may

TIDAK_DIKENAL = "Pilihan «{pilihan}» tidak dikenal. Pilih dijumlahkan atau nilai terakhir."
PREDIKAT = "{label}: predikat tidak dapat dijumlahkan. Pilih nilai terakhir."
GANTI = "Rumus indikator ini sudah diganti sejak halaman dibuka. Periksa lagi pilihan Anda, lalu simpan."


@transaction.atomic
def konsolidasi_save(*, user: Pengguna, indikator: Indikator, rumus_pk: int, pilihan: Mapping[str, str]) -> int:
    """Stores variable → "jumlah" | "terakhir" | "" (undecided) of the formula in force; tells how many changed.

    History is kept with the Rumus, whose version does not change: the result of a year stays what it is.
    """
    check_may(user, Aksi.SETUJUI_RUMUS, indikator.pemda_id)
    rumus = Rumus.objects.select_for_update(of=("self",)).get(indikator=indikator, status=Rumus.Status.BERLAKU)
    if rumus.pk != rumus_pk:
        raise ServiceError(GANTI)
    changed = [v for v in rumus.variabel.filter(asal="isian") if _set(v, pilihan)]
    if not changed:
        return 0
    for variabel in changed:
        variabel.save(update_fields=["konsolidasi"])
    told = ", ".join(f"{v.nama}: {v.konsolidasi or 'belum'}" for v in changed)
    rumus._history_user = user
    rumus._change_reason = f"Triwulan {told}"[:100]
    rumus.save()
    return len(changed)


def _set(variabel: Variabel, pilihan: Mapping[str, str]) -> bool:
    if variabel.nama not in pilihan:
        return False
    chosen = pilihan[variabel.nama] or None
    if chosen is not None and chosen not in Variabel.Konsolidasi.values:
        raise ServiceError(TIDAK_DIKENAL.format(pilihan=chosen[:20]))
    if chosen == Variabel.Konsolidasi.JUMLAH and variabel.jenis == Variabel.Jenis.PILIHAN:
        raise ServiceError(PREDIKAT.format(label=variabel.label))
    if chosen == variabel.konsolidasi:
        return False
    variabel.konsolidasi = chosen
    return True
