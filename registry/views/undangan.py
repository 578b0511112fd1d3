"""The one-time link: a person sets the password, and is then asked to sign in with it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from registry.forms.undangan import KataSandiForm
from registry.services.akun import undangan_accept, undangan_person
from registry.services.errors import ServiceError
from registry.views.bantu import posted

BERHASIL = "Kata sandi tersimpan. Silakan masuk dengan nama pengguna {username}."


@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def undangan(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Works once, for seven days, for an active account."""
    try:
        person = undangan_person(uidb64, token)
        form = KataSandiForm(person, posted(request))
        if form.is_bound and form.is_valid():
            undangan_accept(uidb64=uidb64, token=token, password=form.cleaned_data["new_password1"])
            logout(request)
            messages.success(request, BERHASIL.format(username=person.username))
            return redirect("account_login")
    except ServiceError as error:
        return render(request, "registry/undangan_mati.html", {"pesan": error.pesan}, status=404)
    context = {"form": form, "person": person}
    return render(request, "registry/undangan.html", context, status=422 if form.is_bound else 200)
