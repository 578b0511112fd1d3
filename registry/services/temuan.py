"""Findings of the linter on stored indicators: what the rules see of a row, and who has answered them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from formulas.render import plain_text
from formulas.temuan import Daftar, Temuan, Ukuran, VariabelUkuran, examine
from registry.models import Indikator, Instansi, Pemda, Penetapan, Rumus, Variabel

MERGEABLE = ("sumber_data", "penanggung_jawab")
DILIHAT = (
    "kode", "nama", "rumus_cetak", "penjelasan", "gabung", "lembar", "pemda__kode", "lanjutan_dari__kode", *MERGEABLE
)  # fmt: skip


def with_formula() -> Any:
    """Indicators with what the rules look at: the formula in force and its variables, in printed order."""
    variables = Variabel.objects.select_related("indikator")
    current = Rumus.objects.filter(status=Rumus.Status.BERLAKU).prefetch_related(Prefetch("variabel", variables))
    rows = Indikator.objects.with_sheet().select_related("lanjutan_dari", "pemda")
    return rows.prefetch_related(Prefetch("rumus", current, to_attr="rumus_berlaku")).in_order()


def findings_of(pemda: Pemda, rancangan: int = 0, kode: str = "") -> list[Temuan]:
    """All findings of a Pemda, over all its decrees, in printed order; of drafts only the one with that key.

    `kode`: only of this indicator, which is still set beside all others.
    """
    drafts = Penetapan.objects.filter(pemda=pemda, status=Penetapan.Status.DRAF).exclude(pk=rancangan)
    rows = with_formula().filter(pemda=pemda).exclude(lembar__lampiran__penetapan__in=drafts)
    rows = list(rows.select_related(None).select_related("lanjutan_dari", "pemda").only(*DILIHAT))
    directions = dict(
        Rumus.objects.filter(indikator__pemda=pemda, status=Rumus.Status.BERLAKU).values_list("indikator", "arah")
    )
    names = Instansi.objects.filter(pemda=pemda).exclude(jenis=Instansi.Jenis.KECAMATAN).values_list("nama", flat=True)
    return examine(Daftar.of(measures(rows, directions), {pemda.kode: names}), kode)


def measures(rows: Iterable[Indikator], directions: dict[int, str]) -> list[Ukuran]:
    """What the rules see, with merged cells inherited within a sheet."""
    found, above, sheet = [], dict.fromkeys(MERGEABLE), None
    for row in rows:
        if row.lembar_id != sheet:
            sheet, above = row.lembar_id, dict.fromkeys(MERGEABLE)
        for cell in MERGEABLE:
            above[cell] = above[cell] if cell in row.gabung else getattr(row, cell)
        found.append(_measure(row, above, directions))
    return found


def _measure(row: Indikator, cells: dict[str, Any], directions: dict[int, str]) -> Ukuran:
    rumus = row.rumus_berlaku[0] if row.rumus_berlaku else None
    return Ukuran(
        kode=row.kode,
        nama=row.nama,
        rumus_cetak=row.rumus_cetak,
        penjelasan=_text(row.penjelasan),
        rumus=rumus.ekspresi if rumus else "",
        satuan=rumus.satuan if rumus else "",
        arah=rumus.arah if rumus else "",
        variabel=tuple(_variable(v, directions) for v in rumus.variabel.all()) if rumus else (),
        sumber=_cell(cells["sumber_data"]),
        penanggung_jawab=_cell(cells["penanggung_jawab"]),
        pendahulu=row.lanjutan_dari.kode if row.lanjutan_dari else None,
        pemda=row.pemda.kode,
    )


def _variable(v: Variabel, directions: dict[int, str]) -> VariabelUkuran:
    arah = directions.get(v.indikator_id) if v.indikator_id else None
    return VariabelUkuran(v.nama, v.label, v.satuan, v.jenis, v.asal, v.nilai, arah)


def _cell(value: list[str] | None) -> tuple[str, ...] | None:
    return tuple(value) if value else None


def _text(penjelasan: Any) -> str:
    if penjelasan is None or isinstance(penjelasan, str):
        return penjelasan or ""
    return "\n".join(p if isinstance(p, str) else plain_text([p]) for p in penjelasan)
