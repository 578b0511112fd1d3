"""The short code of a proof: ten characters that name one version of one realisasi, and nothing else.

The code is the pair (pk, version) under a keyed permutation of 50 bits: a Feistel network whose round function is
HMAC-SHA-256 with the SECRET_KEY, written in Crockford's base 32. So the same version always has the same code,
two versions never share one, no table is needed, and a guess hits a stored version about once in 10^15 / versions.
Whoever opens a code still needs the right to see that realisasi. When the SECRET_KEY is changed, the old one belongs
in KODE_BUKTI_KUNCI_LAMA, so that codes on printed reports keep opening.
"""

import hashlib
import hmac
import io
import re
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.db.models import QuerySet
from django.utils.encoding import force_bytes

from registry.models import Pengguna, Peran, Realisasi

HURUF = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
PANJANG = 10
PARUH = 25  # bits of each half
BIT_VERSI = 16
MASKER = (1 << PARUH) - 1
MAKS_PK, MAKS_VERSI = 1 << (2 * PARUH - BIT_VERSI), 1 << BIT_VERSI
PUTARAN = 8
_MIRIP = str.maketrans("ILO", "110")
_BUKAN_KODE = re.compile(r"[\s-]+")


@dataclass(frozen=True)
class Versi:
    """One version of a realisasi as it was: the current row itself, or a row of its history."""

    realisasi: Realisasi
    kini: Realisasi

    @property
    def berubah(self) -> bool:
        """Whether the realisasi has changed since."""
        return self.realisasi.version != self.kini.version

    @property
    def angka_sama(self) -> bool:
        """Whether result, capaian and class are what they were: only the status or a text has moved on."""
        return _figures(self.realisasi) == _figures(self.kini)


def _figures(row: Realisasi) -> tuple[str | None, ...]:
    return row.hasil, row.kosong_kode, row.capaian, row.kelas


def kode_of(realisasi: Realisasi) -> str:
    """The code of the version that this row holds: 7K3M9-XQ2PD."""
    pk, version = realisasi.pk, realisasi.version
    if not (0 < pk < MAKS_PK and 0 <= version < MAKS_VERSI):
        raise ValueError(f"no code for pk {pk}, version {version}")
    number = _scramble(pk << BIT_VERSI | version, force_bytes(settings.SECRET_KEY))
    text = "".join(HURUF[(number >> 5 * place) & 31] for place in reversed(range(PANJANG)))
    return f"{text[:5]}-{text[5:]}"


def read_kode(text: str) -> list[tuple[int, int]]:
    """(pk, version) that a typed code may mean, under each key; empty when it is no code.

    Small letters, spaces and dashes are accepted, and I, L, O for 1, 1, 0.
    """
    clean = _BUKAN_KODE.sub("", text[:64]).upper().translate(_MIRIP)
    if len(clean) != PANJANG or any(c not in HURUF for c in clean):
        return []
    number = 0
    for c in clean:
        number = number << 5 | HURUF.index(c)
    keys = [settings.SECRET_KEY, *settings.KODE_BUKTI_KUNCI_LAMA]
    pairs = [_unscramble(number, force_bytes(key)) for key in keys]
    return [(pair >> BIT_VERSI, pair & (MAKS_VERSI - 1)) for pair in pairs]


def _scramble(number: int, key: bytes) -> int:
    """One way through the network."""
    left, right = number >> PARUH, number & MASKER
    for step in range(PUTARAN):
        left, right = right, left ^ _round(right, key, step)
    return left << PARUH | right


def _unscramble(number: int, key: bytes) -> int:
    """The way back."""
    left, right = number >> PARUH, number & MASKER
    for step in reversed(range(PUTARAN)):
        left, right = right ^ _round(left, key, step), left
    return left << PARUH | right


def _round(half: int, key: bytes, step: int) -> int:
    digest = hmac.digest(key, f"kode bukti {step} {half}".encode(), hashlib.sha256)
    return int.from_bytes(digest[:4], "big") >> (32 - PARUH)


def find_versi(text: str, rows: QuerySet[Realisasi], user: Pengguna | None) -> Versi | None:
    """The version that a code names among `rows`; None when there is none, or the user may not see that version.

    Without a user (the command line) every version is found.
    """
    for pk, version in read_kode(text):
        row = rows.filter(pk=pk).first()
        if row is not None and row.version == version:
            return Versi(row, row)
        old = None if row is None else _old(row, version, user)
        if row is not None and old is not None:
            return Versi(old, row)
    return None


def _old(row: Realisasi, version: int, user: Pengguna | None) -> Realisasi | None:
    """A version of the history, told only to those who might have seen it then."""
    records = row.history.filter(version=version).order_by("-history_date", "-history_id")
    record = (records if user is None else seen_then(user, records)).first()
    if record is None:
        return None
    old = record.instance
    old.indikator, old.instansi = row.indikator, row.instansi
    return old


def seen_then(user: Pengguna, records: QuerySet[Any]) -> QuerySet[Any]:
    """Of versions of a realisasi that the user sees now: those whose status then was one the role may see."""
    member = user.keanggotaan_aktif
    if member is None:
        return records.none()
    if member.peran == Peran.PEMBACA:
        return records.filter(status__in=Realisasi.FINAL)
    if member.peran == Peran.BAPPEDA:
        return records.exclude(status=Realisasi.Status.DRAF)
    return records


def qr_svg(address: str) -> bytes:
    """An address as a QR code, an SVG file without script or style."""
    file = io.BytesIO()
    segno.make_qr(address, error="m").save(file, kind="svg", scale=4, border=2, xmldecl=True, light="#fff")
    return file.getvalue()
