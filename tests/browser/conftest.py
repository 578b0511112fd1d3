"""A real server process on a database of its own, filled as bin/demo fills it; prepared once per session."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from registry.services.contoh import PASSWORD

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=20_000)  # a busy machine; nothing here waits longer than it has to
NAMA = "iku.sqlite3"
SIZES = {"meja": (1280, 900), "ponsel": (390, 844)}


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, timeout=600)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(f"{url}/sehat/", timeout=2) as response:  # noqa: S310
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "IKU_DEMO": "1",
        "IKU_TEST": "1",  # plain static files, fast password hashes
        "DATABASE_URL": f"sqlite:///{folder / NAMA}",
        "MEDIA_ROOT": str(folder / "media"),
    }


@pytest.fixture(scope="session")
def terisi(tmp_path_factory) -> Path:
    """A folder with the five documents and example data; made once, never served itself."""
    folder = tmp_path_factory.mktemp("terisi")
    for command in (("migrate", "--noinput", "-v", "0"), ("muat_awal", "-v", "0"), ("muat_contoh", "-v", "0")):
        _manage(_environment(folder), *command)
    with sqlite3.connect(folder / NAMA) as database:  # one file, nothing left beside it
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@pytest.fixture(scope="module")
def isi_server(terisi, tmp_path_factory) -> Path:
    """The folder of a fresh copy of the data: what one file of tests enters, no other meets."""
    folder = tmp_path_factory.mktemp("server") / "isi"
    shutil.copytree(terisi, folder)
    return folder


@pytest.fixture(scope="module")
def kerjakan(isi_server) -> Callable[[], None]:
    """`kerjakan()`: a worker process does what waits on the server, and ends."""
    return lambda: _manage(_environment(isi_server), "pekerja", "--sekali")


@pytest.fixture(scope="module")
def server(isi_server) -> Iterator[str]:
    """Address of a running server with that copy."""
    folder = isi_server
    environment = _environment(folder)
    port = _free_port()
    command = [sys.executable, "manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture
def keluhan(page: Page) -> list[str]:
    """What the browser complains about: blocked styles and scripts, missing files, errors."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def masuk(page: Page, server: str, keluhan: list[str]) -> Callable[[str], Page]:
    """`masuk("operator.dinkes")` signs in through the page and stands on the home page."""

    def sign_in(name: str) -> Page:
        page.context.clear_cookies()
        page.goto(f"{server}/akun/masuk/")
        page.get_by_label("Nama pengguna").fill(name)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url(f"{server}/")
        return page

    return sign_in


@pytest.fixture
def periksa(server: str, keluhan: list[str]) -> Callable[[Page, str], None]:
    """`periksa(page, path)`: at both sizes axe finds nothing, nothing sticks out, the browser does not complain."""

    def check(page: Page, path: str) -> None:
        for name, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{server}{path}")
            found = [f"{v['id']}: {v['nodes'][0]['html']}" for v in Axe().run(page).response["violations"]]
            assert found == [], f"{path} {name}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} {name}: sticks out"
        assert keluhan == [], path

    return check
