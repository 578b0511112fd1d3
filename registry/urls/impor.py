"""Excel there and back: the workbook of an OPD and year, its upload, its preview, its undoing."""

from django.urls import URLPattern, path

from registry.views import impor_isian

IMPOR = "isian/impor/<uuid:kunci>/"

urlpatterns: list[URLPattern] = [
    path("isian/excel/<int:tahun>/", impor_isian.excel_download, name="excel_download"),
    path("isian/impor/<int:tahun>/", impor_isian.impor_upload, name="impor_upload"),
    path(IMPOR, impor_isian.impor_detail, name="impor_detail"),
    path(f"{IMPOR}terapkan/", impor_isian.impor_apply_action, name="impor_apply"),
    path(f"{IMPOR}ditandai/", impor_isian.impor_marked, name="impor_marked"),
    path(f"{IMPOR}batalkan/", impor_isian.impor_undo_action, name="impor_undo"),
]
