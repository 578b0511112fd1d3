"""Messages to a person; the board of who has entered, and reminders from it."""

from django.urls import URLPattern, path

from registry.views import pemberitahuan

urlpatterns: list[URLPattern] = [
    path("pemberitahuan/", pemberitahuan.pemberitahuan_list, name="pemberitahuan_list"),
    path("pemberitahuan/dibaca/", pemberitahuan.pemberitahuan_read_everything, name="pemberitahuan_read_all"),
    path("pemberitahuan/<int:pk>/buka/", pemberitahuan.pemberitahuan_open, name="pemberitahuan_open"),
]
