"""Views whose PDF may fail say why on a page, instead of an error of the server."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.pdf_proses import PdfGagal, PdfSibuk

View = Callable[..., HttpResponse]


def pdf_or_reason(view: View) -> View:
    """The view; 503 where too many PDF are being drawn, 422 where this one cannot be."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PdfGagal as error:
            status = 503 if isinstance(error, PdfSibuk) else 422
            return render(request, "reports/gagal.html", {"pesan": error.pesan}, status=status)

    return guarded
