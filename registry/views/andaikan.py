"""What-if on the entry form: which raw value reaches the target. Nothing is stored."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from registry.forms.realisasi import IsianForm
from registry.services.andaikan import answer
from registry.services.errors import ServiceError
from registry.services.formulir import Formulir
from registry.views.realisasi import formulir_or_404, isian_page


@login_required
@require_POST
def realisasi_andaikan(request: HttpRequest, indikator: int, instansi: int, tahun: int) -> HttpResponse:
    """The answer for what is typed, as a fragment; without JavaScript for what is stored, as the whole page."""
    formulir = formulir_or_404(request, indikator, instansi, tahun)
    if formulir.dasar:
        raise Http404
    form = IsianForm(request.POST if "version" in request.POST else None, formulir=formulir)
    form.is_valid()
    andai = _ask(request, formulir, form)
    if request.htmx:
        return render(request, "registry/_andaikan_hasil.html", {"andai": andai})
    return isian_page(request, formulir, form, andai=andai)


def _ask(request: HttpRequest, formulir: Formulir, form: IsianForm) -> dict[str, Any]:
    """What was asked, with the answer or what is still needed."""
    asked = {"kunci": request.POST.get("andai_variabel", ""), "target": request.POST.get("andai_target", "")[:64]}
    typed = form.raw_values() if form.is_bound else None
    try:
        return asked | {"jawaban": answer(formulir, typed, asked["kunci"], asked["target"])}
    except ServiceError as error:
        return asked | {"galat": error.pesan}
