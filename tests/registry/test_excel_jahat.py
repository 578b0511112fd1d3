"""Hostile, broken and odd workbooks (security.md S-10, S-15 and its 29 files): each is decided, none writes a row."""

import io
import re
import resource
import time
import zipfile
from collections.abc import Callable

import pytest

from registry.models import ImporIsian
from tests.registry.excel_alat import (
    SHEET,
    baris,
    buka,
    ganti,
    ganti_lembar,
    isi,
    isi_xml,
    jejak,
    simpan,
    tambah_baris,
    terapkan,
    unduh,
    unggah,
)

pytestmark = pytest.mark.django_db
KODE, ISIAN = "lmj19-dinkes-01", "keluarga_sehat"
DETIK, MEMORI_KB = 10, 2_000_000  # ten times what a file may take
Ubah = Callable[[bytes], bytes]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def alamat(data: bytes) -> str:
    """The first value to type in."""
    return f"H{baris(buka(data)[1], KODE, ISIAN)}"


def sel(cell: str) -> Ubah:
    """A change of the first value's cell; {r} is its address."""
    return lambda data: isi_xml(data, alamat(data), cell.replace("{r}", alamat(data)))


def baris_baru(rows: str) -> Ubah:
    return lambda data: tambah_baris(data, rows)


def bagian(name: str, xml: str) -> Ubah:
    """One part replaced."""
    return lambda data: ganti(data, lambda n, part: xml.encode() if n == name else part)


def besar(name: str, head: bytes, fill: bytes, mega: int) -> Ubah:
    """One part that unpacks to so many megabytes."""

    def change(data: bytes) -> bytes:
        block = fill * (1_000_000 // len(fill))
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, True, 1) as new:
            for other in old.namelist():
                if other != name:
                    new.writestr(other, old.read(other))
            with new.open(name, "w", force_zip64=True) as part:
                part.write(head)
                for _ in range(mega):
                    part.write(block)
        return out.getvalue()

    return change


def lembar(change: Callable[[str], str]) -> Ubah:
    return lambda data: ganti_lembar(data, change)


def grafik(data: bytes) -> bytes:
    """A chart sheet takes the place and the name of the sheet, and is the active one."""
    book, sheet = buka(data)
    sheet.title = "Lama"
    book.create_chartsheet("Isian", 0)
    book.active = 0
    return simpan(book)


def judul(change: Callable[[object], None]) -> Ubah:
    def run(data: bytes) -> bytes:
        book, sheet = buka(data)
        change(sheet)
        return simpan(book)

    return run


