"""Time and memory of the whole 004 PDF (Lampiran I and II) beside Chromium and plain WeasyPrint.

`python -m benchmarks.pdf [rounds]`. All prints are of the same HTML, interleaved in one run; ratios are taken
pair by pair and their median is printed. The decree is loaded into a temporary SQLite database.

    warm   one process that has rendered before, as a web worker has
    proses a whole process from start to file, as the command line has
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

KODE = "lumajang-2019-326"
CHROMIUM = [
    "/usr/bin/chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--no-pdf-header-footer",
]
PLAIN = "import sys, weasyprint; weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])"

LAUNCH = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


@dataclass(frozen=True)
class Cost:
    """One run: wall and CPU seconds, and its largest process in MB (0: measured inside this process)."""

    seconds: float
    cpu: float
    megabytes: float = 0.0


def main(rounds: int = 3) -> None:
    """Sets up Django on a temporary database, measures, prints."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"IKU_TEST": "1", "DATABASE_URL": f"sqlite:///{folder}/iku.sqlite3"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "iku_project.settings"
        import django

        django.setup()
        _measure(Path(folder), rounds)


def _measure(folder: Path, rounds: int) -> None:
    from reports.lampiran import lampiran_pdf

    dokumen = _load()
    html = folder / "lampiran.html"
    html.write_text(_same_html(dokumen), encoding="utf-8")
    data = lampiran_pdf(dokumen)
    contenders: dict[str, Callable[[], Cost]] = {
        "chromium proses": lambda: _process([*CHROMIUM, f"--print-to-pdf={folder}/c.pdf", f"file://{html}"]),
        "weasyprint polos proses": lambda: _process([sys.executable, "-c", PLAIN, str(html), f"{folder}/w.pdf"]),
        "lampiran proses": lambda: _process(_command(folder)),
        "weasyprint polos warm": lambda: _inside(lambda: _plain(html)),
        "lampiran warm": lambda: _inside(lambda: lampiran_pdf(dokumen)),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            costs[name].append(run())
    _report(costs, len(data))


def _load():
    """The five documents in the database, and the rows of 004."""
    from django.core.management import call_command

    from registry.models import LembarInstansi, Penetapan
    from registry.services.awal import muat_awal
    from reports.lampiran import dokumen_rows

    call_command("migrate", verbosity=0)
    muat_awal()
    penetapan = Penetapan.objects.get(kode=KODE)
    return dokumen_rows(penetapan, list(penetapan.lampiran.order_by("urut")), LembarInstansi.objects.all())


def _same_html(dokumen) -> str:
    """The HTML that our PDF is made of, with its style sheets inside for the other renderers."""
    from reports.lampiran import CSS, html_cetak, with_css
    from reports.potong import potong

    return with_css(html_cetak(potong(dokumen)), CSS)


def _command(folder: Path) -> list[str]:
    return [sys.executable, "manage.py", "lampiran", KODE, "--format", "pdf", "--output", f"{folder}/l.pdf"]


def _process(command: list[str]) -> Cost:
    """A whole process, started by a small one: a child's peak memory counts its parent's at the fork."""
    run = subprocess.run([sys.executable, "-c", LAUNCH, *command], check=True, capture_output=True, text=True)
    seconds, cpu, kilobytes, code = run.stdout.split()
    if code != "0":
        raise SystemExit(f"{command[0]} failed with {code}")
    return Cost(float(seconds), float(cpu), int(kilobytes) / 1024)


def _inside(run: Callable[[], object]) -> Cost:
    start, cpu = time.perf_counter(), time.process_time()
    run()
    return Cost(time.perf_counter() - start, time.process_time() - cpu)


def _plain(html: Path) -> bytes | None:
    from weasyprint import HTML

    return HTML(filename=str(html)).write_pdf()


def _report(costs: dict[str, list[Cost]], size: int) -> None:
    """Wall time against Chromium; CPU, which a busy machine disturbs less, against plain WeasyPrint.

    No CPU ratio to Chromium: its helper processes are not all waited for, so their time is not counted.
    """
    for name, runs in costs.items():
        seconds = median(c.seconds for c in runs)
        print(f"{name}: {seconds:.2f} s ({_ratio(runs, costs['chromium proses'], 'seconds'):.2f} chromium proses)")
    for kind in ("proses", "warm"):
        runs, plain = costs[f"lampiran {kind}"], costs[f"weasyprint polos {kind}"]
        cpu = median(c.cpu for c in runs)
        print(f"lampiran {kind}, CPU: {cpu:.2f} s ({_ratio(runs, plain, 'cpu'):.2f} weasyprint polos {kind})")
    memory = {name: max(c.megabytes for c in runs) for name, runs in costs.items()}
    for name in [name for name, value in memory.items() if value]:
        print(f"memori {name}: {memory[name]:.0f} MB ({memory[name] / memory['chromium proses']:.2f} chromium proses)")
    print(f"ukuran: {size / 1024:.0f} KB")


def _ratio(runs: list[Cost], base: list[Cost], what: str) -> float:
    return median(getattr(c, what) / getattr(b, what) for c, b in zip(runs, base, strict=True))


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
