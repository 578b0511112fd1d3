"""Home and health."""

from django.urls import path

from registry.views import umum

urlpatterns = [
    path("", umum.beranda, name="beranda"),
    path("sehat/", umum.sehat, name="sehat"),
]
