"""What changed between two pictures of a decree, part by part in printed order, as lines old → new."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from registry.services.perubahan_bidang import BIDANG
from registry.services.perubahan_potret import Bagian, Kunci, Potret
from registry.services.perubahan_urai import BARU, DIHAPUS, Butir, lengkap, pendek

Susunan = dict[Kunci, list[Bagian]]


def perubahan(lama: Potret, baru: Potret, utama: Kunci | None = None) -> list[Butir]:
    """The lines; `utama` is the part that a person moved: of two that change places it is the one told."""
    lines: list[Butir] = []
    for key, one in BIDANG["penetapan"].items():
        lines += one.urai(one.label, lama.naskah[key], baru.naskah[key])
    moved = _moved(lama, baru, utama)
    for part in _in_order(lama, baru):
        lines += _part(lama.bagian.get(part.kunci), baru.bagian.get(part.kunci), moved)
    return lines


def perubahan_hapus(isi: Potret) -> list[Butir]:
    """Everything that goes with a draft that is removed."""
    parts = sorted(isi.bagian.values(), key=lambda row: row.jalur)
    texts = [("Naskah", lengkap(BIDANG["penetapan"], isi.naskah))]
    texts += [(row.judul, lengkap(BIDANG[row.jenis], row.isi)) for row in parts]
    return [(judul, text, DIHAPUS) for judul, text in texts]


def _in_order(lama: Potret, baru: Potret) -> list[Bagian]:
    """Every part once: as printed now, what is gone where it was printed before."""
    rows = [*baru.bagian.values(), *(row for key, row in lama.bagian.items() if key not in baru.bagian)]
    return sorted(rows, key=lambda row: row.jalur)


def _part(old: Bagian | None, new: Bagian | None, moved: Mapping[Kunci, tuple[str, str]]) -> Iterator[Butir]:
    if new is None:
        if old is not None:
            yield old.judul, lengkap(BIDANG[old.jenis], old.isi), DIHAPUS
        return
    if old is None:
        yield new.judul, BARU, lengkap(BIDANG[new.jenis], new.isi)
        return
    if new.kunci in moved and moved[new.kunci] != ("", ""):
        yield f"{old.judul} – Tempat", *moved[new.kunci]
    for key, one in BIDANG[new.jenis].items():
        if old.isi[key] == new.isi[key] or (key == "nomor" and new.kunci in moved):
            continue
        yield from one.urai(f"{old.judul} – {one.label}", old.isi[key], new.isi[key])


def _moved(lama: Potret, baru: Potret, utama: Kunci | None) -> dict[Kunci, tuple[str, str]]:
    """Part → its place before and now; ("", "") for one that only has another number because others moved."""
    before, after = _siblings(lama), _siblings(baru)
    found: dict[Kunci, tuple[str, str]] = {}
    for induk, rows in after.items():
        was, now = [r.kunci for r in before.get(induk, [])], [r.kunci for r in rows]
        if was != now and _numbers(before.get(induk, [])) == _numbers(rows):
            found |= dict.fromkeys(now, ("", ""))
        stayed = [key for key in was if key in now]
        for key in _out_of_line(stayed, [key for key in now if key in stayed], utama):
            found[key] = str(was.index(key) + 1), str(now.index(key) + 1)
    return found | dict(_elsewhere(lama, baru, before, after))


def _elsewhere(
    lama: Potret, baru: Potret, before: Susunan, after: Susunan
) -> Iterator[tuple[Kunci, tuple[str, str]]]:  # fmt: skip
    """Parts that went below another part."""
    for key, new in baru.bagian.items():
        old = lama.bagian.get(key)
        if old is not None and old.induk != new.induk:
            was, now = before[old.induk].index(old), after[new.induk].index(new)
            yield key, (_place(lama, old, was), _place(baru, new, now))


def _place(isi: Potret, part: Bagian, at: int) -> str:
    parent = isi.bagian.get(part.induk)
    return f"{pendek(parent.judul)}, {at + 1}" if parent else str(at + 1)


def _siblings(isi: Potret) -> Susunan:
    rows = sorted(isi.bagian.values(), key=lambda row: (row.induk, row.urut))
    return {induk: list(group) for induk, group in groupby(rows, key=lambda row: row.induk)}


def _numbers(rows: list[Bagian]) -> list[str | None]:
    return [row.isi.get("nomor") for row in rows]


def _out_of_line(was: list[Kunci], now: list[Kunci], utama: Kunci | None) -> list[Kunci]:
    """The fewest that must have moved for this order to become that one; the one that somebody moved first."""
    if was == now:
        return []
    if utama in was:
        rest = _out_of_line([k for k in was if k != utama], [k for k in now if k != utama], None)
        return [key for key in now if key == utama or key in rest]
    kept = _longest_rising([was.index(key) for key in now])
    return [key for key in now if was.index(key) not in kept]


def _longest_rising(places: list[int]) -> set[int]:
    runs: list[list[int]] = []
    for place in places:
        before = sorted((run for run in runs if run[-1] < place), key=lambda run: len(run))
        runs.append([*(before[-1] if before else []), place])
    return set(sorted(runs, key=lambda run: len(run))[-1]) if runs else set()
