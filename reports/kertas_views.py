"""The paper of the Pemda for pages that a browser prints: a style sheet, as nothing is written into the pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from registry.views.bantu import member_or_404
from reports.kertas import gaya, kertas_of


@login_required
@require_safe
def kertas_css(request: HttpRequest) -> HttpResponse:
    """Empty where the Pemda has chosen nothing; after the style sheets of a page."""
    pemda = member_or_404(request).pemda
    rules = [gaya(kertas_of(pemda), jenis, pemda.font_dokumen) for jenis in ("lampiran", "keputusan")]
    return HttpResponse("\n".join(rules).strip(), content_type="text/css; charset=utf-8")
