"""Tells the OPD what Bappeda decided. Approvals of a day go into one message per person, not into one per value."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from registry.models import Instansi, Pemberitahuan, Pengguna, Realisasi
from registry.periode import sebut_periode
from registry.services.koordinator import koordinator_of, orang_of
from registry.services.pemberitahuan import kabari, kabari_opd
from registry.tulis import sebut

Jenis = Pemberitahuan.Jenis
DIURUNGKAN = "Persetujuan atas realisasi ini diurungkan Bappeda; statusnya kembali menjadi diajukan."


def kabari_returned(row: Realisasi, user: Pengguna, judul: str = "Dikembalikan") -> None:
    """The reason, to all people of the OPD; it leads to the form."""
    kabari_opd(realisasi=row, jenis=Jenis.DIKEMBALIKAN, judul=_title(judul, row), isi=row.alasan, pengirim=user)


@transaction.atomic
def kabari_verified(rows: Sequence[Realisasi], user: Pengguna) -> None:
    """Adds the values to the unread message of each person, or writes a new one; queries grow with the people only."""
    groups = _by_opd(rows)
    people = orang_of(opd for opd, _ in groups)
    waiting = _waiting(person for persons in people.values() for person in persons)
    for (opd, tahun), lines in groups.items():
        for person in people.get(opd.pk, []):
            _add(person, tahun, lines, waiting, user)


def _by_opd(rows: Sequence[Realisasi]) -> dict[tuple[Instansi, int], list[str]]:
    owners = koordinator_of(rows)
    groups: dict[tuple[Instansi, int], list[str]] = {}
    for row in rows:
        groups.setdefault((owners[row.indikator_id, row.instansi_id], row.tahun), []).append(_line(row))
    return groups


def _waiting(people: Iterable[Pengguna]) -> dict[tuple[int, str], Pemberitahuan]:
    """(person, address) → the message that is not read yet."""
    rows = Pemberitahuan.objects.select_for_update().filter(penerima__in=list(people), jenis=Jenis.DIVERIFIKASI)
    return {(row.penerima_id, row.alamat): row for row in rows.unread()}


def _add(
    person: Pengguna, tahun: int, lines: list[str], waiting: dict[tuple[int, str], Pemberitahuan], user: Pengguna
) -> None:
    alamat = _address(tahun)
    row = waiting.get((person.pk, alamat))
    if row is not None and row.pengirim_id == user.pk:
        return _write(row, tahun, [*row.isi.splitlines(), *lines])
    judul, isi = _count(lines, tahun), "\n".join(lines)
    member = user.keanggotaan_aktif
    kabari(
        pemda_id=member.pemda_id,
        penerima=[person],
        jenis=Jenis.DIVERIFIKASI,
        judul=judul,
        isi=isi,
        alamat=alamat,
        pengirim=user,
    )
    return None


@transaction.atomic
def kabari_undone(row: Realisasi, user: Pengguna) -> None:
    """Takes the value out of messages that nobody has read; whoever read it is told anew."""
    opd = koordinator_of([row])[row.indikator_id, row.instansi_id]
    people = orang_of([opd]).get(opd.pk, [])
    waiting, line = _waiting(people), _line(row)
    told = []
    for person in people:
        message = waiting.get((person.pk, _address(row.tahun)))
        if message is None or line not in message.isi.splitlines():
            told.append(person)
            continue
        lines = message.isi.splitlines()
        lines.remove(line)
        _write(message, row.tahun, lines)
    member = user.keanggotaan_aktif
    kabari(
        pemda_id=member.pemda_id,
        penerima=told,
        jenis=Jenis.TUGAS,
        judul=_title("Persetujuan diurungkan", row),
        isi=DIURUNGKAN,
        alamat=_address(row.tahun),
        pengirim=user,
    )


def _write(message: Pemberitahuan, tahun: int, lines: list[str]) -> None:
    if not lines:
        message.delete()
        return
    message.judul, message.isi = _count(lines, tahun), "\n".join(lines)
    message.save(update_fields=["judul", "isi"])


def _count(lines: Sequence[str], tahun: int) -> str:
    return f"{len(lines)} realisasi {tahun} diverifikasi"


def _line(row: Realisasi) -> str:
    quarter = f", {sebut_periode(row.tahun, row.periode)}" if row.periode else ""
    return f"– {' '.join(row.indikator.nama.split())} ({sebut(row.instansi)}{quarter})"


def _title(what: str, row: Realisasi) -> str:
    return f"{what}: {row.indikator.nama} – {sebut(row.instansi)} {sebut_periode(row.tahun, row.periode)}"


def _address(tahun: int) -> str:
    return f"{reverse('registry:isian_list')}?{urlencode({'tahun': tahun})}"
