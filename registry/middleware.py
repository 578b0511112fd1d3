"""One middleware: the request runs on the clock of the user's Pemda."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def akses_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Activates the Pemda's time zone, and keeps private pages out of every shared cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        member = request.user.keanggotaan_aktif if request.user.is_authenticated else None
        if member is None:
            response = get_response(request)
        else:
            with timezone.override(member.pemda.zona):
                response = get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    return middleware
