"""The table of years of entry."""

import django_tables2 as tables

from formulas.notation import write_date
from registry.models import TahunIsian
from registry.tables.gaya import KELAS

LINK = ("registry:tahun_edit", {"tahun": tables.A("tahun")})


class TahunIsianTable(tables.Table):
    """One row per year: whether OPD may enter, until when, and whether there is anything to enter."""

    caption = "Tahun isian"
    tahun = tables.Column(linkify=LINK)
    keadaan = tables.Column(empty_values=(), orderable=False)
    batas = tables.Column(verbose_name="Batas akhir", default="tanpa batas")
    penetapan = tables.Column(accessor="jumlah_penetapan", verbose_name="Penetapan yang berlaku")

    class Meta:
        attrs = {"class": KELAS}
        empty_text = "Belum ada tahun. Tambahkan tahun yang akan diisi OPD."

    def render_keadaan(self, record: TahunIsian) -> str:
        """Open, closed by hand, or closed by the date."""
        if not record.dibuka:
            return "Ditutup"
        return "Terbuka" if record.terbuka() else "Ditutup karena lewat batas"

    def render_batas(self, value) -> str:
        """The date in words."""
        return write_date(value)

    def render_penetapan(self, value: int) -> str:
        """How many, or that there is none."""
        return str(value) if value else "belum ada"
