"""What the pages of an import show: the preview with its counts, and the list of past imports."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from registry.models import ImporIsian, Pengguna
from registry.services.impor_isian import fingerprint, key_of, selectable

MAKS_RIWAYAT = 50


@dataclass
class Pratinjau:
    """One upload, ready to draw."""

    impor: ImporIsian
    user: Pengguna

    @cached_property
    def pilihan(self) -> list[str]:
        """Indicators that may be confirmed."""
        return [key_of(unit) for unit in selectable(self.impor.isi)]

    @cached_property
    def unit(self) -> list[dict[str, Any]]:
        """Changed indicators, each with whether it may be ticked and whether it is ticked at first.

        Nothing is ticked beforehand while a cell of the file is refused: going ahead without it is a decision.
        Nor is what somebody else changed meanwhile.
        """
        may, done = set(self.pilihan), set(self.impor.isi.get("diterapkan", []))
        clean = not self.masalah and not any(unit["tolak"] for unit in self.impor.isi["unit"])
        rows = []
        for unit in self.impor.isi["unit"]:
            kunci, clash = key_of(unit), any(cell["bentrok"] for cell in unit["sel"])
            told = {"kunci": kunci, "boleh": kunci in may, "bentrok": clash, "diterapkan": kunci in done}
            rows.append({**unit, **told, "centang": kunci in may and clean and not clash})
        return rows

    @property
    def masalah(self) -> list[dict[str, Any]]:
        """Refused cells."""
        return self.impor.isi["masalah"]

    @property
    def seluruhnya(self) -> bool:
        """Whether a refusal that belongs to no indicator holds up the whole file."""
        return any(not problem["unit"] for problem in self.masalah)

    @property
    def sama(self) -> int:
        """Cells that are as stored."""
        return int(self.impor.isi["sama"]) + int(self.impor.isi["dipertahankan"])

    @property
    def jumlah_sel(self) -> int:
        """Cells that change."""
        return sum(len(unit["sel"]) for unit in self.impor.isi["unit"])

    @property
    def menunggu(self) -> bool:
        """Whether it can be confirmed by whoever looks."""
        waiting = self.impor.status == ImporIsian.Status.PRATINJAU
        return waiting and bool(self.pilihan) and self.impor.pembuat_id == self.user.pk

    @property
    def milik_lain(self) -> bool:
        """Whether it waits for a colleague, who uploaded it."""
        waiting = self.impor.status == ImporIsian.Status.PRATINJAU
        return waiting and bool(self.pilihan) and self.impor.pembuat_id != self.user.pk

    @property
    def tanpa_perubahan(self) -> bool:
        """Whether the file says exactly what is stored."""
        return not self.impor.isi["unit"] and not self.masalah

    @property
    def sidik(self) -> str:
        """What the confirmation carries."""
        return fingerprint(self.impor.isi)

    @property
    def status(self) -> str:
        """Where it stands, in words."""
        if self.tanpa_perubahan and self.impor.status == ImporIsian.Status.PRATINJAU:
            return "Tidak ada perubahan"
        return self.impor.get_status_display()

    @property
    def jumlah_diterapkan(self) -> int:
        """Indicators that were written."""
        return len(self.impor.isi.get("diterapkan", []))


def past_imports(user: Pengguna, tahun: int) -> list[Pratinjau]:
    """The newest uploads of the OPD for a year."""
    rows = ImporIsian.objects.visible_to(user).filter(tahun=tahun).select_related("pembuat")
    return [Pratinjau(row, user) for row in rows.order_by("-created_at")[:MAKS_RIWAYAT]]
