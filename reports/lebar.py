"""How wide the columns of a lampiran are in Word and Excel: the shares of static/iku/lampiran.css."""

from collections.abc import Sequence

from reports.rows import Kolom

DASAR = {
    "no": 4.0, "sasaran": 16.0, "indikator": 17.0, "rumus": 35.0, "uraian": 35.0,
    "sumber_data": 14.0, "penanggung_jawab": 14.0, "makna": 12.0, "satuan": 11.8,
}  # fmt: skip
KHUSUS = {
    "C": {"sasaran": 28.0, "indikator": 28.0},
    "D": {
        "sasaran": 12.5, "indikator": 12.5, "makna": 12.0, "rumus": 17.0, "satuan": 5.5,
        "sumber_data": 8.0, "penanggung_jawab": 8.0,
    },
}  # fmt: skip
HURUF_TABEL = {"D": 8.0}  # points; ten where nothing else is said


def widths(tata_letak: str, kolom: Sequence[Kolom], whole: float) -> list[float]:
    """Width of each column in mm; columns without a share of their own (targets) get what is left."""
    shares = DASAR | KHUSUS.get(tata_letak, {})
    fixed = [shares.get(k.kunci, 0.0) for k in kolom]
    rest = max(100.0 - sum(fixed), 0.0)
    open_ = fixed.count(0.0)
    found = [share or rest / open_ for share in fixed]
    total = sum(found)
    return [whole * share / total for share in found]


def table_size(tata_letak: str) -> float:
    """Size of the letters in the table, in points."""
    return HURUF_TABEL.get(tata_letak, 10.0)
