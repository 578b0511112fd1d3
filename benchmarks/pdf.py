"""Time and memory of the whole 004 PDF (Lampiran I and II) beside Chromium and plain WeasyPrint.

`python -m benchmarks.pdf [rounds] [rounds of the 16-fold document]`. All prints are of the same content, interleaved
in one run; ratios are taken round by round and their median is printed. The decree is loaded into a temporary SQLite
database, and nothing kept from other runs is used.

    chromium     a whole process of Chromium that prints the HTML of the whole document (the baseline of the goals)
    polos        plain WeasyPrint, a whole process, the same HTML
    penuh        our pipeline in a process that has drawn before, nothing kept: every section drawn and put together
    satu OPD     the same with one indicator of one OPD changed; each round another OPD
    tidak ada    nothing changed
    16 kali      sixteen annexes with texts that differ, as one document; its cost is CPU seconds per annex

Wall seconds of a busy machine are worth little, so CPU seconds stand beside them: of Chromium with all its helper
processes, of ours with both drawing processes. Goals are judged by wall seconds, which is what a person waits for;
that of the 16-fold document by CPU seconds.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
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
KALI = 16
TUJUAN = {"penuh": 0.95, "satu OPD": 0.08, "tidak ada": 0.02}
TUJUAN_16 = 1.04

# Orphaned helpers of the measured process become children of this one, so that their CPU time is counted too.
LAUNCH = """
import ctypes, os, resource, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1)
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
code = process.wait()
wall = time.perf_counter() - start
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, code)
"""


@dataclass(frozen=True)
class Cost:
    """One run: wall and CPU seconds, and its largest process in MB."""

    seconds: float
    cpu: float
    megabytes: float = 0.0


def main(rounds: int = 5, large: int = 1) -> None:
    """Sets up Django on a temporary database, measures, prints."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"IKU_TEST": "1", "DATABASE_URL": f"sqlite:///{folder}/iku.sqlite3"}
        os.environ |= {"PDF_SIMPANAN": f"{folder}/simpanan", "DJANGO_SETTINGS_MODULE": "iku_project.settings"}
        import django

        django.setup()
        _measure(Path(folder), rounds, large)


def _measure(folder: Path, rounds: int, large: int) -> None:
    from django.conf import settings

    from reports.bagian import CSS, html_cetak
    from reports.lampiran import lampiran_pdf, with_css

    settings.PDF_NICE = 0  # to be compared with processes that are not nice either
    settings.PDF_DOKUMEN_DETIK = 3600
    dokumen = _load()
    html = folder / "lampiran.html"
    html.write_text(with_css(html_cetak(dokumen), CSS), encoding="utf-8")
    data = lampiran_pdf(dokumen)
    costs: dict[str, list[Cost]] = {}
    for n in range(rounds):
        changed = _changed(dokumen, n)
        contenders: dict[str, Callable[[], Cost]] = {
            "chromium": lambda: _process([*CHROMIUM, f"--print-to-pdf={folder}/c.pdf", f"file://{html}"]),
            "polos": lambda: _process([sys.executable, "-c", PLAIN, str(html), f"{folder}/w.pdf"]),
            "penuh": lambda: _inside(dokumen, afresh=True),
            "satu OPD": lambda changed=changed: _inside(changed),
            "tidak ada": lambda changed=changed: _inside(changed),
        }
        for name, run in contenders.items():
            costs.setdefault(name, []).append(run())
    _report(costs, len(data))
    _large(dokumen, large)


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


def _changed(dokumen, n: int):
    """The document with a word more in the last cell of an OPD of the usual size (3 indicators); each n another."""
    lampiran = dokumen.lampiran[1]
    usual = [i for i, sheet in enumerate(lampiran.lembar) if sum(map(len, sheet.kelompok)) == 3]
    at = usual[n % len(usual)]
    lembar = tuple(_marked(sheet, f" putaran {n}") if i == at else sheet for i, sheet in enumerate(lampiran.lembar))
    return replace(dokumen, lampiran=(dokumen.lampiran[0], replace(lampiran, lembar=lembar)))


