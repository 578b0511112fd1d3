"""All nouns whose history the page /riwayat/ shows, in the order of its filter."""

from typing import Any

from registry import models as m
from registry.services.riwayat_jenis import (
    Jenis,
    _nilai,
    _of_rows,
    _own_or_all,
    _seen_jendela,
    _seen_keanggotaan,
    _seen_penetapan,
    _seen_realisasi,
    _target,
    name_of,
    periode_of,
)
from registry.tulis import tulis_angka, tulis_capaian, tulis_mentah


def _realisasi(row: Any) -> dict[str, str]:
    labels = _labels(row)
    values = {
        labels.get(nama, nama): tulis_mentah(nilai, "pilihan" if _is_word(nilai) else "angka")
        for nama, nilai in row.nilai_mentah.items()
    }
    hasil = row.kosong_pesan or "belum diisi" if row.hasil is None else tulis_angka(row.hasil)
    return values | {"Hasil": hasil, "Capaian": tulis_capaian(row.capaian)}


def _labels(row: Any) -> dict[str, str]:
    """What the variables were called when this version was computed; two of one label keep their names."""
    found = {m["nama"]: m.get("label") or m["nama"] for m in (row.cuplikan or {}).get("masukan", [])}
    return {nama: label for nama, label in found.items() if list(found.values()).count(label) == 1}


def _is_word(nilai: Any) -> bool:
    """A code of a scale, which is no number."""
    return isinstance(nilai, str) and not nilai.lstrip("-").replace(".", "", 1).isdigit()


def _of_indikator(row: Any, what: str) -> str:
    return f"{what} – {name_of(row, 'indikator')} – {name_of(row, 'instansi')}"


