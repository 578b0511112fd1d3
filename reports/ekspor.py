"""Lampiran of a decree as a file: the four forms of one document, for the button and for the command line alike."""

from collections.abc import Callable

from registry.models import Lampiran, LembarInstansi, Penetapan
from registry.services.errors import ServiceError
from reports.lampiran import dokumen_rows, lampiran_html, lampiran_pdf
from reports.lampiran_excel import lampiran_excel
from reports.lampiran_word import lampiran_word
from reports.rows import Dokumen
from reports.tabel_excel import XLSX
from reports.word import DOCX

FORMAT = ("pdf", "html", "docx", "xlsx")
JENIS = {"pdf": "application/pdf", "html": "text/html; charset=utf-8", "docx": DOCX, "xlsx": XLSX}

TIDAK_ADA = "Penetapan «{kode}» tidak ada."
LAMPIRAN_TIDAK_ADA = "Penetapan {kode} tidak mempunyai lampiran «{nomor}»; yang ada: {ada}."
TIDAK_DIKENAL = "Format «{bentuk}» tidak dikenal; pakai pdf, html, docx, atau xlsx."


def lampiran_bytes(dokumen: Dokumen, bentuk: str) -> bytes:
    """The document in one of its forms; the same rows give the same bytes."""
    writers: dict[str, Callable[[Dokumen], bytes]] = {
        "pdf": lampiran_pdf,
        "html": lambda rows: lampiran_html(rows).encode(),
        "docx": lampiran_word,
        "xlsx": lampiran_excel,
    }
    return writers[bentuk](dokumen)


def lampiran_export(*, kode: str, nomor: str | None, bentuk: str) -> bytes:
    """Every sheet, whoever asks; ServiceError says what is not there."""
    if bentuk not in FORMAT:
        raise ServiceError(TIDAK_DIKENAL.format(bentuk=bentuk))
    penetapan = penetapan_of(kode)
    lampiran = list(penetapan.lampiran.select_related("penetapan__pemda").order_by("urut"))
    dokumen = dokumen_rows(penetapan, _chosen(penetapan, lampiran, nomor), LembarInstansi.objects.all())
    return lampiran_bytes(dokumen, bentuk)


def penetapan_of(kode: str) -> Penetapan:
    """The decree with that kode; ServiceError when there is none."""
    penetapan = Penetapan.objects.select_related("pemda").filter(kode=kode).first()
    if penetapan is None:
        raise ServiceError(TIDAK_ADA.format(kode=kode))
    return penetapan


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
