"""A version of a decree that tells what it changed: written beside the row, in the same transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from registry.models import Penetapan, Pengguna
from registry.services.perubahan_urai import Butir


def version_add(
    penetapan: Penetapan, user: Pengguna | None, reason: str, perubahan: Sequence[Butir], *, dibuat: bool = False
) -> None:
    """One version of the row as it is stored now; `dibuat`: its first."""
    penetapan._history_user, penetapan._change_reason = user, reason[:100]
    told = [list(butir) for butir in perubahan]
    Penetapan.history.bulk_history_create(
        [penetapan], update=not dibuat, default_user=user, custom_historical_attrs={"perubahan": told}
    )


def isi_awal(data: Mapping[str, Any]) -> list[Butir]:
    """How much a new decree holds, from its canonical mapping."""
    lembar = [sheet for lampiran in data["lampiran"] for sheet in lampiran["instansi"]]
    sasaran = [row for sheet in lembar for row in sheet["sasaran"]]
    indikator = sum(len(row["indikator"]) for row in sasaran)
    counted = f"{len(data['lampiran'])} lampiran, {len(lembar)} lembar, {len(sasaran)} sasaran, {indikator} indikator"
    return [("Isi", "", counted)]
