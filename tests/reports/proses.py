"""Drawing processes of a test's own: small limits, and none of them left behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from reports import pdf_proses


@contextmanager
def own_processes(**limits: int) -> Iterator[pdf_proses.Kumpulan]:
    """New processes under other limits; those of the other tests wait untouched."""
    before, pdf_proses._of_process = pdf_proses._of_process, pdf_proses.lru_cache(pdf_proses._of_process.__wrapped__)
    try:
        with override_settings(**limits):
            yield pdf_proses.kumpulan()
    finally:
        pdf_proses.kumpulan().close()
        pdf_proses._of_process = before
