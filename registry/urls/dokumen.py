"""Frozen documents, and the public page that checks them."""

from django.urls import URLPattern, path

from registry.views import dokumen, verifikasi_dokumen

SATU = "dokumen/<slug:kode>/"

urlpatterns: list[URLPattern] = [
    path("dokumen/", dokumen.dokumen_list, name="dokumen_list"),
    path(SATU, dokumen.dokumen_detail, name="dokumen_detail"),
    path(f"{SATU}unduh/", dokumen.dokumen_download, name="dokumen_download"),
    path(f"{SATU}tertanda/", dokumen.dokumen_ttd_add, name="dokumen_ttd_add"),
    path(f"{SATU}tertanda/<int:pk>/", dokumen.dokumen_ttd_download, name="dokumen_ttd_download"),
    path(f"{SATU}batal/", dokumen.dokumen_cancel_action, name="dokumen_cancel"),
    path("verifikasi-dokumen/", verifikasi_dokumen.verifikasi_dokumen, name="verifikasi_dokumen"),
    path("verifikasi-dokumen/<slug:kode>/", verifikasi_dokumen.verifikasi_dokumen_kode, name="verifikasi_dokumen_kode"),
]
