"""What OPD enter: raw values, targets, shared data."""

from django.urls import URLPattern, path

from registry.views import data_dasar, isian, realisasi, target

ISIAN = "isian/<int:indikator>/<int:instansi>/<int:tahun>/"
TRIWULAN = f"{ISIAN}tw/<int:periode>/"
TARGET = "indikator/<int:indikator>/target/<int:instansi>/<int:tahun>/"

urlpatterns: list[URLPattern] = [
    path("isian/", isian.isian_list, name="isian_list"),
    path(ISIAN, realisasi.realisasi_edit, name="realisasi_edit"),
    path(f"{ISIAN}pratinjau/", realisasi.realisasi_preview, name="realisasi_preview"),
    path(f"{ISIAN}ajukan/", realisasi.realisasi_submit_check, name="realisasi_submit"),
    path(f"{ISIAN}tarik/", realisasi.realisasi_withdraw_action, name="realisasi_withdraw"),
    path(TRIWULAN, realisasi.realisasi_edit, name="realisasi_edit"),
    path(f"{TRIWULAN}pratinjau/", realisasi.realisasi_preview, name="realisasi_preview"),
    path(f"{TRIWULAN}ajukan/", realisasi.realisasi_submit_check, name="realisasi_submit"),
    path(f"{TRIWULAN}tarik/", realisasi.realisasi_withdraw_action, name="realisasi_withdraw"),
    path(TARGET, target.target_edit, name="target_edit"),
    path(f"{TARGET}ajukan/", target.target_submit_action, name="target_submit"),
    path(f"{TARGET}setujui/", target.target_approve_action, name="target_approve"),
    path(f"{TARGET}kembalikan/", target.target_return_action, name="target_return"),
    path("data-dasar/", data_dasar.data_dasar_list, name="data_dasar_list"),
    path("data-dasar/<int:pk>/<int:tahun>/", data_dasar.data_dasar_edit, name="data_dasar_edit"),
]
