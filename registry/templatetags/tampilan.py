"""The saved filters and the columns of a page, as parts of it."""

from typing import Any

from django import template

from registry.models import SaringanTersimpan
from registry.services.errors import ServiceError
from registry.services.tampilan import HALAMAN, TANPA, clean_query, hidden_columns

register = template.Library()


@register.inclusion_tag("registry/_saringan_tersimpan.html", takes_context=True)
def saringan_tersimpan(context: dict[str, Any], halaman: str) -> dict[str, Any]:
    """The person's filters of a page, and a form to keep the present one."""
    request = context["request"]
    try:
        kueri = clean_query(HALAMAN[halaman], request.GET.urlencode())
    except ServiceError:
        kueri = ""
    rows = list(SaringanTersimpan.objects.filter(pengguna=request.user, halaman=halaman))
    return {
        "daftar": rows, "halaman": halaman, "alamat": HALAMAN[halaman].alamat, "kueri": kueri, "tanpa": TANPA,
        "dibuka": next((row for row in rows if row.kueri == kueri and kueri), None),
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.inclusion_tag("registry/_pilih_kolom.html", takes_context=True)
def pilih_kolom(context: dict[str, Any], halaman: str) -> dict[str, Any]:
    """The columns of the page's table, with a mark at those that are shown."""
    request = context["request"]
    hidden = hidden_columns(request.user, halaman)
    return {
        "kolom": [(name, label, name not in hidden) for name, label in HALAMAN[halaman].kolom],
        "halaman": halaman,
        "kueri": request.GET.urlencode()[:1000],
        "tersembunyi": len(hidden),
        "csrf_token": context.get("csrf_token"),
    }
