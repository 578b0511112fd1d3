"""Reads the rows of a table, page after page, into cells of sasaran and indikator."""

from collections.abc import Iterator
from dataclasses import dataclass

from . import aturan
from .kata import kata


@dataclass
class Tabel:
    """A table of one sheet: how many sasaran and indikator were opened so far."""

    naskah: str
    sasaran: int = 0
    indikator: int = 0

    def baris(self, nomor: int, teks: str) -> Iterator[tuple[str, str]]:
        """The cells of one row as (place, text)."""
        sel = teks.split("\t")
        if (self.naskah, nomor) in aturan.BARIS_SALINAN:
            sel, salinan = self.pisah_salinan(sel)
            yield "salinan tabel", " ".join(salinan)
        if (self.naskah, nomor) in aturan.BARIS_TERGESER:
            sel = ["", *sel[:-1]]
        if [isi.strip() for isi in sel] == ["1", "2", "3", "4", "5", "6"]:
            yield "nomor kolom", " ".join(sel)
        else:
            yield from self.isi_baris(nomor, sel)

    @staticmethod
    def pisah_salinan(sel: list[str]) -> tuple[list[str], list[str]]:
        """Apart: the row's own four cells (the last holds the nested table) and the doubled cells."""
        milik = 4 if not sel[0] else 0
        return [*sel[:milik], *[""] * (6 - milik)], sel[milik:]

    def isi_baris(self, nomor: int, sel: list[str]) -> Iterator[tuple[str, str]]:
        """The cells of a row that belongs to the table."""
        if len(sel) != 6:
            raise ValueError(f"naskah {self.naskah} baris {nomor}: {len(sel)} sel, bukan 6")
        self.sasaran += bool(kata(sel[0]))
        lanjutan = (self.naskah, nomor) in aturan.BARIS_LANJUTAN
        self.indikator += bool(kata(sel[2])) and not lanjutan
        for kolom, isi in zip(self.kolom, sel, strict=True):
            yield self.tempat(kolom), isi

    @property
    def kolom(self) -> tuple[str, ...]:
        """The order of columns: Balangan (003) prints the penanggung jawab before the sumber data."""
        return aturan.KOLOM_B if self.naskah == "003" else aturan.KOLOM_A

    def tempat(self, kolom: str) -> str:
        """The place of a cell in this row."""
        if kolom in ("nomor", "sasaran"):
            return f"sasaran {self.sasaran}"
        return f"indikator {self.indikator} {kolom}"
