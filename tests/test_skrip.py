"""The commands that people start: bin/demo, bin/test, .ci/run, and Django's own deployment check."""

import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import time
import tomllib
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ["bin/demo", "bin/test", ".ci/run"]


OWN = {"IKU_TEST", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "DATABASE_URL"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in OWN}  # less this suite's switches


def run(*command, cwd=ROOT, timeout=120, **more):
    environment = {**ENVIRONMENT, **more}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=timeout)


@pytest.mark.parametrize("script", [*SCRIPTS, "bin/_lib.sh"])
def test_script_is_valid_bash(script):
    assert run("bash", "-n", script).stderr == ""


@pytest.mark.parametrize("script", SCRIPTS)
def test_script_can_be_started(script):
    assert (ROOT / script).stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize("script", ["bin/demo", "bin/test"])
def test_help_tells_usage(script):
    result = run(ROOT / script, "--help", cwd="/")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: {script}")


def test_demo_refuses_unknown_option():
    result = run(ROOT / "bin/demo", "--serve")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Unknown option: --serve" in result.stderr and "Usage: bin/demo" in result.stderr


@pytest.mark.parametrize("port", ["http", "0", "65536", "80 80"])
def test_demo_refuses_what_is_no_port(port):
    result = run(ROOT / "bin/demo", "--no-serve", PORT=port)
    assert result.returncode == 1
    assert "PORT must be a number" in result.stderr


def test_demo_says_that_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        result = run(ROOT / "bin/demo", PORT=str(port))
    assert result.returncode == 1
    assert f"Port {port} is taken" in result.stderr


def test_production_settings_pass_the_deployment_check():
    result = run(
        sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING",
        SECRET_KEY="nJ4-" + "k7Qz_pW9" * 8, ALLOWED_HOSTS="iku.example.go.id",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr


def test_production_settings_refuse_to_start_without_key():
    result = run(sys.executable, "manage.py", "check", SECRET_KEY="")
    assert result.returncode != 0
    assert "SECRET_KEY is not set; see docs/pasang.md" in result.stderr


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_lock_has_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    pinned = re.findall(r"^[a-z].*?(?=^[a-z]|\Z)", text, re.M | re.S)
    assert pinned and all("==" in entry and "--hash=sha256:" in entry for entry in pinned)
    assert "://" not in text


@pytest.mark.parametrize(("lock", "group"), [("requirements.txt", None), ("requirements-dev.txt", "dev")])
def test_lock_holds_what_pyproject_names(lock, group):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + (project["dependency-groups"][group] if group else [])
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==", (ROOT / lock).read_text(), re.M))
    assert {re.split(r"[\[=<>~ ]", name)[0].lower() for name in wanted} <= locked


def test_both_locks_agree():
    runtime, development = (
        set(re.findall(r"^[a-z].*==\S+", (ROOT / lock).read_text(), re.M))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert runtime <= development


@pytest.fixture
def copy(tmp_path):
    """The project in a folder with a space, without its data, with this machine's Python packages."""
    folder = tmp_path / "salinan kerja"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache"))
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


def answer_of(address, process, seconds=120):
    """The health check's status and text, as soon as the server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310
                return response.status, response.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


@contextmanager
def serving(folder):
    """The demo served on a free port; yields its process and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**ENVIRONMENT, "PORT": str(port)}
    with subprocess.Popen([folder / "bin/demo"], cwd="/", env=environment, stdout=subprocess.PIPE, text=True) as demo:
        try:
            yield demo, f"http://127.0.0.1:{port}/"
        finally:
            demo.terminate()


@pytest.mark.lama
def test_demo_prepares_then_serves_and_keeps_the_data(copy):
    """Started from elsewhere, in a path with a space, closed to other users."""
    first = run("bash", "-c", 'umask 077 && exec "$0" --no-serve', copy / "bin/demo", cwd="/", timeout=900)
    assert first.returncode == 0, first.stdout + first.stderr
    filled = (copy / "var/demo-terisi").stat().st_mtime_ns

    with serving(copy) as (demo, address):
        status, body = answer_of(f"{address}sehat/", demo)
        demo.terminate()
        said = demo.stdout.read()
    assert status == 200 and body.startswith("{")
    assert f"Open {address}" in said and "Installing" not in said
    assert (copy / "var/demo-terisi").stat().st_mtime_ns == filled
