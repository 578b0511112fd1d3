"""Addresses: those people see are Indonesian."""

from django.urls import include, path

urlpatterns = [
    path("", include("registry.urls")),
    path("akun/", include("allauth.account.urls")),
]

handler400 = "iku_project.errors.bad_request"
handler403 = "iku_project.errors.permission_denied"
handler404 = "iku_project.errors.page_not_found"
handler500 = "iku_project.errors.server_error"
