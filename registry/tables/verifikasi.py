"""The queue of Bappeda as a table."""

from collections.abc import Sequence

import django_tables2 as tables
from django_tables2.data import TableListData

from registry.services.verifikasi import Antrean
from registry.tables.indikator import DAFTAR, NUM

KUNCI = {
    "tahun": lambda item: item.realisasi.tahun,
    "opd": lambda item: item.realisasi.instansi.nama.casefold(),
    "indikator": lambda item: item.realisasi.indikator.nama.casefold(),
    "diajukan": lambda item: item.realisasi.diajukan_pada,
    "tanda": lambda item: item.bobot,
    "capaian": lambda item: item.realisasi.capaian_angka,
}


class AntreanData(TableListData):
    """Sorted by the allowed keys; what has no value stays last."""

    def order_by(self, aliases: Sequence[str]) -> None:
        """Sorts, the first name counting most."""
        for alias in reversed(list(aliases)):
            value = KUNCI[alias.removeprefix("-")]
            filled = [item for item in self.data if value(item) is not None]
            empty = [item for item in self.data if value(item) is None]
            self.data = sorted(filled, key=value, reverse=alias.startswith("-")) + empty


class AntreanTable(tables.Table):
    """What was submitted, with what it is compared to and the reasons to look twice."""

    caption = "Antrean verifikasi"
    opd = tables.Column(accessor="opd", verbose_name="OPD")
    tahun = tables.Column(accessor="realisasi__tahun")
    indikator = tables.TemplateColumn(
        template_name="registry/_kolom_periksa.html",
        verbose_name="Indikator",
        attrs={"th": {"class": "kolom-lebar kolom-nama"}},
    )
    lalu = tables.Column(verbose_name="Tahun lalu", orderable=False, attrs=NUM)
    target = tables.Column(orderable=False, attrs=NUM)
    hasil = tables.Column(verbose_name="Realisasi", orderable=False, attrs=NUM)
    capaian = tables.Column(attrs=NUM)
    tanda = tables.TemplateColumn(
        template_name="registry/_kolom_tanda.html", verbose_name="Perlu dilihat", empty_values=()
    )
    diajukan = tables.Column(accessor="realisasi__pengaju", verbose_name="Diajukan oleh")

    class Meta:
        attrs = {"class": DAFTAR}
        empty_text = "Tidak ada yang menunggu verifikasi."

    def __init__(self, queue: Sequence[Antrean], address: str) -> None:
        self.address = address
        super().__init__(AntreanData(list(queue)))
