"""Lampiran of a decree as a file for the command line: every sheet, whoever asks."""

from registry.models import Lampiran, LembarInstansi, Penetapan
from registry.services.errors import ServiceError
from reports.lampiran import dokumen_rows, lampiran_html, lampiran_pdf

FORMAT = ("pdf", "html", "docx", "xlsx")
TERSEDIA = ("pdf", "html")

TIDAK_ADA = "Penetapan «{kode}» tidak ada."
LAMPIRAN_TIDAK_ADA = "Penetapan {kode} tidak mempunyai lampiran «{nomor}»; yang ada: {ada}."
BELUM_TERSEDIA = "Format {bentuk} belum tersedia; pakai pdf atau html."
TIDAK_DIKENAL = "Format «{bentuk}» tidak dikenal; pakai pdf atau html."


def lampiran_export(*, kode: str, nomor: str | None, bentuk: str) -> bytes:
    """The bytes of the file that the button gives; ServiceError says what is not there."""
    if bentuk not in TERSEDIA:
        pesan = BELUM_TERSEDIA if bentuk in FORMAT else TIDAK_DIKENAL
        raise ServiceError(pesan.format(bentuk=bentuk))
    penetapan = Penetapan.objects.select_related("pemda").filter(kode=kode).first()
    if penetapan is None:
        raise ServiceError(TIDAK_ADA.format(kode=kode))
    lampiran = list(penetapan.lampiran.select_related("penetapan__pemda").order_by("urut"))
    dokumen = dokumen_rows(penetapan, _chosen(penetapan, lampiran, nomor), LembarInstansi.objects.all())
    return lampiran_pdf(dokumen) if bentuk == "pdf" else lampiran_html(dokumen).encode()


def _chosen(penetapan: Penetapan, lampiran: list[Lampiran], nomor: str | None) -> list[Lampiran]:
    """One lampiran by its printed number, else by its order; all when none is named."""
    if nomor is None:
        return lampiran
    by_name = {str(item.urut): item for item in lampiran}
    by_name |= {item.nomor.upper(): item for item in lampiran if item.nomor}
    found = by_name.get(nomor.strip().upper())
    if found is None:
        ada = ", ".join(item.nomor or str(item.urut) for item in lampiran) or "tidak satu pun"
        raise ServiceError(LAMPIRAN_TIDAK_ADA.format(kode=penetapan.kode, nomor=nomor, ada=ada))
    return [found]
