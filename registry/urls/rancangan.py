"""The life of a decree: a draft by copying, its editors, tetapkan, cabut, comparison."""

from django.urls import URLPattern, path

from registry.views import (
    lampiran_excel,
    penetapan_salin,
    penetapan_siklus,
    rancangan,
    rancangan_rumus,
    rancangan_susun,
    sandingan,
)

SATU = "penetapan/<slug:kode>"
INDIKATOR = f"{SATU}/indikator/<int:pk>"
EXCEL = f"{SATU}/ubah/lampiran/<int:pk>/excel"
LEMBAR = f"{SATU}/lembar/<int:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{SATU}/salin/", penetapan_salin.penetapan_salin, name="penetapan_salin"),
    path(f"{SATU}/hapus/", penetapan_salin.penetapan_hapus, name="penetapan_hapus"),
    path(f"{SATU}/sandingan/", sandingan.penetapan_sandingan, name="penetapan_sandingan"),
    path(f"{SATU}/tetapkan/", penetapan_siklus.penetapan_tetapkan_view, name="penetapan_tetapkan"),
    path(f"{SATU}/cabut/", penetapan_siklus.penetapan_cabut, name="penetapan_cabut"),
    path(f"{SATU}/ubah/", rancangan_susun.rancangan_susun, name="rancangan_susun"),
    path(f"{SATU}/ubah/susunan/", rancangan_susun.rancangan_aksi, name="rancangan_aksi"),
    path(f"{SATU}/ubah/hapus/<slug:jenis>/<int:pk>/", rancangan_susun.rancangan_hapus, name="rancangan_hapus"),
    path(f"{SATU}/ubah/lampiran/", rancangan_susun.rancangan_lampiran_add, name="rancangan_lampiran_add"),
    path(f"{SATU}/ubah/lembar/", rancangan_susun.rancangan_lembar_add, name="rancangan_lembar_add"),
    path(f"{SATU}/naskah/", rancangan.rancangan_naskah, name="rancangan_naskah"),
    path(f"{SATU}/ubah/lampiran/<int:pk>/", rancangan.rancangan_lampiran, name="rancangan_lampiran"),
    path(f"{EXCEL}/", lampiran_excel.lampiran_excel, name="lampiran_excel"),
    path(f"{EXCEL}/templat/", lampiran_excel.lampiran_excel_template, name="lampiran_excel_template"),
    path(f"{EXCEL}/simpan/", lampiran_excel.lampiran_excel_apply, name="lampiran_excel_apply"),
    path(f"{LEMBAR}/", rancangan.rancangan_lembar, name="rancangan_lembar"),
    path(f"{LEMBAR}/tabel/", rancangan_susun.rancangan_tabel, name="rancangan_tabel"),
    path(f"{LEMBAR}/sasaran/", rancangan_susun.rancangan_sasaran_add, name="rancangan_sasaran_add"),
    path(f"{LEMBAR}/indikator/", rancangan_susun.rancangan_indikator_add, name="rancangan_indikator_add"),
    path(f"{INDIKATOR}/", rancangan.rancangan_indikator, name="rancangan_indikator"),
    path(f"{INDIKATOR}/sel/<slug:nama>/", rancangan.rancangan_sel_preview, name="rancangan_sel_preview"),
    path(f"{INDIKATOR}/rumus/", rancangan_rumus.rancangan_rumus, name="rancangan_rumus"),
    path(f"{INDIKATOR}/rumus/pratinjau/", rancangan_rumus.rancangan_rumus_preview, name="rancangan_rumus_preview"),
]
