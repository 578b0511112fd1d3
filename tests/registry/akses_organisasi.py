"""Who may reach accounts, handover, merges, what each person keeps for their own screens, and history."""

from tests.registry.akses_tabel import ADMIN, BAPPEDA, ISI, MASUK, OPD, PEMILIK, SEMUA, Harap, _pk, umum

TABEL: dict[str, Harap] = {
    "registry:akun_saya": umum(get=MASUK),
    "registry:anggota_faktor": Harap(post={ADMIN}, args=_pk("anggota")),
    "registry:saringan_create": umum(post={BAPPEDA}, args=lambda o: {"halaman": "verifikasi"}),
    "registry:kolom_edit": umum(post=SEMUA, args=lambda o: {"halaman": "indikator"}),
    "registry:saringan_edit": Harap(post=ISI, args=_pk("saringan")),
    "registry:saringan_pilih": Harap(post=ISI, args=_pk("saringan")),
    "registry:saringan_delete": Harap(post=ISI, args=_pk("saringan")),
    "registry:anggota_banyak": umum(get={ADMIN}, post={ADMIN}),
    "registry:operator_ganti": Harap(get={ADMIN}, post={ADMIN}, args=_pk("anggota")),
    "registry:serah_terima": umum(get={PEMILIK, OPD, ADMIN}, post={PEMILIK, OPD}),
    "registry:gabung_pecah": umum(get={ADMIN}, post={ADMIN}),
    "registry:pendahulu": umum(get=SEMUA),
    "registry:riwayat_list": umum(get=SEMUA),
    "registry:riwayat_export": umum(get=SEMUA),
}