def zip_lain(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("[Content_Types].xml", "<Types/>")
        new.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def ganda(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as new, pytest.warns(UserWarning, match="Duplicate"):
        new.writestr(SHEET, "<worksheet/>")
    return out.getvalue()


def sandi(data: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data


def banyak(count: int) -> Ubah:
    rows = "".join(f'<row r="{{{n}}}"><c r="R{{{n}}}"><v>1</v></c></row>' for n in range(count))

    def change(data: bytes) -> bytes:
        last = buka(data)[1].max_row
        return tambah_baris(data, re.sub(r"\{(\d+)\}", lambda m: str(last + 1 + int(m[1])), rows))

    return change


LAUGH = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
XML = '<?xml version="1.0"?>'
FONTS = f'{XML}<styleSheet {NS}><fonts count="500000">{"<font/>" * 500_000}</fonts></styleSheet>'

DITOLAK: dict[str, Ubah] = {
    "cell in the last row": baris_baru('<row r="1048576"><c r="H1048576"><v>1</v></c></row>'),
    "last cell of all, declared": lembar(
        lambda xml: re.sub('<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', xml).replace(
            "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        )
    ),
    "far right": baris_baru('<row r="10000"><c r="XFD10000"><v>1</v></c></row>'),
    "row after a gap": baris_baru('<row r="100000"><c r="H100000"><v>1</v></c></row>'),
    "sheet of 200 MB": besar(SHEET, f"{XML}<worksheet {NS}><sheetData>".encode(), b"<row></row>", 200),
    "strings of 300 MB": besar("xl/sharedStrings.xml", f"{XML}<sst {NS}>".encode(), b"<si><t>x</t></si>", 300),
    "500,000 fonts": bagian("xl/styles.xml", FONTS),
    "billion laughs": bagian(SHEET, f"{XML}{LAUGH}]><worksheet {NS}><sheetData>&i;</sheetData></worksheet>"),
    "external entity": bagian(
        SHEET,
        f'{XML}<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet {NS}><sheetData><row r="1">'
        f'<c r="A1" t="str"><v>&e;</v></c></row></sheetData></worksheet>',
    ),
    "empty sheet": bagian(SHEET, f"{XML}<worksheet {NS}><sheetData/></worksheet>"),
    "zip mark and text": lambda data: b"PK\x03\x04 ini bukan zip",
    "csv": lambda data: b"kode;nilai\r\nx;1\r\n",
    "cut off": lambda data: data[:-200],
    "Word file": zip_lain,
    "infinite": sel('<c r="{r}"{gaya}><v>1E999999999</v></c>'),
    "NaN": sel('<c r="{r}"{gaya}><v>NaN</v></c>'),
    "error cell": sel('<c r="{r}"{gaya} t="e"><v>#DIV/0!</v></c>'),
    "string without index": sel('<c r="{r}"{gaya} t="s"><v>999999</v></c>'),
    "header twice": judul(lambda sheet: sheet["O5"].__setattr__("value", "Tahun 2023")),
    "wider than its header": judul(lambda sheet: sheet["T9"].__setattr__("value", "catatan di luar")),
    "ISO date that is none": sel('<c r="{r}"{gaya} t="d"><v>99999-99-99</v></c>'),
    "chart sheet": grafik,
    "25,000 rows": banyak(25_000),
    "500 columns": judul(lambda sheet: sheet.cell(9, 500).__setattr__("value", "x")),
    "formula never computed": sel('<c r="{r}"{gaya}><f>1+1</f></c>'),
    # and beyond the 25 that are refused there
    "macros": lambda data: ganti(data, lambda n, p: p, {"xl/vbaProject.bin": b"x"}),
    "macro type": lambda data: ganti(
        data,
        lambda n, p: (
            p.replace(b"spreadsheetml.sheet.main+xml", b"spreadsheet.macroEnabled.main+xml")
            if n == "[Content_Types].xml"
            else p
        ),
    ),
    "external link": lambda data: ganti(data, lambda n, p: p, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
    "password": sandi,
    "name twice": ganda,
    "parent folder": lambda data: ganti(data, lambda n, p: p, {"../../etc/x": b"x"}),
    "301 parts": lambda data: ganti(data, lambda n, p: p, {f"xl/x{n}.xml": b"<x/>" for n in range(301)}),
    "11 MB": lambda data: data + b"\0" * 11_000_000,
    "0 bytes": lambda data: b"",
    "true": sel('<c r="{r}"{gaya} t="b"><v>1</v></c>'),
    "hidden code removed": judul(lambda sheet: sheet.delete_cols(3)),
    "header renamed": judul(lambda sheet: sheet["H5"].__setattr__("value", "Nilai")),
    "sheet renamed": judul(lambda sheet: sheet.__setattr__("title", "Lembar1")),
    "row added": judul(lambda sheet: sheet.cell(sheet.max_row + 1, 8).__setattr__("value", 5)),
    "row negative": baris_baru('<row r="-5"><c><v>1</v></c></row>'),
    "unclosed": lembar(lambda xml: xml.replace("</sheetData>", "")),
    "a number of 5,000 digits": sel(f'<c r="{{r}}"{{gaya}}><v>{"9" * 5000}</v></c>'),
}


def put(column: str, value: object) -> Ubah:
    return lambda data: isi(data, {(KODE, ISIAN): value}, column)


def tersembunyi(data: bytes) -> bytes:
    book, _ = buka(data)
    book.create_sheet("Coretan")["A1"] = "=1+1"
    book["Coretan"].sheet_state = "hidden"
    return simpan(book)


def gabung(data: bytes) -> bytes:
    book, sheet = buka(data)
    sheet.merge_cells("D6:L6")
    return simpan(book)


DITERIMA: dict[str, Ubah] = {
    "hidden second sheet": tersembunyi,
    "merged cells below the header": gabung,
    "header with a hard space": judul(lambda sheet: sheet["I5"].__setattr__("value", "Alasan\u00a0bila  kosong")),
    "days from 1904": lambda data: ganti(
        data, lambda n, p: p.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>') if n == "xl/workbook.xml" else p
    ),
    "a million blank rows": lambda data: tambah_baris(data, "".join(f'<row r="{n}"/>' for n in range(100, 1_000_100))),
    "blank cells with styles": baris_baru('<row r="900"><c r="H900" s="1"/></row>'),
}


@pytest.mark.parametrize("nama", list(DITOLAK))
def test_it_is_refused_and_writes_nothing(login, nama):
    client = login("dinkes")
    data = DITOLAK[nama](isi(unduh(client), {(KODE, ISIAN): 45, (KODE, "keluarga_dikunjungi"): 50}))
    before, start = jejak(), time.monotonic()
    response = unggah(client, data)
    assert time.monotonic() - start < DETIK
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORI_KB
    assert response.status_code in (302, 422)
    if response.status_code == 302:  # ours, but for a cell: told on the preview, and confirming it is refused
        row = ImporIsian.objects.latest("pk")
        assert row.isi["masalah"] and row.isi["masalah"][0]["alamat"] in client.get(response.url).content.decode()
        assert terapkan(client, row).status_code in (409, 422)
    assert jejak() == before


@pytest.mark.parametrize("nama", list(DITERIMA))
def test_it_is_accepted(login, nama):
    client = login("dinkes")
    data = DITERIMA[nama](isi(unduh(client), {(KODE, ISIAN): 45, (KODE, "keluarga_dikunjungi"): 50}))
    start = time.monotonic()
    response = unggah(client, data)
    assert time.monotonic() - start < DETIK
    row = ImporIsian.objects.latest("pk")
    assert response.status_code == 302 and not row.isi["masalah"]
    assert [unit["nilai"] for unit in row.isi["unit"]] == [{ISIAN: "45", "keluarga_dikunjungi": "50"}]


def test_a_hidden_sheet_is_named(login):
    client = login("dinkes")
    unggah(client, tersembunyi(unduh(client)))
    assert "Coretan" in " ".join(ImporIsian.objects.get().isi["catatan"])


def test_a_gap_tells_the_row(login):
    client = login("dinkes")
    response = unggah(client, baris_baru('<row r="4000"><c r="H4000"><v>1</v></c></row>')(unduh(client)))
    assert response.status_code == 422 and "baris 4000" in response.content.decode()


def test_a_text_of_32767_characters_meets_its_limit(login):
    client = login("dinkes")
    response = unggah(client, isi(unduh(client), {(KODE, ":kendala"): "kata " * 6553}))
    assert response.status_code == 302
    assert "paling banyak 2000" in ImporIsian.objects.get().isi["masalah"][0]["pesan"]


def test_no_answer_shows_the_content_of_our_files(login):
    """An external entity would bring the name of the machine into the page."""
    client = login("dinkes")
    response = unggah(client, DITOLAK["external entity"](unduh(client)))
    with open("/etc/hostname") as file:
        assert file.read().strip() not in response.content.decode()
