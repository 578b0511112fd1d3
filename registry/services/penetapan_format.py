"""The file format of a Penetapan: from any mapping to the one canonical mapping, with errors that point.

Both sides of every comparison go through `canonical`, so that a file, an export of it and the export of its
import are equal exactly when they say the same. The format is documented in docs/format-penetapan.md.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from registry.services.penetapan_bentuk import (
    REQUIRED,
    Data,
    FormatError,
    Reader,
    boolean,
    cell,
    code,
    date_or_none,
    free_mapping,
    integer,
    integer_or_none,
    many,
    maybe,
    moment_or_none,
    one_of,
    one_of_or_none,
    read_mapping,
    text,
    text_or_cell,
    text_or_none,
    texts,
    texts_or_none,
)
from registry.teks import TeksError, check_teks

Spec = dict[str, tuple[Reader, Any]]

PEMDA: Spec = {"kode": (text, REQUIRED), "nama": (text_or_none, None)}
KEPALA: Spec = dict.fromkeys(("judul", "nomor", "tentang"), (text_or_none, None))
DIKTUM: Spec = {"label": (text, REQUIRED), "isi": (text, REQUIRED), "butir": (texts, list)}
TEMBUSAN: Spec = {"judul": (text_or_none, None), "butir": (texts, list)}
TANDA_TANGAN: Spec = {
    **dict.fromkeys(("tempat", "tanggal", "mengetahui", "jabatan", "nama", "nip"), (text_or_none, None)),
    "ttd": (boolean, False),
}
INDIKATOR_TUJUAN: Spec = {"teks": (text, REQUIRED), "indikator": (text_or_none, None)}


VARIABEL: Spec = {
    "nama": (text, REQUIRED),
    "label": (text, REQUIRED),
    "satuan": (text, ""),
    "jenis": (one_of("angka", "deret", "pilihan"), "angka"),
    "asal": (one_of("isian", "tetapan", "data_dasar", "indikator", "anggota"), "isian"),
    "nilai": (text_or_none, None),
    "data_dasar": (text_or_none, None),
    "indikator": (text_or_none, None),
    "anggota": (texts, list),
    "skala": (text_or_none, None),
    "min": (text_or_none, None),
    "maks": (text_or_none, None),
    "bulat": (boolean, False),
    "konsolidasi": (one_of_or_none("jumlah", "terakhir"), None),
    "pengisi": (text_or_none, None),
}
PUTUSAN: Spec = {
    "versi": (integer_or_none, None),
    "diusulkan_oleh": (text_or_none, None),
    "dibuat": (moment_or_none, None),
    "disetujui_oleh": (text_or_none, None),
    "diputus": (moment_or_none, None),
    "alasan": (text, ""),
    "tanggapan": (text, ""),
}
JAWABAN: Spec = {
    "aturan": (text, REQUIRED),
    "jawaban": (one_of("usulan", "bukan_masalah", "penetapan_berikutnya"), REQUIRED),
    "alasan": (text, REQUIRED),
    "rumus_versi": (integer_or_none, None),
    "oleh": (text, REQUIRED),
    "dibuat": (moment_or_none, None),
    "diubah": (moment_or_none, None),
    "versi": (integer, 1),
}
RUMUS_LAIN: Spec = {
    "rumus": (code, REQUIRED),
    "alasan": (text, ""),
    "rumpun": (text_or_none, None),
    "satuan": (text_or_none, None),
    "arah": (text_or_none, None),
    "desimal": (integer_or_none, None),
    "gabungan": (text_or_none, None),
    "variabel": (many(VARIABEL, "variabel", "nama"), list),
    "status": (one_of("usulan", "ditolak", "diganti"), "usulan"),
    "tanggapan": (text, ""),
    "putusan": (maybe(PUTUSAN), None),
}
INDIKATOR: Spec = {
    "kode": (text, REQUIRED),
    "nomor": (text_or_none, None),
    "nama": (text, REQUIRED),
    "lanjutan_dari": (text_or_none, None),
    "rumus_cetak": (cell, list),
    "penjelasan": (text_or_cell, None),
    "makna": (text_or_none, None),
    "alasan": (text_or_none, None),
    "referensi": (text_or_none, None),
    "sumber_data": (texts_or_none, None),
    "penanggung_jawab": (texts_or_none, None),
    "gabung": (texts, list),
    "rumus": (code, REQUIRED),
    "rumpun": (text_or_none, None),
    "satuan": (text, REQUIRED),
    "arah": (one_of("naik", "turun", "rentang"), REQUIRED),
    "desimal": (integer, 2),
    "gabungan": (one_of("hitung_ulang", "rata", "jumlah", "tidak"), "hitung_ulang"),
    "pengisi": (texts, list),
    "variabel": (many(VARIABEL, "variabel", "nama"), list),
    "usulan": (many(RUMUS_LAIN, "usulan", "rumus"), list),
    "catatan_sumber": (texts, list),
    "putusan": (maybe(PUTUSAN), None),
    "jawaban_temuan": (many(JAWABAN, "jawaban temuan", "aturan"), list),
}
SASARAN: Spec = {
    "nomor": (text_or_none, None),
    "teks": (text, REQUIRED),
    "indikator": (many(INDIKATOR, "indikator", "kode"), list),
}
LEMBAR: Spec = {
    "kode": (text, REQUIRED),
    "nama": (text, REQUIRED),
    "urut": (integer_or_none, None),
    "nomor": (text_or_none, None),
    "tanggung_jawab": (text_or_none, None),
    "tugas_pokok": (texts, list),
    "fungsi": (texts, list),
    "label_fungsi": (text_or_none, None),
    "visi": (text_or_none, None),
    "misi": (texts, list),
    "tujuan": (texts, list),
    "indikator_tujuan": (many(INDIKATOR_TUJUAN, "indikator tujuan", "teks"), list),
    "penomoran": (free_mapping, dict),
    "judul_tabel": (text_or_none, None),
    "kolom": (texts_or_none, None),
    "sasaran": (many(SASARAN, "sasaran", "nomor"), list),
}
LAMPIRAN: Spec = {
    "nomor": (text_or_none, None),
    "judul": (text, REQUIRED),
    "jenis": (one_of("iku", "ik"), "iku"),
    "tata_letak": (one_of("A", "B", "C", "D"), "A"),
    "kepala": (maybe(KEPALA), None),
    "kolom": (texts, list),
    "tanda_tangan": (maybe(TANDA_TANGAN), None),
    "instansi": (many(LEMBAR, "instansi", "nama"), list),
}
PENETAPAN: Spec = {
    "kode": (text, REQUIRED),
    "pemda": (maybe(PEMDA), REQUIRED),
    "jenis": (
        one_of("keputusan_kepala_daerah", "keputusan_kepala_opd", "peraturan_kepala_daerah", "lembar_iku"),
        REQUIRED,
    ),
    "status": (one_of("draf", "ditetapkan", "dicabut"), "draf"),
    "kop": (texts, list),
    "nomor": (text_or_none, None),
    "tahun": (integer_or_none, None),
    "tentang": (text, REQUIRED),
    "tempat": (text_or_none, None),
    "tanggal": (date_or_none, None),
    "tanggal_naskah": (text_or_none, None),
    "tahun_awal": (integer, REQUIRED),
    "tahun_akhir": (integer, REQUIRED),
    "mencabut": (text_or_none, None),
    "perubahan_atas": (text_or_none, None),
    "salinan": (boolean, False),
    "menimbang": (texts, list),
    "mengingat": (texts, list),
    "menetapkan": (text_or_none, None),
    "diktum": (many(DIKTUM, "diktum", "label"), list),
    "tembusan": (maybe(TEMBUSAN), None),
    "tanda_tangan": (maybe(TANDA_TANGAN), None),
    "dicabut_oleh": (text_or_none, None),
    "dicabut_pada": (date_or_none, None),
    "dicabut_mulai": (integer_or_none, None),
    "alasan_cabut": (text_or_none, None),
    "lampiran": (many(LAMPIRAN, "Lampiran", "nomor"), list),
}


def canonical(raw: Any) -> Data:
    """The one canonical mapping of a Penetapan; FormatError (Indonesian, with the place) when it is not one."""
    name = raw.get("kode") if isinstance(raw, Mapping) else None
    data = read_mapping(PENETAPAN, raw, f"Penetapan {name}" if isinstance(name, str) else "Penetapan")
    for lampiran in data["lampiran"]:
        for number, lembar in enumerate(lampiran["instansi"], 1):
            lembar["urut"] = lembar["urut"] or number
            for sasaran in lembar["sasaran"]:
                for indikator in sasaran["indikator"]:
                    _check_texts(indikator)
                    _drop_inherited(indikator)
                    _drop_shared(indikator)
    return data


def _check_texts(indikator: Data) -> None:
    """Refuses a text that could not be printed whole, so that nothing is ever cut off."""
    for name in ("nama", "penjelasan", "makna", "alasan", "referensi", "rumus_cetak"):
        for written in _strings(indikator[name]):
            try:
                check_teks(written)
            except TeksError as error:
                raise FormatError(f"Indikator {indikator['kode']}, {name}: {error}") from error


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _drop_inherited(indikator: Data) -> None:
    """A merged cell has no value of its own; an export that shows the inherited one says the same."""
    for name in indikator["gabung"]:
        if name not in ("sumber_data", "penanggung_jawab", "rumus_cetak"):
            raise FormatError(f"Indikator {indikator['kode']}, gabung: sel «{name}» tidak dikenal.")
        indikator[name] = None if name != "rumus_cetak" else []


def _drop_shared(indikator: Data) -> None:
    """A usulan keeps only what differs from the formula in force."""
    for item in indikator["usulan"]:
        for name in ("rumpun", "satuan", "arah", "desimal", "gabungan"):
            item[name] = None if item[name] == indikator[name] else item[name]
        if item["variabel"] == indikator["variabel"]:
            item["variabel"] = []
