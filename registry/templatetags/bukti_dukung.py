"""{% panel_bukti_dukung kunci %}: the panel of evidence of a Kunci or Realisasi that the page has checked."""

from typing import Any

from django import template

from registry.models import Realisasi
from registry.services.baris import Kunci
from registry.views.panel_bukti import panel_shown

register = template.Library()


@register.inclusion_tag("registry/_bukti_dukung.html", takes_context=True)
def panel_bukti_dukung(context: dict[str, Any], what: Kunci | Realisasi) -> dict[str, Any]:
    """With its style and script, once on a page."""
    shown = panel_shown(context["request"], what)
    return shown | {name: context.get(name) for name in ("request", "csrf_token")}
