"""Excel and Word files of today (a ZIP of XML parts): limits before and while unpacking, no macros, no OLE."""

import struct
import xml.etree.ElementTree as ET
import zipfile
from typing import IO
from xml.parsers import expat

from registry.pemeriksa.hasil import Hasil, Tolak

MAKS_ANGGOTA = 3000
MAKS_ISI = 200 * 1024**2  # bytes unpacked, all parts together
MAKS_RASIO, BESAR = 200, 10 * 1024**2  # a part above 10 MB may be packed at most 200 : 1
SELA = 24  # bytes between two parts: a data descriptor
POTONG = 64 * 1024
UTAMA = "application/vnd.openxmlformats-officedocument."
JENIS = {
    f"{UTAMA}spreadsheetml.sheet.main+xml": "xlsx",
    f"{UTAMA}wordprocessingml.document.main+xml": "docx",
}
TERLARANG = ("vbaproject", "macroenabled", "macrosheet", "/activex", "activex+xml", "oleobject", "vbadata")
PROGRAM = (".exe", ".dll", ".js", ".vbs", ".hta", ".htm", ".html", ".bat", ".cmd", ".ps1", ".scr", ".jar", ".lnk")
DAFTAR, AKAR = "[Content_Types].xml", "_rels/.rels"


def periksa_kantor(source: str) -> Hasil:
    """Kind by the main part; refused when packed oddly, with a password, with macros, or another kind of ZIP."""
    try:
        with zipfile.ZipFile(source) as archive, open(source, "rb") as raw:
            _check_layout(archive, raw)
            _check_names(archive.namelist())
            texts = _unpack(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, struct.error, ValueError) as error:
        raise Tolak("kantor_rusak") from error
    except NotImplementedError as error:
        raise Tolak("kantor_rusak") from error
    return Hasil(_kind(texts), temuan=_findings(archive.namelist(), texts))


def _check_layout(archive: zipfile.ZipFile, raw: IO[bytes]) -> None:
    """Parts one behind the other from the first byte to the list at the end, nothing before, between or behind."""
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    if not parts or len(parts) > MAKS_ANGGOTA or sum(part.file_size for part in parts) > MAKS_ISI:
        raise Tolak("bom")
    end = 0
    for part in parts:
        if part.flag_bits & 1:
            raise Tolak("kantor_sandi")
        if part.file_size > BESAR and part.file_size > MAKS_RASIO * part.compress_size:
            raise Tolak("bom")
        if not end <= part.header_offset <= end + (SELA if end else 0):
            raise Tolak("ganda")
        raw.seek(part.header_offset + 26)
        name, extra = struct.unpack("<HH", raw.read(4))
        end = part.header_offset + 30 + name + extra + part.compress_size
    raw.seek(-22, 2)
    last = raw.read(22)
    if not end <= archive.start_dir <= end + SELA or last[:4] != b"PK\x05\x06" or last[20:] != b"\0\0":
        raise Tolak("ganda")


def _check_names(names: list[str]) -> None:
    lower = [name.lower() for name in names]
    if len(set(lower)) != len(lower) or any(name.startswith("/") or ".." in name.split("/") for name in lower):
        raise Tolak("kantor_rusak")
    if DAFTAR not in names or AKAR not in names:
        raise Tolak("jenis")
    for name in lower:
        printer = "/printersettings/" in name
        if any(word in name for word in TERLARANG) or (name.endswith(".bin") and not printer):
            raise Tolak("makro")
        if name.endswith(PROGRAM):
            raise Tolak("jenis")


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Reads every part to its end (checksum and true size); gives the texts of the list of types and of relations."""
    kept, total = {}, 0
    for part in archive.infolist():
        wanted = part.filename == DAFTAR or part.filename.endswith(".rels")
        parser = _parser() if wanted or part.filename.endswith((".xml", ".vml")) else None
        text = b""
        with archive.open(part) as stream:
            while chunk := stream.read(POTONG):
                total += len(chunk)
                if total > MAKS_ISI:
                    raise Tolak("bom")
                _feed(parser, chunk, vml=part.filename.endswith(".vml"))
                text += chunk if wanted else b""
        if wanted:
            kept[part.filename] = text
    return kept


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def refuse(*args: object) -> None:
        raise Tolak("kantor_rusak")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _feed(parser: expat.XMLParserType | None, chunk: bytes, *, vml: bool) -> None:
    if parser is None:
        return
    try:
        parser.Parse(chunk, False)
    except expat.ExpatError as error:
        if not vml:  # drawings of comments, which Excel itself writes with loose ends
            raise Tolak("kantor_rusak") from error


def _kind(texts: dict[str, bytes]) -> str:
    types = texts[DAFTAR].decode("utf-8", "replace").lower()
    if any(word in types for word in TERLARANG):
        raise Tolak("makro")
    main = _main_part(_xml(texts[AKAR]))
    for row in _xml(texts[DAFTAR]):
        if row.get("PartName", "").lstrip("/") == main and row.get("ContentType") in JENIS:
            return JENIS[str(row.get("ContentType"))]
    raise Tolak("jenis")


def _main_part(relations: ET.Element) -> str:
    for row in relations:
        if row.get("Type", "").endswith("/officeDocument"):
            return row.get("Target", "").lstrip("/")
    raise Tolak("jenis")


def _xml(text: bytes) -> ET.Element:
    try:
        return ET.fromstring(text)  # noqa: S314 — no DTD, see _parser
    except ET.ParseError as error:
        raise Tolak("kantor_rusak") from error


def _findings(names: list[str], texts: dict[str, bytes]) -> tuple[str, ...]:
    """Addresses outside that the program would fetch, and documents inside the document."""
    found = {"sematan"} if any("/embeddings/" in name for name in names) else set()
    for name, text in texts.items():
        for row in _xml(text) if name != DAFTAR else ():
            if row.get("TargetMode") == "External" and not row.get("Type", "").endswith("/hyperlink"):
                found.add("rujukan_luar")
    return tuple(sorted(found))
