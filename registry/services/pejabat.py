"""Writes of Pejabat: who signs, in which office, from when until when."""

import datetime

from django.db import transaction

from formulas.notation import write_date
from registry.akses import Aksi
from registry.models import Instansi, Pejabat, Pengguna
from registry.services.errors import ServiceError
from registry.services.nama import fold_name
from registry.services.simpan import check_may, latin_name, store

TUMPANG_TINDIH = (
    "{nama} tercatat sebagai {jabatan} definitif {rentang}. Satu jabatan hanya dipegang satu pejabat definitif: "
    "isi tanggal akhirnya dahulu, atau pilih status Plt., Plh., atau Pj."
)


@transaction.atomic
def pejabat_save(*, user: Pengguna, pejabat: Pejabat) -> Pejabat:
    """Stores an official, new or changed."""
    check_may(user, Aksi.KELOLA, pejabat.instansi.pemda_id)
    pejabat.nama = latin_name(pejabat.nama)
    pejabat.jabatan = latin_name(pejabat.jabatan)
    Instansi.objects.select_for_update().get(pk=pejabat.instansi_id)  # two admins at once: one after the other
    _check_definitif(pejabat)
    store(pejabat, user=user, reason="Pejabat diubah" if pejabat.pk else "Pejabat dicatat")
    return pejabat


def _check_definitif(pejabat: Pejabat) -> None:
    """Refuses a second definitif official in the same office at the same time."""
    if pejabat.status != Pejabat.Status.DEFINITIF:
        return
    others = Pejabat.objects.filter(instansi=pejabat.instansi_id, status=Pejabat.Status.DEFINITIF)
    for other in others.exclude(pk=pejabat.pk):
        if fold_name(other.jabatan) == fold_name(pejabat.jabatan) and _overlap(other, pejabat):
            raise ServiceError(TUMPANG_TINDIH.format(nama=other.nama, jabatan=other.jabatan, rentang=_rentang(other)))


def _overlap(first: Pejabat, second: Pejabat) -> bool:
    last = datetime.date.max
    return first.mulai <= (second.sampai or last) and second.mulai <= (first.sampai or last)


def _rentang(pejabat: Pejabat) -> str:
    since = f"sejak {write_date(pejabat.mulai)}"
    return f"{since} sampai {write_date(pejabat.sampai)}" if pejabat.sampai else since
