"""What the public page says about a code or a file. It tells of frozen documents only, and lists nothing.

A file is known by its SHA-256. One that is not is looked at for the code that stands in the /ID of every document of
ours (read as bytes, nothing is parsed), so that a changed copy is told from a file that was never ours.
"""

import binascii
import re
from dataclasses import dataclass
from enum import StrEnum

from registry.models import BerkasTertanda, Dokumen
from registry.services.dokumen_kode import read_kode
from registry.services.dokumen_simpanan import sha256

_TANDA = re.compile(rb"IKU-([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})")
_HEKSA = re.compile(b"(?:" + binascii.hexlify(b"IKU-") + rb")((?:[0-9a-fA-F]{2}){14})", re.I)


class Jawab(StrEnum):
    """The answers, in the words that CSS and tests know them by."""

    SAMA = "sama"
    DITANDATANGANI = "ditandatangani"
    TERCATAT = "tercatat"
    BERUBAH = "berubah"
    BERTAMBAH = "bertambah"
    DIBATALKAN = "dibatalkan"
    TIDAK_DIKENAL = "tidak_dikenal"


JUDUL = {
    Jawab.SAMA: "Sama persis dengan dokumen yang dibekukan",
    Jawab.DITANDATANGANI: "Ditandatangani dan utuh",
    Jawab.TERCATAT: "Kode ini tercatat",
    Jawab.BERUBAH: "Isi berkas ini sudah diubah",
    Jawab.BERTAMBAH: "Isi berkas ini bertambah dan tidak tercatat",
    Jawab.DIBATALKAN: "Dokumen ini sudah dibatalkan",
    Jawab.TIDAK_DIKENAL: "Tidak dikenal",
}


@dataclass(frozen=True)
class Verifikasi:
    """The answer, and the document it is about."""

    jawab: Jawab
    dokumen: Dokumen | None = None
    tertanda: BerkasTertanda | None = None
    sidik: str = ""

    @property
    def judul(self) -> str:
        """The answer in a line."""
        return JUDUL[self.jawab]


def verify_kode(text: str) -> Verifikasi | None:
    """What is known of a code; None when it is no code of ours (one symbol is wrong)."""
    kode = read_kode(text)
    if kode is None:
        return None
    row = _rows().filter(kode=kode).first()
    if row is None:
        return Verifikasi(Jawab.TIDAK_DIKENAL)
    jawab = Jawab.DIBATALKAN if row.status == Dokumen.Status.DIBATALKAN else Jawab.TERCATAT
    return Verifikasi(jawab, row, row.berkas_tertanda.last())


def verify_file(data: bytes) -> Verifikasi:
    """What is known of a file; nothing of it is kept."""
    sidik = sha256(data)
    signed = BerkasTertanda.objects.filter(sha256=sidik).select_related("dokumen__pemda").first()
    if signed is not None:
        return _answer(Jawab.DITANDATANGANI, signed.dokumen, sidik, signed)
    row = _rows().filter(sha256=sidik).first()
    if row is not None:
        return _answer(Jawab.SAMA, row, sidik, row.berkas_tertanda.last())
    for kode in _codes_in(data):
        row = _rows().filter(kode=kode).first()
        if row is not None:
            grown = sha256(data[: row.ukuran]) == row.sha256
            return _answer(Jawab.BERTAMBAH if grown else Jawab.BERUBAH, row, sidik)
    return Verifikasi(Jawab.TIDAK_DIKENAL, sidik=sidik)


def _answer(jawab: Jawab, row: Dokumen, sidik: str, signed: BerkasTertanda | None = None) -> Verifikasi:
    """A cancelled document is cancelled, however whole its file is; a changed file is changed all the same."""
    same = jawab in (Jawab.SAMA, Jawab.DITANDATANGANI)
    cancelled = row.status == Dokumen.Status.DIBATALKAN and same
    return Verifikasi(Jawab.DIBATALKAN if cancelled else jawab, row, signed, sidik)


def _rows():
    return Dokumen.objects.select_related("pemda")


def _codes_in(data: bytes) -> list[str]:
    """Codes in the /ID of a file, plain or in hex; the first ones only."""
    found = [match.group(1) for match in _TANDA.finditer(data)]
    found += [binascii.unhexlify(match.group(1)) for match in _HEKSA.finditer(data)]
    codes = dict.fromkeys(read_kode(item.decode("ascii", "replace")) for item in found[:20])
    return [kode for kode in codes if kode]
