"""Quarters of a year."""

from django.urls import URLPattern, path

from registry.views import triwulan

urlpatterns: list[URLPattern] = [
    path("triwulan/", triwulan.triwulan_list, name="triwulan_list"),
    path("triwulan/cara/", triwulan.triwulan_cara, name="triwulan_cara"),
    path("triwulan/target/", triwulan.triwulan_target, name="triwulan_target"),
    path("triwulan/target/putuskan/", triwulan.triwulan_target_move, name="triwulan_target_move"),
]
