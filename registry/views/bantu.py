"""What several views need: the member behind a request, whole numbers of an address."""

from django.http import Http404, HttpRequest

from registry.akses import Aksi, may
from registry.models import Keanggotaan


def member_or_404(request: HttpRequest, aksi: Aksi | None = None) -> Keanggotaan:
    """The user's membership; 404 for those who have none, or whose role does not cover the action."""
    member = request.user.keanggotaan_aktif
    if member is None or (aksi is not None and not may(request.user, aksi)):
        raise Http404
    return member
