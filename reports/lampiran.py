"""The lampiran of a decree: rows → HTML → PDF. Button, command and tests all call these."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.template.loader import render_to_string

from registry.models import Indikator, Lampiran, LembarInstansi, Penetapan, Sasaran
from reports.bagian import CSS, susun
from reports.kertas import gaya, kertas_of, with_gaya
from reports.lembar import is_draft, lembar_rows
from reports.pdf_proses import PdfGagal
from reports.penanda import printed_name
from reports.rows import Dokumen, Kepala, LampiranRows, TandaTangan
from reports.tata_letak import TATA_LETAK

CSS_LAYAR = (*CSS, "lampiran-layar.css")


def dokumen_rows(penetapan: Penetapan, lampiran: Sequence[Lampiran], lembar_qs: QuerySet[LembarInstansi]) -> Dokumen:
    """One file of these lampiran with those of their sheets that `lembar_qs` holds."""
    rows = tuple(lampiran_rows(item, lembar_qs) for item in lampiran)
    return Dokumen(
        kode=penetapan.kode,
        judul=_judul(penetapan, rows),
        pemda=penetapan.pemda.nama,
        tanggal=penetapan.tanggal,
        draf=is_draft(penetapan),
        salinan=penetapan.salinan,
        lampiran=tuple(row for row in rows if row.lembar),
        huruf=penetapan.pemda.font_dokumen,
        kertas=kertas_of(penetapan.pemda),
    )


def lampiran_rows(lampiran: Lampiran, lembar_qs: QuerySet[LembarInstansi]) -> LampiranRows:
    """One lampiran with the sheets that `lembar_qs` holds, in printed order; six queries at most."""
    lembar = list(_with_indikator(lembar_qs.filter(lampiran=lampiran), lampiran))
    for row in lembar:
        row.lampiran = lampiran
    return LampiranRows(
        nama=str(lampiran),
        judul=lampiran.judul,
        tata_letak=lampiran.tata_letak,
        kepala=_kepala(lampiran),
        lembar=tuple(lembar_rows(row) for row in lembar),
        tanda_tangan=_tanda_tangan(lampiran.tanda_tangan, lampiran.penetapan),
        kunci=tuple(row.pk for row in lembar),
    )


def lampiran_html(dokumen: Dokumen) -> str:
    """A whole HTML file that needs nothing else: the style sheets are inside."""
    html = render_to_string("reports/lampiran.html", {"dokumen": dokumen, "layar": True})
    return with_gaya(with_css(html, CSS_LAYAR), [gaya(dokumen.kertas, "lampiran", dokumen.huruf)])


def lampiran_pdf(dokumen: Dokumen, sesudah: int = 0) -> bytes:
    """The same document as PDF; the same rows give the same bytes. PdfGagal names a section that cannot be drawn.

    `sesudah`: how many pages stand before it, where it is the end of a whole decree.
    """
    susunan = susun(dokumen, sesudah)
    if susunan.gagal:
        raise PdfGagal(susunan.pesan)
    return susunan.data


def nama_berkas(penetapan: Penetapan, lampiran: Lampiran | None, akhiran: str) -> str:
    """lampiran-I-lumajang-2019-326.pdf; without a number the order counts; all together have none."""
    part = "" if lampiran is None else f"-{_plain(lampiran.nomor) or lampiran.urut}"
    return f"lampiran{part}-{penetapan.kode}.{akhiran}"


def _plain(text: str | None) -> str:
    return "".join(c for c in text or "" if c.isascii() and c.isalnum())


def with_css(html: str, names: Sequence[str]) -> str:
    """The same HTML with app style sheets inside; text in the document cannot hold the mark, it is escaped."""
    folder = Path(settings.BASE_DIR) / "static" / "iku"
    css = "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
    return html.replace("<!--gaya-->", f"<style>\n{css}</style><!--gaya-->", 1)


def _with_indikator(lembar_qs: QuerySet[LembarInstansi], lampiran: Lampiran) -> QuerySet[LembarInstansi]:
    """Joins what the preset prints; units and targets only where they are columns."""
    indikator = Indikator.objects.order_by("urut")
    if {"satuan", "target"} & set(TATA_LETAK[lampiran.tata_letak].kolom):
        indikator = indikator.prefetch_related("rumus", "target")
    sasaran = Sasaran.objects.order_by("urut").prefetch_related(Prefetch("indikator", indikator))
    return lembar_qs.select_related("instansi").prefetch_related(Prefetch("sasaran", sasaran)).order_by("urut")


def _judul(penetapan: Penetapan, rows: Sequence[LampiranRows]) -> str:
    names = ", ".join(row.nama for row in rows)
    return f"{names} – {penetapan.judul_pendek}"


def _kepala(lampiran: Lampiran) -> Kepala | None:
    data = lampiran.kepala
    if not data:
        return None
    return Kepala(
        bentuk=TATA_LETAK[lampiran.tata_letak].kepala,
        label=f"LAMPIRAN {lampiran.nomor or ''}".strip(),
        **{key: str(data.get(key) or "") for key in ("judul", "nomor", "tanggal", "tentang")},
    )


def _tanda_tangan(data: dict[str, object] | None, penetapan: Penetapan) -> TandaTangan | None:
    if not data:
        return None
    text = {key: str(data.get(key) or "") for key in ("tempat", "tanggal", "mengetahui", "jabatan", "nama", "nip")}
    return TandaTangan(
        tempat_tanggal=", ".join(part for part in (text["tempat"], text["tanggal"]) if part),
        mengetahui=text["mengetahui"],
        jabatan=text["jabatan"],
        ttd=bool(data.get("ttd")),
        nama=printed_name(text["nama"], penetapan),
        nip=text["nip"],
    )
