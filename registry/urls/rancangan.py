"""The life of a decree: a draft by copying, its editors, tetapkan, cabut, comparison."""

from django.urls import URLPattern, path

from registry.views import penetapan_salin

SATU = "penetapan/<slug:kode>"

urlpatterns: list[URLPattern] = [
    path(f"{SATU}/salin/", penetapan_salin.penetapan_salin, name="penetapan_salin"),
    path(f"{SATU}/hapus/", penetapan_salin.penetapan_hapus, name="penetapan_hapus"),
]
