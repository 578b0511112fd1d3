"""Other pages while hostile documents are drawn: ``python -m benchmarks.pdf_bom [rounds]``.

A real gunicorn with its own number of processes and threads, on a temporary SQLite database with the five documents
and the example data. Five drafts get an indicator whose name is one word of 60,000 letters, another each round;
five people ask for their PDF at once. One more person reads pages, one after another: first while nothing else
happens, then while the hostile documents are drawn, wait for a place, or stop at their limit. p95 of each, and the
median of the ratios. Goal (security.md, S-21): p95 <= 1.5 times that of an idle server, and no page fails.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from typing import Any

KODE = "lumajang-2019-326"
HALAMAN = ("/", "/indikator/", "/verifikasi/", f"/penetapan/{KODE}/", "/temuan/")
PENYERANG, DETIK, HURUF, GOAL = 5, 40, 60_000, 1.5


def main(rounds: int = 3) -> None:
    """Sets up a server, measures, prints."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"IKU_TEST": "1", "DATABASE_URL": f"sqlite:///{folder}/iku.sqlite3"}
        os.environ |= {"PDF_SIMPANAN": f"{folder}/simpanan", "DJANGO_SETTINGS_MODULE": "iku_project.settings"}
        cookie, jahat = _prepare()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "iku_project.wsgi"],
            env={**os.environ, "BIND": f"127.0.0.1:{port}"},
            cwd=Path(__file__).resolve().parent.parent,
            stderr=subprocess.DEVNULL,
        )
        try:
            _measure(port, cookie, jahat, rounds)
        finally:
            server.terminate()
            server.wait()


def _prepare() -> tuple[str, str]:
    """The database with five drafts; sessions of a reviewer and of an admin."""
    import django

    django.setup()
    from django.core.management import call_command

    from registry.models import Penetapan, Pengguna
    from registry.services.awal import muat_awal
    from registry.services.penetapan_salin import penetapan_copy

    call_command("migrate", verbosity=0)
    muat_awal()
    call_command("muat_contoh", verbosity=0)
    admin = Pengguna.objects.get(username="admin")
    sumber = Penetapan.objects.get(kode=KODE)
    for n in range(PENYERANG):
        penetapan_copy(user=admin, sumber=sumber, kode=f"jahat-{n}", tahun_awal=2026, tahun_akhir=2026)
    bappeda, jahat = (_session(Pengguna.objects.get(username=name)) for name in ("bappeda", "admin"))
    return bappeda, jahat


def _poison(putaran: int) -> None:
    """Texts that were never drawn before."""
    from registry.models import Indikator

    for n in range(PENYERANG):
        rows = Indikator.objects.filter(lembar__lampiran__penetapan__kode=f"jahat-{n}", lembar__lampiran__urut=1)
        row = rows.order_by("sasaran__urut", "urut")[0]
        row.nama = f"{putaran}{n}" + "K" * HURUF  # one word is the slowest text
        row.save(update_fields=["nama"])


def _session(person: Any) -> str:
    """The cookie of somebody who is signed in."""
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = SessionStore()
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def _get(port: int, cookie: str, path: str, limit: float = 300) -> tuple[int, float]:
    """Status and seconds of one page; 0 where the server did not answer."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        response.read()
        return response.status, time.perf_counter() - start
    except OSError:
        return 0, time.perf_counter() - start
    finally:
        connection.close()


def _read(port: int, cookie: str, seconds: float) -> tuple[list[float], int]:
    """The time of each page, read one after another for so long, and how many failed."""
    times, failed, until = [], 0, time.monotonic() + seconds
    while time.monotonic() < until:
        for path in HALAMAN:
            status, spent = _get(port, cookie, path)
            failed += status != 200
            times.append(spent)
    return times, failed


def _attacked(port: int, cookie: str, jahat: str) -> tuple[list[float], int, list[tuple[int, float]]]:
    """The same while five hostile documents are asked for; what each of them was answered, and when."""
    with ThreadPoolExecutor(PENYERANG) as threads:
        paths = [f"/penetapan/jahat-{n}/lampiran/1/pdf/" for n in range(PENYERANG)]
        answers = [threads.submit(_get, port, jahat, path) for path in paths]
        time.sleep(2)
        times, failed = _read(port, cookie, DETIK)
        return times, failed, [answer.result() for answer in answers]


def _measure(port: int, cookie: str, jahat: str, rounds: int) -> None:
    for _ in range(100):
        if _get(port, cookie, "/sehat/", 5)[0] == 200:
            break
        time.sleep(0.2)
    _read(port, cookie, 10)  # every process has started and read its templates
    ratios, lost = [], 0
    for n in range(rounds):
        idle, failed = _read(port, cookie, DETIK / 2)
        _poison(n)
        busy, failed_too, answers = _attacked(port, cookie, jahat)
        one, two = (quantiles(times, n=20)[-1] for times in (idle, busy))
        ratios.append(two / one)
        lost += failed + failed_too
        told = ", ".join(f"{code} sesudah {seconds:.0f} s" for code, seconds in answers)
        print(f"putaran {n + 1}: p95 sepi {one * 1000:.0f} ms ({len(idle)} halaman), diserang {two * 1000:.0f} ms")
        print(f"  ({len(busy)} halaman): {two / one:.2f}; median {median(busy) / median(idle):.2f}; PDF: {told}")
    print(f"gagal: {lost} halaman; beban mesin {os.getloadavg()[0]:.1f} pada {os.cpu_count()} inti")
    ratio = median(ratios)
    print(f"goal p95 diserang / sepi <= {GOAL}: {'met' if ratio <= GOAL and not lost else 'MISSED'} ({ratio:.2f})")


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
