"""Who may reach the making and changing of decrees: the admin of the Pemda, and nobody else."""

from collections.abc import Callable
from typing import Any

from tests.registry import objek_rancangan as buat
from tests.registry.akses_tabel import ADMIN, Harap, _kode

KELOLA = {ADMIN}


def _draf(**more: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    return lambda o: {"kode": buat.rancangan(o).kode, **{name: make(o) for name, make in more.items()}}


TABEL: dict[str, Harap] = {
    "registry:penetapan_salin": Harap(get=KELOLA, post=KELOLA, args=_kode()),
    "registry:penetapan_hapus": Harap(get=KELOLA, post=KELOLA, args=_draf()),
}
