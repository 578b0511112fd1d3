"""Writes what a confirmed import changes, through django-import-export's Resource.

Its machinery serves for the run: a rehearsal (`dry_run`) that does everything and takes it back, one transaction
for all rows, an error per row. Reading files is not left to it (it follows what a hostile file declares, S-10), nor
is comparing: its rows know one old and one new value, ours also what stood in the workbook. Every row goes through
`realisasi_save`, so an import leaves the same trace as the form.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from import_export import resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import Result, RowResult
from tablib import Dataset

from registry.models import Pengguna, Realisasi
from registry.services.baris import Kunci
from registry.services.errors import ServiceError
from registry.services.excel_bahan import BahanIndikator
from registry.services.realisasi import realisasi_save

KEPALA = ("kunci", "nilai", "teks")


@dataclass(frozen=True)
class Tulisan:
    """What is written into one indicator."""

    item: BahanIndikator
    nilai: Mapping[str, Any]
    teks: Mapping[str, str]


class IsianResource(resources.Resource):
    """One row per indicator: raw values and texts, as JSON."""

    class Meta:
        instance_loader_class = BaseInstanceLoader  # the service looks the row up itself, under lock

    def import_row(self, row: Mapping[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        """Saves one indicator by the service; its refusal becomes the error of the row."""
        item: BahanIndikator = kwargs["butir"][row["kunci"]]
        result = self.get_row_result_class()()
        kunci = Kunci(item.unit.indikator, item.unit.instansi, kwargs["tahun"])
        try:
            result.instance = realisasi_save(
                user=kwargs["user"],
                kunci=kunci,
                nilai_mentah=json.loads(row["nilai"]),
                teks=json.loads(row["teks"]),
                version=_version(kunci, item),
                sebab=kwargs["sebab"],
            )
        except ServiceError as error:
            result.import_type = RowResult.IMPORT_TYPE_ERROR
            result.errors.append(self.get_error_result_class()(error, row=row, number=kwargs["row_number"]))
            return result
        new = item.realisasi is None
        result.import_type = RowResult.IMPORT_TYPE_NEW if new else RowResult.IMPORT_TYPE_UPDATE
        result.object_id, result.object_repr = result.instance.pk, str(result.instance)
        return result


def _version(kunci: Kunci, item: BahanIndikator) -> int:
    """What `realisasi_save` compares with.

    The caller holds the stored rows and has compared their versions; since then only this import itself can have
    moved them, by computing again what reads the rows before. A row that was not there must still not be there.
    """
    if item.realisasi is None:
        return 0
    stored = Realisasi.objects.filter(pk=item.realisasi.pk).values_list("version", flat=True)
    return stored.get()


def write_all(
    writes: Iterable[Tulisan], *, user: Pengguna, tahun: int, sebab: str, dry_run: bool
) -> list[tuple[Tulisan, Realisasi | None, str]]:
    """All or nothing; per indicator its row as saved, or None and the refusal. A rehearsal takes everything back."""
    wanted = list(writes)
    data = Dataset(headers=KEPALA)
    for write in wanted:
        data.append(("|".join(write.item.kunci), json.dumps(write.nilai), json.dumps(write.teks)))
    result: Result = IsianResource().import_data(
        data,
        dry_run=dry_run,
        use_transactions=True,
        rollback_on_validation_errors=True,
        user=user,
        tahun=tahun,
        sebab=sebab,
        butir={"|".join(write.item.kunci): write.item for write in wanted},
    )
    return [_told(write, row) for write, row in zip(wanted, result.rows, strict=True)]


def _told(write: Tulisan, row: RowResult) -> tuple[Tulisan, Realisasi | None, str]:
    if row.errors:
        return write, None, row.errors[0].error.pesan
    return write, row.instance, ""
