"""Entering and submitting many values at once."""

from django.urls import URLPattern, path

from registry.views import grid

GRID = "isian/grid/<int:tahun>/"

urlpatterns: list[URLPattern] = [
    path(GRID, grid.grid_edit, name="grid_edit"),
    path(f"{GRID}simpan/", grid.grid_save, name="grid_save"),
    path(f"{GRID}hitung/", grid.grid_preview, name="grid_preview"),
    path(f"{GRID}ajukan/", grid.grid_submit, name="grid_submit"),
]
