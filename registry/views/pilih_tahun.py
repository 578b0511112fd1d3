"""The year that a page shows: kept in the address as `?tahun=`."""

from django.http import HttpRequest

from registry.services.daftar import years_for


def pick_year(request: HttpRequest) -> tuple[list[int], int | None]:
    """(years of the Pemda, newest first; the one asked for, else the newest opened one; None when there is none)."""
    years, chosen = years_for(request.user, request.GET.getlist("tahun")[-1:])
    return years[::-1], chosen[-1] if chosen else None
