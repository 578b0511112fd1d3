"""Readers of the file format: each takes a value and its place, and returns the canonical value or names the fault."""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from registry.teks import TeksError, check_teks

Data = dict[str, Any]
Reader = Callable[[Any, str], Any]


class FormatError(ValueError):
    """The file does not have the shape of a Penetapan; the message names the place."""


DERIVED = {"rumus_naskah"}  # written by the export, ignored by the import
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MAX_INTEGER = 32_767  # what a small integer holds on every database


def text(value: Any, place: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FormatError(f"{place}: harus berupa teks.")
    return _printable(str(value), place)


def _printable(text: str, place: str) -> str:
    """Refuses what no document can print, and what a database would refuse later with no place named."""
    found = _UNPRINTABLE.search(text)
    if found:
        raise FormatError(f"{place}: berisi karakter yang tidak dapat dicetak (U+{ord(found[0]):04X}).")
    try:
        check_teks(text)
    except TeksError as error:
        raise FormatError(f"{place}: {error}") from error
    return text


def code(value: Any, place: str) -> str:
    """A formula: its own reader limits its length and its characters."""
    if not isinstance(value, str):
        raise FormatError(f"{place}: harus berupa teks.")
    return value


def text_or_none(value: Any, place: str) -> str | None:
    return None if value is None else text(value, place)


def integer(value: Any, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise FormatError(f"{place}: harus berupa bilangan bulat.")
    if not 0 <= value <= MAX_INTEGER:
        raise FormatError(f"{place}: harus antara 0 dan {MAX_INTEGER}.")
    return value


def integer_or_none(value: Any, place: str) -> int | None:
    return None if value is None else integer(value, place)


def boolean(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise FormatError(f"{place}: harus true atau false.")
    return value


def date_or_none(value: Any, place: str) -> str | None:
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise FormatError(f"{place}: tulis tanggal seperti 2019-09-20.") from None


def moment_or_none(value: Any, place: str) -> str | None:
    """A day and time with its zone, told in UTC."""
    if value is None:
        return None
    try:
        found = datetime.datetime.fromisoformat(str(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise FormatError(f"{place}: tulis waktu beserta zonanya, misalnya 2023-05-02T09:30:00+07:00.")
    return found.astimezone(datetime.UTC).isoformat()


def free(value: Any, place: str) -> Any:
    """Any JSON value, with dates as text; used for parts whose shape is free (fractions, signatures)."""
    if isinstance(value, Mapping):
        return {text(k, place): free(v, f"{place}.{k}") for k, v in value.items()}
    if isinstance(value, list):
        return [free(v, f"{place}[{n}]") for n, v in enumerate(value, 1)]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return _printable(value, place)
    if value is None or isinstance(value, int):
        return value
    raise FormatError(f"{place}: tulis sebagai teks (dalam tanda kutip).")


def texts(value: Any, place: str) -> list[str]:
    """A list of texts; nothing is an empty list."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise FormatError(f"{place}: harus berupa daftar.")
    return [text(item, f"{place}, butir {number}") for number, item in enumerate(value, 1)]


def texts_or_none(value: Any, place: str) -> list[str] | None:
    """A cell of texts, or none where the document leaves it empty."""
    return None if value is None else texts(value, place)


def cell(value: Any, place: str) -> list[Any]:
    """A formula cell: texts, fractions {atas, bawah, ekor} and roots {akar}, one inside another."""
    items = value if isinstance(value, list) else [value]
    return [_part(item, f"{place}, bagian {number}") for number, item in enumerate(items, 1) if value is not None]


def _part(value: Any, place: str) -> Any:
    if not isinstance(value, Mapping):
        return text(value, place)
    keys = {"akar"} if "akar" in value else {"atas", "bawah", "ekor"}
    unknown = [str(key) for key in value if key not in keys]
    missing = sorted(keys - {"ekor"} - set(value))
    if unknown or missing:
        what = f"kunci «{unknown[0]}» tidak dikenal" if unknown else f"kunci «{missing[0]}» tidak ada"
        raise FormatError(f"{place}: {what}; tulis {{atas, bawah, ekor}} atau {{akar}}.")
    return {key: _inner(part, f"{place}, {key}") for key, part in value.items()}


def _inner(value: Any, place: str) -> Any:
    """What stands above or below a line: one text as it is, or parts."""
    return cell(value, place) if isinstance(value, list | Mapping) else text_or_none(value, place)


def text_or_cell(value: Any, place: str) -> Any:
    """Penjelasan: one text, or texts and fractions, or nothing."""
    return cell(value, place) if isinstance(value, list) else text_or_none(value, place)


def free_mapping(value: Any, place: str) -> Data:
    return {} if value is None else free(value, place)


def maybe(spec: Mapping[str, tuple[Reader, Any]]) -> Reader:
    """A mapping of one kind, or nothing."""

    def read(value: Any, place: str) -> Data | None:
        return None if value is None else read_mapping(spec, value, place)

    return read


def one_of_or_none(*choices: str) -> Reader:
    """One of a few words, or nothing."""
    read_word = one_of(*choices)

    def read(value: Any, place: str) -> str | None:
        return None if value is None else read_word(value, place)

    return read


def one_of(*choices: str) -> Reader:
    def read(value: Any, place: str) -> str:
        if value not in choices:
            raise FormatError(f"{place}: «{value}» tidak dikenal; pilih salah satu dari {', '.join(choices)}.")
        return value

    return read


def many(spec: Mapping[str, tuple[Reader, Any]], name: str, key: str) -> Reader:
    """A list of mappings of one kind, each named in errors by its number and its key."""

    def read(value: Any, place: str) -> list[Data]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise FormatError(f"{place}: harus berupa daftar.")
        result, place = [], place.rpartition(", ")[0]
        for number, item in enumerate(value, 1):
            label = item.get(key) if isinstance(item, Mapping) else None
            label = label if isinstance(label, str) and len(label) <= 60 else number
            result.append(read_mapping(spec, item, f"{place}, {name} {label}"))
        return result

    return read


REQUIRED = object()


def read_mapping(spec: Mapping[str, tuple[Reader, Any]], value: Any, place: str) -> Data:
    if not isinstance(value, Mapping):
        raise FormatError(f"{place}: harus berupa pasangan kunci dan nilai.")
    unknown = [str(k) for k in value if k not in spec and k not in DERIVED]
    if unknown:
        raise FormatError(f"{place}: kunci «{unknown[0]}» tidak dikenal.")
    result: Data = {}
    for key, (reader, default) in spec.items():
        if key in value:
            result[key] = reader(value[key], f"{place}, {key}")
        elif default is REQUIRED:
            raise FormatError(f"{place}: kunci «{key}» tidak ada.")
        else:
            result[key] = default() if callable(default) else default
    return result
