"""The same workbook twice at the same moment, uploaded and confirmed: one import each (security.md S-13)."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from registry.models import ImporIsian, Realisasi
from registry.services.impor_isian import fingerprint
from tests.registry.excel_alat import isi, terapkan, unduh, unggah

pytestmark = [pytest.mark.lama, pytest.mark.basis, pytest.mark.django_db(transaction=True)]
KODE = "lmj19-dinkes-01"
PUTARAN = 50


def together(*actions: Callable[[], object]) -> list[object]:
    """Runs the actions at once, each in a thread of its own; their answers, errors included."""
    barrier, answers = threading.Barrier(len(actions)), []

    def run(action: Callable[[], object]) -> None:
        barrier.wait()
        try:
            answers.append(action())
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def clients(cast) -> list[Client]:
    found = []
    for _ in range(2):
        client = Client()
        client.force_login(cast["dinkes"], backend="django.contrib.auth.backends.ModelBackend")
        found.append(client)
    return found


def test_fifty_pairs_are_fifty_imports(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    pair = clients(cast)
    for n in range(1, PUTARAN + 1):
        data = isi(unduh(pair[0]), {(KODE, "keluarga_sehat"): n, (KODE, "keluarga_dikunjungi"): 100})
        sent = together(*[lambda c=c, d=data: unggah(c, d).status_code for c in pair])
        assert sent == [302, 302]
        (row,) = ImporIsian.objects.filter(status="pratinjau")
        sidik = fingerprint(row.isi)
        done = together(*[lambda c=c, r=row, s=sidik: terapkan(c, r, sidik=s).status_code for c in pair])
        assert done == [302, 302]
        stored = Realisasi.objects.get()
        assert (stored.nilai_mentah["keluarga_sehat"], stored.version, stored.history.count()) == (str(n), n, n)
    assert ImporIsian.objects.filter(status="diterapkan").count() == ImporIsian.objects.count() == PUTARAN
