"""Valid data of the forms of accounts, handover, merges and own screens, for test_isian_lebih."""

from collections.abc import Callable
from typing import Any

from registry.models import Instansi

BARU = {"aktif", "is_active"}  # true by default
GABUNG = {f"baru-{n}-{name}": "" for n in range(3) for name in ("nama", "singkatan", "kode", "jenis")}
GABUNG |= {"baru-TOTAL_FORMS": "3", "baru-INITIAL_FORMS": "0", "tahun": "2024", "simpan": "ya"}


def _gabung(o: Any) -> dict[str, Any]:
    other = Instansi.objects.get(pemda=o.instansi.pemda_id, kode="bkd")
    return GABUNG | {"asal": [o.instansi.pk], "menerima": [other.pk]}


LENGKAP: dict[str, tuple[str, Callable[[Any], dict[str, Any]], set[str]]] = {
    "registry:serah_terima": ("dinkes", lambda o: {"teks": "Angka dari Bidang Kesmas."}, set()),
    "registry:operator_ganti": ("admin", lambda o: {"nama": "Budi", "username": "budi", "email": ""}, BARU),
    "registry:anggota_banyak": (
        "admin", lambda o: {"daftar": "Budi; budi; ; bappeda;", "simpan": "ya"}, BARU
    ),
    "registry:gabung_pecah": ("admin", _gabung, set()),
    "registry:saringan_create": ("bappeda", lambda o: {"nama": "Saya", "kueri": "tahun=2023"}, set()),
    "registry:saringan_edit": ("dinkes", lambda o: {"nama": "Baru"}, set()),
    "registry:saringan_pilih": ("dinkes", lambda o: {"bawaan": "ya"}, set()),
    "registry:kolom_edit": ("bappeda", lambda o: {"kolom": ["opd"], "kueri": ""}, set()),
}  # fmt: skip
# its rule is a device that is there: test_faktor_kedua; a row of one's own that goes: test_tampilan
LAIN = {"registry:anggota_faktor", "registry:saringan_delete"}
