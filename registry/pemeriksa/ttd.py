"""python -m registry.pemeriksa.ttd TERTANDA ASLI AKAR: judges a signed PDF against the frozen one; prints JSON.

{"tanda": [...], "di_depan": bool, "halaman": n} or {"tolak": code}. AKAR: a folder of PEM files of roots that are
trusted, or "". Nothing is fetched: chains are built from what the file and the folder hold, and revocation is not
checked (security.md: the network is never reached from here).
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import pem, x509

from registry.pemeriksa.__main__ import limit
from registry.pemeriksa.hasil import Tolak
from registry.pemeriksa.isi_pdf import compare
from registry.pemeriksa.pdf import periksa_pdf

BOLEH = {"rapuh"}  # findings that do no harm


def periksa_ttd(tertanda: str, asli: str, akar: str) -> dict[str, Any]:
    """Who signed and when; refused when anything but a signature was added, or a signature is broken."""
    found = periksa_pdf(tertanda)
    if set(found.temuan) - BOLEH:
        raise Tolak("ttd_aktif")
    data, frozen = Path(tertanda).read_bytes(), Path(asli).read_bytes()
    if data == frozen:
        raise Tolak("ttd_tidak_ada")
    signatures = read_signatures(data, akar)
    with pikepdf.open(io.BytesIO(frozen)) as before, pikepdf.open(io.BytesIO(data)) as after:
        compare(before, after)
    return {"tanda": signatures, "di_depan": data.startswith(frozen), "halaman": found.halaman}


def read_signatures(data: bytes, akar: str) -> list[dict[str, Any]]:
    """Every signature in the file, oldest first, each whole, the last over the whole file."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    roots = load_roots(akar)
    try:
        embedded = PdfFileReader(io.BytesIO(data), strict=False).embedded_regular_signatures
        told = []
        for signature in embedded:
            context = ValidationContext(trust_roots=roots, allow_fetching=False)
            status = validate_pdf_signature(signature, context, ts_validation_context=context)
            if not (status.intact and status.valid):
                raise Tolak("ttd_rusak")
            told.append(_told(signature, status, bool(roots)))
            extended = status.modification_level not in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
            is_last = signature is embedded[-1]
            if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION or not status.docmdp_ok:
                raise Tolak("ttd_berubah")
            if is_last and status.coverage != SignatureCoverageLevel.ENTIRE_FILE and extended:
                raise Tolak("ttd_berubah")
    except Tolak:
        raise
    except Exception as error:  # pyHanko has many ways to say that a file is not what it should be
        raise Tolak("ttd_rusak") from error
    if not told:
        raise Tolak("ttd_tidak_ada")
    return told


def _told(signature: Any, status: Any, has_roots: bool) -> dict[str, Any]:
    certificate = status.signing_cert
    subject, issuer = certificate.subject.native, certificate.issuer.native
    stamp = status.timestamp_validity
    when = stamp.timestamp if stamp is not None else signature.self_reported_timestamp
    return {
        "nama": _text(subject.get("common_name")) or certificate.subject.human_friendly[:200],
        "organisasi": _text(subject.get("organization_name")),
        "penerbit": _text(issuer.get("common_name")) or certificate.issuer.human_friendly[:200],
        "serial": f"{certificate.serial_number:x}",
        "waktu": when.isoformat() if when else "",
        "cap_waktu": stamp is not None and bool(stamp.intact and stamp.valid and stamp.trusted),
        "rantai": "tepercaya" if status.trusted else "tidak_tepercaya" if has_roots else "tanpa_akar",
        "pencabutan": "tidak diperiksa",
    }


def _text(value: Any) -> str:
    """One line of a name in a certificate."""
    if isinstance(value, list):
        value = ", ".join(str(v) for v in value)
    return " ".join(str(value or "").split())[:200]


def load_roots(akar: str) -> list[x509.Certificate]:
    """The certificates of all PEM files in the folder."""
    if not akar:
        return []
    roots = []
    for path in sorted(Path(akar).glob("*.pem")):
        for _, _, der in pem.unarmor(path.read_bytes(), multiple=True):
            roots.append(x509.Certificate.load(der))
    return roots


def main(tertanda: str, asli: str, akar: str) -> dict[str, Any]:
    """The verdict; what no check foresaw is a refusal too."""
    try:
        return periksa_ttd(tertanda, asli, akar)
    except Tolak as refusal:
        return {"tolak": refusal.kode}
    except (MemoryError, RecursionError):
        return {"tolak": "rumit"}


if __name__ == "__main__":
    limit()
    json.dump(main(*sys.argv[1:4]), sys.stdout)
