"""Template formatters."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from formulas.notation import write_date, write_number
from formulas.temuan import ATURAN
from registry.alamat_isian import isian_url
from registry.models import Lampiran, Realisasi, TahunIsian
from registry.periode import nama_triwulan, sebut_periode
from registry.rumus_cetak import Pecahan, Rumus, blocks_of, in_words, read_rumus
from registry.services.definisi import drawn
from registry.services.kiriman import FIELD, new_key
from registry.services.kode_bukti import kode_of
from registry.teks import render_baris, render_teks
from registry.tulis import sebut_dasar, tulis_mentah, tulis_target

register = template.Library()

KATA_PANJANG = 24


@register.filter
def teks(value: object) -> SafeString:
    """Text people write, as blocks: paragraphs, lists, tables."""
    return render_teks(value)


@register.filter
def baris(value: object) -> SafeString:
    """Text people write, as one run with italics and bold."""
    return render_baris(value)


@register.filter
def bagian_rumus(value: Any) -> Rumus:
    """A stored formula cell as drawable parts, for registry/_rumus.html."""
    return read_rumus(value)


@register.filter
def potongan_teks(value: Any) -> list[tuple[str, Any]]:
    """A stored explanation block by block, for registry/_penjelasan.html."""
    return blocks_of(value)


@register.filter
def ada_pecahan(rumus: Rumus) -> bool:
    """Whether anything is drawn that a screen reader could not read off."""
    return any(isinstance(part, Pecahan) for part in rumus)


@register.filter
def ada_kata_panjang(rumus: Rumus) -> bool:
    """Whether a word may be wider than half a cell and must be broken."""
    return any(len(word) > KATA_PANJANG for word in in_words(rumus).split())


@register.filter
def rumus_dalam_kata(rumus: Rumus) -> str:
    """The formula as one line of words."""
    return in_words(rumus)


@register.filter
def angka(value: str | Decimal | None, desimal: int | None = None) -> str:
    """A stored number in Indonesian notation; "" of None, for which the page says why."""
    return "" if value is None else write_number(Decimal(value), desimal)


@register.filter
def tanggal(value: date | None) -> str:
    """20 September 2019; of a moment also the clock, in the Pemda's zone."""
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{write_date(local.date())} pukul {local:%H.%M}"
    return "" if value is None else write_date(value)


@register.filter
def waktu_ttd(value: str) -> str:
    """The moment of a signature (ISO 8601), with the name of the zone."""
    try:
        local = timezone.localtime(datetime.fromisoformat(value))
    except ValueError:
        return ""
    return f"{write_date(local.date())} pukul {local:%H.%M %Z}"


@register.filter
def menit(value: timedelta) -> int:
    """A span in minutes, rounded up."""
    return -(-int(value.total_seconds()) // 60)


@register.filter
def teks_target(value: Any) -> str:
    """A target as printed, or that there is none."""
    return tulis_target(value)


@register.filter
def teks_mentah(value: Any, jenis: str = "angka") -> str:
    """A stored raw value as typed, or the reason why it is blank."""
    return tulis_mentah(value, jenis)


@register.filter(is_safe=True)
def tanpa_tepi(value: str) -> str:
    """Without white space at both ends."""
    return value.strip()


@register.filter
def dasar(lampiran: Lampiran) -> str:
    """The decree and its lampiran on one line."""
    return sebut_dasar(lampiran)


@register.inclusion_tag("registry/_kode_bukti.html", takes_context=True)
def kode_bukti(context: dict[str, Any], realisasi: Realisasi) -> dict[str, Any]:
    """The short code of a proof, its QR code and its address, to print."""
    kode = kode_of(realisasi)
    path = reverse("registry:bukti_kode", args=[kode])
    request = context.get("request")
    return {
        "kode": kode,
        "versi": realisasi.version,
        "alamat": request.build_absolute_uri(path) if request else path,
    }


@register.filter
def judul_aturan(kode: str) -> str:
    """The title of a rule of findings."""
    return ATURAN[kode].judul if kode in ATURAN else kode


@register.filter
def gambar_rumus(rumus: Any) -> list[Any]:
    """A stored formula (Rumus with its variables prefetched) as drawable parts, for registry/_rumus.html."""
    return drawn(rumus)


@register.simple_tag
def alamat_isian(name: str, kunci: Any) -> str:
    """The address of a page of one realisasi, of the year or of a quarter."""
    return isian_url(name, kunci)


@register.filter
def triwulan(periode: int) -> str:
    """Triwulan II."""
    return nama_triwulan(periode)


@register.filter
def sebut_tahun(kunci: Any) -> str:
    """2023, or triwulan II 2023; of anything that has tahun and periode."""
    return sebut_periode(kunci.tahun, kunci.periode)


@register.simple_tag
def kiriman() -> str:
    """The hidden key of a form that makes a new row, so that it is accepted once (services/kiriman.py)."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.inclusion_tag("registry/_tautan_triwulan.html", takes_context=True)
def tautan_triwulan(context: Any, tahun: int | None) -> dict[str, Any]:
    """A way to the quarters of the year, where it is entered by quarters."""
    years = TahunIsian.objects.visible_to(context["request"].user)
    return {"tahun": tahun if tahun and years.filter(tahun=tahun, triwulan=True).exists() else None}


@register.simple_tag
def gambar_panduan(nama: str) -> str:
    """The address of a screenshot of the guide."""
    return static(f"iku/panduan/{nama}.png")
