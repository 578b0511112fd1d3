"""The guide inside the application."""

from django.urls import URLPattern, path

from registry.views import panduan

urlpatterns: list[URLPattern] = [
    path("panduan/", panduan.panduan_list, name="panduan_list"),
    path("panduan/<slug:slug>/", panduan.panduan_detail, name="panduan_detail"),
]
