"""The history is sealed link by link: what was sealed once and is changed or removed later is found (security S-59).

The database itself refuses to change or delete a version (migration 0010). Whoever gets around that, with the file of
the database in hand, breaks the chain; whoever also writes a chain anew is told by the last link, printed by
`manage.py riwayat_segel` and kept elsewhere.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from registry.models import SegelRiwayat

BAGIAN = 2000


@dataclass(frozen=True)
class Kerusakan:
    """Sealed versions that are not what they were: the table, from and to which history_id, in which link."""

    segel: int
    tabel: str
    dari: int
    sampai: int

    def __str__(self) -> str:
        return f"segel {self.segel}: {self.tabel}, versi {self.dari}–{self.sampai} tidak seperti saat disegel"


def histories() -> dict[str, type[models.Model]]:
    """All history models by their table."""
    found = [m for m in apps.get_models() if hasattr(m, "history_id") and hasattr(m, "history_type")]
    return {m._meta.db_table: m for m in sorted(found, key=lambda m: m._meta.db_table)}


def _columns(model: type[models.Model]) -> list[str]:
    return sorted(field.attname for field in model._meta.concrete_fields)


def _rows(model: type[models.Model], names: list[str], dari: int, sampai: int | None) -> Iterator[tuple[Any, ...]]:
    rows = model._base_manager.filter(history_id__gt=dari).order_by("history_id")
    if sampai is not None:
        rows = rows.filter(history_id__lte=sampai)
    return rows.values_list("history_id", *names).iterator(BAGIAN)


def _part(model: type[models.Model], names: list[str], dari: int, sampai: int | None = None) -> dict[str, Any]:
    """Versions after `dari` up to `sampai`: which columns, how far, how many, the hash over their exact contents."""
    digest, count, last = hashlib.sha256(), 0, dari
    for number, *values in _rows(model, names, dari, sampai):
        last = number
        digest.update(json.dumps(values, default=str, sort_keys=True, ensure_ascii=False).encode() + b"\n")
        count += 1
    return {"kolom": names, "dari": dari, "sampai": last, "jumlah": count, "sha256": digest.hexdigest()}


def _link(sebelum: str, isi: dict[str, Any]) -> str:
    return hashlib.sha256(f"{sebelum}\n{json.dumps(isi, sort_keys=True)}".encode()).hexdigest()


@transaction.atomic
def riwayat_seal() -> SegelRiwayat | None:
    """Seals every version written since the last link; None when there is none."""
    tables, last = histories(), SegelRiwayat.objects.last()
    if connection.vendor == "postgresql":  # nobody is half way through a version with a lower number
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE MODE")
    reached: dict[str, int] = {}
    for link in SegelRiwayat.objects.all():
        reached |= {table: part["sampai"] for table, part in link.isi.items()}
    parts = {table: _part(model, _columns(model), reached.get(table, 0)) for table, model in tables.items()}
    isi = {table: part for table, part in parts.items() if part["jumlah"]}
    if not isi:
        return None
    sebelum = last.sha256 if last else ""
    return SegelRiwayat.objects.create(isi=isi, sebelum=sebelum, sha256=_link(sebelum, isi))


def _is_whole(model: type[models.Model] | None, part: dict[str, Any]) -> bool:
    """Whether a sealed part is as it was; columns that came later do not count."""
    if model is None or not set(part["kolom"]) <= set(_columns(model)):
        return False
    return _part(model, part["kolom"], part["dari"], part["sampai"]) == part


def riwayat_check(wanted: str = "") -> tuple[list[Kerusakan], list[str]]:
    """What is not as it was sealed, and what is wrong with the chain itself; `wanted` is a link that was kept."""
    damage, broken, before, tables, reached = [], [], "", histories(), dict[str, int]()
    for link in SegelRiwayat.objects.all():
        if link.sebelum != before or link.sha256 != _link(link.sebelum, link.isi):
            broken.append(f"segel {link.pk} tidak tersambung dengan segel sebelumnya")
        before = link.sha256
        for table, part in link.isi.items():
            if part["dari"] != reached.get(table, 0):
                broken.append(f"segel {link.pk} melewatkan versi {table}")
            reached[table] = part["sampai"]
            if not _is_whole(tables.get(table), part):
                damage.append(Kerusakan(link.pk, table, part["dari"] + 1, part["sampai"]))
    if wanted and not SegelRiwayat.objects.filter(sha256=wanted).exists():
        broken.append("segel yang Anda simpan tidak ada dalam rangkaian: riwayat ini ditulis baru atau bukan yang sama")
    return damage, broken
