"""manage.py pekerja: does long exports; run one beside the web server (docs/pasang.md, iku-pekerja.service)."""

import logging
import os
import signal
import threading
import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from registry.services.pekerjaan import pekerjaan_forget, pekerjaan_recover
from reports.tugas import kerjakan

log = logging.getLogger(__name__)
TIAP = 10  # seconds between looks for jobs whose worker died
LUPA_TIAP = 3600


def look_after(*, induk: int | None) -> None:
    """Jobs of dead workers wait again, old files go; ends this process with the one that started it (`induk`)."""
    forgotten = 0.0
    while True:
        if induk is not None and os.getppid() != induk:
            os.kill(os.getpid(), signal.SIGTERM)
        try:
            for kunci in pekerjaan_recover():
                kerjakan.enqueue(kunci)
            if time.monotonic() - forgotten > LUPA_TIAP:
                pekerjaan_forget()
                forgotten = time.monotonic()
        except DatabaseError:
            log.exception("The jobs could not be looked after; trying again")
        finally:
            connection.close()
        time.sleep(TIAP)


class Command(BaseCommand):
    """Serves the queue until it is stopped."""

    help = "Mengerjakan unduhan panjang. Jalankan satu di samping server web."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--selama-induk", action="store_true", help="berhenti bila proses yang memulainya berhenti")
        parser.add_argument("--sekali", action="store_true", help="kerjakan yang menunggu, lalu selesai")

    def handle(self, *args: object, **options: bool) -> None:
        induk = os.getppid() if options["selama_induk"] else None
        for kunci in pekerjaan_recover():
            kerjakan.enqueue(kunci)
        if not options["sekali"]:
            threading.Thread(target=look_after, kwargs={"induk": induk}, daemon=True).start()
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=1,
            batch=options["sekali"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
