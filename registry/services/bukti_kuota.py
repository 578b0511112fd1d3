"""How much room an OPD has for the evidence of a year (Pemda.kuota_bukti_mb), in bytes."""

from dataclasses import dataclass

from django.db.models import Sum

from registry.models import BuktiDukung, Instansi, Pemda
from registry.services.baris import Kunci
from registry.services.errors import ServiceError
from registry.tulis import tulis_ukuran

MB = 1024**2
HABIS = (
    "Kuota bukti dukung {instansi} tahun {tahun} tidak cukup: berkas ini {berkas}, sedangkan dari {kuota} sudah "
    "terpakai {terpakai}, sisa {sisa}. Hapus bukti yang sudah ditarik, unggah berkas yang lebih kecil, atau minta "
    "admin Pemda menambah kuota."
)


@dataclass(frozen=True)
class Kuota:
    """Used and allowed bytes of an OPD in a year; what was taken back is still on the disk, so it counts."""

    terpakai: int
    kuota: int

    @property
    def sisa(self) -> int:
        """What is left; never below 0."""
        return max(0, self.kuota - self.terpakai)

    @property
    def teks(self) -> str:
        """In words."""
        return f"terpakai {tulis_ukuran(self.terpakai)} dari {tulis_ukuran(self.kuota)}"


def quota_of(kunci: Kunci, *, lock: bool = False) -> Kuota:
    """Of the instansi and year of a realisasi; locked, nobody else adds to it until the transaction ends."""
    if lock:
        Instansi.objects.select_for_update(no_key=True).get(pk=kunci.instansi.pk)
    rows = BuktiDukung.objects.filter(realisasi__instansi=kunci.instansi, realisasi__tahun=kunci.tahun)
    used = rows.aggregate(total=Sum("ukuran"))["total"] or 0
    allowed = Pemda.objects.values_list("kuota_bukti_mb", flat=True).get(pk=kunci.instansi.pemda_id)
    return Kuota(used, allowed * MB)


def check_quota(kunci: Kunci, ukuran: int, *, lock: bool = False) -> None:
    """Refuses a file of that many bytes for which there is no room, and says how much there is."""
    kuota = quota_of(kunci, lock=lock)
    if ukuran > kuota.sisa:
        raise ServiceError(
            HABIS.format(
                instansi=kunci.instansi,
                tahun=kunci.tahun,
                berkas=tulis_ukuran(ukuran),
                kuota=tulis_ukuran(kuota.kuota),
                terpakai=tulis_ukuran(kuota.terpakai),
                sisa=tulis_ukuran(kuota.sisa),
            )
        )
