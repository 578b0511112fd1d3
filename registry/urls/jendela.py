"""Windows of a year: extensions, lock, unlock."""

from django.urls import URLPattern, path

from registry.views import perpanjangan, tahun_kunci

TAHUN = "tahun/<int:tahun>/"

urlpatterns: list[URLPattern] = [
    path(f"{TAHUN}kunci/", tahun_kunci.tahun_kunci, name="tahun_kunci"),
    path(f"{TAHUN}buka-kunci/", tahun_kunci.tahun_buka_kunci, name="tahun_buka_kunci"),
    path(f"{TAHUN}perpanjangan/baru/", perpanjangan.perpanjangan_add, name="perpanjangan_add"),
    path(f"{TAHUN}perpanjangan/<int:pk>/", perpanjangan.perpanjangan_edit, name="perpanjangan_edit"),
    path(f"{TAHUN}perpanjangan/<int:pk>/akhiri/", perpanjangan.perpanjangan_end_action, name="perpanjangan_end"),
]
