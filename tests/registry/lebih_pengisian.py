"""Valid data of the forms of a year of entry (windows, quarters, evidence, marks), for test_isian_lebih."""

from collections.abc import Callable
from typing import Any

from registry.models import Instansi, NilaiDataDasar
from registry.services.bukti_dukung import description_hash
from registry.services.triwulan import units_of

ISI = {"keterangan": "", "kendala": "", "tindak_lanjut": "", "nilai-keluarga_sehat": "45",
       "nilai-keluarga_dikunjungi": "50"}  # fmt: skip
TAUTAN = {"tautan": "https://data.contoh.go.id/a", "judul": "Laporan", "sumber": "", "nomor": "", "halaman": "",
          "tanggal": "", "penerbit": ""}  # fmt: skip


def _target(o: Any) -> dict[str, Any]:
    return {f"t-{o.draf.indikator_id}-{o.instansi.pk}-1": "80", f"vt-{o.draf.indikator_id}-{o.instansi.pk}-1": "0"}


def _sanggah(o: Any) -> dict[str, Any]:
    NilaiDataDasar.objects.create(data_dasar=o.disanggah, tahun=2023, nilai="4")
    return {"nilai": "5", "sumber": "BPS", "alasan": "Uji."}


def _buka(o: Any) -> dict[str, Any]:
    type(o.diajukan).objects.filter(pk=o.diajukan.pk).update(status="terverifikasi")
    return {"item": [f"{o.diajukan.pk}:1"], "alasan": "Uji."}


def _cara(o: Any) -> dict[str, Any]:
    """Of the OPD that the page shows first."""
    first = Instansi.objects.filter(pemda=o.instansi.pemda_id).measured().first()
    unit = units_of(first.pemda, 2023, first)[0]
    variabel = unit.indikator.rumus.get(status="berlaku").variabel.filter(asal="isian").first()
    return {f"k-{variabel.pk}": "terakhir"}


LENGKAP: dict[str, tuple[str, Callable[[Any], dict[str, Any]], set[str]]] = {
    "registry:realisasi_edit+tw": ("dinkes", lambda o: {"version": "0", **ISI}, set()),
    "registry:buka_kembali": ("bappeda", _buka, {"status"}),
    "registry:penanda_add": ("bappeda", lambda o: {"teks": "Periksa penyebutnya."}, set()),
    "registry:pengingat_create": ("bappeda", lambda o: {"instansi": [o.instansi.pk]}, set()),
    "registry:perpanjangan_add": ("bappeda", lambda o: {"instansi": o.instansi.pk, "periode": "0",
                                                        "batas": "31 Desember 2098", "alasan": "Uji."}, set()),
    "registry:perpanjangan_edit": ("bappeda", lambda o: {"batas": "31 Desember 2098", "alasan": "Uji."}, set()),
    "registry:perpanjangan_end": ("bappeda", lambda o: {"alasan": "Uji."}, set()),
    "registry:sanggahan_create": ("dinkes", _sanggah, set()),
    "registry:sanggahan_reject": ("dinkes", lambda o: {"version": "1", "jawaban": "Tidak."}, {"status"}),
    "registry:sanggahan_accept": ("dinkes", lambda o: {"version": "0", "jawaban": "Ya.", "konfirmasi": "ya"},
                                  {"status", "nilai"}),
    "registry:tahun_kunci": ("bappeda", lambda o: {"paham": "on"}, set()),
    "registry:tahun_buka_kunci": ("bappeda", lambda o: {"alasan": "Uji."}, set()),
    "registry:triwulan_cara": ("bappeda", _cara, {"konsolidasi"}),
    "registry:triwulan_target": ("dinkes", _target, set()),
    "registry:bukti_dukung_add": ("dinkes", lambda o: TAUTAN, {"jenis"}),
    "registry:bukti_dukung_edit": ("dinkes", lambda o: {**TAUTAN, "sidik": description_hash(o.bukti_draf)}, set()),
}  # fmt: skip
# no field besides the row's own version: what they write is set by the step itself, and other tests walk through it
LAIN = {
    "registry:realisasi_preview+tw",
    "registry:realisasi_submit+tw",
    "registry:realisasi_withdraw+tw",
    "registry:bukti_dukung_delete",
    "registry:bukti_dukung_restore",
    "registry:bukti_dukung_withdraw",
    "registry:impor_apply",
    "registry:impor_undo",
    "registry:impor_upload",
    "registry:pemberitahuan_open",
    "registry:pemberitahuan_read_all",
    "registry:penanda_off",
    "registry:verifikasi_undo",
    "registry:triwulan_target_move",
}
