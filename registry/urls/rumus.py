"""Formulas: proposals, families, and the findings that they answer."""

from django.urls import URLPattern, path

from registry.views import rumpun, rumus, temuan

URLS_USUL = "indikator/<int:pk>/usul-rumus/"

urlpatterns: list[URLPattern] = [
    path(URLS_USUL, rumus.usulan_create, name="usulan_create"),
    path(f"{URLS_USUL}pratinjau/", rumus.usulan_preview, name="usulan_preview"),
    path("usulan/", rumus.usulan_list, name="usulan_list"),
    path("usulan/<int:pk>/", rumus.usulan_detail, name="usulan_detail"),
    path("usulan/<int:pk>/dampak/", rumus.usulan_impact, name="usulan_impact"),
    path("usulan/<int:pk>/setujui/", rumus.usulan_approve, name="usulan_approve"),
    path("usulan/<int:pk>/tolak/", rumus.usulan_reject, name="usulan_reject"),
    path("rumpun/", rumpun.rumpun_list, name="rumpun_list"),
    path("rumpun/<slug:kode>/", rumpun.rumpun_detail, name="rumpun_detail"),
    path("rumpun/<slug:kode>/pakai/", rumpun.rumpun_use, name="rumpun_use"),
    path("temuan/", temuan.temuan_list, name="temuan_list"),
    path("temuan/cetak/", temuan.temuan_print, name="temuan_print"),
    path("temuan/<int:indikator>/<slug:aturan>/", temuan.temuan_detail, name="temuan_detail"),
]
