"""The table of officials."""

import django_tables2 as tables

from formulas.notation import write_date
from registry.models import Pejabat
from registry.tables.gaya import KELAS, LEBAR, UTUH

LINK = ("registry:pejabat_edit", {"pk": tables.A("pk")})


class PejabatTable(tables.Table):
    """One row per official and office."""

    caption = "Pejabat penanda tangan"
    nama = tables.Column(linkify=LINK, verbose_name="Nama")
    nip = tables.Column(accessor="nip_cetak", verbose_name="NIP", orderable=False, default="tidak ada", attrs=UTUH)
    jabatan = tables.Column()
    status = tables.Column()
    instansi = tables.Column(accessor="instansi__sebutan", order_by="instansi__nama")
    masa = tables.Column(accessor="mulai", verbose_name="Masa jabatan", attrs=LEBAR)

    class Meta:
        attrs = {"class": KELAS}
        empty_text = "Belum ada pejabat. Catat dahulu siapa yang menandatangani dokumen."

    def render_masa(self, record: Pejabat) -> str:
        """Both dates in words."""
        until = f"sampai {write_date(record.sampai)}" if record.sampai else "sampai sekarang"
        return f"{write_date(record.mulai)} {until}"
