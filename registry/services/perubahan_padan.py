"""A draft that a file took the place of has new rows: which of them is which of the old ones."""

from collections.abc import Callable, Hashable
from dataclasses import replace

from registry.services.perubahan_potret import Bagian, Kunci, Potret

Ciri = Callable[[Bagian, Kunci], Hashable]
# noun → by what two rows are the same one, first what is sure; the parent is already the old one
CIRI: dict[str, list[Ciri]] = {
    "lampiran": [lambda row, _: row.isi["nomor"] or "", lambda row, induk: induk],
    "lembar": [lambda row, induk: (induk, row.isi["instansi"])],
    "sasaran": [lambda row, induk: (induk, row.isi["teks"]), lambda row, induk: induk],
    "indikator": [lambda row, _: row.isi["kode"]],
}


def padan(lama: Potret, baru: Potret) -> tuple[Potret, Potret]:
    """Both, the new one under the keys of the old one."""
    nama: dict[Kunci, Kunci] = {("penetapan", baru.pk): ("penetapan", lama.pk)}
    for jenis, passes in CIRI.items():
        for ciri in passes:
            left = [row for row in _rows(lama, jenis) if row.kunci not in nama.values()]
            for row in _rows(baru, jenis):
                if row.kunci not in nama:
                    _join(row, left, ciri, nama)
    rows = [replace(row, kunci=_key(row.kunci, nama), induk=_key(row.induk, nama)) for row in baru.bagian.values()]
    return lama, replace(baru, bagian={row.kunci: row for row in rows})


def _rows(isi: Potret, jenis: str) -> list[Bagian]:
    return sorted((row for row in isi.bagian.values() if row.jenis == jenis), key=lambda row: row.jalur)


def _join(row: Bagian, left: list[Bagian], ciri: Ciri, nama: dict[Kunci, Kunci]) -> None:
    wanted = ciri(row, _key(row.induk, nama))
    found = next((old for old in left if ciri(old, old.induk) == wanted), None)
    if found is not None:
        nama[row.kunci] = found.kunci
        left.remove(found)


def _key(kunci: Kunci, nama: dict[Kunci, Kunci]) -> Kunci:
    return nama.get(kunci, kunci)
