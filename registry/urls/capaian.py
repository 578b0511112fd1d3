"""Rules of achievement, mean capaian, proof codes, printed formulas beside computed ones, what-if."""

from django.urls import URLPattern, path

from registry.views import andaikan, aturan_capaian, banding_rumus, kode_bukti, rerata

ANDAIKAN = "isian/<int:indikator>/<int:instansi>/<int:tahun>/andaikan/"

urlpatterns: list[URLPattern] = [
    path("aturan-capaian/", aturan_capaian.aturan_capaian_list, name="aturan_capaian_list"),
    path("aturan-capaian/baru/", aturan_capaian.aturan_capaian_add, name="aturan_capaian_add"),
    path("aturan-capaian/banding/", aturan_capaian.aturan_capaian_compare, name="aturan_capaian_compare"),
    path("aturan-capaian/contoh/", aturan_capaian.aturan_capaian_preview, name="aturan_capaian_preview"),
    path("aturan-capaian/<int:pk>/", aturan_capaian.aturan_capaian_detail, name="aturan_capaian_detail"),
    path("aturan-capaian/<int:pk>/ubah/", aturan_capaian.aturan_capaian_edit, name="aturan_capaian_edit"),
    path("capaian/", rerata.capaian_list, name="capaian_list"),
    path("capaian/<int:lembar>/<int:instansi>/<int:tahun>/", rerata.capaian_detail, name="capaian_detail"),
    path("bukti/", kode_bukti.bukti_search, name="bukti_search"),
    path("bukti/<str:kode>/", kode_bukti.bukti_kode, name="bukti_kode"),
    path("bukti/<str:kode>/qr.svg", kode_bukti.bukti_qr, name="bukti_qr"),
    path("rumus/banding/", banding_rumus.banding_rumus, name="banding_rumus"),
    path(ANDAIKAN, andaikan.realisasi_andaikan, name="realisasi_andaikan"),
]
