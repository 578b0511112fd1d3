"""One's own account and its second factor; an admin takes off that of a member who lost the device."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.forms.faktor_kedua import LepasFaktorForm
from registry.services.errors import ServiceError
from registry.services.faktor_kedua import (
    DIMATIKAN,
    KODE_BARU,
    faktor_begun,
    faktor_told,
    has_factor,
    must_have_factor,
)
from registry.services.faktor_reset import faktor_reset
from registry.services.jejak_masuk import sign_ins
from registry.views.anggota import member_of_pemda


@login_required
@require_safe
def akun_saya(request: HttpRequest) -> HttpResponse:
    """Who I am here, how I sign in, and when I last did."""
    member = request.user.keanggotaan_aktif
    context = {
        "faktor": has_factor(request.user),
        "wajib": must_have_factor(member),
        "jejak": sign_ins(request.user),
        "kode_sisa": _codes_left(request),
    }
    return render(request, "registry/akun_saya.html", context)


def _codes_left(request: HttpRequest) -> int:
    codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0


class AktifkanView(ActivateTOTPView):
    """allauth's page; then other sessions end, the first code is used up, and the history tells it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is a way around it."""
        return super().get_context_data(**kwargs) | {"wajib": must_have_factor(self.request.user.keanggotaan_aktif)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Switches it on."""
        with transaction.atomic():
            return self._begin(form)

    def _begin(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        faktor_begun(
            person=self.request.user, kode=form.cleaned_data["code"], sesi=self.request.session.session_key
        )  # fmt: skip
        return response


class MatikanView(DeactivateTOTPView):
    """allauth's page, with history."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Switches it off."""
        with transaction.atomic():
            faktor_told(self.request.user, DIMATIKAN)
            return super().form_valid(form)


class KodeBaruView(GenerateRecoveryCodesView):
    """allauth's page, with history."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Makes ten new codes."""
        with transaction.atomic():
            faktor_told(self.request.user, KODE_BARU)
            return super().form_valid(form)


@login_required
@require_POST
def anggota_faktor(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the second factor off a member's account, with a reason."""
    member = member_of_pemda(request, pk)
    form = LepasFaktorForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["alasan"]))
        return redirect("registry:anggota_edit", pk)
    try:
        faktor_reset(user=request.user, member=member, alasan=form.cleaned_data["alasan"])
    except ServiceError as error:
        messages.error(request, error.pesan)
    else:
        messages.success(request, f"Faktor kedua {member.user} dilepas; ia sudah diberi tahu dan sesinya berakhir.")
    return redirect("registry:anggota_edit", pk)
