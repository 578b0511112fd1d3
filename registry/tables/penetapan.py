"""The table of decrees."""

import django_tables2 as tables

from registry.models import Penetapan
from registry.tables.gaya import KELAS, LEBAR, NUM, UTUH

LINK = ("registry:penetapan_detail", {"kode": tables.A("kode")})


class PenetapanTable(tables.Table):
    """One row per decree."""

    caption = "Penetapan"
    nomor = tables.Column(accessor="kode", linkify=LINK, verbose_name="Nomor")
    jenis = tables.Column()
    tentang = tables.Column(attrs=LEBAR)
    tahun = tables.Column(
        accessor="rentang_tahun", order_by=("tahun_awal", "tahun_akhir"), verbose_name="Tahun", attrs=UTUH
    )
    status = tables.TemplateColumn(template_name="registry/_status_penetapan.html")
    lampiran = tables.Column(accessor="jumlah_lampiran", attrs=NUM)
    lembar = tables.Column(accessor="jumlah_lembar", attrs=NUM)
    indikator = tables.Column(accessor="jumlah_indikator", attrs=NUM)

    class Meta:
        attrs = {"class": KELAS}
        empty_text = "Belum ada penetapan."

    def render_nomor(self, record: Penetapan) -> str:
        """The number as printed; an undated sheet goes by its kode."""
        return record.nomor or record.kode
