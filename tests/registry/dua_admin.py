"""Run by test_usulan_bersamaan in a process and a database of its own: two approvals that close a circle, at once.

Prints one line per round: how many of the two succeeded, and whether the graph still has no circle.
"""

import threading

from django.core.management import call_command
from django.db import connection

from formulas.graph import find_cycle
from registry.models import Indikator, Pemda, Rumus
from registry.services.akun import akun_create
from registry.services.awal import muat_awal
from registry.services.errors import ServiceError
from registry.services.graf import graph_of
from registry.services.rumus import rumus_approve, rumus_propose


def prepare():
    """A → B and B → A, proposed by the admin; two reviewers."""
    call_command("migrate", verbosity=0)
    muat_awal()
    pemda = Pemda.objects.get(kode="35.08")
    admin = akun_create(username="admin", nama="Admin", peran="admin", pemda=pemda).user
    people = [akun_create(username=f"b{n}", nama=f"B{n}", peran="bappeda", pemda=pemda).user for n in (1, 2)]
    a, b = (Indikator.objects.get(pemda=pemda, kode=f"lmj19-dinkes-0{n}") for n in (1, 2))
    usulan = [
        rumus_propose(
            user=admin, indikator=i, ekspresi="x", satuan="%", arah="naik", desimal=2, rumpun="",
            gabungan="hitung_ulang", alasan="Uji.",
            variabel=[{"nama": "x", "label": "X", "asal": "indikator", "indikator": j.kode}],
        )
        for i, j in ((a, b), (b, a))
    ]  # fmt: skip
    return pemda, people, usulan


def race(people, usulan) -> int:
    """Both approve at the same moment; how many succeeded."""
    gate, done = threading.Barrier(2), []

    def approve(user, rumus):
        gate.wait()
        try:
            rumus_approve(user=user, rumus=rumus)
            done.append(rumus.pk)
        except ServiceError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=pair) for pair in zip(people, usulan, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


def main(rounds: int) -> None:
    pemda, people, usulan = prepare()
    pks = [u.pk for u in usulan]
    for _ in range(rounds):
        succeeded = race(people, [Rumus.objects.get(pk=pk) for pk in pks])
        edges = graph_of(pemda.pk).reads_now()
        print(succeeded, all(find_cycle(edges, node) is None for node in edges), flush=True)
        Rumus.objects.filter(pk__in=pks).update(status="usulan")
        Rumus.objects.filter(indikator__in=[u.indikator_id for u in usulan], versi=1).update(status="berlaku")
