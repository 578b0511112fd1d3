"""A document of tables as HTML and as PDF, from the same template; the same rows give the same bytes."""

from django.template.loader import render_to_string

from reports.kertas import HURUF, gaya, with_gaya
from reports.lampiran import with_css
from reports.pdf import render_pdf
from reports.tabel import Berkas

CSS = ("rumus.css", "rekap.css")
CSS_LAYAR = (*CSS, "rekap-layar.css")
TATA_ULANG = ("rekap-sempit-1", "rekap-sempit-2", "rekap-sempit-3")  # page heights to try; see @page rekap-sempit-n


def tabel_html(berkas: Berkas) -> bytes:
    """A whole HTML file that needs nothing else: style sheets and charts are inside."""
    return with_gaya(with_css(_html(berkas, layar=True), CSS_LAYAR), [_gaya(berkas)]).encode()


def tabel_pdf(berkas: Berkas) -> bytes:
    """The PDF; where the signature would stand alone on its page, the pages are laid out again a little shorter."""
    return render_pdf(html_cetak(berkas), css=CSS, gambar=chart_files(berkas), ulang=TATA_ULANG)


def chart_files(berkas: Berkas) -> dict[str, bytes]:
    """The charts by the name that the HTML calls them."""
    return {
        f"{t}-{g}": grafik.svg for t, tabel in enumerate(berkas.tabel, 1) for g, grafik in enumerate(tabel.grafik, 1)
    }


def html_cetak(berkas: Berkas) -> str:
    """The HTML that becomes the PDF; style sheets and charts go beside it."""
    return with_gaya(_html(berkas, layar=False), [_gaya(berkas)])


def _gaya(berkas: Berkas) -> str:
    """Paper, margins and font that the Pemda has chosen, after the style sheets."""
    chosen = HURUF.get(berkas.huruf)
    body = f".rekap {{ font-family: {chosen}; }}" if chosen else ""
    return "\n".join(rule for rule in (gaya(berkas.kertas, "rekap", berkas.huruf), body) if rule)


def _html(berkas: Berkas, *, layar: bool) -> str:
    return render_to_string("reports/rekap_berkas.html", {"berkas": berkas, "layar": layar})
