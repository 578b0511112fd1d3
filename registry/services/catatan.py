"""Writes of Catatan: a comment is added, never edited, never deleted; the other side is told."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from registry.akses import Aksi, may
from registry.models import Catatan, Keanggotaan, Pemberitahuan, Pengguna, Peran, Realisasi
from registry.services.errors import ServiceError
from registry.services.pemberitahuan import kabari, penerima_of
from registry.services.realisasi import TIDAK_BERHAK


@transaction.atomic
def catatan_create(*, user: Pengguna, realisasi: Realisasi, teks: str) -> Catatan:
    """Adds a comment to a value that the user may see."""
    visible = Realisasi.objects.visible_to(user).filter(pk=realisasi.pk).exists()
    if not may(user, Aksi.CATAT) or not visible:
        raise ServiceError(TIDAK_BERHAK)
    catatan = Catatan(realisasi=realisasi, penulis=user, teks=teks.strip())
    try:
        catatan.full_clean()
    except ValidationError as error:
        raise ServiceError("; ".join(error.messages)) from error
    catatan.save()
    _tell(catatan, user)
    return catatan


def _tell(catatan: Catatan, user: Pengguna) -> None:
    """Bappeda's comment goes to the OPD; the OPD's to the reviewers who have taken part."""
    row, opd = catatan.realisasi, user.keanggotaan_aktif.is_opd
    page = "registry:verifikasi_detail" if opd else "registry:bukti"
    kabari(
        pemda_id=row.indikator.pemda_id,
        penerima=_reviewers(row) if opd else penerima_of(row),
        jenis=Pemberitahuan.Jenis.TUGAS,
        judul=f"Catatan baru: {row.indikator.nama} – {row.instansi.sebutan} {row.tahun}",
        isi=catatan.teks,
        alamat=f"{reverse(page, args=[row.pk])}#catatan",
        pengirim=user,
    )


def _reviewers(row: Realisasi) -> list[Pengguna]:
    """Those of Bappeda who commented on the value before; a draft is not theirs to see."""
    if row.status == Realisasi.Status.DRAF:
        return []
    wrote = row.catatan.order_by().values("penulis")
    members = Keanggotaan.objects.filter(pemda=row.indikator.pemda_id, peran=Peran.BAPPEDA, aktif=True, user__in=wrote)
    return [member.user for member in members.filter(user__is_active=True).select_related("user")]
