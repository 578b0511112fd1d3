"""Valid data of the forms that make and change decrees, for test_isian_lebih."""

from collections.abc import Callable
from typing import Any

from registry.models import Rumus, Variabel

SALIN = {"hubungan": "baru", "kode": "uji-s05", "tahun_awal": "2031", "tahun_akhir": "2033"}
# columns of the rows that a copy makes: what they hold is compared in test_penetapan_salin
DISALIN = {f.attname for model in (Rumus, Variabel) for f in model._meta.concrete_fields}

LENGKAP: dict[str, tuple[str, Callable[[Any], dict[str, Any]], set[str]]] = {
    "registry:penetapan_salin": ("admin", lambda o: SALIN, DISALIN),
    "registry:penetapan_hapus": ("admin", lambda o: {"yakin": "on"}, set()),
}
LAIN: set[str] = set()
