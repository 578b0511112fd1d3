"""The table of members."""

from datetime import timedelta

import django_tables2 as tables
from django.utils import timezone

from formulas.notation import write_date
from registry.models import Keanggotaan
from registry.services.akun import UMUR_TAUTAN
from registry.tables.gaya import KELAS

LINK = ("registry:anggota_edit", {"pk": tables.A("pk")})


class AnggotaTable(tables.Table):
    """One row per membership."""

    caption = "Anggota"
    nama = tables.Column(accessor="user__nama", linkify=LINK, verbose_name="Nama")
    username = tables.Column(accessor="user__username", verbose_name="Nama pengguna")
    peran = tables.Column()
    instansi = tables.Column(accessor="instansi__sebutan", order_by="instansi__nama", default="tanpa instansi")
    keadaan = tables.Column(accessor="aktif", verbose_name="Keadaan")
    masuk = tables.DateTimeColumn(
        accessor="user__last_login", format="j F Y H:i", verbose_name="Terakhir masuk", default="belum pernah"
    )

    class Meta:
        attrs = {"class": KELAS}
        empty_text = "Belum ada anggota."

    def render_keadaan(self, record: Keanggotaan) -> str:
        """Whether the person can work."""
        if not record.aktif:
            return "Nonaktif"
        if record.user.has_usable_password():
            return "Aktif"
        sent = record.diundang_pada
        if sent is None or timezone.now() - sent > timedelta(seconds=UMUR_TAUTAN):
            return "Undangan kedaluwarsa"
        until = timezone.localtime(sent + timedelta(seconds=UMUR_TAUTAN)).date()
        return f"Diundang, tautan berlaku sampai {write_date(until)}"
