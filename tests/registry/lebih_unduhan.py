"""Valid data of the forms of long exports, for test_isian_lebih."""

from collections.abc import Callable
from typing import Any

LENGKAP: dict[str, tuple[str, Callable[[Any], dict[str, Any]], set[str]]] = {
    "reports:unduhan_create": ("bappeda", lambda o: {"jenis": "rekap", "tahun": "2023", "bentuk": "pdf"}, set()),
}
LAIN = {"reports:unduhan_retry"}  # no field at all: tests/reports/test_unduhan.py
