"""A document is frozen by a worker: checked once more, drawn, stored. Done twice, it is still one document.
A trial print is drawn by a worker too; it stores nothing but what it says.

The document has the key of its job; it is stored together with the end of the job, by the worker that has it then.
"""

from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction
from django.urls import reverse

from registry.models import Pekerjaan
from registry.services.dokumen import dokumen_create
from registry.services.errors import ServiceError
from registry.services.pekerjaan import pekerjaan_beat, pekerjaan_finish
from reports.acuan import Acuan, naskah_of
from reports.pembekuan import BERUBAH, Pilihan, prepare, try_layout
from reports.siap_ttd import Naskah

LANGKAH = ("Memeriksa isi", "Mencetak seluruh halaman", "Menyimpan")
HILANG = "Dokumen ini tidak ada lagi, atau tidak lagi dapat Anda lihat."


def bekukan(pekerjaan: Pekerjaan) -> None:
    """Freezes what the job names; ServiceError where that cannot be done (any more)."""
    data, user = pekerjaan.parameter, pekerjaan.pemohon
    naskah = _naskah(pekerjaan, BERUBAH)
    beku = prepare(
        user=user,
        naskah=naskah,
        sidik=data["sidik"],
        alasan=data["alasan"],
        pilihan=Pilihan(data["jangkar"], data["kotak"]),
        alamat=_public(pekerjaan),
    )
    _step(pekerjaan, 2)
    with transaction.atomic():
        pekerjaan_beat(pekerjaan)  # still mine; from here on nobody else can take it
        dokumen_create(user=user, beku=beku, kunci=pekerjaan.kunci)
        pekerjaan_finish(pekerjaan, gagal=[], ukuran=len(beku.data))


def periksa(pekerjaan: Pekerjaan) -> None:
    """A trial print of what the job names, as it is now; the result says of which content it is."""
    naskah = _naskah(pekerjaan, HILANG)
    found = try_layout(naskah, Pilihan(pekerjaan.parameter["jangkar"], False), _public(pekerjaan))
    pekerjaan_finish(pekerjaan, gagal=[], hasil=asdict(found))


def _naskah(pekerjaan: Pekerjaan, hilang: str) -> Naskah:
    """What is to be drawn, read as whoever asked; ServiceError where it is not there for them any more."""
    _step(pekerjaan, 0)
    data = pekerjaan.parameter
    naskah = naskah_of(pekerjaan.pemohon, Acuan(**data["acuan"]), data["alamat"])
    if naskah is None:
        raise ServiceError(hilang)
    _step(pekerjaan, 1)
    return naskah


def _public(pekerjaan: Pekerjaan) -> Callable[[str], str]:
    """The address of a code's public page."""
    return lambda kode: pekerjaan.parameter["alamat"] + reverse("registry:verifikasi_dokumen_kode", args=[kode])


def _step(pekerjaan: Pekerjaan, number: int) -> None:
    count = len(LANGKAH) if pekerjaan.jenis == Pekerjaan.Jenis.BEKUKAN else len(LANGKAH) - 1
    pekerjaan_beat(pekerjaan, selesai=number, jumlah=count, langkah=LANGKAH[number])
