"""The same document gives the same bytes: twice, and in another process with another hash seed."""

import hashlib
import os
import subprocess
import sys

import pytest
from django.conf import settings

from reports.lampiran import lampiran_pdf
from tests.reports import contoh

SCRIPT = """
import hashlib, django; django.setup()
from tests.reports.test_pdf_sama import example
from reports.lampiran import lampiran_pdf
print(hashlib.sha256(lampiran_pdf(example())).hexdigest())
"""


def example():
    """A document of several pages with everything that a lampiran has."""
    text = "Penjelasan :\n\n1. *satu* ≤ 5\n✓ dua\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    return contoh.dokumen(*[contoh.baris(n, rumus=text + "\n\n" + "isi " * 150) for n in range(6)])


def other_process(seed: str) -> str:
    env = os.environ | {"PYTHONHASHSEED": seed, "IKU_TEST": "1"}
    args = [sys.executable, "-c", SCRIPT]
    run = subprocess.run(args, env=env, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True)
    return run.stdout.strip()


def test_twice_in_one_process():
    assert lampiran_pdf(example()) == lampiran_pdf(example())


@pytest.mark.lama
def test_in_two_other_processes():
    here = hashlib.sha256(lampiran_pdf(example())).hexdigest()
    assert {here} == {other_process("1"), other_process("2")}