INDIKATOR = "indikator__lembar__lampiran__penetapan__kode"
JENIS: dict[str, Jenis] = {
    jenis.kode: jenis
    for jenis in [
        Jenis(
            "realisasi", m.Realisasi, _seen_realisasi, lambda r: _of_indikator(r, f"Realisasi {periode_of(r)}"),
            ("status", "atas_nama", "alasan", "keterangan", "kendala", "tindak_lanjut", "tahun_data"),
            "instansi", ("indikator", "instansi"), _realisasi,
        ),
        Jenis(
            "target", m.Target, _of_rows(m.Target), lambda r: _of_indikator(r, f"Target {periode_of(r)}"),
            ("versi_pk", "status", "alasan"), "instansi", ("indikator", "instansi"), _target,
        ),
        Jenis(
            "bukti-dukung", m.BuktiDukung, _of_rows(m.BuktiDukung),
            lambda r: f"{r.judul} – {name_of(r, 'realisasi', 'indikator')} {name_of(r, 'realisasi', 'tahun')}",
            ("jenis", "judul", "sumber", "nomor", "halaman", "tanggal", "penerbit", "tautan", "nama_berkas", "sha256",
             "dihapus_pada"), "realisasi__instansi", ("realisasi__indikator",),
        ),
        Jenis(
            "data-dasar", m.NilaiDataDasar, _of_rows(m.DataDasar, "data_dasar"),
            lambda r: f"{name_of(r, 'data_dasar')} {r.tahun}", ("catatan",), "data_dasar__pemilik",
            ("data_dasar",), _nilai,
        ),
        Jenis(
            "sanggahan", m.Sanggahan, _of_rows(m.Sanggahan),
            lambda r: f"{name_of(r, 'data_dasar')} {r.tahun} – {name_of(r, 'instansi')}",
            ("sumber", "alasan", "status", "jawaban"), "instansi", ("data_dasar", "instansi"), _nilai,
        ),
        Jenis(
            "rumus", m.Rumus, _of_rows(m.Rumus), lambda r: f"Rumus versi {r.versi} – {name_of(r, 'indikator')}",
            ("ekspresi", "rumpun", "satuan", "arah", "desimal", "gabungan", "status", "alasan", "tanggapan"),
            "indikator__lembar__instansi", ("indikator",), penetapan=INDIKATOR,
        ),
        Jenis(
            "temuan", m.JawabanTemuan, _of_rows(m.JawabanTemuan),
            lambda r: f"Temuan {r.aturan} – {name_of(r, 'indikator')}",
            ("jawaban", "alasan"), "indikator__lembar__instansi", ("indikator",),
        ),
        Jenis(
            "pemeriksaan", m.JawabanPemeriksaan, _of_rows(m.JawabanPemeriksaan),
            lambda r: f"Pemeriksaan naskah {name_of(r, 'penetapan', 'kode')}: {r.kunci}",
            ("catatan", "alasan"), gabung=("penetapan",), penetapan="penetapan__kode",
        ),
        Jenis(
            "penanda", m.Penanda, _of_rows(m.Penanda), lambda r: f"Tanda – {name_of(r, 'realisasi', 'indikator')}",
            ("teks", "dilepas_pada"), "realisasi__instansi", ("realisasi__indikator",),
        ),
        Jenis(
            "tahun-isian", m.TahunIsian, _of_rows(m.TahunIsian), lambda r: f"Tahun {r.tahun}",
            ("dibuka", "mulai", "batas", "triwulan", "dikunci_pada"),
        ),
        Jenis(
            "jendela-isian", m.JendelaIsian, _seen_jendela,
            lambda r: f"Jendela {name_of(r, 'tahun_isian', 'tahun')} – {name_of(r, 'instansi') or 'semua OPD'}",
            ("periode", "mulai", "batas", "alasan"), "instansi", ("tahun_isian", "instansi"),
        ),
        Jenis(
            "keanggotaan", m.Keanggotaan, _seen_keanggotaan, lambda r: f"Anggota {name_of(r, 'user')}",
            ("peran", "instansi", "aktif"), "instansi", ("user", "instansi"),
        ),
        Jenis(
            "serah-terima", m.SerahTerima, _of_rows(m.SerahTerima),
            lambda r: f"Serah terima – {name_of(r, 'instansi')}",
            ("teks",), "instansi", ("instansi",),
        ),
        Jenis(
            "instansi", m.Instansi, _own_or_all("pemda", "id"), lambda r: r.nama,
            ("kode", "nama", "singkatan", "jenis", "kelompok", "urut", "mulai", "sampai"), "id", ("kelompok",),
        ),
        Jenis(
            "pejabat", m.Pejabat, _own_or_all("instansi__pemda", "instansi"),
            lambda r: f"{r.nama} – {name_of(r, 'instansi')}",
            ("nama", "nip", "pangkat", "jabatan", "status", "mulai", "sampai"), "instansi", ("instansi",),
        ),
        Jenis(
            "penetapan", m.Penetapan, _seen_penetapan, lambda r: f"Penetapan {r.kode}",
            ("nomor", "jenis", "status", "tentang", "tanggal", "tahun_awal", "tahun_akhir", "mencabut",
             "perubahan_atas"),
            dicatat="perubahan", penetapan="kode",
        ),
        Jenis(
            "dokumen", m.Dokumen, _of_rows(m.Dokumen), lambda r: f"Dokumen {r.kode}",
            ("jenis", "nomor", "tentang", "tanggal", "status", "alasan_batal", "sha256"), "instansi", ("instansi",),
            penetapan="penetapan_kode",
        ),
        Jenis(
            "berkas-tertanda", m.BerkasTertanda, _of_rows(m.BerkasTertanda),
            lambda r: f"Berkas bertanda tangan – {name_of(r, 'dokumen', 'kode')}",
            ("tepercaya", "alasan", "sha256"), "dokumen__instansi", ("dokumen",), penetapan="dokumen__penetapan_kode",
        ),
        Jenis(
            "aturan-capaian", m.AturanCapaian, _of_rows(m.AturanCapaian), lambda r: f"Aturan capaian sejak {r.mulai}",
            ("mulai", "dasar_hukum", "isi"),
        ),
        Jenis(
            "pemda", m.Pemda, _of_rows(m.Pemda), lambda r: r.nama,
            ("nama", "jenis", "ibu_kota", "zona_waktu", "sebutan_kepala_daerah", "font_dokumen", "tampilkan_gelar",
             "wajib_faktor_kedua", "kuota_bukti_mb"),
        ),
    ]
}  # fmt: skip
