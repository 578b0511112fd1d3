"""The table of frozen documents."""

import django_tables2 as tables

from registry.models import Dokumen
from registry.tables.gaya import KELAS, LEBAR, UTUH
from registry.templatetags.iku import tanggal

LINK = ("registry:dokumen_detail", {"kode": tables.A("kode")})


class DokumenTable(tables.Table):
    """One row per frozen document."""

    caption = "Dokumen beku"
    kode = tables.Column(linkify=LINK, attrs=UTUH)
    jenis = tables.Column()
    tentang = tables.Column(attrs=LEBAR)
    status = tables.TemplateColumn(
        template_name="registry/_status_dokumen.html", context_object_name="dokumen", verbose_name="Status"
    )
    created_at = tables.Column(verbose_name="Dibekukan")

    class Meta:
        attrs = {"class": KELAS}

    def render_created_at(self, record: Dokumen) -> str:
        """The moment on the clock of the Pemda."""
        return tanggal(record.created_at)
