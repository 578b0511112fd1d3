"""Evidence of a realisasi; periode 0 is the year."""

from django.urls import URLPattern, path

from registry.views import bukti_dukung

BUKTI = "bukti-dukung/<uuid:kunci>/"

urlpatterns: list[URLPattern] = [
    path(
        "bukti-dukung/<int:indikator>/<int:instansi>/<int:tahun>/<int:periode>/",
        bukti_dukung.bukti_dukung_add,
        name="bukti_dukung_add",
    ),
    path(BUKTI, bukti_dukung.bukti_dukung_download, name="bukti_dukung_download"),
    path(f"{BUKTI}ubah/", bukti_dukung.bukti_dukung_edit, name="bukti_dukung_edit"),
    path(f"{BUKTI}tarik/", bukti_dukung.bukti_dukung_withdraw_action, name="bukti_dukung_withdraw"),
    path(f"{BUKTI}batal-tarik/", bukti_dukung.bukti_dukung_restore_action, name="bukti_dukung_restore"),
    path(f"{BUKTI}hapus/", bukti_dukung.bukti_dukung_delete_action, name="bukti_dukung_delete"),
]
