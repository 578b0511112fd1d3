"""The file format of a Penetapan: from any mapping to the one canonical mapping, with errors that point.

Both sides of every comparison go through `canonical`, so that a file, an export of it and the export of its
import are equal exactly when they say the same. The format is documented in docs/format-penetapan.md.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

Data = dict[str, Any]
Reader = Callable[[Any, str], Any]


class FormatError(ValueError):
    """The file does not have the shape of a Penetapan; the message names the place."""


def _text(value: Any, place: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FormatError(f"{place}: harus berupa teks.")
    return str(value)


def _text_or_none(value: Any, place: str) -> str | None:
    return None if value is None else _text(value, place)


def _integer(value: Any, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise FormatError(f"{place}: harus berupa bilangan bulat.")
    return value


def _integer_or_none(value: Any, place: str) -> int | None:
    return None if value is None else _integer(value, place)


def _boolean(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise FormatError(f"{place}: harus true atau false.")
    return value


def _date_or_none(value: Any, place: str) -> str | None:
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise FormatError(f"{place}: tulis tanggal seperti 2019-09-20.") from None


def _plain(value: Any, place: str) -> Any:
    """Any JSON value, with dates as text; used for parts whose shape is free (fractions, signatures)."""
    if isinstance(value, Mapping):
        return {_text(k, place): _plain(v, f"{place}.{k}") for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v, f"{place}[{n}]") for n, v in enumerate(value, 1)]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool):
        return value
    raise FormatError(f"{place}: tulis sebagai teks (dalam tanda kutip).")


def _list(value: Any, place: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise FormatError(f"{place}: harus berupa daftar.")
    return _plain(value, place)


def _list_or_none(value: Any, place: str) -> list[Any] | None:
    return None if value is None else _list(value, place)


def _mapping(value: Any, place: str) -> Data:
    return {} if value is None else _plain(value, place)


def _one_of(*choices: str) -> Reader:
    def read(value: Any, place: str) -> str:
        if value not in choices:
            raise FormatError(f"{place}: «{value}» tidak dikenal; pilih salah satu dari {', '.join(choices)}.")
        return value

    return read


def _many(spec: Mapping[str, tuple[Reader, Any]], name: str, key: str) -> Reader:
    """A list of mappings of one kind, each named in errors by its number and its key."""

    def read(value: Any, place: str) -> list[Data]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise FormatError(f"{place}: harus berupa daftar.")
        result = []
        for number, item in enumerate(value, 1):
            label = item.get(key) if isinstance(item, Mapping) else None
            label = label if isinstance(label, str) and len(label) <= 60 else number
            result.append(_read(spec, item, f"{place}, {name} {label}"))
        return result

    return read


REQUIRED = object()


def _read(spec: Mapping[str, tuple[Reader, Any]], value: Any, place: str) -> Data:
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


DERIVED = {"rumus_naskah"}  # written by the export, ignored by the import

VARIABEL: dict[str, tuple[Reader, Any]] = {
    "nama": (_text, REQUIRED),
    "label": (_text, REQUIRED),
    "satuan": (_text, ""),
    "jenis": (_one_of("angka", "deret", "pilihan"), "angka"),
    "asal": (_one_of("isian", "tetapan", "data_dasar", "indikator", "anggota"), "isian"),
    "nilai": (_text_or_none, None),
    "data_dasar": (_text_or_none, None),
    "indikator": (_text_or_none, None),
    "anggota": (_list, list),
    "skala": (_text_or_none, None),
    "min": (_text_or_none, None),
    "maks": (_text_or_none, None),
    "bulat": (_boolean, False),
    "pengisi": (_text_or_none, None),
}
RUMUS_LAIN: dict[str, tuple[Reader, Any]] = {
    "rumus": (_text, REQUIRED),
    "alasan": (_text, ""),
    "rumpun": (_text_or_none, None),
    "satuan": (_text_or_none, None),
    "arah": (_text_or_none, None),
    "desimal": (_integer_or_none, None),
    "variabel": (_many(VARIABEL, "variabel", "nama"), list),
    "status": (_one_of("usulan", "ditolak", "diganti"), "usulan"),
}
INDIKATOR: dict[str, tuple[Reader, Any]] = {
    "kode": (_text, REQUIRED),
    "nomor": (_text_or_none, None),
    "nama": (_text, REQUIRED),
    "lanjutan_dari": (_text_or_none, None),
    "rumus_cetak": (_list, list),
    "penjelasan": (_plain, None),
    "makna": (_text_or_none, None),
    "alasan": (_text_or_none, None),
    "referensi": (_text_or_none, None),
    "sumber_data": (_list_or_none, None),
    "penanggung_jawab": (_list_or_none, None),
    "gabung": (_list, list),
    "rumus": (_text, REQUIRED),
    "rumpun": (_text_or_none, None),
    "satuan": (_text, REQUIRED),
    "arah": (_one_of("naik", "turun", "rentang"), REQUIRED),
    "desimal": (_integer, 2),
    "gabungan": (_one_of("hitung_ulang", "rata", "jumlah", "tidak"), "hitung_ulang"),
    "pengisi": (_list, list),
    "variabel": (_many(VARIABEL, "variabel", "nama"), list),
    "usulan": (_many(RUMUS_LAIN, "usulan", "rumus"), list),
    "catatan_sumber": (_list, list),
}
SASARAN: dict[str, tuple[Reader, Any]] = {
    "nomor": (_text_or_none, None),
    "teks": (_text, REQUIRED),
    "indikator": (_many(INDIKATOR, "indikator", "kode"), list),
}
LEMBAR: dict[str, tuple[Reader, Any]] = {
    "kode": (_text, REQUIRED),
    "nama": (_text, REQUIRED),
    "urut": (_integer_or_none, None),
    "nomor": (_text_or_none, None),
    "tanggung_jawab": (_text_or_none, None),
    "tugas_pokok": (_list, list),
    "fungsi": (_list, list),
    "label_fungsi": (_text_or_none, None),
    "visi": (_text_or_none, None),
    "misi": (_list, list),
    "tujuan": (_list, list),
    "indikator_tujuan": (_list, list),
    "penomoran": (_mapping, dict),
    "judul_tabel": (_text_or_none, None),
    "kolom": (_list_or_none, None),
    "sasaran": (_many(SASARAN, "sasaran", "nomor"), list),
}
LAMPIRAN: dict[str, tuple[Reader, Any]] = {
    "nomor": (_text_or_none, None),
    "judul": (_text, REQUIRED),
    "jenis": (_one_of("iku", "ik"), "iku"),
    "tata_letak": (_one_of("A", "B", "C", "D"), "A"),
    "kepala": (_plain, None),
    "kolom": (_list, list),
    "tanda_tangan": (_plain, None),
    "instansi": (_many(LEMBAR, "instansi", "nama"), list),
}
PENETAPAN: dict[str, tuple[Reader, Any]] = {
    "kode": (_text, REQUIRED),
    "pemda": (_mapping, REQUIRED),
    "jenis": (
        _one_of("keputusan_kepala_daerah", "keputusan_kepala_opd", "peraturan_kepala_daerah", "lembar_iku"),
        REQUIRED,
    ),
    "status": (_one_of("draf", "ditetapkan", "dicabut"), "draf"),
    "kop": (_list, list),
    "nomor": (_text_or_none, None),
    "tahun": (_integer_or_none, None),
    "tentang": (_text, REQUIRED),
    "tempat": (_text_or_none, None),
    "tanggal": (_date_or_none, None),
    "tanggal_naskah": (_text_or_none, None),
    "tahun_awal": (_integer, REQUIRED),
    "tahun_akhir": (_integer, REQUIRED),
    "mencabut": (_text_or_none, None),
    "perubahan_atas": (_text_or_none, None),
    "salinan": (_boolean, False),
    "menimbang": (_list, list),
    "mengingat": (_list, list),
    "menetapkan": (_text_or_none, None),
    "diktum": (_list, list),
    "tembusan": (_plain, None),
    "tanda_tangan": (_plain, None),
    "lampiran": (_many(LAMPIRAN, "Lampiran", "nomor"), list),
}


def canonical(raw: Any) -> Data:
    """The one canonical mapping of a Penetapan; FormatError (Indonesian, with the place) when it is not one."""
    name = raw.get("kode") if isinstance(raw, Mapping) else None
    data = _read(PENETAPAN, raw, f"Penetapan {name}" if isinstance(name, str) else "Penetapan")
    for lampiran in data["lampiran"]:
        for number, lembar in enumerate(lampiran["instansi"], 1):
            lembar["urut"] = lembar["urut"] or number
            for sasaran in lembar["sasaran"]:
                for indikator in sasaran["indikator"]:
                    _drop_inherited(indikator)
    return data


def _drop_inherited(indikator: Data) -> None:
    """A merged cell has no value of its own; an export that shows the inherited one says the same."""
    for cell in indikator["gabung"]:
        if cell not in ("sumber_data", "penanggung_jawab", "rumus_cetak"):
            raise FormatError(f"Indikator {indikator['kode']}, gabung: sel «{cell}» tidak dikenal.")
        indikator[cell] = None if cell != "rumus_cetak" else []
