"""Home page per role, and the health check."""

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def sehat(request: HttpRequest) -> JsonResponse:
    """200 with JSON when the application and its database work, else 503; says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM registry_pemda")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "gangguan"}, status=503)
    return JsonResponse({"status": "sehat"})


@require_safe
@login_required
def beranda(request: HttpRequest) -> HttpResponse:
    """What this role does next."""
    return render(request, "registry/beranda.html", {})
