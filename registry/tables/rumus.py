"""The list of proposed formulas."""

import django_tables2 as tables
from django.db.models import Case, IntegerField, QuerySet, Value, When

from registry.models import Rumus
from registry.tables.indikator import DAFTAR


class UsulanTable(tables.Table):
    """Proposals with their indicator, who made them, and where they stand."""

    caption = "Usulan rumus"
    indikator = tables.TemplateColumn(
        template_name="registry/_kolom_usulan.html",
        verbose_name="Indikator",
        accessor="indikator__nama",
        attrs={"td": {"class": "teks-panjang"}},
    )
    opd = tables.Column(accessor="indikator__lembar__nama", verbose_name="Lembar")
    ekspresi = tables.TemplateColumn(
        '<code class="ekspresi">{{ value }}</code>', verbose_name="Rumus yang diusulkan", orderable=False
    )
    diusulkan_oleh = tables.Column(verbose_name="Pengusul", default="dibawa naskah")
    created_at = tables.TemplateColumn("{{ value|tanggal }}", verbose_name="Diajukan")
    status = tables.TemplateColumn(template_name="registry/_kolom_status_usulan.html")

    class Meta:
        attrs = {"class": DAFTAR}
        empty_text = "Tidak ada usulan dengan status ini."

    def __init__(self, rows: QuerySet[Rumus]) -> None:
        waits = Case(When(status=Rumus.Status.USULAN, then=Value(0)), default=Value(1), output_field=IntegerField())
        super().__init__(rows.order_by(waits, "-created_at", "-pk"))
