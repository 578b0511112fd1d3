"""Documents made up for tests, without a database."""

from collections.abc import Iterable
from typing import Any

import pytest

from reports.rows import Bagian, Baris, Dokumen, Kolom, LampiranRows, Lembar, Sel, TandaTangan

KUNCI = ("no", "sasaran", "indikator", "rumus", "sumber_data", "penanggung_jawab")
TTD = TandaTangan("Lumajang, 4 Maret 2023", "", "KEPALA CONTOH", True, "TERTANDA NAMA", "")


def sel(kunci: str, *isi: str | Bagian, rentang: int = 1) -> Sel:
    """A cell of texts."""
    return Sel(kunci, kunci.title(), tuple(Bagian(teks=i) if isinstance(i, str) else i for i in isi), rentang)


def baris(n: int = 1, **isi: str) -> Baris:
    """A row of preset A; cells that are not named say their own name."""
    return Baris(tuple(sel(k, isi.get(k, f"{k}-{n}")) for k in KUNCI), akhir=True)


def dokumen(*rows: Baris, ttd: TandaTangan | None = TTD, draf: bool = False) -> Dokumen:
    """One lampiran with one sheet of these rows, each tied to none."""
    lembar = Lembar(
        kode="contoh",
        nama="Contoh",
        nomor="1.",
        identitas=(),
        judul_tabel="INDIKATOR KINERJA UTAMA",
        kolom=tuple(Kolom(k, k.title()) for k in KUNCI),
        baris_nomor=False,
        kelompok=tuple((row,) for row in rows),
    )
    lampiran = LampiranRows("Lampiran I", "JUDUL", "A", None, (lembar,), ttd)
    return Dokumen("contoh", "Contoh", "Kabupaten Contoh", None, draf, False, (lampiran,))


def mostly_long(values: Iterable[Any], quick: Iterable[Any]) -> list[Any]:
    """Test parameters of which only the quick ones run at every save."""
    return [v if v in quick else pytest.param(v, marks=pytest.mark.lama) for v in values]
