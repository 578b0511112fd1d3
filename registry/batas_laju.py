"""How often one address may ask a public page: counted per minute in the cache, GET as well as POST.

allauth's own counter leaves GET out. Each process counts for itself where the cache is its own memory, so the limit
of an installation is at most this many times its processes.
"""

import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registry.alamat_klien import client_address

DETIK = 60
View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """Answers 429 to an address that asks too often."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if _count(client_address(request) or "?") > settings.VERIFIKASI_PER_MENIT:
            response = render(request, "429.html", status=429)
            response["Retry-After"] = str(DETIK)
            return response
        return view(request, *args, **kwargs)

    return wrapped


def _count(address: str) -> int:
    """Requests of an address in this minute, this one included."""
    key = f"laju:{int(time.time()) // DETIK}:{address}"
    if cache.add(key, 1, DETIK):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        return 1
