"""Addresses of the documents."""

from django.urls import path

from reports import (
    bekukan_views,
    keputusan_views,
    kertas_views,
    lkjip_views,
    manual_views,
    papan_views,
    pemeriksaan_views,
    rekap_views,
    sandingan_views,
    unduhan_views,
    views,
)

app_name = "reports"
SEMUA = "penetapan/<slug:kode>/lampiran"
LAMPIRAN = f"{SEMUA}/<int:urut>"
KEPUTUSAN = "penetapan/<slug:kode>/keputusan"
MANUAL = "penetapan/<slug:kode>/manual"
PERIKSA = "penetapan/<slug:kode>/pemeriksaan"
SATU = "lkjip/<int:tahun>/<int:instansi>"

urlpatterns = [
    path("penetapan/<slug:kode>/lampiran/pdf/", views.lampiran_unduh_semua, name="lampiran_unduh_semua"),
    path(
        "penetapan/<slug:kode>/lampiran/unduh/<slug:bentuk>/", views.lampiran_unduh_semua, name="lampiran_bentuk_semua"
    ),
    path("penetapan/<slug:kode>/lampiran/<int:urut>/", views.lampiran_detail, name="lampiran_detail"),
    path("penetapan/<slug:kode>/lampiran/<int:urut>/pdf/", views.lampiran_unduh, name="lampiran_unduh"),
    path(f"{LAMPIRAN}/unduh/<slug:bentuk>/", views.lampiran_unduh, name="lampiran_bentuk"),
    path(f"{KEPUTUSAN}/", keputusan_views.keputusan_detail, name="keputusan_detail"),
    path(f"{KEPUTUSAN}/unduh/<slug:bentuk>/", keputusan_views.keputusan_unduh, name="keputusan_unduh"),
    path(f"{KEPUTUSAN}/lengkap/<slug:bentuk>/", keputusan_views.keputusan_lengkap, name="keputusan_lengkap"),
    path("penetapan/<slug:kode>/siap-ttd/", bekukan_views.lampiran_siap, name="lampiran_siap"),
    path(f"{KEPUTUSAN}/siap-ttd/", bekukan_views.keputusan_siap, name="keputusan_siap"),
    path("rekap/<int:tahun>/<int:instansi>/siap-ttd/", bekukan_views.rekap_siap, name="rekap_siap"),
    path(f"{MANUAL}/", manual_views.manual_list, name="manual_list"),
    path(f"{MANUAL}/unduh/<slug:bentuk>/", manual_views.manual_unduh, name="manual_unduh"),
    path(f"{MANUAL}/<int:lembar>/<slug:bentuk>/", manual_views.manual_lembar_unduh, name="manual_lembar_unduh"),
    path(f"{PERIKSA}/", pemeriksaan_views.pemeriksaan_detail, name="pemeriksaan_detail"),
    path(f"{PERIKSA}/jawab/", pemeriksaan_views.pemeriksaan_answer, name="pemeriksaan_answer"),
    path("penetapan/<slug:kode>/sandingan/pdf/", sandingan_views.sandingan_unduh, name="sandingan_unduh"),
    path("papan/<int:tahun>/pdf/", papan_views.papan_unduh, name="papan_unduh"),
    path("kertas.css", kertas_views.kertas_css, name="kertas_css"),
    path("laporan/", rekap_views.laporan, name="laporan"),
    path("unduhan/", unduhan_views.unduhan_list, name="unduhan_list"),
    path("unduhan/baru/", unduhan_views.unduhan_create, name="unduhan_create"),
    path("unduhan/<uuid:kunci>/", unduhan_views.unduhan_status, name="unduhan_status"),
    path("unduhan/<uuid:kunci>/berkas/", unduhan_views.unduhan_berkas, name="unduhan_berkas"),
    path("unduhan/<uuid:kunci>/ulang/", unduhan_views.unduhan_retry, name="unduhan_retry"),
    path("rekap/<int:tahun>/", rekap_views.rekap, name="rekap"),
    path("rekap/<int:tahun>/<int:instansi>/", rekap_views.rekap_detail, name="rekap_detail"),
    path("rekap/<int:tahun>/<int:instansi>/unduh/<slug:bentuk>/", rekap_views.rekap_unduh, name="rekap_unduh"),
    path("lkjip/<int:tahun>/", lkjip_views.lkjip, name="lkjip"),
    path("lkjip/<int:tahun>/unduh/<slug:bentuk>/", lkjip_views.lkjip_unduh, name="lkjip_unduh"),
    path("lkjip/<int:tahun>/<int:instansi>/", lkjip_views.lkjip_detail, name="lkjip_detail"),
    path(f"{SATU}/unduh/<slug:bentuk>/", lkjip_views.lkjip_detail_unduh, name="lkjip_detail_unduh"),
]
