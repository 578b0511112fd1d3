"""One sheet of a lampiran: identity block, and table rows with their merged cells."""

import re
from collections.abc import Iterable

from registry.models import Indikator, LembarInstansi, Penetapan
from reports.rows import Baris, Butir, Identitas, Kolom, Lembar, Sel
from reports.tata_letak import TATA_LETAK, cell, columns

JUDUL_TABEL = "INDIKATOR KINERJA UTAMA"
_SERIES = re.compile(r"(\W*)(\d+|[a-z]|[A-Z])(\W*)")


def lembar_rows(lembar: LembarInstansi) -> Lembar:
    """The sheet as rows; give it prefetched sasaran and indikator to save queries."""
    lampiran = lembar.lampiran
    penetapan = lampiran.penetapan
    tata_letak = TATA_LETAK[lampiran.tata_letak]
    tahun = range(penetapan.tahun_awal, penetapan.tahun_akhir + 1)
    kolom = columns(lampiran.tata_letak, lembar.kolom or lampiran.kolom, tahun)
    indikator = _indikator(lembar)
    rows = _rows(kolom, indikator)
    return Lembar(
        kode=lembar.instansi.kode,
        nama=lembar.nama,
        nomor=lembar.nomor or "",
        identitas=_identitas(lembar, wajib=tata_letak.identitas_wajib),
        judul_tabel=JUDUL_TABEL if lembar.judul_tabel is None else lembar.judul_tabel,
        kolom=kolom,
        baris_nomor=tata_letak.baris_nomor,
        kelompok=tuple(_tied(rows)),
    )


def _indikator(lembar: LembarInstansi) -> list[Indikator]:
    """All indicators of the sheet in printed order, knowing their sheet and sasaran without a query."""
    result = []
    for sasaran in lembar.sasaran.all():
        for indikator in sasaran.indikator.all():
            indikator.lembar, indikator.sasaran = lembar, sasaran
            result.append(indikator)
    return result


def _rows(kolom: tuple[Kolom, ...], indikator: list[Indikator]) -> list[Baris]:
    spans = {k.kunci: _spans([_continues(k.kunci, i, above) for i, above in _pairs(indikator)]) for k in kolom}
    rows = []
    for n, item in enumerate(indikator):
        cells = tuple(Sel(k.kunci, k.judul, cell(k.kunci, item), spans[k.kunci][n]) for k in kolom if spans[k.kunci][n])
        last = n + 1 == len(indikator) or indikator[n + 1].sasaran is not item.sasaran
        rows.append(Baris(cells, akhir=last))
    return rows


def _pairs(indikator: list[Indikator]) -> Iterable[tuple[Indikator, Indikator | None]]:
    return zip(indikator, [None, *indikator[:-1]], strict=True)


def _continues(key: str, indikator: Indikator, above: Indikator | None) -> bool:
    """Whether the cell is merged with the one above it: same sasaran, or said by `gabung`.

    A formula cell with an explanation of its own is not: it would be lost.
    """
    if above is None:
        return False
    if key in ("no", "sasaran"):
        return indikator.sasaran is above.sasaran
    if key == "rumus":
        return "rumus_cetak" in indikator.gabung and not indikator.penjelasan
    return key in indikator.gabung


def _spans(continues: list[bool]) -> list[int]:
    """Rows that each cell runs over; 0 for a cell that continues the one above."""
    spans = [0] * len(continues)
    start = 0
    for n, goes_on in enumerate(continues):
        start = start if goes_on else n
        spans[start] += 1
    return spans


def _tied(rows: list[Baris]) -> Iterable[tuple[Baris, ...]]:
    """Runs of rows that no merged cell crosses out of."""
    group: list[Baris] = []
    open_until = 0
    for n, row in enumerate(rows):
        if group and n >= open_until:
            yield tuple(group)
            group = []
        group.append(row)
        open_until = max([open_until, *(n + c.rentang for c in row.sel)])
    if group:
        yield tuple(group)


def _identitas(lembar: LembarInstansi, *, wajib: bool) -> tuple[Identitas, ...]:
    """The lines that have something to say, in the order of the documents."""
    marks = lembar.penomoran or {}
    lines = [
        Identitas("Tanggungjawab", _entries([lembar.tanggung_jawab])),
        Identitas("Visi", _entries([lembar.visi])),
        Identitas("Misi", _entries(lembar.misi, marks.get("misi"))),
        Identitas("Tugas Pokok", _entries(lembar.tugas_pokok, marks.get("tugas_pokok"))),
        Identitas(lembar.label_fungsi or "Fungsi", _entries(lembar.fungsi, marks.get("fungsi"))),
        Identitas("Tujuan", _entries(lembar.tujuan, marks.get("tujuan"))),
        Identitas(
            "Indikator Tujuan",
            _entries([i["teks"] for i in lembar.indikator_tujuan], marks.get("indikator_tujuan")),
        ),
    ]
    filled = tuple(line for line in lines if line.butir)
    if lembar.tanggung_jawab or not (filled or wajib):
        return filled
    return (Identitas("Instansi", _entries([lembar.nama])), *filled)


def _entries(texts: Iterable[str | None], series: str | list[str] | None = None) -> tuple[Butir, ...]:
    present = [text for text in texts if text]
    return tuple(Butir(*pair) for pair in zip(labels(series, len(present)), present, strict=True))


def labels(series: str | list[str] | None, count: int) -> list[str]:
    """Printed labels: a list as it stands, or a series that goes on from its first one ("a." → a., b., …)."""
    if isinstance(series, list):
        return [str(label) for label in series[:count]] + [""] * (count - len(series))
    match = _SERIES.fullmatch(series or "")
    if match is None:
        return [series or ""] * count
    before, first, after = match.groups()
    return [f"{before}{_after(first, n)}{after}" for n in range(count)]


def _after(first: str, steps: int) -> str:
    """The label `steps` further on; letters go on after z with aa."""
    if first.isdigit():
        return str(int(first) + steps)
    base = ord("a") if first.islower() else ord("A")
    rounds, letter = divmod(ord(first) - base + steps, 26)
    return chr(base + letter) * (rounds + 1)


def is_draft(penetapan: Penetapan) -> bool:
    """Whether the watermark is still due."""
    return penetapan.status == Penetapan.Status.DRAF
