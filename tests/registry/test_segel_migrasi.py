"""A chain that was sealed before `perubahan` came still verifies, and the guards of the history are still there."""

import json
import os
import subprocess
import sys

import pytest

from tests.registry.test_bersamaan import ROOT, alamat  # noqa: F401

pytestmark = [pytest.mark.lama, pytest.mark.basis, pytest.mark.django_db]
RUN = "import django; django.setup(); from tests.registry.segel_migrasi import main; main()"


def test_the_chain_verifies_across_the_migration(alamat):  # noqa: F811
    env = {**os.environ, "DATABASE_URL": alamat, "IKU_TEST": "1", "PYTHONPATH": str(ROOT)}
    env["DJANGO_SETTINGS_MODULE"] = "iku_project.settings"
    command = [sys.executable, "-c", RUN]
    run = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert told.pop("kolom_dahulu") is False
    assert [name for name, held in told.items() if not held] == [] and len(told) == 9
