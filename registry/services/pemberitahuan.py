"""Writes of Pemberitahuan: one row per person, read in the app; e-mail is the matter of services.surel."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from registry.alamat_isian import isian_url
from registry.models import Pemberitahuan, Pengguna, Realisasi
from registry.services.baris import Kunci
from registry.services.koordinator import koordinator_of, orang_of

MAKS_JUDUL = 200
Jenis = Pemberitahuan.Jenis


@transaction.atomic
def kabari(
    *,
    pemda_id: int,
    penerima: Iterable[Pengguna],
    jenis: str,
    judul: str,
    isi: str = "",
    alamat: str = "",
    pengirim: Pengguna | None = None,
) -> list[Pemberitahuan]:
    """One message to each person once, never to the sender; `alamat` is a path of this application."""
    people = {person.pk: person for person in penerima if pengirim is None or person.pk != pengirim.pk}
    rows = [
        Pemberitahuan(
            pemda_id=pemda_id,
            penerima=person,
            jenis=jenis,
            judul=_short(judul),
            isi=isi,
            alamat=alamat,
            pengirim=pengirim,
        )
        for person in people.values()
    ]
    return Pemberitahuan.objects.bulk_create(rows)


def kabari_opd(*, realisasi: Realisasi, jenis: str, judul: str, isi: str, pengirim: Pengguna) -> list[Pemberitahuan]:
    """The same to all people of the OPD that answers for the value; it leads to the form."""
    return kabari(
        pemda_id=realisasi.indikator.pemda_id,
        penerima=penerima_of(realisasi),
        jenis=jenis,
        judul=judul,
        isi=isi,
        alamat=alamat_of(realisasi),
        pengirim=pengirim,
    )


def penerima_of(realisasi: Realisasi) -> list[Pengguna]:
    """The people of the OPD that answers for the value."""
    opd = koordinator_of([realisasi])[realisasi.indikator_id, realisasi.instansi_id]
    return orang_of([opd]).get(opd.pk, [])


def alamat_of(realisasi: Realisasi) -> str:
    """The form of a value."""
    key = Kunci(realisasi.indikator, realisasi.instansi, realisasi.tahun, realisasi.periode)
    return isian_url("realisasi_edit", key)


@transaction.atomic
def pemberitahuan_read(*, user: Pengguna, pemberitahuan: Pemberitahuan) -> Pemberitahuan:
    """Marks one as read; reading it again changes nothing."""
    row = Pemberitahuan.objects.visible_to(user).select_for_update(of=("self",)).get(pk=pemberitahuan.pk)
    if row.dibaca_pada is None:
        row.dibaca_pada = timezone.now()
        row.save(update_fields=["dibaca_pada"])
    return row


def pemberitahuan_read_all(*, user: Pengguna) -> int:
    """Marks all messages of the person as read; tells how many were not."""
    return Pemberitahuan.objects.visible_to(user).unread().update(dibaca_pada=timezone.now())


def _short(judul: str) -> str:
    return judul if len(judul) <= MAKS_JUDUL else f"{judul[: MAKS_JUDUL - 1]}…"
