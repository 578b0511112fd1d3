"""Indicators, their proof, and verification."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
