"""Valid data of the forms of frozen documents, for test_isian_lebih."""

from collections.abc import Callable
from typing import Any

LENGKAP: dict[str, tuple[str, Callable[[Any], dict[str, Any]], set[str]]] = {
    "registry:dokumen_cancel": ("admin", lambda o: {"alasan": "Uji."}, {"status"}),
}
# a file is needed, or a print is made, or nothing is stored: tests/reports/test_ttd.py walks through them
LAIN = {
    "registry:dokumen_ttd_add",
    "registry:verifikasi_dokumen",
    "reports:keputusan_siap",
    "reports:lampiran_siap",
    "reports:rekap_siap",
}
