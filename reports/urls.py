"""Addresses of the documents."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("penetapan/<slug:kode>/lampiran/pdf/", views.lampiran_unduh_semua, name="lampiran_unduh_semua"),
    path("penetapan/<slug:kode>/lampiran/<int:urut>/", views.lampiran_detail, name="lampiran_detail"),
    path("penetapan/<slug:kode>/lampiran/<int:urut>/pdf/", views.lampiran_unduh, name="lampiran_unduh"),
]
