"""Decrees, instansi, officials, members, years and settings of a Pemda."""

from django.urls import URLPattern, path

from registry.views import anggota, instansi, pejabat, pemda, penetapan, tahun_isian, undangan

urlpatterns: list[URLPattern] = [
    path("penetapan/", penetapan.penetapan_list, name="penetapan_list"),
    path("penetapan/muat/", penetapan.penetapan_upload, name="penetapan_upload"),
    path("penetapan/muat/simpan/", penetapan.penetapan_import_action, name="penetapan_import"),
    path("penetapan/unduh/<str:format>/", penetapan.penetapan_download, name="penetapan_download_all"),
    path("penetapan/<slug:kode>/", penetapan.penetapan_detail, name="penetapan_detail"),
    path("penetapan/<slug:kode>/unduh/<str:format>/", penetapan.penetapan_download, name="penetapan_download"),
    path("instansi/", instansi.instansi_list, name="instansi_list"),
    path("instansi/baru/", instansi.instansi_add, name="instansi_add"),
    path("instansi/<int:pk>/", instansi.instansi_edit, name="instansi_edit"),
    path("instansi/<int:pk>/hapus/", instansi.instansi_remove, name="instansi_delete"),
    path("pejabat/", pejabat.pejabat_list, name="pejabat_list"),
    path("pejabat/baru/", pejabat.pejabat_add, name="pejabat_add"),
    path("pejabat/<int:pk>/", pejabat.pejabat_edit, name="pejabat_edit"),
    path("anggota/", anggota.anggota_list, name="anggota_list"),
    path("anggota/baru/", anggota.anggota_add, name="anggota_add"),
    path("anggota/<int:pk>/", anggota.anggota_edit, name="anggota_edit"),
    path("anggota/<int:pk>/tautan/", anggota.anggota_reset, name="anggota_reset"),
    path("anggota/<int:pk>/keadaan/", anggota.anggota_status, name="anggota_status"),
    path("akun/undangan/<str:uidb64>/<str:token>/", undangan.undangan, name="undangan"),
    path("tahun/", tahun_isian.tahun_list, name="tahun_list"),
    path("tahun/baru/", tahun_isian.tahun_add, name="tahun_add"),
    path("tahun/<int:tahun>/", tahun_isian.tahun_edit, name="tahun_edit"),
    path("pemda/", pemda.pemda_edit, name="pemda_edit"),
    path("pemda/lambang/", pemda.pemda_lambang, name="pemda_lambang"),
    path("pemda/baru/", pemda.pemda_add, name="pemda_add"),
]
