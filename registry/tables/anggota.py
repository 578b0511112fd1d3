"""The table of members."""

import django_tables2 as tables

from registry.models import Keanggotaan
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
        return "Aktif" if record.user.has_usable_password() else "Menunggu kata sandi"
