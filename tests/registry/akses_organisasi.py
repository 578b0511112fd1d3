"""Who may reach accounts, handover, merges, what each person keeps for their own screens, and history."""

from tests.registry.akses_tabel import ADMIN, MASUK, SEMUA, Harap, _pk, umum

TABEL: dict[str, Harap] = {
    "registry:akun_saya": umum(get=MASUK),
    "registry:anggota_faktor": Harap(post={ADMIN}, args=_pk("anggota")),
    "registry:riwayat_list": umum(get=SEMUA),
    "registry:riwayat_export": umum(get=SEMUA),
}
