"""A certificate authority of the tests, signers under it, and what can go wrong with a signed PDF."""

import datetime
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import SigSeedSubFilter

NOW = datetime.datetime.now(datetime.UTC)
BUPATI, SEKDA = "BUPATI CONTOH", "SEKRETARIS DAERAH CONTOH"


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject: str, key, issuer: str, by, *, ca: bool) -> x509.Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    usage |= {"digital_signature": not ca, "content_commitment": not ca, "key_cert_sign": ca, "crl_sign": ca}
    made = x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(issuer))
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(NOW - datetime.timedelta(1)).not_valid_after(NOW + datetime.timedelta(9))
    made = made.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    return made.add_extension(x509.KeyUsage(**usage), critical=True).sign(by, hashes.SHA256())


@lru_cache
def authority():
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _certificate("AKAR UJI", key, "AKAR UJI", key, ca=True)


def roots(folder: Path) -> str:
    """The root as a PEM file in a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "akar.pem").write_bytes(authority()[1].public_bytes(serialization.Encoding.PEM))
    return str(folder)


@lru_cache
def signer(nama: str) -> signers.SimpleSigner:
    ca_key, ca = authority()
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(nama, key, "AKAR UJI", ca_key, ca=False)
    kind = serialization.BestAvailableEncryption(b"uji")
    data = serialization.pkcs12.serialize_key_and_certificates(b"uji", key, certificate, [ca], kind)
    return signers.SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=b"uji")


def apart(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function in a thread of its own, for what wants an event loop: Playwright leaves one running here."""

    def call(*args: Any, **kwargs: Any) -> Any:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(function, *args, **kwargs).result()

    return call


def sign(data: bytes, nama: str = BUPATI, field: str = "TandaTangan1", **more) -> bytes:
    """The file signed outside of the application, in a field that is there or a new one."""
    meta = signers.PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, **more)
    return apart(signers.sign_pdf)(IncrementalPdfFileWriter(io.BytesIO(data)), meta, signer=signer(nama)).getvalue()


def with_box(data: bytes, box: tuple[int, int, int, int], page: int = 0) -> bytes:
    """A new signature box of the signing service, somewhere on a page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    fields.append_signature_field(writer, fields.SigFieldSpec("Lain", on_page=page, box=box))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def edited(data: bytes, change) -> bytes:
    """An incremental update: `change` gets the writer."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rewritten(data: bytes, change=lambda pdf: None, **options) -> bytes:
    """Written anew by another program, as some signing services do."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def one_byte(data: bytes, at: int) -> bytes:
    """The same file with one bit of one byte turned over."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
