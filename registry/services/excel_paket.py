"""The parts of an uploaded workbook, read under one budget of bytes by our own small reader (S-10).

Nothing of Django is imported here: this runs in a child process (`excel_aman`). What is refused raises Ditolak with
a sentence; what is merely broken raises whatever the broken part provokes, and the child calls that broken.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from registry.services.excel_sel import ISI_TERLALU_BESAR, RUSAK, Ditolak, Lembar, Teks

MAKS_BERKAS = 10 * 1024 * 1024
MAKS_ISI = 60 * 1024 * 1024
MAKS_GAYA = 2 * 1024 * 1024
MAKS_ENTRI = 300
POTONG = 64 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTAMA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
BUKAN_XLSX = "Berkas ini bukan buku kerja Excel (.xlsx). Unggah berkas yang diunduh dari halaman ini."
SANDI = "Berkas ini berkata sandi atau berformat Excel lama (.xls). Simpan ulang sebagai .xlsx tanpa kata sandi."
TERLALU_BESAR = "Berkas terlalu besar (paling besar 10 MB). Unduh berkas baru dan isi di sana."
MAKRO = "Berkas ini memuat makro atau objek tertanam. Simpan sebagai .xlsx biasa, lalu unggah lagi."
TAUTAN = "Berkas ini memuat tautan ke berkas lain. Ganti rumus bertautan dengan angkanya, lalu unggah lagi."
TERLALU_LAMA = "Berkas ini terlalu berat untuk dibaca. Unduh berkas baru dan isi di sana."

_BARIS_KOSONG = re.compile(rb'<row r="[0-9]{1,7}"[^<>]*(?:/>|></row>)')
_TANGGAL = re.compile(r"[dmyhs]", re.I)
_HIASAN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def read_workbook(data: bytes, wanted: tuple[str, ...]) -> dict[str, Any]:
    """All checks in order, then the cells of the wanted sheets."""
    with zipfile.ZipFile(io.BytesIO(data)) as berkas:
        paket = Paket(berkas)
        paket.check()
        sheets, epoch_1904 = paket.sheets()
        formats = paket.formats()
        strings = paket.strings()
        found = {}
        for sheet in sheets:
            if sheet["nama"] in wanted and sheet["nama"] not in found:
                found[sheet["nama"]] = list(paket.cells(sheet, formats, strings))
        told = [{"nama": s["nama"], "tersembunyi": s["tersembunyi"]} for s in sheets]
        return {"lembar": told, "sel": found, "1904": epoch_1904}


class Paket:
    """The zip file: what may be in it, and its parts, unpacked piece by piece under one budget of bytes."""

    def __init__(self, berkas: zipfile.ZipFile) -> None:
        self.berkas = berkas
        self.sisa = MAKS_ISI

    def check(self) -> None:
        """Names, sizes and kinds of the parts; Ditolak."""
        entries = self.berkas.infolist()
        names = [entry.filename for entry in entries]
        low = [name.lower() for name in names]
        if len(entries) > MAKS_ENTRI or len(set(low)) != len(low) or any(map(_is_odd, names)):
            raise Ditolak(RUSAK)
        if any(entry.flag_bits & 1 for entry in entries):
            raise Ditolak(SANDI)
        if "xl/workbook.xml" not in low:
            raise Ditolak(BUKAN_XLSX)
        if any("vbaproject" in name or "/embeddings/" in name or "/activex/" in name for name in low):
            raise Ditolak(MAKRO)
        if any("externallinks/" in name for name in low):
            raise Ditolak(TAUTAN)
        if sum(entry.file_size for entry in entries) > MAKS_ISI:
            raise Ditolak(ISI_TERLALU_BESAR)
        if any(e.file_size > MAKS_GAYA for e in entries if e.filename.lower().endswith("styles.xml")):
            raise Ditolak(ISI_TERLALU_BESAR)
        self._check_kind()

    def _check_kind(self) -> None:
        """Only a plain workbook: no macros, no template, no binary workbook."""
        kinds: list[str] = []

        def start(tag: str, attrs: dict[str, str]) -> None:
            if tag == "Override" and attrs.get("PartName", "").lower() == "/xl/workbook.xml":
                kinds.append(attrs.get("ContentType", ""))

        self.parse("[Content_Types].xml", start)
        if any("macro" in kind.lower() for kind in kinds):
            raise Ditolak(MAKRO)
        if kinds != [UTAMA]:
            raise Ditolak(BUKAN_XLSX)

    def parse(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        clean: Callable[[bytes], bytes] = bytes,
    ) -> None:
        """One part through expat; a document type (entities, billion laughs) is refused before it acts."""
        parser = expat.ParserCreate(namespace_separator=None)
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attrs: start(tag.rpartition(":")[2], attrs)
        if end is not None:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_doctype
        for piece in self.pieces(name):
            parser.Parse(clean(piece), False)
        parser.Parse(b"", True)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes, counted as they come: what the file says of itself is not believed."""
        with self.berkas.open(name) as part:
            while piece := part.read(POTONG):
                self.sisa -= len(piece)
                if self.sisa < 0:
                    raise Ditolak(ISI_TERLALU_BESAR)
                yield piece

    def has(self, name: str) -> bool:
        """Whether the part exists."""
        return name in self.berkas.NameToInfo

    def sheets(self) -> tuple[list[dict[str, Any]], bool]:
        """Name, part and visibility of each sheet of cells, in order; whether days count from 1904."""
        found: list[dict[str, Any]] = []
        flags = {"1904": False}

        def start(tag: str, attrs: dict[str, str]) -> None:
            if tag == "sheet":
                rid = next((v for k, v in attrs.items() if k.rpartition(":")[2] == "id" and ":" in k), "")
                found.append(
                    {"nama": attrs["name"], "id": rid, "tersembunyi": attrs.get("state", "visible") != "visible"}
                )
            elif tag == "workbookPr":
                flags["1904"] = attrs.get("date1904") in ("1", "true")

        self.parse("xl/workbook.xml", start)
        targets = self._targets()
        for sheet in found:
            sheet["bagian"] = targets.get(sheet["id"], "")
        return found, flags["1904"]

    def _targets(self) -> dict[str, str]:
        """Relation → part, of worksheets only: a chart sheet has no cells."""
        targets: dict[str, str] = {}

        def start(tag: str, attrs: dict[str, str]) -> None:
            if tag != "Relationship":
                return
            if attrs.get("TargetMode") == "External" or attrs.get("Type", "").endswith("/externalLink"):
                raise Ditolak(TAUTAN)
            if attrs.get("Type", "").endswith("/worksheet"):
                target = attrs["Target"]
                targets[attrs["Id"]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

        self.parse("xl/_rels/workbook.xml.rels", start)
        return targets

    def formats(self) -> list[str]:
        """Of each cell style whether it shows a date or a percentage."""
        own: dict[str, str] = {}
        found: list[str] = []
        inside = {"cellXfs": False}

        def start(tag: str, attrs: dict[str, str]) -> None:
            if tag == "numFmt":
                own[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
            elif tag == "cellXfs":
                inside["cellXfs"] = True
            elif tag == "xf" and inside["cellXfs"]:
                found.append(_format_kind(attrs.get("numFmtId", "0"), own))

        def end(tag: str) -> None:
            if tag == "cellXfs":
                inside["cellXfs"] = False

        if self.has("xl/styles.xml"):
            self.parse("xl/styles.xml", start, end)
        return found

    def strings(self) -> list[str]:
        """The shared texts, each cut at MAKS_TEKS."""
        reader = Teks("si")
        if self.has("xl/sharedStrings.xml"):
            self.parse("xl/sharedStrings.xml", reader.start, reader.end, reader.text)
        return reader.found

    def cells(self, sheet: dict[str, Any], formats: list[str], strings: list[str]) -> Iterator[list[Any]]:
        """The filled cells of a sheet."""
        if not sheet["bagian"]:
            raise Ditolak(BUKAN_XLSX)
        reader = Lembar(sheet["nama"], formats, strings)
        self.parse(sheet["bagian"], reader.start, reader.end, reader.text, _without_blank_rows)
        yield from reader.found


def _is_odd(name: str) -> bool:
    """A part that would lie outside the file: never made by Excel."""
    return name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or "\0" in name or ":" in name


def _without_blank_rows(piece: bytes) -> bytes:
    """Numbered rows without cells left out at once: LibreOffice may write a million of them below a table."""
    return _BARIS_KOSONG.sub(b"", piece)


def _no_doctype(*_: object) -> None:
    raise Ditolak(RUSAK)


def _format_kind(number: str, own: dict[str, str]) -> str:
    """ "tanggal", "persen" or "": what a number of this format means to whoever typed it."""
    if number in own:
        code = _HIASAN.sub("", own[number])
        return "persen" if "%" in code else "tanggal" if _TANGGAL.search(code) else ""
    if not number.isdigit():
        return ""
    if int(number) in (9, 10):
        return "persen"
    days = (range(14, 23), range(27, 37), range(45, 48), range(50, 59))  # 49 is text
    return "tanggal" if any(int(number) in some for some in days) else ""
