"""The panel of evidence, as the entry form, the review and the proof show it."""

from typing import Any

from django.http import HttpRequest

from registry.forms.bukti_dukung import BuktiDukungForm
from registry.models import Realisasi
from registry.services.baris import Kunci
from registry.services.bukti_dukung import kunci_of
from registry.services.bukti_dukung_baca import panel_of


def panel_context(request: HttpRequest, kunci: Kunci, form: BuktiDukungForm | None = None) -> dict[str, Any]:
    """The panel of a realisasi, with the form to add where this user may."""
    panel = panel_of(request.user, kunci, kunci.get())
    if panel.boleh and form is None:
        form = BuktiDukungForm(sumber=[s.teks for s in panel.sumber], request=request, auto_id="bukti-%s")
    return {"panel": panel, "form_bukti": form if panel.boleh else None}


def panel_shown(request: HttpRequest, what: Kunci | Realisasi) -> dict[str, Any]:
    """The same, of a page that shows a realisasi or is about to make one."""
    return panel_context(request, kunci_of(what) if isinstance(what, Realisasi) else what)
