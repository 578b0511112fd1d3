"""Processes that draw PDF (reports.pdf_anak): kept warm, at most two at work on the machine, killed at their limit.

A document that is too much for them gives a PdfGagal with an Indonesian sentence; the web process goes on.
"""

import fcntl
import json
import logging
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings

from registry.services.errors import ServiceError

log = logging.getLogger(__name__)

LAMA = "Menyusun PDF memakan waktu lebih dari {detik} detik lalu dihentikan. Persingkat teks yang sangat panjang."
MEMORI = "Menyusun PDF memerlukan terlalu banyak memori lalu dihentikan. Persingkat teks yang sangat panjang."
MATI = "Proses penyusun PDF berhenti mendadak, biasanya karena memori habis. Persingkat teks yang sangat panjang."
DALAM = "PDF tidak dapat disusun: ada teks yang susunannya terlalu bertingkat. Sederhanakan teks itu."
LAIN = "PDF tidak dapat disusun karena kesalahan pada isinya. Laporkan kepada admin disertai nama dokumennya."
SIBUK = "Terlalu banyak PDF sedang disusun. Cobalah lagi beberapa saat lagi."
MULAI = 60  # seconds until a process has taken a request: it may have to start first, on a busy machine
JEDA = 0.02  # seconds between looks for a free place


class PdfGagal(ServiceError):
    """A document that could not be drawn, and why, in words for the person who asked."""


class PdfSibuk(PdfGagal):
    """Nothing is wrong with the document; too many are being drawn."""


@dataclass(frozen=True, slots=True)
class Permintaan:
    """One document to draw: HTML, names of style sheets (static/iku/), pictures in memory.

    `ulang`: classes for the body to try where the signature would stand alone; `arsip`: write PDF/A-3a of this name.
    """

    html: str
    css: tuple[str, ...]
    gambar: Mapping[str, str] = field(default_factory=dict)
    ulang: tuple[str, ...] = ()
    arsip: str = ""


@dataclass(frozen=True, slots=True)
class Jawaban:
    """A finished PDF, what WeasyPrint warned about, and per page the ids of last rows and signatures with their box.

    A box is left, bottom, right, top in points from the bottom left corner.
    """

    data: bytes
    peringatan: tuple[str, ...]
    tanda: tuple[dict[str, tuple[int, int, int, int]], ...]


class AnakPergi(Exception):
    """The process had ended, by idleness or by force, before it took the request."""


class Anak:
    """One process. It gets only what a bare Python needs: no settings, no keys, no database."""

    def __init__(self) -> None:
        limits = [settings.PDF_MEMORI_MB, settings.PDF_DETIK, settings.PDF_MENGANGGUR, settings.PDF_NICE]
        keep = ("PATH", "HOME", "XDG_CACHE_HOME", "LANG", "LC_ALL", "TMPDIR", "SOURCE_DATE_EPOCH")
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "reports.pdf_anak", *map(str, limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in keep if name in os.environ},
        )

    @property
    def pid(self) -> int:
        """For tests, that kill it."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether it can be asked; it goes by itself after a while without work."""
        return self._process.poll() is None

    def ask(self, permintaan: Permintaan, detik: float) -> Jawaban:
        """The finished document; PdfGagal and a dead process where it takes longer than `detik` or too much.

        AnakPergi where it never began.
        """
        try:
            with self._at_most(MULAI):
                self._hand_over(json.dumps(asdict(permintaan)).encode())
        except (OSError, EOFError) as error:
            self.close()
            raise AnakPergi from error
        late = None
        try:
            with self._at_most(detik) as late:
                head, data = self._answer()
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise PdfGagal(LAMA.format(detik=round(detik)) if late and late.is_set() else MATI) from error
        if head.get("pensiun"):
            self.close()
        return self._read(head, data)

    @contextmanager
    def _at_most(self, detik: float) -> Iterator[threading.Event]:
        """Kills the process when the time is up, which ends whatever waits for it, and tells so."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(detik, stop)
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    def _hand_over(self, text: bytes) -> None:
        self._process.stdin.write(struct.pack(">I", len(text)) + text)
        self._process.stdin.flush()
        self._exactly(1)

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        head = json.loads(self._exactly(struct.unpack(">I", self._exactly(4))[0]))
        return head, self._exactly(head["ukuran"])

    def _exactly(self, size: int) -> bytes:
        data = self._process.stdout.read(size)
        if len(data) < size:
            raise EOFError
        return data

    @staticmethod
    def _read(head: dict[str, Any], data: bytes) -> Jawaban:
        galat = head.get("galat")
        if galat:
            log.warning("PDF: %s %s", galat, head.get("rincian", ""))
            raise PdfGagal({"memori": MEMORI, "dalam": DALAM}.get(galat, LAIN))
        marks = tuple({name: tuple(box) for name, box in page.items()} for page in head["tanda"])
        return Jawaban(data, tuple(head["peringatan"]), marks)

    def close(self) -> None:
        """Ends it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()


class Kumpulan:
    """The warm processes of this web process, and how many documents it works on at once."""

    def __init__(self) -> None:
        self._pid = os.getpid()
        self._free: list[Anak] = []
        self._lock = threading.Lock()
        self._queue = threading.BoundedSemaphore(settings.PDF_ANTRE)

    def ask(self, permintaan: Permintaan, sampai: float) -> Jawaban:
        """One document on a warm process, in a place of the machine; `sampai` is when time is up (monotonic)."""
        with _place(sampai):
            for _ in range(3):
                anak = self._take()
                try:
                    return anak.ask(permintaan, max(0.1, min(settings.PDF_DETIK, sampai - time.monotonic())))
                except AnakPergi:
                    log.info("PDF: a waiting process had ended; another one is asked")
                finally:
                    self._put_back(anak)
        raise PdfGagal(MATI)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A document begins; PdfSibuk where so many are being drawn that no thread would be left for other pages."""
        if not self._queue.acquire(timeout=settings.PDF_TUNGGU):
            raise PdfSibuk(SIBUK)
        try:
            yield
        finally:
            self._queue.release()

    def _take(self) -> Anak:
        with self._lock:
            while self._free:
                anak = self._free.pop()
                if anak.alive():
                    return anak
        return Anak()

    def _put_back(self, anak: Anak) -> None:
        if anak.alive():
            with self._lock:
                self._free.append(anak)

    def close(self) -> None:
        """Ends all that wait for work."""
        with self._lock:
            while self._free:
                self._free.pop().close()


@contextmanager
def _place(sampai: float) -> Iterator[None]:
    """One of the places for a drawing process on this machine, shared by all web processes and jobs."""
    folder = settings.PDF_SIMPANAN
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = [os.open(folder / f"tempat-{n}", os.O_RDWR | os.O_CREAT, 0o600) for n in range(settings.PDF_SEKALIGUS)]
    try:
        while not any(_locked(file) for file in files):
            if time.monotonic() > sampai:
                raise PdfSibuk(SIBUK)
            time.sleep(JEDA)
        yield
    finally:
        for file in files:
            os.close(file)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@lru_cache(maxsize=2)
def _of_process(pid: int) -> Kumpulan:
    return Kumpulan()


def kumpulan() -> Kumpulan:
    """The processes of this process; after a fork the child starts its own."""
    return _of_process(os.getpid())
