"""Marks the refused cells of an uploaded workbook: red, with the reason as a comment; everything else as sent.

openpyxl loads the whole file, so this too runs in a child process within limits (S-10).
`marked_bytes(data, marks)` is what the app calls; `python -m registry.services.excel_tanda` is the child.
"""

import io
import json
import resource
import subprocess
import sys
from collections.abc import Sequence

from registry.services.excel_aman import AKAR

MEMORI, DETIK, TUNGGU = 1024 * 1024 * 1024, 15, 25
LEMBAR = "Isian"
MERAH = "FFC9C9"
MAKS_TANDA = 1000


class TidakDapatDitandai(Exception):
    """The file is too heavy, or openpyxl cannot write it again."""


def marked_bytes(data: bytes, marks: Sequence[tuple[int, int, str]]) -> bytes:
    """The workbook with (row, column, reason) marked; TidakDapatDitandai."""
    head = json.dumps(list(marks)[:MAKS_TANDA]).encode()
    command = [sys.executable, "-m", "registry.services.excel_tanda"]
    try:
        done = subprocess.run(  # noqa: S603  our own module, the file only on its standard input
            command, input=head + b"\n" + data, capture_output=True, cwd=AKAR, timeout=TUNGGU, check=False
        )
    except subprocess.TimeoutExpired:
        raise TidakDapatDitandai from None
    if done.returncode or not done.stdout.startswith(b"PK"):
        raise TidakDapatDitandai
    return done.stdout


def main() -> None:
    """The child: limits, then marks and file from standard input, the marked file to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORI, MEMORI))
    resource.setrlimit(resource.RLIMIT_CPU, (DETIK, DETIK))
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    marks = json.loads(sys.stdin.buffer.readline())
    book = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    sheet = book[LEMBAR]
    for row, column, pesan in marks:
        cell = sheet.cell(row, column)
        cell.fill = PatternFill("solid", fgColor=MERAH)
        cell.comment = Comment(pesan, "IKU", width=320, height=140)
    book.active = book.sheetnames.index(LEMBAR)
    out = io.BytesIO()
    book.save(out)
    sys.stdout.buffer.write(out.getvalue())


if __name__ == "__main__":
    main()
