"""A document is frozen by a worker: checked once more, drawn, stored. Done twice, it is still one document.

The document has the key of its job; it is stored together with the end of the job, by the worker that has it then.
"""

from django.db import transaction
from django.urls import reverse

from registry.models import Pekerjaan
from registry.services.dokumen import dokumen_create
from registry.services.errors import ServiceError
from registry.services.pekerjaan import pekerjaan_beat, pekerjaan_finish
from reports.acuan import Acuan, naskah_of
from reports.pembekuan import BERUBAH, Pilihan, prepare

LANGKAH = ("Memeriksa isi", "Mencetak seluruh halaman", "Menyimpan")


def bekukan(pekerjaan: Pekerjaan) -> None:
    """Freezes what the job names; ServiceError where that cannot be done (any more)."""
    _step(pekerjaan, 0)
    data, user = pekerjaan.parameter, pekerjaan.pemohon
    naskah = naskah_of(user, Acuan(**data["acuan"]), data["alamat"])
    if naskah is None:
        raise ServiceError(BERUBAH)
    _step(pekerjaan, 1)
    beku = prepare(
        user=user,
        naskah=naskah,
        sidik=data["sidik"],
        alasan=data["alasan"],
        pilihan=Pilihan(data["jangkar"], data["kotak"]),
        alamat=lambda kode: data["alamat"] + reverse("registry:verifikasi_dokumen_kode", args=[kode]),
    )
    _step(pekerjaan, 2)
    with transaction.atomic():
        pekerjaan_beat(pekerjaan)  # still mine; from here on nobody else can take it
        dokumen_create(user=user, beku=beku, kunci=pekerjaan.kunci)
        pekerjaan_finish(pekerjaan, gagal=[], ukuran=len(beku.data))


def _step(pekerjaan: Pekerjaan, number: int) -> None:
    pekerjaan_beat(pekerjaan, selesai=number, jumlah=len(LANGKAH), langkah=LANGKAH[number])
