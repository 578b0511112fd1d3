"""Decrees, instansi, officials, members, years and settings of a Pemda."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
