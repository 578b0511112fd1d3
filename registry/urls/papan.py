"""Messages to a person; the board of who has entered, and reminders from it."""

from django.urls import URLPattern, path

from registry.views import papan, pemberitahuan

urlpatterns: list[URLPattern] = [
    path("pemberitahuan/", pemberitahuan.pemberitahuan_list, name="pemberitahuan_list"),
    path("pemberitahuan/dibaca/", pemberitahuan.pemberitahuan_read_everything, name="pemberitahuan_read_all"),
    path("pemberitahuan/<int:pk>/buka/", pemberitahuan.pemberitahuan_open, name="pemberitahuan_open"),
    path("papan/", papan.papan_list, name="papan_list"),
    path("papan/<int:tahun>/", papan.papan_detail, name="papan_detail"),
    path("papan/<int:tahun>/unduh/", papan.papan_export, name="papan_export"),
    path("papan/<int:tahun>/ingatkan/", papan.pengingat_create, name="pengingat_create"),
    path("papan/<int:tahun>/pengingat/", papan.pengingat_list, name="pengingat_list"),
    path("papan/<int:tahun>/<int:instansi>/", papan.papan_instansi, name="papan_instansi"),
]
