"""Addresses: those people see are Indonesian."""

from allauth.account import views as akun
from django.urls import include, path

from registry.views.sandi import sandi_baru

# Only what is used of allauth: no public sign-up, no e-mail pages, no other ways to sign in.
AKUN = [
    path("masuk/", akun.login, name="account_login"),
    path("keluar/", akun.logout, name="account_logout"),
    path("nonaktif/", akun.account_inactive, name="account_inactive"),
    path("sandi/ubah/", akun.password_change, name="account_change_password"),
    path("sandi/lupa/", akun.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", akun.password_reset_done, name="account_reset_password_done"),
    path("sandi/baru/selesai/", akun.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("sandi/baru/<str:uidb36>-<str:key>/", sandi_baru, name="account_reset_password_from_key"),
]

urlpatterns = [
    path("", include("registry.urls")),
    path("", include("reports.urls")),
    path("akun/", include(AKUN)),
]

handler400 = "iku_project.errors.bad_request"
handler403 = "iku_project.errors.permission_denied"
handler404 = "iku_project.errors.page_not_found"
handler500 = "iku_project.errors.server_error"