def _marked(sheet, text: str):
    from reports.rows import Bagian

    *groups, (*rows, row) = sheet.kelompok
    *cells, cell = row.sel
    row = replace(row, sel=(*cells, replace(cell, isi=(*cell.isi, Bagian(teks=text)))))
    return replace(sheet, kelompok=(*groups, (*rows, row)))


def _times(dokumen, times: int):
    """So many annexes in one document, each section with a text of its own."""
    lampiran = tuple(
        replace(item, lembar=tuple(_marked(sheet, f" salinan {n}") for sheet in item.lembar))
        for n in range(times)
        for item in dokumen.lampiran
    )
    return replace(dokumen, lampiran=lampiran)


def _process(command: list[str]) -> Cost:
    """A whole process, started by a small one: a child's peak memory counts its parent's at the fork."""
    run = subprocess.run([sys.executable, "-c", LAUNCH, *command], check=True, capture_output=True, text=True)
    seconds, cpu, kilobytes, code = run.stdout.split()
    if code != "0":
        raise SystemExit(f"{command[0]} failed with {code}")
    return Cost(float(seconds), float(cpu), int(kilobytes) / 1024)


def _inside(dokumen, *, afresh: bool = False) -> Cost:
    """Our pipeline in this process and its drawing processes."""
    from reports import bagian, pdf_simpanan

    if afresh:
        bagian._keys.clear()
        for path in pdf_simpanan._folder().glob("??/*"):
            path.unlink()
    cpu, start = _cpu(), time.perf_counter()
    bagian.susun(dokumen)
    return Cost(time.perf_counter() - start, _cpu() - cpu, max(_peaks()))


def _pids() -> list[int]:
    from reports.pdf_proses import kumpulan

    return [anak.pid for anak in kumpulan()._free]


def _cpu() -> float:
    """CPU seconds so far of this process and the drawing ones."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in _pids()]
    return time.process_time() + sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")


def _peaks() -> list[float]:
    texts = [Path(f"/proc/{pid}/status").read_text() for pid in _pids()]
    return [int(text.partition("VmHWM:")[2].split()[0]) / 1024 for text in texts]


def _report(costs: dict[str, list[Cost]], size: int) -> None:
    for what, unit in (("seconds", "s"), ("cpu", "s CPU")):
        for name, runs in costs.items():
            value = median(getattr(c, what) for c in runs)
            print(f"{name}: {value:.3f} {unit} ({_ratio(runs, costs['chromium'], what):.3f} chromium)")
    memory = {name: max(c.megabytes for c in runs) for name, runs in costs.items()}
    for name in ("chromium", "polos", "penuh"):
        print(
            f"memori {name}, proses terbesar: {memory[name]:.0f} MB ({memory[name] / memory['chromium']:.2f} chromium)"
        )
    print(f"ukuran: {size / 1024:.0f} KB")
    for name, goal in TUJUAN.items():
        _goal(f"{name} / chromium, wall", _ratio(costs[name], costs["chromium"], "seconds"), goal)
    print(f"beban mesin: {os.getloadavg()[0]:.1f} pada {os.cpu_count()} inti")


def _large(dokumen, rounds: int) -> None:
    """One annex and sixteen, taking turns."""
    many = _times(dokumen, KALI)
    pairs = [(_inside(dokumen, afresh=True), _inside(many, afresh=True)) for _ in range(rounds)]
    if pairs:
        one, sixteen = (median(c.cpu for c in side) for side in zip(*pairs, strict=True))
        print(f"16 kali: {sixteen:.1f} s CPU, satu: {one:.2f}; {median(b.seconds for _, b in pairs):.1f} s")
        print(f"memori 16 kali, proses terbesar: {max(b.megabytes for _, b in pairs):.0f} MB")
        _goal("16 kali / satu, CPU per lampiran", median(b.cpu / KALI / a.cpu for a, b in pairs), TUJUAN_16)


def _goal(name: str, ratio: float, goal: float) -> None:
    print(f"goal {name} <= {goal}: {'met' if ratio <= goal else 'MISSED'} ({ratio:.3f})")


def _ratio(runs: list[Cost], base: list[Cost], what: str) -> float:
    return median(getattr(c, what) / getattr(b, what) for c, b in zip(runs, base, strict=True))


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:3]))
