"""The recap of an OPD as a file for the command line: everything, whoever asks."""

from datetime import date

from django.utils import timezone

from formulas.notation import DateError, read_date, write_date
from registry.models import Instansi, Pemda
from registry.services.errors import ServiceError
from reports.bentuk import BENTUK
from reports.forms import PenandaForm
from reports.nilai import Pembaca
from reports.rekap import Permintaan, rekap_rows

TIDAK_DIKENAL = "Format «{bentuk}» tidak dikenal; pakai {ada}."
TANPA_PEMDA = "Pemda «{kode}» tidak ada; yang ada: {ada}."
TANPA_INSTANSI = "Instansi «{kode}» tidak ada di {pemda}."
TANPA_LEMBAR = "Tidak ada lembar IKU yang berlaku bagi {instansi} pada tahun {tahun}."


def rekap_export(
    *, pemda: str, instansi: str, tahun: int, bentuk: str, tempat: str = "", tanggal: str = "", alamat: str = ""
) -> bytes:
    """The bytes that the button gives to whoever may see everything; ServiceError says what is not there.

    `alamat` is what stands in front of the addresses in QR codes, for the button that of the installation.
    """
    if bentuk not in BENTUK:
        raise ServiceError(TIDAK_DIKENAL.format(bentuk=bentuk, ada=", ".join(BENTUK)))
    place = _instansi(pemda, instansi)
    with timezone.override(place.pemda.zona):
        query = {"tempat": tempat, "tanggal": _date(tanggal) if tanggal else ""}
        form = PenandaForm(query, instansi=place)
        signed = form.tanda_tangan
        minta = Permintaan(Pembaca(place.pemda, None), place, tahun, form.tanggal_berkas, signed, alamat.rstrip("/"))
        berkas = rekap_rows(minta)
        if not berkas.tabel:
            raise ServiceError(TANPA_LEMBAR.format(instansi=place.nama, tahun=tahun))
        return BENTUK[bentuk][0](berkas)


def _instansi(pemda: str, kode: str) -> Instansi:
    owner = Pemda.objects.filter(kode=pemda).first()
    if owner is None:
        known = ", ".join(Pemda.objects.values_list("kode", flat=True)) or "tidak satu pun"
        raise ServiceError(TANPA_PEMDA.format(kode=pemda, ada=known))
    place = Instansi.objects.filter(pemda=owner, kode=kode).measured().select_related("pemda").first()
    if place is None:
        raise ServiceError(TANPA_INSTANSI.format(kode=kode, pemda=owner.nama))
    return place


def _date(text: str) -> str:
    """A date as people write it, or 2024-02-28."""
    try:
        return write_date(date.fromisoformat(text))
    except ValueError:
        pass
    try:
        return write_date(read_date(text))
    except DateError as error:
        raise ServiceError(error.pesan) from error
