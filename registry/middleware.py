"""What holds for every request: how long a session lasts, the clock of the user's Pemda, the second factor, and the
way back to a page from an address that only takes what a form sends."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from registry.models import Pengguna
from registry.services.faktor_kedua import has_factor, must_have_factor

TANPA_FAKTOR = ("mfa_activate_totp", "account_reauthenticate", "account_logout", "registry:sehat")
MULAI, TERAKHIR = "sesi_mulai", "sesi_terakhir"
TELITI = 60  # seconds: so seldom is it written that a person is still there
NYALAKAN = "Nyalakan dahulu faktor kedua; Pemda Anda mewajibkannya bagi peran ini."


def session_start(request: HttpRequest) -> None:
    """Somebody has just signed in."""
    request.session[MULAI] = request.session[TERAKHIR] = int(timezone.now().timestamp())


def sesi_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Ends a session that was idle too long, or is too old however busy; what was typed waits in the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if MULAI in request.session:
            now = int(timezone.now().timestamp())
            idle = now - request.session.get(TERAKHIR, 0)
            if idle > settings.SESSION_IDLE_SECONDS or now - request.session[MULAI] > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif idle > TELITI:
                request.session[TERAKHIR] = now
        return get_response(request)

    return middleware


def jalan_pulang_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Who has to sign in on sending a form comes back to its page, not to where it was sent, which may show nothing;
    and who opens such an address is told so (405)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "GET" and response.status_code == 405 and not response.content:
            told = render(request, "405.html", status=405)
            told["Allow"] = response["Allow"]
            return told
        if request.method == "POST" and response.status_code == 302 and (page := _page_of(request)):
            path, _, query = response["Location"].partition("?")
            if path == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in QueryDict(query):
                return redirect_to_login(page)
        return response

    return middleware


def _page_of(request: HttpRequest) -> str:
    """The page of this site that the browser says it came from, else nothing."""
    came = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


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
        if request.user.is_authenticated and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def faktor_kedua_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Leads an obliged role without a second factor to the page that switches it on; nothing else answers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        member = request.user.keanggotaan_aktif if request.user.is_authenticated else None
        if not must_have_factor(member) or request.path in [reverse(name) for name in TANPA_FAKTOR]:
            return get_response(request)
        user = cast(Pengguna, request.user)  # who has a membership is signed in
        return get_response(request) if has_factor(user) else _lead(request)

    return middleware


def _lead(request: HttpRequest) -> HttpResponse:
    """In the way the sender understands: a page, a part of one (htmx), or JSON."""
    url = reverse("mfa_activate_totp")
    if request.headers.get("HX-Request"):
        return HttpResponse(NYALAKAN, status=403, headers={"HX-Redirect": url, "Cache-Control": "no-store"})
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"galat": {"kode": "faktor_kedua", "pesan": NYALAKAN}}, status=403)
    return redirect(url)
