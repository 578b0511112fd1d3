"""Every field of a decree and of its parts: what people call it and how its change is told.

The keys are what a draft is read by (`perubahan_potret`): a column that is not here would change untold.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from formulas.notation import write_date
from formulas.render import plain_text
from registry.models import Lampiran, Penetapan, Rumus, Variabel
from registry.services.perubahan_urai import (
    BARU,
    DIHAPUS,
    Bidang,
    Butir,
    daftar,
    lengkap,
    peta,
    satu,
)
from registry.tulis import tulis_angka

Isi = dict[str, Any]


def _pilihan(label: str, choices: Any) -> Bidang:
    words = dict(choices)
    return satu(label, lambda value: str(words.get(value, value or "")))


def _tanggal(label: str) -> Bidang:
    return satu(label, lambda value: write_date(value) if isinstance(value, date) else "")


def _ya(label: str) -> Bidang:
    return satu(label, lambda value: "ya" if value else "tidak")


def _angka(label: str) -> Bidang:
    return satu(label, lambda value: tulis_angka(value) if value else "")


def _rumus_teks(value: Any) -> str:
    return plain_text(value) if isinstance(value, list) else value or ""


def _pecahan(label: str) -> Bidang:
    """A cell with fractions; one that is only drawn otherwise says so."""

    def urai(nama: str, lama: Any, baru: Any) -> Iterator[Butir]:
        a, b = _rumus_teks(lama), _rumus_teks(baru)
        if a != b:
            yield nama, a or "kosong", b or "kosong"
        elif _drawn(lama) != _drawn(baru):
            yield nama, f"{a} ({_drawn(lama)})", f"{b} ({_drawn(baru)})"

    return Bidang(label, _rumus_teks, urai)


def _drawn(value: Any) -> str:
    fractions = isinstance(value, list) and any(isinstance(part, Mapping) for part in value)
    return "digambar sebagai pecahan" if fractions else "ditulis sebagai teks"


def _diktum_teks(entry: Mapping[str, Any]) -> str:
    return "\n".join([entry["isi"], *(entry.get("butir") or [])])


def _diktum_isi(nama: str, lama: Any, baru: Any) -> Iterator[Butir]:
    parts = {"label": satu("Label"), "isi": satu("Isi"), "butir": daftar("Huruf", satuan="huruf")}
    for key, one in parts.items():
        told = nama if key == "butir" else f"{nama}, {one.label.lower()}"
        yield from one.urai(told, lama.get(key), baru.get(key))


def _tujuan_teks(entry: Mapping[str, Any]) -> str:
    return f"{entry['teks']} (indikator {entry['indikator']})" if entry.get("indikator") else str(entry["teks"])


def _label_of(entry: Mapping[str, Any]) -> str:
    return str(entry["label"])


def _variabel_urai(nama: str, lama: Any, baru: Any) -> Iterator[Butir]:
    """The variables of a formula by their names, and their order where it changed."""
    old, new = lama or {}, baru or {}
    for key in [*new, *(key for key in old if key not in new)]:
        told = f"{nama} {key}"
        if key in old and key in new:
            yield from peta("", VARIABEL).urai(told, old[key], new[key])
        elif key in old:
            yield told, lengkap(VARIABEL, old[key]), DIHAPUS
        else:
            yield told, BARU, lengkap(VARIABEL, new[key])
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield f"Urutan {nama.lower()}", ", ".join(old), ", ".join(new)


def _variabel_teks(value: Mapping[str, Isi]) -> str:
    """Each on a line with all that is said of it."""
    told = {key: lengkap(VARIABEL, isi).removeprefix("Label: ").splitlines() for key, isi in value.items()}
    return "\n".join(f"{key} = {'; '.join(lines)}" for key, lines in told.items())


def _urutan(label: str) -> Bidang:
    """A list in which the order says something by itself, and which is short."""
    return satu(label, lambda value: ", ".join(value or []))


def _gabung(label: str) -> Bidang:
    words = {"rumus_cetak": "rumus", "sumber_data": "sumber data", "penanggung_jawab": "penanggung jawab"}
    return satu(label, lambda value: ", ".join(words.get(name, name) for name in value or []))


def _label_daftar(label: str) -> Bidang:
    return satu(label, lambda value: ", ".join(value) if isinstance(value, list) else value or "")


TTD = peta("Tanda tangan", {
    "tempat": satu("Tempat"), "tanggal": satu("Tanggal"), "mengetahui": satu("Mengetahui"), "jabatan": satu("Jabatan"),
    "nama": satu("Nama"), "nip": satu("NIP"), "ttd": _ya("Tercetak «ttd.»"),
})  # fmt: skip
KEPALA = peta("Di atas lampiran", {
    "judul": satu("Judul keputusan"), "nomor": satu("Nomor"), "tentang": satu("Tentang"),
})  # fmt: skip
DAFTAR_LEMBAR: Mapping[str, str] = {
    "tugas_pokok": "Tugas pokok", "fungsi": "Fungsi", "misi": "Misi", "tujuan": "Tujuan",
    "indikator_tujuan": "Indikator tujuan",
}  # fmt: skip
VARIABEL: dict[str, Bidang] = {
    "label": satu("Label"),
    "satuan": satu("Satuan"),
    "jenis": _pilihan("Jenis", Variabel.Jenis.choices),
    "asal": _pilihan("Asal nilai", Variabel.Asal.choices),
    "nilai": _angka("Nilai tetapan"),
    "data_dasar": satu("Data dasar"),
    "indikator": satu("Indikator yang dibaca"),
    "anggota": daftar("Anggota deret"),
    "skala": satu("Skala predikat"),
    "min": _angka("Paling sedikit"),
    "maks": _angka("Paling banyak"),
    "bulat": _ya("Hanya bilangan bulat"),
    "konsolidasi": _pilihan("Dari triwulan ke tahun", Variabel.Konsolidasi.choices),
    "pengisi": satu("Pengisi khusus"),
}
RUMUS: dict[str, Bidang] = {
    "ekspresi": satu("Rumus hitung"),
    "rumpun": satu("Rumpun"),
    "satuan": satu("Satuan"),
    "arah": _pilihan("Arah", Rumus.Arah.choices),
    "desimal": satu("Desimal"),
    "gabungan": _pilihan("Nilai kelompok", Rumus.Gabungan.choices),
}
BIDANG: dict[str, dict[str, Bidang]] = {
    "penetapan": {
        "status": _pilihan("Status", Penetapan.Status.choices),
        "jenis": _pilihan("Jenis", Penetapan.Jenis.choices),
        "kop": daftar("Kop", satuan="baris"),
        "nomor": satu("Nomor"),
        "tahun": satu("Tahun"),
        "tentang": satu("Tentang"),
        "tempat": satu("Ditetapkan di"),
        "tanggal": _tanggal("Tanggal ditetapkan"),
        "tanggal_naskah": satu("Tanggal menurut naskah"),
        "tahun_awal": satu("Berlaku mulai tahun"),
        "tahun_akhir": satu("Sampai dengan tahun"),
        "mencabut": satu("Mencabut penetapan nomor"),
        "perubahan_atas": satu("Perubahan atas penetapan nomor"),
        "salinan": _ya("Dicetak sebagai salinan"),
        "menimbang": daftar("Menimbang"),
        "mengingat": daftar("Mengingat"),
        "menetapkan": satu("Menetapkan"),
        "diktum": daftar("Diktum", _diktum_teks, sebut=_label_of, isi=_diktum_isi),
        "tembusan": peta("Tembusan", {"judul": satu("Kalimat di atasnya"), "butir": daftar("Kepada")}),
        "tanda_tangan": TTD,
        "dicabut_oleh": satu("Dicabut oleh"),
        "dicabut_pada": _tanggal("Tanggal pencabutan"),
        "dicabut_mulai": satu("Tidak berlaku mulai tahun"),
        "alasan_cabut": satu("Alasan pencabutan"),
    },
    "lampiran": {
        "nomor": satu("Nomor"),
        "judul": satu("Judul"),
        "jenis": _pilihan("Jenis indikator", Lampiran.Jenis.choices),
        "tata_letak": _pilihan("Susunan kolom", Lampiran.TataLetak.choices),
        "kepala": KEPALA,
        "kolom": daftar("Judul kolom", satuan="kolom"),
        "tanda_tangan": TTD,
    },
    "lembar": {
        "instansi": satu("Instansi"),
        "nama": satu("Nama seperti tercetak"),
        "nomor": satu("Nomor"),
        "tanggung_jawab": satu("Penanggung jawab lembar"),
        "tugas_pokok": daftar("Tugas pokok"),
        "label_fungsi": satu("Sebutan bagian fungsi"),
        "fungsi": daftar("Fungsi"),
        "visi": satu("Visi"),
        "misi": daftar("Misi"),
        "tujuan": daftar("Tujuan"),
        "indikator_tujuan": daftar("Indikator tujuan", _tujuan_teks),
        "penomoran": peta("Penomoran", {key: _label_daftar(label) for key, label in DAFTAR_LEMBAR.items()}),
        "judul_tabel": satu("Judul di atas tabel"),
        "kolom": daftar("Judul kolom", satuan="kolom"),
    },
    "sasaran": {"nomor": satu("Nomor"), "teks": satu("Teks")},
    "indikator": {
        "kode": satu("Kode"),
        "nomor": satu("Nomor"),
        "nama": satu("Nama"),
        "lanjutan_dari": satu("Lanjutan dari"),
        "rumus_cetak": _pecahan("Rumus tercetak"),
        "penjelasan": _pecahan("Penjelasan"),
        "makna": satu("Makna"),
        "alasan": satu("Alasan"),
        "referensi": satu("Referensi"),
        "sumber_data": daftar("Sumber data"),
        "penanggung_jawab": daftar("Penanggung jawab"),
        "gabung": _gabung("Bergabung dengan sel di atasnya"),
        "catatan_sumber": daftar("Catatan sumber"),
        "pengisi": _urutan("Pengisi"),
        **RUMUS,
        "variabel": Bidang("Variabel", _variabel_teks, _variabel_urai),
    },
}
