"""The history as an Excel workbook: one line per changed field, texts that Excel never reads as formulas."""

import io
from collections.abc import Iterable, Sequence

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from formulas.notation import write_date
from registry.models import Pengguna
from registry.services.ekspor import JUDUL, LATAR, put
from registry.services.riwayat_umum import MAKS_UNDUH, Catatan

KOLOM = [("Waktu", 22), ("Tentang", 18), ("Yang berubah", 44), ("Tindakan", 11), ("Oleh", 24), ("Alasan", 36),
         ("Bidang", 26), ("Dari", 36), ("Menjadi", 36), ("Catatan", 14)]  # fmt: skip
MAKS_SEL = 32_000  # Excel keeps 32,767 characters in a cell; a longer text goes on in the next row
TERPOTONG = f"Hanya {MAKS_UNDUH} perubahan terbaru yang dimuat. Persempit tanggalnya untuk mengunduh yang lebih lama."


def riwayat_workbook(
    rows: Sequence[Catatan], *, more: bool, user: Pengguna, told: Sequence[tuple[str, str]]
) -> bytes:  # fmt: skip
    """The changes as shown, and a sheet that tells by whom and with which filter they were taken."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Riwayat"
    for number, (label, width) in enumerate(KOLOM, 1):
        cell = sheet.cell(1, number)
        put(cell, label)
        cell.font, cell.fill = JUDUL, LATAR
        sheet.column_dimensions[get_column_letter(number)].width = width
    for at, line in enumerate((line for row in rows for line in _lines(row)), 2):
        for column, text in enumerate(line, 1):
            put(sheet.cell(at, column), text)
            sheet.cell(at, column).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _about(book.create_sheet("Keterangan"), len(rows), more, user, told)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def moment(row: Catatan) -> str:
    """20 September 2023 14.05, in the Pemda's zone."""
    local = timezone.localtime(row.kapan)
    return f"{write_date(local.date())} {local:%H.%M}"


def _lines(row: Catatan) -> Iterable[list[str]]:
    head = [moment(row), row.jenis, row.judul, row.tindakan, row.siapa, row.alasan]
    tail = "data contoh" if row.contoh else ""
    for bidang, lama, baru in row.butir or [("", "", "")]:
        for at in range(0, max(len(lama), len(baru), 1), MAKS_SEL):
            more = " (lanjutan)" if at else ""
            yield [*head, bidang + more, lama[at : at + MAKS_SEL], baru[at : at + MAKS_SEL], tail]


def _about(sheet, banyak: int, more: bool, user: Pengguna, told: Sequence[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
    now = timezone.localtime()
    pemda = user.keanggotaan_aktif.pemda
    lines = [
        ("Pemerintah daerah", pemda.nama),
        ("Jumlah perubahan", str(banyak)),
        ("Diunduh oleh", str(user)),
        ("Diunduh pada", f"{write_date(now.date())} pukul {now:%H.%M} {pemda.get_zona_waktu_display()}"),
        *[(f"Saringan: {label}", value) for label, value in told or [("tidak ada", "semua yang dapat Anda lihat")]],
        *([("Perhatian", TERPOTONG)] if more else []),
    ]
    for number, (label, value) in enumerate(lines, 1):
        put(sheet.cell(number, 1), label)
        put(sheet.cell(number, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 80
