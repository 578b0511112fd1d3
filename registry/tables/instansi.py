"""The table of instansi."""

import django_tables2 as tables

from registry.models import Instansi
from registry.tables.gaya import KELAS, LEBAR

LINK = ("registry:instansi_edit", {"pk": tables.A("pk")})


class InstansiTable(tables.Table):
    """One row per instansi, with the years it exists and what it came from."""

    caption = "Instansi"
    nama = tables.Column(attrs=LEBAR, linkify=LINK, verbose_name="Nama")
    singkatan = tables.Column(default="tidak ada")
    kode = tables.Column()
    jenis = tables.Column()
    kelompok = tables.Column(accessor="kelompok__nama", verbose_name="Kelompok", default="tidak ada")
    masa = tables.Column(empty_values=(), orderable=False, verbose_name="Masa")
    asal = tables.Column(empty_values=(), orderable=False, verbose_name="Asal-usul")

    class Meta:
        attrs = {"class": KELAS}
        empty_text = "Belum ada instansi."

    def render_masa(self, record: Instansi) -> str:
        """From when until when, as far as it is known."""
        if record.mulai and record.sampai:
            return f"{record.mulai}–{record.sampai}"
        if record.mulai:
            return f"sejak {record.mulai}"
        return f"sampai {record.sampai}" if record.sampai else "tanpa batas"

    def render_asal(self, record: Instansi) -> str:
        """Which instansi it continues, and which continue it."""
        before = [f"melanjutkan {row.pendahulu.sebutan} sejak {row.tahun}" for row in record.asal_usul.all()]
        after = [f"dilanjutkan {row.instansi.sebutan} sejak {row.tahun}" for row in record.kelanjutan.all()]
        return "; ".join(before + after) or "tidak ada"
