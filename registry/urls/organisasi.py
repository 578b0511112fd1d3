"""Accounts, handover, merges and splits, what each person keeps for their own screens, history."""

from django.urls import URLPattern, path

from registry.views import faktor_kedua, gabung_pecah, riwayat_umum, serah_terima, tampilan, undangan_massal

urlpatterns: list[URLPattern] = [
    path("akun/saya/", faktor_kedua.akun_saya, name="akun_saya"),
    path("anggota/<int:pk>/faktor-kedua/", faktor_kedua.anggota_faktor, name="anggota_faktor"),
    path("tampilan/<slug:halaman>/saringan/", tampilan.saringan_create, name="saringan_create"),
    path("tampilan/<slug:halaman>/kolom/", tampilan.kolom_edit, name="kolom_edit"),
    path("tampilan/saringan/<int:pk>/nama/", tampilan.saringan_edit, name="saringan_edit"),
    path("tampilan/saringan/<int:pk>/bawaan/", tampilan.saringan_pilih, name="saringan_pilih"),
    path("tampilan/saringan/<int:pk>/hapus/", tampilan.saringan_remove, name="saringan_delete"),
    path("anggota/banyak/", undangan_massal.anggota_banyak, name="anggota_banyak"),
    path("anggota/<int:pk>/ganti/", serah_terima.operator_ganti, name="operator_ganti"),
    path("serah-terima/", serah_terima.serah_terima, name="serah_terima"),
    path("instansi/gabung/", gabung_pecah.gabung_pecah, name="gabung_pecah"),
    path("pendahulu/", gabung_pecah.pendahulu, name="pendahulu"),
    path("riwayat/", riwayat_umum.riwayat_list, name="riwayat_list"),
    path("riwayat/unduh/", riwayat_umum.riwayat_export, name="riwayat_export"),
]
