"""Reads an uploaded workbook without trusting it: in a child process, within limits, by our own small reader (S-10).

`read_cells(data)` is what the app calls; `python -m registry.services.excel_aman` is the child. Nothing of Django
is imported here, so the child starts in a tenth of a second. openpyxl and tablib are not used for reading: they
follow what a hostile file declares (a million rows, 300 MB of strings, fonts without end) before anybody can say no.

What comes out: every sheet's name and whether it is hidden; of the wanted sheets each filled cell as
[row, column, kind, value, format], kind one of angka | teks | logika | galat | tanggal | rumus (a formula that was
never computed), format one of "" | tanggal | persen. Rows and columns count from 1. `value` is the text in the file.
"""

import json
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

from registry.services.excel_paket import (
    BUKAN_XLSX,
    MAKS_BERKAS,
    OLE,
    SANDI,
    TERLALU_BESAR,
    TERLALU_LAMA,
    read_workbook,
)
from registry.services.excel_sel import RUSAK, Ditolak

MEMORI, DETIK, TUNGGU = 512 * 1024 * 1024, 10, 25  # seconds of the processor; seconds on the clock of a busy machine
AKAR = Path(__file__).resolve().parent.parent.parent


def read_cells(data: bytes, wanted: tuple[str, ...]) -> dict[str, Any]:
    """The sheets of a workbook, read in a child process; Ditolak when the file is refused."""
    check_outside(data)
    command = [sys.executable, "-m", "registry.services.excel_aman", json.dumps(wanted)]
    try:
        done = subprocess.run(  # noqa: S603  our own module, the file only on its standard input
            command, input=data, capture_output=True, cwd=AKAR, timeout=TUNGGU, check=False
        )
    except subprocess.TimeoutExpired:
        raise Ditolak(TERLALU_LAMA) from None
    if done.returncode:
        raise Ditolak(TERLALU_LAMA)
    answer = json.loads(done.stdout)
    if "tolak" in answer:
        raise Ditolak(answer["tolak"])
    return answer


def check_outside(data: bytes) -> None:
    """What can be told before anything is unpacked; Ditolak."""
    if len(data) > MAKS_BERKAS:
        raise Ditolak(TERLALU_BESAR)
    if data.startswith(OLE):
        raise Ditolak(SANDI)
    if not data.startswith(b"PK\x03\x04"):
        raise Ditolak(BUKAN_XLSX)


def main() -> None:
    """The child: limits first, then the file from standard input, then one JSON object to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORI, MEMORI))
    resource.setrlimit(resource.RLIMIT_CPU, (DETIK, DETIK))
    data, wanted = sys.stdin.buffer.read(MAKS_BERKAS + 1), tuple(json.loads(sys.argv[1]))
    try:
        check_outside(data)
        answer = read_workbook(data, wanted)
    except Ditolak as error:
        answer = {"tolak": str(error)}
    except MemoryError:
        answer = {"tolak": TERLALU_LAMA}
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, ValueError, EOFError, OSError, NotImplementedError):
        answer = {"tolak": RUSAK}
    except Exception as error:  # zlib.error and whatever else a broken file provokes: refused, never a page of code 500
        answer = {"tolak": RUSAK, "sebab": type(error).__name__}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
