"""Steps of the tests of Excel there and back: download, change cells, take the file apart, upload, confirm."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from registry.models import ImporIsian, Indikator, Realisasi
from registry.services.ekspor import XLSX
from registry.services.impor_isian import fingerprint, key_of

SHEET = "xl/worksheets/sheet1.xml"
NILAI = "H"


def unduh(client: Any, tahun: int = 2023) -> bytes:
    """The workbook of whoever is signed in."""
    response = client.get(reverse("registry:excel_download", args=[tahun]))
    assert response.status_code == 200
    return response.content


def buka(data: bytes) -> tuple[Workbook, Worksheet]:
    """The workbook and its sheet Isian."""
    book = load_workbook(io.BytesIO(data))
    return book, book["Isian"]


def simpan(book: Workbook) -> bytes:
    """As a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def baris(sheet: Worksheet, kode: str, isian: str) -> int:
    """The row of one value."""
    for at in range(6, sheet.max_row + 1):
        if (sheet.cell(at, 1).value, sheet.cell(at, 3).value) == (kode, isian):
            return at
    raise LookupError((kode, isian))


def isi(data: bytes, cells: dict[tuple[str, str], Any], column: str = NILAI) -> bytes:
    """The same workbook with (kode, isian) → value typed in."""
    book, sheet = buka(data)
    for (kode, isian), value in cells.items():
        cell = sheet[f"{column}{baris(sheet, kode, isian)}"]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # a text, also one that looks like a formula
    return simpan(book)


def unggah(client: Any, data: bytes, tahun: int = 2023, nama: str = "isian.xlsx") -> Any:
    """The answer to an upload."""
    url = reverse("registry:impor_upload", args=[tahun])
    return client.post(url, {"berkas": SimpleUploadedFile(nama, data, content_type=XLSX)})


def pratinjau(client: Any, data: bytes, tahun: int = 2023) -> ImporIsian:
    """The stored preview of an upload that is one of ours."""
    response = unggah(client, data, tahun)
    assert response.status_code == 302, response.content.decode()
    return ImporIsian.objects.get(kunci=response.url.rstrip("/").split("/")[-1])


def terapkan(client: Any, row: ImporIsian, pilih: Iterable[str] | None = None, sidik: str | None = None) -> Any:
    """The answer to the confirmation; all indicators unless some are named."""
    pilih = [key_of(unit) for unit in row.isi["unit"]] if pilih is None else list(pilih)
    data = {"sidik": fingerprint(row.isi) if sidik is None else sidik, "pilih": pilih}
    return client.post(reverse("registry:impor_apply", args=[row.kunci]), data)


def jejak() -> tuple[int, int]:
    """How many realisasi and versions of them there are."""
    return Realisasi.objects.count(), Realisasi.history.count()


def ganti(data: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """The zip file with each part changed (None: left out) and parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def ganti_lembar(data: bytes, change: Callable[[str], str]) -> bytes:
    """The zip file with the XML of the sheet changed."""
    return ganti(data, lambda name, part: change(part.decode()).encode() if name == SHEET else part)


def tambah_baris(data: bytes, rows: str) -> bytes:
    """Rows of XML after the last one."""
    return ganti_lembar(data, lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))


def isi_xml(data: bytes, alamat: str, cell: str) -> bytes:
    """One cell replaced by XML of our own; `{gaya}` stands for its style."""

    def change(xml: str) -> str:
        found = re.search(rf'<c r="{alamat}"( s="\d+")?[^>]*?(/>|>.*?</c>)', xml)
        assert found is not None, alamat
        return xml.replace(found[0], cell.replace("{gaya}", found[1] or ""))

    return ganti_lembar(data, change)


def jadikan_deret(kode: str, banyak: int) -> Indikator:
    """An indicator whose formula in force is the mean of one deret with so many members."""
    row = Indikator.objects.get(kode=kode)
    rumus = row.rumus.get(status="berlaku")
    rumus.variabel.all().delete()
    rumus.ekspresi, rumus.rumpun = "RATA(d)", ""
    rumus.save()
    anggota = [f"Anggota {n}" for n in range(1, banyak + 1)]
    rumus.variabel.create(urut=1, nama="d", label="Deret uji", jenis="deret", anggota=anggota, satuan="nilai")
    return row
