"""The table of years of entry."""

import django_tables2 as tables

from formulas.notation import write_date
from registry.models import TahunIsian
from registry.services.jendela import Sebab, year_window
from registry.tables.gaya import KELAS

KEADAAN = {
    Sebab.BUKA: "Terbuka",
    Sebab.DITUTUP: "Ditutup",
    Sebab.DIKUNCI: "Dikunci",
    Sebab.BELUM_MULAI: "Belum mulai",
    Sebab.LEWAT: "Ditutup karena lewat batas",
}
LINK = ("registry:tahun_edit", {"tahun": tables.A("tahun")})


class TahunIsianTable(tables.Table):
    """One row per year: whether OPD may enter, until when, and whether there is anything to enter."""

    caption = "Tahun isian"
    tahun = tables.Column(linkify=LINK)
    keadaan = tables.Column(empty_values=(), orderable=False)
    mulai = tables.Column(default="langsung")
    batas = tables.Column(verbose_name="Batas akhir", default="tanpa batas")
    triwulan = tables.Column(verbose_name="Per triwulan", orderable=False)
    penetapan = tables.Column(accessor="jumlah_penetapan", verbose_name="Penetapan yang berlaku")

    class Meta:
        attrs = {"class": KELAS}
        empty_text = "Belum ada tahun. Tambahkan tahun yang akan diisi OPD."

    def render_keadaan(self, record: TahunIsian) -> str:
        """Open, or why not."""
        return KEADAAN[year_window(record).sebab]

    def render_batas(self, value) -> str:
        """The date in words."""
        return write_date(value)

    render_mulai = render_batas

    def render_triwulan(self, value: bool) -> str:
        """Yes or no."""
        return "ya" if value else "tidak"

    def render_penetapan(self, value: int) -> str:
        """How many, or that there is none."""
        return str(value) if value else "belum ada"
