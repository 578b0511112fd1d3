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
# what they write is not among the nouns that test_isian_lebih watches: test_rancangan_lebih sends them more than asked
LAIN: set[str] = {
    "registry:penetapan_tetapkan",
    "registry:penetapan_cabut",
    "registry:lampiran_excel",
    "registry:lampiran_excel_apply",
    "registry:rancangan_aksi",
    "registry:rancangan_hapus",
    "registry:rancangan_lampiran_add",
    "registry:rancangan_lembar_add",
    "registry:rancangan_naskah",
    "registry:rancangan_lampiran",
    "registry:rancangan_lembar",
    "registry:rancangan_tabel",
    "registry:rancangan_sasaran_add",
    "registry:rancangan_indikator_add",
    "registry:rancangan_indikator",
    "registry:rancangan_sel_preview",
    "registry:rancangan_rumus",
    "registry:rancangan_rumus_preview",
}
