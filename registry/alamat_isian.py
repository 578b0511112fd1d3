"""The address of a page of one realisasi: of the year, or of one of its quarters."""

from django.urls import reverse

from registry.services.baris import Kunci


def isian_url(name: str, kunci: Kunci) -> str:
    """The page `name` (realisasi_edit, …) of the realisasi that `kunci` names."""
    args = [kunci.indikator.pk, kunci.instansi.pk, kunci.tahun]
    return reverse(f"registry:{name}", args=[*args, kunci.periode] if kunci.periode else args)
