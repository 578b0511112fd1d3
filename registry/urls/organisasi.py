"""Accounts, handover, merges and splits, what each person keeps for their own screens, history."""

from django.urls import URLPattern, path

from registry.views import faktor_kedua, riwayat_umum

urlpatterns: list[URLPattern] = [
    path("akun/saya/", faktor_kedua.akun_saya, name="akun_saya"),
    path("anggota/<int:pk>/faktor-kedua/", faktor_kedua.anggota_faktor, name="anggota_faktor"),
    path("riwayat/", riwayat_umum.riwayat_list, name="riwayat_list"),
    path("riwayat/unduh/", riwayat_umum.riwayat_export, name="riwayat_export"),
]
