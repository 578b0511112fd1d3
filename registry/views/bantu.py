"""What several views need: the member behind a request, whole numbers of an address."""

from django.http import Http404, HttpRequest, QueryDict

from registry.akses import Aksi, may
from registry.models import Keanggotaan


def member_or_404(request: HttpRequest, aksi: Aksi | None = None) -> Keanggotaan:
    """The user's membership; 404 for those who have none, or whose role does not cover the action."""
    member = request.user.keanggotaan_aktif
    if member is None or (aksi is not None and not may(request.user, aksi)):
        raise Http404
    return member


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None for a form that is only opened."""
    return request.POST if request.method == "POST" else None
