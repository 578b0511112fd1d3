"""The life of a job: asked for, taken by one worker, beating, done; taken again when its worker died."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from registry.models import Pekerjaan, Pengguna
from registry.services.errors import ServiceError

PERCOBAAN = 3
BELUM_SELESAI = 3  # per person
SIMPAN = timedelta(days=7)
ANTREAN_PENUH = "Masih ada {jumlah} unduhan Anda yang belum selesai. Tunggu sampai salah satunya selesai."
TERUS_MATI = (
    "Proses pekerja berhenti {kali} kali saat mengerjakan ini. Coba bagian yang lebih kecil, atau hubungi admin."
)
HAK_BERUBAH = "Peran Anda sudah berubah sejak unduhan ini diminta. Mintalah lagi dengan peran sekarang."
BELUM_GAGAL = "Hanya unduhan yang gagal atau tidak lengkap yang dapat diulang."


class TurnLost(Exception):
    """Another worker has this job now; what this one did is not kept."""


@transaction.atomic
def pekerjaan_create(*, user: Pengguna, jenis: str, judul: str, parameter: dict[str, Any]) -> Pekerjaan:
    """A new job of this person in their present role; the same one again is the one that waits already."""
    member = user.keanggotaan_aktif
    if member is None:
        raise ServiceError(HAK_BERUBAH)
    waiting = Pekerjaan.objects.select_for_update().filter(pemohon=user).unfinished()
    rows = list(waiting)
    same = next((r for r in rows if r.jenis == jenis and r.parameter == parameter and r.peran == member.peran), None)
    if same is not None:
        return same
    if len(rows) >= BELUM_SELESAI:
        raise ServiceError(ANTREAN_PENUH.format(jumlah=len(rows)))
    row = Pekerjaan(pemda=member.pemda, pemohon=user, peran=member.peran, jenis=jenis, judul=judul, parameter=parameter)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def pekerjaan_retry(*, pekerjaan: Pekerjaan) -> Pekerjaan:
    """The same once more, from the start."""
    row = Pekerjaan.objects.select_for_update().get(pk=pekerjaan.pk)
    if row.status not in (Pekerjaan.Status.GAGAL, Pekerjaan.Status.TIDAK_LENGKAP):
        raise ServiceError(BELUM_GAGAL)
    berkas(row).unlink(missing_ok=True)
    _wait(row, percobaan=0)
    return row


@transaction.atomic
def pekerjaan_claim(*, kunci: str) -> Pekerjaan | None:
    """Takes a waiting job; None where it is taken, done or deleted."""
    row = Pekerjaan.objects.select_for_update().filter(kunci=kunci, status=Pekerjaan.Status.ANTRE).first()
    if row is None:
        return None
    row.status, row.giliran, row.detak = Pekerjaan.Status.BERJALAN, uuid.uuid4(), timezone.now()
    row.percobaan, row.selesai, row.jumlah, row.gagal, row.hasil, row.pesan = row.percobaan + 1, 0, 0, [], {}, ""
    row.save()
    return row


def pekerjaan_beat(pekerjaan: Pekerjaan, **fields: Any) -> None:
    """A sign of life, with what is new; TurnLost where somebody else has the job now."""
    mine = Pekerjaan.objects.filter(pk=pekerjaan.pk, giliran=pekerjaan.giliran, status=Pekerjaan.Status.BERJALAN)
    if not mine.update(detak=timezone.now(), **fields):
        raise TurnLost


def pekerjaan_finish(
    pekerjaan: Pekerjaan, *, gagal: list[dict[str, str]], ukuran: int = 0, hasil: dict[str, Any] | None = None
) -> None:
    """The file is in its place, or what was looked for is in `hasil`."""
    status = Pekerjaan.Status.TIDAK_LENGKAP if gagal else Pekerjaan.Status.SELESAI
    made: dict[str, Any] = {"gagal": gagal, "ukuran": ukuran, "hasil": hasil or {}}
    pekerjaan_beat(pekerjaan, status=status, langkah="", selesai_pada=timezone.now(), **made)


def pekerjaan_fail(pekerjaan: Pekerjaan, pesan: str) -> None:
    """It cannot be done, and why."""
    pekerjaan_beat(pekerjaan, status=Pekerjaan.Status.GAGAL, pesan=pesan[:500], langkah="", selesai_pada=timezone.now())


@transaction.atomic
def pekerjaan_recover() -> list[str]:
    """Jobs whose worker died wait again, at most three times, without what it left; returns the keys to hand out."""
    again = []
    for row in Pekerjaan.objects.select_for_update().silent():
        for half in folder().glob(f".{row.kunci.hex}.*"):
            half.unlink(missing_ok=True)
        if row.percobaan < PERCOBAAN:
            _wait(row, percobaan=row.percobaan)
            again.append(str(row.kunci))
        else:
            row.status, row.giliran, row.selesai_pada = Pekerjaan.Status.GAGAL, None, timezone.now()
            row.pesan = TERUS_MATI.format(kali=row.percobaan)
            row.save()
    return again


def pekerjaan_forget() -> int:
    """Deletes old jobs with their files, and files without a job; returns how many jobs went."""
    old = Pekerjaan.objects.filter(created_at__lt=timezone.now() - SIMPAN)
    count = old.count()
    old.delete()
    known = {k.hex for k in Pekerjaan.objects.values_list("kunci", flat=True)}
    for path in folder().glob("*"):
        if path.name.lstrip(".").split(".")[0] not in known:
            path.unlink(missing_ok=True)
    return count


def _wait(row: Pekerjaan, *, percobaan: int) -> None:
    row.status, row.giliran, row.detak, row.percobaan = Pekerjaan.Status.ANTRE, None, None, percobaan
    row.selesai, row.langkah, row.antre_pada, row.selesai_pada = 0, "", timezone.now(), None
    row.save()


def folder() -> Path:
    """Where finished files are kept: never served by the web server itself."""
    return Path(settings.MEDIA_ROOT) / "unduhan"


def berkas(pekerjaan: Pekerjaan) -> Path:
    """The file of a job, under our own name."""
    return folder() / f"{pekerjaan.kunci.hex}.zip"
