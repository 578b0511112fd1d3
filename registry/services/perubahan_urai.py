"""From two stored values of a field to lines old → new: a list entry by entry, a mapping key by key, never raw JSON."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Butir = tuple[str, str, str]
Urai = Callable[[str, Any, Any], Iterator[Butir]]
Tulis = Callable[[Any], str]
KOSONG, BARU, DIHAPUS, PENDEK = "kosong", "belum ada", "dihapus", 45


@dataclass(frozen=True)
class Bidang:
    """A field: what people call it, its value as one text, and the lines that tell how it changed."""

    label: str
    tulis: Tulis
    urai: Urai


def pendek(text: str, panjang: int = PENDEK) -> str:
    """The beginning of a text, for a title: whole words."""
    text = " ".join(text.split())
    return text if len(text) <= panjang else f"{text[:panjang].rsplit(' ', 1)[0]}…"


def sebagai_teks(value: Any) -> str:
    """A plain value."""
    return "" if value is None else str(value)


def satu(label: str, tulis: Tulis = sebagai_teks) -> Bidang:
    """A field that is told on one line."""

    def urai(nama: str, lama: Any, baru: Any) -> Iterator[Butir]:
        if tulis(lama) != tulis(baru):
            yield nama, tulis(lama) or KOSONG, tulis(baru) or KOSONG

    return Bidang(label, tulis, urai)


def daftar(
    label: str,
    tulis: Tulis = sebagai_teks,
    satuan: str = "butir",
    sebut: Callable[[Any], str] | None = None,
    isi: Urai | None = None,
) -> Bidang:
    """A list: one line per entry that came, went, moved or changed; `sebut` names an entry, `isi` tells its parts."""
    parts = isi or satu("", tulis).urai

    def named(nama: str, entry: Any, at: int) -> str:
        return f"{nama} {sebut(entry)}" if sebut and sebut(entry) else f"{nama}, {satuan} {at + 1}"

    def urai(nama: str, lama: Any, baru: Any) -> Iterator[Butir]:
        old, new = lama or [], baru or []
        for i, k in sejajar(old, new, sebut):
            if i is None or k is None:
                if i is not None:
                    yield named(nama, old[i], i), tulis(old[i]), DIHAPUS
                elif k is not None:
                    yield named(nama, new[k], k), BARU, tulis(new[k])
            elif old[i] == new[k]:
                yield f"{nama}, tempat «{pendek(tulis(new[k]))}»", str(i + 1), str(k + 1)
            else:
                yield from parts(named(nama, old[i], k), old[i], new[k])

    def whole(value: Any) -> str:
        if sebut is not None:
            return "\n".join(f"{sebut(entry)}: {tulis(entry)}" for entry in value or [])
        return baris([tulis(entry) for entry in value or []])

    return Bidang(label, whole, urai)


def peta(label: str, bidang: Mapping[str, Bidang]) -> Bidang:
    """A mapping: one line per key that differs."""

    def tulis(value: Any) -> str:
        return lengkap(bidang, value or {})

    def urai(nama: str, lama: Any, baru: Any) -> Iterator[Butir]:
        for key, one in bidang.items():
            yield from one.urai(f"{nama}, {kecil(one.label)}", (lama or {}).get(key), (baru or {}).get(key))

    return Bidang(label, tulis, urai)


def kecil(label: str) -> str:
    """A label inside a line; an abbreviation stays as it is."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def lengkap(bidang: Mapping[str, Bidang], isi: Mapping[str, Any]) -> str:
    """Everything that is filled, a line each: what a part said when it came or went."""
    filled = [key for key in bidang if isi.get(key) is not False and isi.get(key) not in (None, "", [], {})]
    rows = [(bidang[key].label, bidang[key].tulis(isi[key])) for key in filled]
    return "\n".join(f"{label}:{_gap(text)}{text}" for label, text in rows if text)


def _gap(text: str) -> str:
    return "\n" if "\n" in text else " "


def baris(texts: Sequence[str]) -> str:
    """Entries of a list as one text: a single one as it is, several numbered, each on its line."""
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{number}) {text}" for number, text in enumerate(texts, 1))


def sejajar(
    lama: Sequence[Any], baru: Sequence[Any], sebut: Callable[[Any], str] | None = None
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs (place before, place after) of the entries that are not simply where they were.

    What is equal belongs together wherever it went, then what has the same name, then what stands at the same gap.
    """
    a, b = ([json.dumps(entry, sort_keys=True) for entry in rows] for rows in (lama, baru))
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    gaps = [(range(i, j), range(k, m)) for act, i, j, k, m in codes if act != "equal"]
    gone, come = [i for rows, _ in gaps for i in rows], [k for _, rows in gaps for k in rows]
    pairs: list[tuple[int | None, int | None]] = []

    def join(i: int, k: int | None) -> None:
        if k is not None:
            pairs.append((i, k))
            gone.remove(i)
            come.remove(k)

    for i in list(gone):
        join(i, next((k for k in come if b[k] == a[i]), None))
    for i in list(gone) if sebut else ():
        join(i, next((k for k in come if sebut and sebut(baru[k]) == sebut(lama[i])), None))
    for rows, columns in gaps:
        left = [i for i in rows if i in gone], [k for k in columns if k in come]
        for i, k in zip(*left, strict=False):
            join(i, k)
    pairs += [(i, None) for i in gone] + [(None, k) for k in come]
    yield from sorted(pairs, key=lambda pair: (pair[1] if pair[1] is not None else pair[0], pair[1] is not None))
