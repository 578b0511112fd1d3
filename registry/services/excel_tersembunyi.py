"""The hidden sheets of the workbook: the scales that predicates are chosen from, and whose workbook it is."""

import uuid
from decimal import Decimal

from django.utils import timezone
from openpyxl.worksheet.worksheet import Worksheet

from registry.models import Skala
from registry.services import excel_gaya as gaya
from registry.services import excel_tata as tata
from registry.services.ekspor import put
from registry.services.excel_bahan import Bahan, BahanIndikator


def scales_of(bahan: Bahan) -> list[Skala]:
    """The scales that predicates in the workbook are chosen from, each once."""
    chosen = [v.variabel.skala for item in bahan.butir for v in item.isian()]
    return list({skala.pk: skala for skala in chosen if skala is not None}.values())


def columns_of(column: int) -> str:
    """$A$2:$B$99 of a scale whose codes stand in this column."""
    letters = [chr(64 + column), chr(65 + column)]
    return f"${letters[0]}$2:${letters[1]}$99"


def write_scales(sheet: Worksheet, scales: list[Skala]) -> None:
    """Two columns per scale: code and rank."""
    for n, skala in enumerate(scales):
        put(sheet.cell(1, 1 + 2 * n), skala.nama)
        for at, butir in enumerate(skala.butir, 2):
            put(sheet.cell(at, 1 + 2 * n), butir["kode"])
            put(sheet.cell(at, 2 + 2 * n), Decimal(str(butir["peringkat"])))
    sheet.sheet_state = "hidden"
    gaya.protect(sheet)


def write_meta(sheet: Worksheet, bahan: Bahan) -> None:
    """What the upload looks for: whose workbook, which year, which versions it was made from."""
    pemda = bahan.member.pemda
    lines = [
        (tata.PENANDA, tata.FORMAT_VERSI),
        ("id", str(uuid.uuid4())),
        ("pemda", pemda.kode),
        ("opd", bahan.member.instansi.kode),
        ("tahun", str(bahan.tahun)),
        ("dibuat", timezone.now().isoformat(timespec="seconds")),
    ]
    lines += [(_version_key(item), str(item.version)) for item in bahan.butir]
    for at, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            put(sheet.cell(at, column), text)
    sheet.sheet_state = "hidden"
    gaya.protect(sheet)


def _version_key(item: BahanIndikator) -> str:
    return "versi|" + "|".join(item.kunci)
