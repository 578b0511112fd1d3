"""Addresses: those people see are Indonesian."""

from allauth.account import views as akun
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as pemulihan
from django.urls import include, path

from registry.views.faktor_kedua import AktifkanView, KodeBaruView, MatikanView
from registry.views.sandi import sandi_baru

# Only what is used of allauth: no public sign-up, no e-mail pages, no other ways to sign in.
AKUN = [
    path("masuk/", akun.login, name="account_login"),
    path("keluar/", akun.logout, name="account_logout"),
    path("nonaktif/", akun.account_inactive, name="account_inactive"),
    path("masuk/ulang/", akun.reauthenticate, name="account_reauthenticate"),
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/ulang/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("faktor-kedua/", mfa.index, name="mfa_index"),
    path("faktor-kedua/nyalakan/", AktifkanView.as_view(), name="mfa_activate_totp"),
    path("faktor-kedua/matikan/", MatikanView.as_view(), name="mfa_deactivate_totp"),
    path("faktor-kedua/pemulihan/", pemulihan.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("faktor-kedua/pemulihan/baru/", KodeBaruView.as_view(), name="mfa_generate_recovery_codes"),
    path("faktor-kedua/pemulihan/unduh/", pemulihan.download_recovery_codes, name="mfa_download_recovery_codes"),
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
