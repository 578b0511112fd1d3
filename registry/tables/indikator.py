"""The table of indicators."""

from collections.abc import Callable, Sequence
from typing import Any

import django_tables2 as tables
from django_tables2.data import TableListData

from registry.services.daftar import Baris

DAFTAR = "table table-sm table-hover align-top table-sortir tabel-indikator"
NUM = {"th": {"class": "num"}, "td": {"class": "num"}}
TEKS = {name: name for name in ("nama", "sasaran", "formula", "satuan", "arah")} | {"opd": "opd_nama"}
BESAR = "d-none d-md-table-cell"  # left out on a phone; the page of the indicator has it
ANGKA = {"target": "target_angka", "hasil": "hasil_angka", "capaian": "capaian_angka", "status": "status"}


def sort_value(name: str) -> Callable[[Baris], Any]:
    """What a column sorts by: folded text, a number, or None (always last)."""
    base, _, year = name.rpartition("_")
    if year.isdigit():
        return lambda row: getattr(row.nilai[int(year)], ANGKA[base])
    if name == "lampiran":
        return lambda row: row.urut
    return lambda row: getattr(row, TEKS[name]).casefold()


class BarisData(TableListData):
    """Rows that are sorted by `sort_value`; what has no value stays last in both directions."""

    def order_by(self, aliases: Sequence[str]) -> None:
        """Sorts by the (already allowed) column names, the first one counting most."""
        for alias in reversed(list(aliases)):
            value = sort_value(alias.removeprefix("-"))
            filled = [row for row in self.data if value(row) is not None]
            empty = [row for row in self.data if value(row) is None]
            self.data = sorted(filled, key=value, reverse=alias.startswith("-")) + empty


def _cell(part: str, **kwargs: Any) -> tables.TemplateColumn:
    return tables.TemplateColumn(template_name=f"registry/_kolom_{part}.html", **kwargs)


class IndikatorTable(tables.Table):
    """One row per value to enter (or per indicator); the columns of the chosen years are added."""

    opd = _cell("opd", verbose_name="OPD")
    lampiran = _cell("lampiran", attrs={"th": {"class": BESAR}, "td": {"class": BESAR}})
    sasaran = _cell("teks", attrs={"th": {"class": BESAR}, "td": {"class": f"teks-panjang {BESAR}"}})
    nama = _cell("nama", verbose_name="Indikator", attrs={"td": {"class": "teks-panjang melekat"}})
    formula = _cell(
        "teks", verbose_name="Rumus", attrs={"th": {"class": BESAR}, "td": {"class": f"rumus-baris {BESAR}"}}
    )
    satuan = tables.Column(attrs={"th": {"class": BESAR}, "td": {"class": BESAR}})
    arah = _cell("arah", attrs={"th": {"class": BESAR}, "td": {"class": BESAR}})

    class Meta:
        attrs = {"class": DAFTAR}
        empty_text = "Tidak ada baris yang cocok. Kurangi atau hapus saringan."

    def __init__(self, rows: Sequence[Baris], years: Sequence[int], caption: str) -> None:
        self.caption = caption
        super().__init__(BarisData(list(rows)), extra_columns=_year_columns(years))

    @property
    def rows_in_order(self) -> list[Baris]:
        """All rows as filtered and sorted, for the export."""
        return self.data.data


def _year_columns(years: Sequence[int]) -> list[tuple[str, tables.Column]]:
    """Target, realisasi and capaian of each year, the status of the newest; several years are named."""
    columns = []
    for tahun in years:
        tail = f" {tahun}" if len(years) > 1 else ""
        parts = [("target", "Target"), ("hasil", "Realisasi"), ("capaian", "Capaian")]
        for base, label in [*parts, *([("status", "Status")] if tahun == years[-1] else [])]:
            attrs = {} if base == "status" else NUM
            column = _cell(base, verbose_name=label + tail, accessor=f"nilai__{tahun}", attrs=attrs, empty_values=())
            columns.append((f"{base}_{tahun}", column))
    return columns
