"""What a lampiran must say, read from the canonical mapping, not from the rows under test."""

import re
from collections.abc import Iterator
from typing import Any

from registry.models import Penetapan
from registry.services.penetapan_baca import read_penetapan


def strings(kode: str, urut: int) -> list[str]:
    """Every printed string of one lampiran, without our Markdown marks."""
    data = read_penetapan(Penetapan.objects.get(kode=kode))["lampiran"][urut - 1]
    found = [data["judul"], *_values(data["kepala"])]
    found += _values({k: v for k, v in (data["tanda_tangan"] or {}).items() if k != "ttd"})
    for lembar in data["instansi"]:
        found += _lembar(lembar, data["kolom"])
    return [s for text in found for s in _plain(text) if s]


def _lembar(lembar: dict[str, Any], kolom: list[str]) -> Iterator[str]:
    keys = ["nomor", "tanggung_jawab", "tugas_pokok", "fungsi", "label_fungsi", "visi", "misi", "tujuan", "judul_tabel"]
    for key in keys:
        yield from _values(lembar[key])
    yield from (item["teks"] for item in lembar["indikator_tujuan"])
    if lembar["fungsi"] and not lembar["tanggung_jawab"]:
        yield lembar["nama"]
    yield from lembar["kolom"] or kolom
    for sasaran in lembar["sasaran"]:
        yield from (sasaran["nomor"] or "", sasaran["teks"])
        for indikator in sasaran["indikator"]:
            cells = "nomor nama rumus_cetak penjelasan makna alasan referensi sumber_data penanggung_jawab"
            for key in cells.split():
                yield from _values(indikator[key])


def _values(value: Any) -> Iterator[str]:
    """All texts inside a value, fractions and lists included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)


def _plain(text: str) -> Iterator[str]:
    """Paragraphs, items and table cells, each one run of text on paper."""
    for line in text.split("\n"):
        if re.fullmatch(r"\|[-|:\s]+\|", line):
            continue
        cells = line.strip("|").split("|") if line.startswith("|") else [line]
        yield from (re.sub(r"\*{1,2}(\S.*?\S|\S)\*{1,2}", r"\1", cell).strip() for cell in cells)


def missing(strings: list[str], text: str, squeeze: Any, least: int = 6) -> list[str]:
    """Strings that are not there; a page end may cut one in parts, each of them there."""
    return [s for s in strings if not _found(squeeze(s), text, least)]


def _found(rest: str, text: str, least: int) -> bool:
    for _ in range(4):
        if rest in text:
            return True
        size = next((n for n in range(len(rest) - 1, least - 1, -1) if rest[:n] in text), 0)
        if not size:
            return False
        rest = rest[size:]
    return False
