"""What every test stands on: test settings, hypothesis profiles, Debian's Chromium."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("IKU_TEST", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iku_project.settings")
# Playwright keeps an event loop in the tests' own thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django

django.setup()
# Thousands of tests leave a heap of hundreds of MB, which is not worth being searched again and again.
gc.collect()
gc.freeze()
gc.set_threshold(100_000, 50, 100)

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.db import connection

from tests import pulih

# Static files come straight from their packages, looked up when asked for: nothing to collect or to scan.
django_settings.WHITENOISE_USE_FINDERS = django_settings.WHITENOISE_AUTOREFRESH = True

# A file, as in production: threads have connections of their own and wait for each other.
FOLDER = tempfile.TemporaryDirectory(prefix="iku-uji-")
if connection.vendor == "sqlite":
    connection.settings_dict["TEST"]["NAME"] = os.path.join(FOLDER.name, "uji.sqlite3")
django_settings.PDF_SIMPANAN = Path(FOLDER.name) / "simpanan-pdf"  # nothing drawn by an earlier run
pulih.install()

# Both are the same run every time, so that a red run can be run again; bin/test asks for "lama", which looks further.
hypothesis.settings.register_profile("cepat", max_examples=50, deadline=None, derandomize=True)
hypothesis.settings.register_profile("lama", max_examples=250, deadline=None, derandomize=True)
hypothesis.settings.load_profile("cepat")


@pytest.fixture(autouse=True)
def axes_only_where_wanted(request, settings):
    """Counting failed sign-ins would lock out the fixed cast; tests marked `axes` want it."""
    settings.AXES_ENABLED = "axes" in request.keywords


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's own Chromium; its sandbox does not start for root."""
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Indonesian, as our users' browsers are."""
    return {**browser_context_args, "locale": "id-ID"}
