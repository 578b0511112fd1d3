"""Who may reach which address: the expected answers, written down by hand from design decision 10.

Nothing here asks the code: neither `registry.akses` nor `visible_to` is used, so that a mistake there shows.
A role is told by its relation to the object: `pemilik` works for the OPD that the object belongs to, `opd` for
another one of the same Pemda; `asing` is everybody of another Pemda. Who is not named finds nothing (404);
`anonim` is sent to sign in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from registry.services.kode_bukti import kode_of

PEMILIK, OPD, BAPPEDA, ADMIN, PEMBACA, ASING, PUSAT, ANONIM = (
    "pemilik", "opd", "bappeda", "admin", "pembaca", "asing", "superuser", "anonim"
)  # fmt: skip
ISI = {PEMILIK}
REVIU = {BAPPEDA, ADMIN, PEMBACA}
SEMUA = {PEMILIK, OPD, *REVIU}
MASUK = {*SEMUA, PUSAT}
PUBLIK = {*MASUK, ANONIM}
Args = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Harap:
    """What one address answers. `get` and `post` name who reaches it; None: the method does not exist there.

    `alih`: who is redirected although allowed. `publik`: nobody is sent to sign in. `kelas`: a class-based view
    of allauth, which also knows PUT (as POST) and OPTIONS. `umum`: the address names no object.
    """

    get: Iterable[str] | None = None
    post: Iterable[str] | None = None
    args: Args = field(default=lambda o: {})
    umum: bool = False
    publik: bool = False
    kelas: bool = False
    alih: frozenset[str] = frozenset()


def umum(get: Iterable[str] | None = None, post: Iterable[str] | None = None, **more: Any) -> Harap:
    """An address without an object: each role meets its own Pemda and OPD."""
    return Harap(get, post, umum=True, **more)


def _isian(o: Any) -> dict[str, Any]:
    return {"indikator": o.draf.indikator_id, "instansi": o.draf.instansi_id, "tahun": 2023}


def _triwulan(o: Any) -> dict[str, Any]:
    return _isian(o) | {"periode": 1}


def _impor(o: Any) -> dict[str, Any]:
    return {"kunci": o.impor.kunci}


def _pk(name: str) -> Args:
    return lambda o: {"pk": getattr(o, name).pk}


def _bukti(name: str) -> Args:
    return lambda o: {"kunci": getattr(o, name).kunci}


def _kode(**more: Any) -> Args:
    return lambda o: {"kode": o.penetapan.kode, **more}


def _aturan(o: Any) -> dict[str, Any]:
    return {"pk": o.instansi.pemda.aturan_capaian.get().pk}


def _kode_bukti(o: Any) -> dict[str, Any]:
    return {"kode": kode_of(o.diajukan)}


def _perpanjangan(o: Any) -> dict[str, Any]:
    return {"tahun": 2023, "pk": o.perpanjangan.pk}


def _sanggah(o: Any) -> dict[str, Any]:
    return {"pk": o.disanggah.pk, "tahun": 2023}


def _laporan(**more: Any) -> Args:
    return lambda o: {"tahun": 2023, "instansi": o.instansi.pk, **more}


LEMBAR = {PEMILIK, *REVIU}
DIAJUKAN = {PEMILIK, BAPPEDA, ADMIN}

TABEL: dict[str, Harap] = {
    # home and health
    "registry:beranda": umum(get=MASUK),
    "registry:sehat": umum(get=PUBLIK, publik=True),
    # what OPD enter
    "registry:isian_list": umum(get={PEMILIK, OPD}),
    "registry:grid_edit": umum(get={PEMILIK, OPD}, post={PEMILIK, OPD}, args=lambda o: {"tahun": 2023}),
    "registry:grid_save": umum(post={PEMILIK, OPD}, args=lambda o: {"tahun": 2023}),
    "registry:grid_preview": umum(post={PEMILIK, OPD}, args=lambda o: {"tahun": 2023}),
    "registry:grid_submit": umum(get={PEMILIK, OPD}, post={PEMILIK, OPD}, args=lambda o: {"tahun": 2023}),
    # the guide
    "registry:panduan_list": umum(get=MASUK),
    "registry:panduan_detail": umum(get=MASUK, args=lambda o: {"slug": "isian"}),
    # quarters
    "registry:triwulan_list": umum(get=SEMUA),
    "registry:triwulan_cara": umum(get={BAPPEDA}, post={BAPPEDA}),
    "registry:triwulan_target": umum(get=SEMUA, post={PEMILIK, OPD}),
    "registry:triwulan_target_move": umum(post={PEMILIK, OPD, BAPPEDA}),
    "registry:excel_download": umum(get={PEMILIK, OPD}, args=lambda o: {"tahun": 2023}),
    "registry:impor_upload": umum(get={PEMILIK, OPD}, post={PEMILIK, OPD}, args=lambda o: {"tahun": 2023}),
    "registry:impor_detail": Harap(get=ISI, args=_impor),
    "registry:impor_apply": Harap(post=ISI, args=_impor),
    "registry:impor_marked": Harap(get=ISI, args=_impor),
    "registry:impor_undo": Harap(get=ISI, post=ISI, args=_impor),
    "registry:realisasi_edit": Harap(get=ISI, post=ISI, args=_isian),
    "registry:realisasi_preview": Harap(post=ISI, args=_isian),
    "registry:realisasi_submit": Harap(get=ISI, post=ISI, args=_isian),
    "registry:realisasi_withdraw": Harap(
        post=ISI,
        args=lambda o: {"indikator": o.diajukan.indikator_id, "instansi": o.diajukan.instansi_id, "tahun": 2023},
    ),
    "registry:realisasi_edit+tw": Harap(get=ISI, post=ISI, args=_triwulan),
    "registry:realisasi_preview+tw": Harap(post=ISI, args=_triwulan),
    "registry:realisasi_submit+tw": Harap(get=ISI, post=ISI, args=_triwulan, alih=frozenset(ISI)),
    "registry:realisasi_withdraw+tw": Harap(
        post=ISI,
        args=lambda o: {**_triwulan(o), "indikator": o.diajukan.indikator_id},
    ),
    "registry:target_edit": Harap(get=LEMBAR, post=ISI, args=_isian),
    "registry:target_submit": Harap(post=ISI, args=_isian),
    "registry:target_approve": Harap(post={BAPPEDA}, args=_isian),
    "registry:target_return": Harap(post={BAPPEDA}, args=_isian),
    "registry:data_dasar_list": umum(get=SEMUA),
    "registry:data_dasar_edit": Harap(get=SEMUA, post=ISI, args=lambda o: {"pk": o.data_dasar.pk, "tahun": 2023}),
    "registry:sanggahan_create": Harap(get=ISI, post=ISI, args=_sanggah),
    "registry:sanggahan_list": umum(get=SEMUA),
    "registry:sanggahan_detail": Harap(get={PEMILIK, *REVIU}, args=_pk("sanggahan")),
    "registry:sanggahan_accept": Harap(post={PEMILIK, BAPPEDA}, args=_pk("sanggahan")),
    "registry:sanggahan_reject": Harap(post={PEMILIK, BAPPEDA}, args=_pk("sanggahan")),
    "registry:buka_kembali": umum(post={BAPPEDA}),
    # indicators, proof, review
    "registry:indikator_list": umum(get=SEMUA),
    "registry:indikator_export": umum(get=SEMUA),
    "registry:indikator_detail": Harap(get=LEMBAR, args=_pk("indikator")),
    "registry:indikator_grafik": Harap(
        get=LEMBAR, args=lambda o: {"pk": o.indikator.pk, "instansi": o.diajukan.instansi_id}
    ),
    "registry:indikator_history": Harap(get=LEMBAR, args=_pk("indikator")),
    "registry:bukti": Harap(get=DIAJUKAN, args=_pk("diajukan")),
    "registry:catatan_create": Harap(post={PEMILIK, BAPPEDA}, args=_pk("diajukan")),
    "registry:verifikasi_list": umum(get={BAPPEDA}),
    "registry:verifikasi_bulk": umum(get={BAPPEDA}, post={BAPPEDA}),
    "registry:verifikasi_detail": Harap(get={BAPPEDA}, args=_pk("diajukan")),
    "registry:verifikasi_approve": Harap(post={BAPPEDA}, args=_pk("diajukan")),
    "registry:verifikasi_return": Harap(post={BAPPEDA}, args=_pk("diajukan")),
    "registry:verifikasi_reopen": Harap(post={BAPPEDA}, args=_pk("diajukan")),
    "registry:verifikasi_help": umum(get={BAPPEDA}),
    "registry:verifikasi_bulk_result": umum(get={BAPPEDA}),
    "registry:verifikasi_undo": Harap(post={BAPPEDA}, args=_pk("diajukan")),
    "registry:penanda_list": umum(get={BAPPEDA}),
    "registry:penanda_add": Harap(post={BAPPEDA}, args=_pk("diajukan")),
    "registry:penanda_off": Harap(post={BAPPEDA}, args=_pk("diajukan")),
    # achievement: rules, means, proof codes, what-if; printed formulas
    "registry:aturan_capaian_list": umum(get=REVIU),
    "registry:aturan_capaian_add": umum(get={ADMIN}, post={ADMIN}),
    "registry:aturan_capaian_compare": umum(get=REVIU),
    "registry:aturan_capaian_preview": umum(post={ADMIN}),
    "registry:aturan_capaian_detail": Harap(get=REVIU, args=_aturan),
    "registry:aturan_capaian_edit": Harap(get={ADMIN}, post={ADMIN}, args=_aturan),
    "registry:capaian_list": umum(get=SEMUA),
    "registry:capaian_detail": Harap(
        get=LEMBAR,
        args=lambda o: {"lembar": o.indikator.lembar_id, "instansi": o.instansi.pk, "tahun": 2023},
    ),
    "registry:bukti_search": umum(get=SEMUA),
    "registry:bukti_kode": Harap(get=DIAJUKAN, args=_kode_bukti, alih=frozenset(DIAJUKAN)),
    "registry:bukti_qr": Harap(get=DIAJUKAN, args=_kode_bukti),
    "registry:banding_rumus": umum(get={BAPPEDA, ADMIN}),
    "registry:realisasi_andaikan": Harap(post=ISI, args=_isian),
    # proposed formulas, families, findings
    "registry:usulan_create": Harap(get=DIAJUKAN, post=DIAJUKAN, args=_pk("indikator")),
    "registry:usulan_preview": Harap(post=DIAJUKAN, args=_pk("indikator")),
    "registry:usulan_list": umum(get={PEMILIK, OPD, BAPPEDA, ADMIN}),
    "registry:usulan_detail": Harap(get=DIAJUKAN, args=_pk("usulan")),
    "registry:usulan_impact": Harap(post=DIAJUKAN, args=_pk("usulan")),
    "registry:usulan_approve": Harap(post={BAPPEDA}, args=_pk("usulan")),
    "registry:usulan_reject": Harap(post={BAPPEDA}, args=_pk("usulan")),
    "registry:rumpun_list": umum(get=SEMUA),
    "registry:rumpun_detail": umum(get=SEMUA, args=lambda o: {"kode": "F01"}),
    "registry:rumpun_use": umum(get={PEMILIK, OPD, BAPPEDA, ADMIN}, args=lambda o: {"kode": "F01"}),
    "registry:temuan_list": umum(get={PEMILIK, OPD, BAPPEDA, ADMIN}),
    "registry:temuan_print": umum(get={PEMILIK, OPD, BAPPEDA, ADMIN}),
    "registry:temuan_detail": Harap(
        get=DIAJUKAN,
        post={BAPPEDA, ADMIN},
        args=lambda o: {"indikator": o.usulan.indikator_id, "aturan": "variabel"},
    ),
    # the board and reminders
    "registry:papan_list": umum(get=SEMUA, alih=frozenset(SEMUA)),
    "registry:papan_detail": umum(get=SEMUA, args=lambda o: {"tahun": 2023}),
    "registry:papan_export": umum(get=SEMUA, args=lambda o: {"tahun": 2023}),
    "reports:papan_unduh": umum(get=SEMUA, args=lambda o: {"tahun": 2023}),
    "registry:papan_instansi": Harap(get=LEMBAR, args=lambda o: {"tahun": 2023, "instansi": o.instansi.pk}),
    "registry:pengingat_create": umum(get={BAPPEDA, ADMIN}, post={BAPPEDA, ADMIN}, args=lambda o: {"tahun": 2023}),
    "registry:pengingat_list": umum(get={BAPPEDA, ADMIN}, args=lambda o: {"tahun": 2023}),
    # messages to a person
    "registry:pemberitahuan_list": umum(get=SEMUA),
    "registry:pemberitahuan_read_all": umum(post=SEMUA),
    "registry:pemberitahuan_open": Harap(post={PEMILIK}, args=_pk("pemberitahuan")),
    # documents
    "reports:lampiran_unduh_semua": Harap(get=SEMUA, args=_kode()),
    "reports:lampiran_bentuk_semua": Harap(get=SEMUA, args=_kode(bentuk="xlsx")),
    "reports:lampiran_bentuk": Harap(get=SEMUA, args=_kode(urut=1, bentuk="xlsx")),
    "reports:pemeriksaan_detail": Harap(get=REVIU, args=_kode()),
    "reports:pemeriksaan_answer": Harap(post={ADMIN}, args=_kode()),
    "reports:keputusan_detail": Harap(get=SEMUA, args=_kode()),
    "reports:keputusan_unduh": Harap(get=SEMUA, args=_kode(bentuk="docx")),
    "reports:keputusan_lengkap": Harap(get=SEMUA, args=_kode(bentuk="docx")),
    "reports:lampiran_detail": Harap(get=SEMUA, args=_kode(urut=1)),
    "reports:lampiran_unduh": Harap(get=SEMUA, args=_kode(urut=1)),
    "reports:laporan": umum(get=SEMUA),
    "reports:rekap": umum(get=SEMUA, args=lambda o: {"tahun": 2023}, alih=frozenset(REVIU)),
    "reports:rekap_detail": Harap(get=LEMBAR, args=_laporan()),
    "reports:rekap_unduh": Harap(get=LEMBAR, args=_laporan(bentuk="html")),
    "reports:lkjip": umum(get=SEMUA, args=lambda o: {"tahun": 2023}),
    "reports:lkjip_unduh": umum(get=SEMUA, args=lambda o: {"tahun": 2023, "bentuk": "xlsx"}),
    "reports:lkjip_detail": Harap(get=LEMBAR, args=_laporan()),
    "reports:lkjip_detail_unduh": Harap(get=LEMBAR, args=_laporan(bentuk="docx")),
    # decrees
    "registry:penetapan_list": umum(get=SEMUA),
    "registry:penetapan_upload": umum(get={ADMIN}, post={ADMIN}),
    "registry:penetapan_import": umum(post={ADMIN}),
    "registry:penetapan_download_all": umum(get={ADMIN}, args=lambda o: {"format": "yaml"}),
    "registry:penetapan_detail": Harap(get=SEMUA, args=_kode()),
    "registry:penetapan_download": Harap(get={ADMIN}, args=_kode(format="yaml")),
    # running a Pemda
    "registry:instansi_list": umum(get={ADMIN}),
    "registry:instansi_add": umum(get={ADMIN}, post={ADMIN}),
    "registry:instansi_edit": Harap(get={ADMIN}, post={ADMIN}, args=_pk("instansi")),
    "registry:instansi_delete": Harap(post={ADMIN}, args=_pk("instansi")),
    "registry:pejabat_list": umum(get={ADMIN}),
    "registry:pejabat_add": umum(get={ADMIN}, post={ADMIN}),
    "registry:pejabat_edit": Harap(get={ADMIN}, post={ADMIN}, args=_pk("pejabat")),
    "registry:anggota_list": umum(get={ADMIN}),
    "registry:anggota_add": umum(get={ADMIN}, post={ADMIN}),
    "registry:anggota_edit": Harap(get={ADMIN}, post={ADMIN}, args=_pk("anggota")),
    "registry:anggota_reset": Harap(post={ADMIN}, args=_pk("anggota")),
    "registry:anggota_status": Harap(post={ADMIN}, args=_pk("anggota")),
    "registry:undangan": umum(get=set(), post=set(), publik=True, args=lambda o: {"uidb64": "x", "token": "y"}),
    "registry:tahun_list": umum(get={BAPPEDA}),
    "registry:tahun_add": umum(get={BAPPEDA}, post={BAPPEDA}),
    "registry:tahun_edit": umum(get={BAPPEDA}, post={BAPPEDA}, args=lambda o: {"tahun": 2023}),
    "registry:tahun_kunci": umum(get={BAPPEDA}, post={BAPPEDA}, args=lambda o: {"tahun": 2023}),
    "registry:tahun_buka_kunci": umum(get={BAPPEDA}, post={BAPPEDA}, args=lambda o: {"tahun": 2018}),
    "registry:perpanjangan_add": umum(get={BAPPEDA}, post={BAPPEDA}, args=lambda o: {"tahun": 2023}),
    "registry:perpanjangan_edit": Harap(get={BAPPEDA}, post={BAPPEDA}, args=_perpanjangan),
    "registry:perpanjangan_end": Harap(get={BAPPEDA}, post={BAPPEDA}, args=_perpanjangan),
    "registry:pemda_edit": umum(get={ADMIN}, post={ADMIN}),
    "registry:pemda_lambang": umum(get=SEMUA),
    "registry:pemda_add": umum(get={PUSAT}, post={PUSAT}),
    # evidence
    "registry:bukti_dukung_add": Harap(get=ISI, post=ISI, args=lambda o: _isian(o) | {"periode": 0}),
    "registry:bukti_dukung_download": Harap(get=DIAJUKAN, args=_bukti("bukti_diajukan")),
    "registry:bukti_dukung_edit": Harap(get=ISI, post=ISI, args=_bukti("bukti_draf")),
    "registry:bukti_dukung_withdraw": Harap(post=ISI, args=_bukti("bukti_draf")),
    "registry:bukti_dukung_restore": Harap(post=ISI, args=_bukti("bukti_draf")),
    "registry:bukti_dukung_delete": Harap(post=ISI, args=_bukti("bukti_draf")),
    # one's own account (allauth)
    "account_reauthenticate": umum(get=MASUK, post=MASUK, kelas=True),
    "mfa_authenticate": umum(get=set(), post=set(), kelas=True, publik=True),
    "mfa_reauthenticate": umum(get=MASUK, post=MASUK, kelas=True, alih=frozenset(MASUK)),
    "mfa_index": umum(get=MASUK, kelas=True),
    "mfa_activate_totp": umum(get=MASUK, post=MASUK, kelas=True, alih=frozenset(MASUK)),
    "mfa_deactivate_totp": umum(get=set(), post=set(), kelas=True),
    "mfa_view_recovery_codes": umum(get=set(), kelas=True),
    "mfa_generate_recovery_codes": umum(get=MASUK, post=MASUK, kelas=True, alih=frozenset(MASUK)),
    "mfa_download_recovery_codes": umum(get=set(), kelas=True),
    "account_login": umum(get=PUBLIK, post=PUBLIK, publik=True, kelas=True, alih=frozenset(MASUK)),
    "account_logout": umum(get=MASUK, post=PUBLIK, kelas=True),
    "account_inactive": umum(get=PUBLIK, publik=True, kelas=True),
    "account_change_password": umum(get=MASUK, post=MASUK, kelas=True),
    "account_reset_password": umum(get=PUBLIK, post=PUBLIK, publik=True, kelas=True),
    "account_reset_password_done": umum(get=PUBLIK, publik=True, kelas=True),
    "account_reset_password_from_key_done": umum(get=PUBLIK, publik=True, kelas=True),
    "account_reset_password_from_key": umum(
        get=PUBLIK, post=PUBLIK, publik=True, kelas=True, args=lambda o: {"uidb36": "x", "key": "y"}
    ),
}

from tests.registry.akses_dokumen import TABEL as DOKUMEN  # noqa: E402
from tests.registry.akses_organisasi import TABEL as ORGANISASI  # noqa: E402
from tests.registry.akses_rancangan import TABEL as RANCANGAN  # noqa: E402
from tests.registry.akses_unduhan import TABEL as UNDUHAN  # noqa: E402

TABEL |= ORGANISASI | DOKUMEN | RANCANGAN | UNDUHAN
