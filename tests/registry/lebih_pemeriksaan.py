"""Valid data of the forms on documents (check of a decree's text), for test_isian_lebih."""

from collections.abc import Callable
from typing import Any

LENGKAP: dict[str, tuple[str, Callable[[Any], dict[str, Any]], set[str]]] = {
    "reports:pemeriksaan_answer": (
        "admin", lambda o: {"kunci": "nama-beda:lampiran-2", "version": "0", "alasan": "Begitu tercetak."},
        {"catatan"},
    ),
}  # fmt: skip
LAIN: set[str] = set()
