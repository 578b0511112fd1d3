"""Raw values of a Variabel: from typed text to what is stored, with the limits of the variable.

The one reader for form, grid, import and API. A blank is a reason, never 0.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from formulas.notation import NumberError, read_number, write_number
from registry.models import Variabel
from registry.services.errors import ServiceError
from registry.services.masukan import ALASAN_KOSONG

TERSIMPAN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
KUNCI_KOSONG = {"kosong", "tanggal", "catatan"}
MAKS_CATATAN = 500
HARUS_BULAT = "Tulis bilangan bulat tanpa desimal, misalnya 45."
PALING_SEDIKIT = "Nilainya paling sedikit {batas}."
PALING_BANYAK = "Nilainya paling banyak {batas}."
PERLU_TANGGAL = "Tulis perkiraan tanggal rilisnya, misalnya 1 Maret 2024."
TIDAK_TERBACA = "{label}: nilai yang dikirim tidak dapat dibaca."


def read_value(variabel: Variabel, text: str) -> str | None:
    """Exact text with a dot, or None when nothing was typed; ServiceError says what to write instead."""
    try:
        value = read_number(text)
    except NumberError as error:
        if error.kode == "kosong":
            return None
        raise ServiceError(error.pesan) from error
    check_limits(variabel, value)
    return format(value.to_integral_value() if variabel.bulat else value, "f")


def check_limits(variabel: Variabel, value: Decimal) -> None:
    """Refuses a fraction of a thing that is counted, and what lies outside min and maks."""
    if variabel.bulat and value != value.to_integral_value():
        raise ServiceError(HARUS_BULAT)
    if variabel.min is not None and value < Decimal(variabel.min):
        raise ServiceError(PALING_SEDIKIT.format(batas=write_number(Decimal(variabel.min))))
    if variabel.maks is not None and value > Decimal(variabel.maks):
        raise ServiceError(PALING_BANYAK.format(batas=write_number(Decimal(variabel.maks))))


def limits_text(variabel: Variabel) -> str:
    """The limits as a hint under the field: bilangan bulat, 0 sampai 100."""
    low, high = (None if x is None else write_number(Decimal(x)) for x in (variabel.min, variabel.maks))
    kind = "bilangan bulat" if variabel.bulat else "bilangan"
    if low is not None and high is not None:
        return f"{kind}, {low} sampai {high}"
    if low is not None:
        return f"{kind}, paling sedikit {low}"
    return f"{kind}, paling banyak {high}" if high is not None else kind


def blank(alasan: str = "belum_diisi", tanggal: str = "") -> dict[str, str]:
    """The stored form of a blank."""
    return {"kosong": alasan, "tanggal": tanggal} if tanggal else {"kosong": alasan}


def check_values(variables: Iterable[Variabel], typed: dict[str, Any]) -> None:
    """Refuses raw values that are not of the stored form, whoever sends them."""
    for variabel in variables:
        if variabel.nama in typed:
            _check(variabel, typed[variabel.nama])


def _check(variabel: Variabel, raw: Any) -> None:
    if isinstance(raw, dict):
        return _check_blank(variabel, raw)
    if variabel.jenis == Variabel.Jenis.DERET:
        if not isinstance(raw, list) or (variabel.anggota and len(raw) != len(variabel.anggota)):
            raise ServiceError(TIDAK_TERBACA.format(label=variabel.label))
        for item in raw:
            _check_blank(variabel, item) if isinstance(item, dict) else _check_number(variabel, item)
    elif variabel.jenis == Variabel.Jenis.PILIHAN:
        if not isinstance(raw, str) or variabel.skala is None or variabel.skala.peringkat(raw) is None:
            raise ServiceError(TIDAK_TERBACA.format(label=variabel.label))
    else:
        _check_number(variabel, raw)


def _check_number(variabel: Variabel, raw: Any) -> None:
    if not isinstance(raw, str) or not TERSIMPAN.fullmatch(raw):
        raise ServiceError(TIDAK_TERBACA.format(label=variabel.label))
    try:
        check_limits(variabel, Decimal(raw))
    except ServiceError as error:
        raise ServiceError(f"{variabel.label}: {error.pesan}") from error


def _check_blank(variabel: Variabel, raw: dict[str, Any]) -> None:
    texts = all(isinstance(v, str) and len(v) <= MAKS_CATATAN for v in raw.values())
    if set(raw) - KUNCI_KOSONG or raw.get("kosong") not in ALASAN_KOSONG or not texts:
        raise ServiceError(TIDAK_TERBACA.format(label=variabel.label))
    if raw.get("tanggal"):
        try:
            date.fromisoformat(raw["tanggal"])
        except ValueError:
            raise ServiceError(TIDAK_TERBACA.format(label=variabel.label)) from None
