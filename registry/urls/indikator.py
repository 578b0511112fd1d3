"""Indicators, their proof, and verification."""

from django.urls import URLPattern, path

from registry.views import bukti, indikator, penanda, riwayat, verifikasi, verifikasi_bersama

urlpatterns: list[URLPattern] = [
    path("indikator/", indikator.indikator_list, name="indikator_list"),
    path("indikator/unduh/", indikator.indikator_export, name="indikator_export"),
    path("indikator/<int:pk>/", indikator.indikator_detail, name="indikator_detail"),
    path("indikator/<int:pk>/grafik/<int:instansi>/", indikator.indikator_grafik, name="indikator_grafik"),
    path("indikator/<int:pk>/riwayat/", riwayat.indikator_history, name="indikator_history"),
    path("realisasi/<int:pk>/", bukti.bukti, name="bukti"),
    path("realisasi/<int:pk>/catatan/", bukti.catatan_add, name="catatan_create"),
    path("verifikasi/", verifikasi.verifikasi_list, name="verifikasi_list"),
    path("verifikasi/bantuan/", verifikasi.verifikasi_help, name="verifikasi_help"),
    path("verifikasi/bersama/", verifikasi_bersama.verifikasi_bulk, name="verifikasi_bulk"),
    path("verifikasi/bersama/hasil/", verifikasi_bersama.verifikasi_bulk_result, name="verifikasi_bulk_result"),
    path("verifikasi/ditandai/", penanda.penanda_list, name="penanda_list"),
    path("verifikasi/<int:pk>/", verifikasi.verifikasi_detail, name="verifikasi_detail"),
    path("verifikasi/<int:pk>/setujui/", verifikasi.verifikasi_approve, name="verifikasi_approve"),
    path("verifikasi/<int:pk>/kembalikan/", verifikasi.verifikasi_return, name="verifikasi_return"),
    path("verifikasi/<int:pk>/urungkan/", verifikasi.verifikasi_undo, name="verifikasi_undo"),
    path("verifikasi/<int:pk>/tandai/", penanda.penanda_add, name="penanda_add"),
    path("verifikasi/<int:pk>/lepas-tanda/", penanda.penanda_off, name="penanda_off"),
    path("verifikasi/<int:pk>/buka-kembali/", verifikasi.verifikasi_reopen, name="verifikasi_reopen"),
]
