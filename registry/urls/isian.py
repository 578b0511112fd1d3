"""What OPD enter: raw values, targets, shared data."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
