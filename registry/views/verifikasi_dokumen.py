"""The public page: is this document real? By code, by QR code, or by the file itself; no sign-in, nothing is listed.

It tells what stands on the document anyway. A file is compared and forgotten. Each address may ask so often a minute.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from registry.batas_laju import limited
from registry.forms.dokumen import PeriksaBerkasForm
from registry.services.dokumen_kode import read_kode
from registry.services.dokumen_verifikasi import Verifikasi, verify_file, verify_kode
from registry.views.bantu import posted

SALAH_KETIK = (
    "Kode itu salah ketik: satu huruf atau angkanya tidak cocok. Kode terdiri atas dua belas huruf dan angka, "
    "misalnya 7K3M-9XQ2-PD43. Periksa lagi pada dokumen."
)
TEMPLATE = "registry/verifikasi_dokumen.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited
def verifikasi_dokumen(request: HttpRequest) -> HttpResponse:
    """Asks for a code or a file; a typed code goes to its page, a file is answered at once."""
    typed = request.GET.get("kode", "").strip()
    form = PeriksaBerkasForm(posted(request), request.FILES or None, request=request)
    if form.is_bound:
        if not form.is_valid():
            return render(request, TEMPLATE, {"form": form}, status=422)
        return _answer(request, verify_file(form.cleaned_data["berkas"].read()), form)
    if typed and (kode := read_kode(typed)):
        return redirect("registry:verifikasi_dokumen_kode", kode)
    context = {"form": form, "kode": typed[:40], "galat": SALAH_KETIK if typed else ""}
    return render(request, TEMPLATE, context, status=422 if typed else 200)


@require_safe
@never_cache
@limited
def verifikasi_dokumen_kode(request: HttpRequest, kode: str) -> HttpResponse:
    """What is known of a code: the address in the QR code."""
    found = verify_kode(kode)
    form = PeriksaBerkasForm()
    if found is None:
        return render(request, TEMPLATE, {"form": form, "kode": kode[:40], "galat": SALAH_KETIK}, status=404)
    return _answer(request, found, form, status=404 if found.dokumen is None else 200, kode=kode[:40])


def _answer(
    request: HttpRequest, found: Verifikasi, form: PeriksaBerkasForm, status: int = 200, kode: str = ""
) -> HttpResponse:
    zone = found.dokumen.pemda.zona if found.dokumen else timezone.get_current_timezone()
    with timezone.override(zone):
        return render(request, TEMPLATE, {"form": form, "hasil": found, "kode": kode}, status=status)
