"""Objections to shared values; several published values reopened at once."""

from django.urls import URLPattern, path

from registry.views import buka_kembali, sanggahan

urlpatterns: list[URLPattern] = [
    path("data-dasar/sanggahan/", sanggahan.sanggahan_list, name="sanggahan_list"),
    path("data-dasar/sanggahan/<int:pk>/", sanggahan.sanggahan_detail, name="sanggahan_detail"),
    path("data-dasar/sanggahan/<int:pk>/terima/", sanggahan.sanggahan_accept_action, name="sanggahan_accept"),
    path("data-dasar/sanggahan/<int:pk>/tolak/", sanggahan.sanggahan_reject_action, name="sanggahan_reject"),
    path("data-dasar/<int:pk>/<int:tahun>/sanggah/", sanggahan.sanggahan_create_action, name="sanggahan_create"),
    path("verifikasi/buka-kembali/", buka_kembali.buka_kembali, name="buka_kembali"),
]
