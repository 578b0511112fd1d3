"""Who may reach frozen documents: a recap by its OPD and those who review; freezing and signing by the admin.

The page that checks a document is for everybody.
"""

from tests.registry.akses_tabel import ADMIN, PEMILIK, PUBLIK, REVIU, SEMUA, Harap, _kode, _laporan, umum

BACA = {PEMILIK, *REVIU}


def _dokumen(o):
    return {"kode": o.dokumen.kode}


TABEL: dict[str, Harap] = {
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
    "reports:rekap_siap": Harap(get={ADMIN}, post={ADMIN}, args=_laporan()),
}
