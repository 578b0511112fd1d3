"""Takes an applied import back: each indicator gets its values of before, where nothing has moved since.

The page shows first which can be put back and which cannot; the confirmation carries the fingerprint of what was
shown. What can be put back is put back together or not at all; what has moved on stays and is told.
"""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from registry.models import ImporIsian, Pengguna, Variabel
from registry.services.errors import ServiceError
from registry.services.excel_bahan import Bahan, BahanIndikator, bahan_of
from registry.services.impor_isian import (
    BERUBAH,
    DIGANTI,
    TIDAK_ADA_UNIT,
    ImporUsang,
    blocked,
    check_may_fill,
    fingerprint,
    hold,
    key_of,
)
from registry.services.impor_sama import same_text, same_value
from registry.services.impor_sumber import Tulisan, write_all
from registry.services.nilai import blank
from registry.tulis import tulis_mentah

BUKAN_DITERAPKAN = "Impor ini belum diterapkan atau sudah dibatalkan; tidak ada yang dapat dikembalikan."
SUDAH_BERUBAH = "{nama}: isiannya sudah diubah sesudah impor ini; nilainya dibiarkan."
TIDAK_ADA = "Semua isian dari impor ini sudah berubah; tidak ada yang dapat dikembalikan."


@dataclass(frozen=True)
class Balik:
    """One indicator of an applied import: what it would get back, or why it stays."""

    kunci: str
    nama: str
    untuk: str
    version: int
    tolak: str
    sel: tuple[tuple[str, str, str], ...]


def undo_preview(user: Pengguna, row: ImporIsian) -> list[Balik]:
    """What taking back would do, as things stand; ServiceError when there is nothing to take back."""
    if row.status != ImporIsian.Status.DITERAPKAN:
        raise ServiceError(BUKAN_DITERAPKAN)
    bahan = bahan_of(user, row.tahun)
    return [_balik(unit, bahan) for unit in applied(row)]


def applied(row: ImporIsian) -> list[dict[str, Any]]:
    """The indicators that the import wrote."""
    done = set(row.isi.get("diterapkan", []))
    return [unit for unit in row.isi["unit"] if key_of(unit) in done]


def undo_fingerprint(rows: list[Balik]) -> str:
    """Of exactly this preview of taking back."""
    return fingerprint({"balik": [asdict(row) for row in rows]})


def _balik(unit: dict[str, Any], bahan: Bahan) -> Balik:
    item = bahan.by_kunci.get((unit["kode"], unit["instansi"]))
    version = item.version if item else 0
    told = key_of(unit), unit["nama"], unit["untuk"], version
    if item is None:
        return Balik(*told, TIDAK_ADA_UNIT.format(nama=unit["nama"]), ())
    reasons = list(blocked(item, unit["rumus"], unit["nilai"]))
    if not reasons and _moved(unit, item):
        reasons = [SUDAH_BERUBAH.format(nama=unit["nama"])]
    return Balik(*told, reasons[0] if reasons else "", tuple(_cells(unit, item)))


def _moved(unit: dict[str, Any], item: BahanIndikator) -> bool:
    """Whether any value or text is not the one that the import wrote."""
    values = any(not same_raw(item.mentah(nama), raw) for nama, raw in unit["nilai"].items())
    return values or any(not same_text(item.teks(name), text) for name, text in unit["teks"].items())


def same_raw(one: Any, other: Any) -> bool:
    """Equal raw values, also of a deret."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same_value(a, b) for a, b in zip(one, other, strict=True))
    return same_value(one, other)


def _cells(unit: dict[str, Any], item: BahanIndikator) -> list[tuple[str, str, str]]:
    """(label, now, back to) of each value and text."""
    variables: dict[str, Variabel] = {b.variabel.nama: b.variabel for b in item.isian()}
    cells = []
    for nama, raw in unit["nilai"].items():
        variabel = variables.get(nama)
        label, jenis = (variabel.label, variabel.jenis) if variabel else (nama, "angka")
        cells.append((label, tulis_mentah(raw, jenis), tulis_mentah(unit["semula"].get(nama), jenis)))
    for name, text in unit["teks"].items():
        label = name.replace("_", " ").capitalize()
        cells.append((label, text or "kosong", unit["teks_semula"].get(name) or "kosong"))
    return cells


@transaction.atomic
def impor_undo(*, user: Pengguna, kunci: UUID, sidik: str) -> ImporIsian:
    """Puts back what can be put back, all or none; ImporUsang when it is not what the page showed."""
    check_may_fill(user)
    row = ImporIsian.objects.visible_to(user).select_for_update(of=("self",)).get(kunci=kunci)
    if row.status == ImporIsian.Status.DIBATALKAN and row.isi.get("sidik_batal") == sidik:
        return row
    shown = undo_preview(user, row)
    if undo_fingerprint(shown) != sidik:
        raise ImporUsang(DIGANTI, [item.tolak for item in shown if item.tolak])
    back = {item.kunci: item for item in shown if not item.tolak}
    units = [unit for unit in applied(row) if key_of(unit) in back]
    if not units:
        raise ServiceError(TIDAK_ADA)
    bahan = bahan_of(user, row.tahun)
    held = hold(bahan, units)
    items = {key_of(unit): bahan.by_kunci[unit["kode"], unit["instansi"]] for unit in units}
    if any(held.get(item.realisasi.pk) != back[k].version for k, item in items.items() if item.realisasi):
        raise ImporUsang(BERUBAH)
    _write_back(user, row, units, items)
    row.status = ImporIsian.Status.DIBATALKAN
    told = {"oleh": str(user), "pada": timezone.now().isoformat(), "tinggal": [i.tolak for i in shown if i.tolak]}
    row.isi = {**row.isi, "sidik_batal": sidik, "batal": told}
    row.save()
    return row


def _write_back(user: Pengguna, row: ImporIsian, units: list[dict[str, Any]], items: dict[str, BahanIndikator]) -> None:
    writes = [Tulisan(items[key_of(unit)], _before(unit), unit["teks_semula"]) for unit in units]
    sebab = f"Batal impor Excel {row.nama_berkas}"
    done = write_all(writes, user=user, tahun=row.tahun, sebab=sebab, dry_run=False)
    refused = [f"{write.item.unit.indikator.nama}: {pesan}" for write, _, pesan in done if pesan]
    if refused:
        raise ImporUsang(BERUBAH, refused)


def _before(unit: dict[str, Any]) -> dict[str, Any]:
    """Raw values of before; what was never stored becomes "belum diisi"."""
    return {nama: blank() if raw is None else raw for nama, raw in unit["semula"].items()}
