"""Who may reach frozen documents: a recap by its OPD and those who review; freezing and signing by the admin.

The page that checks a document is for everybody.
"""

from tests.registry.akses_tabel import ADMIN, LEMBAR, PEMILIK, PUBLIK, REVIU, SEMUA, Harap, _kode, _laporan, umum

BACA = {PEMILIK, *REVIU}


def _dokumen(o):
    return {"kode": o.dokumen.kode}


def _manual(o):
    return {"kode": o.penetapan.kode, "lembar": o.indikator.lembar_id, "bentuk": "html"}


TABEL: dict[str, Harap] = {
    "reports:manual_list": Harap(get=SEMUA, args=_kode()),
    "reports:manual_unduh": Harap(get=SEMUA, args=_kode(bentuk="html")),
    "reports:manual_lembar_unduh": Harap(get=LEMBAR, args=_manual),
    "registry:dokumen_list": umum(get=SEMUA),
    "registry:dokumen_detail": Harap(get=BACA, args=_dokumen),
    "registry:dokumen_download": Harap(get=BACA, args=_dokumen),
    "registry:dokumen_ttd_add": Harap(post={ADMIN}, args=_dokumen),
    "registry:dokumen_ttd_download": Harap(get=BACA, args=lambda o: _dokumen(o) | {"pk": o.tertanda.pk}),
    "registry:dokumen_cancel": Harap(post={ADMIN}, args=_dokumen),
    "registry:verifikasi_dokumen": umum(get=PUBLIK, post=PUBLIK, publik=True),
    "registry:verifikasi_dokumen_kode": umum(get=PUBLIK, publik=True, args=_dokumen),
    "reports:lampiran_siap": Harap(get={ADMIN}, post={ADMIN}, args=_kode()),
    "reports:keputusan_siap": Harap(get={ADMIN}, post={ADMIN}, args=_kode()),
    "reports:kertas_css": umum(get=SEMUA),
    "reports:rekap_siap": Harap(get={ADMIN}, post={ADMIN}, args=_laporan()),
}
