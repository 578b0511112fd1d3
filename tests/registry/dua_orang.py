"""Run by test_bersamaan in a process and a database of its own: people who write at the same moment.

Prints JSON: one object per trial. The web application is used as it is, through Django's test client: a view error
would be a 500, which is counted.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from formulas.notation import write_number
from registry.models import (
    Catatan,
    DataDasar,
    Indikator,
    Instansi,
    NilaiDataDasar,
    Pemda,
    Pengguna,
    Realisasi,
    TahunIsian,
    Target,
)
from registry.services.akun import akun_create
from registry.services.awal import muat_awal

SEHAT, DIKUNJUNGI = "nilai-keluarga_sehat", "nilai-keluarga_dikunjungi"


class Panggung:
    """Two operators of Dinkes, two of DPMD, a reviewer; eight operators of eight OPD."""

    def __init__(self) -> None:
        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        muat_awal()
        self.pemda = Pemda.objects.get(kode="35.08")
        for tahun in range(2018, 2024):
            TahunIsian.objects.get_or_create(pemda=self.pemda, tahun=tahun)
        self.indikator = Indikator.objects.get(pemda=self.pemda, kode="lmj19-dinkes-01")
        self.dinkes = Instansi.objects.get(pemda=self.pemda, kode="dinkes")
        self.dua = [self.person(f"dinkes{n}", "operator", self.dinkes) for n in (1, 2)]
        self.data = DataDasar.objects.get(pemda=self.pemda, kode="jumlah_desa")
        self.pemilik = [self.person(f"dpmd{n}", "operator", self.data.pemilik) for n in (1, 2)]
        self.bappeda = self.person("bappeda", "bappeda", None)

    def person(self, name: str, peran: str, instansi: Instansi | None) -> Pengguna:
        return akun_create(username=name, nama=name, peran=peran, pemda=self.pemda, instansi=instansi).user

    def isian_url(self, tahun: int) -> str:
        return f"/isian/{self.indikator.pk}/{self.dinkes.pk}/{tahun}/"

    def target_url(self, tahun: int) -> str:
        return f"/indikator/{self.indikator.pk}/target/{self.dinkes.pk}/{tahun}/"

    def data_url(self, tahun: int) -> str:
        return f"/data-dasar/{self.data.pk}/{tahun}/"


def signed_in(user: Pengguna) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def together(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """All jobs at the same moment; what each answered, in order."""
    gate, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(n: int, job: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers[n] = job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def race(clients: Sequence[Client], url: str, forms: Sequence[dict[str, str]]) -> list[Any]:
    pairs = zip(clients, forms, strict=True)
    return together([lambda c=c, f=f: c.post(url, f) for c, f in pairs])


def told(**what: Any) -> None:
    print(json.dumps(what), flush=True)


def pairs_on_isian(stage: Panggung, rounds: int) -> None:
    """Two people save different values on the same version."""
    clients = [signed_in(user) for user in stage.dua]
    for n in range(rounds):
        row = Realisasi.objects.filter(indikator=stage.indikator, tahun=2023).first()
        version = row.version if row else 0
        mine = [str(1000 + 2 * n + k) for k in (0, 1)]
        forms = [{"version": str(version), SEHAT: v, DIKUNJUNGI: "9000", "keterangan": f"ketikan {v}"} for v in mine]
        answers = race(clients, stage.isian_url(2023), forms)
        row = Realisasi.objects.get(indikator=stage.indikator, tahun=2023)
        _judge("isian", answers, mine, row.nilai_mentah["keluarga_sehat"], row.version - version, "ketikan {}")


def _judge(jenis: str, answers: list[Any], typed: list[str], stored: str, steps: int, text: str = "{}") -> None:
    codes = [answer.status_code for answer in answers]
    loser = codes.index(409) if 409 in codes else -1
    page = answers[loser].content.decode() if loser >= 0 else ""
    kept = loser >= 0 and f'value="{typed[loser]}"' in page and text.format(typed[loser]) in page
    both = "tersimpan sekarang" in page and shown(typed[1 - loser]) in page
    told(jenis=jenis, kode=sorted(codes), menang=loser >= 0 and stored == typed[1 - loser], langkah=steps,
         ketikan=kept, keduanya=both)  # fmt: skip


def shown(value: str) -> str:
    """As the page prints it."""
    return write_number(Decimal(value))


def pairs_on_target(stage: Panggung, rounds: int) -> None:
    clients = [signed_in(user) for user in stage.dua]
    for n in range(rounds):
        row = Target.objects.filter(indikator=stage.indikator, tahun=2022).first()
        version = row.version if row else 0
        mine = [str(100 + 2 * n + k) for k in (0, 1)]
        forms = [{"version": str(version), "operator": "=", "bawah": v} for v in mine]
        answers = race(clients, stage.target_url(2022), forms)
        row = Target.objects.get(indikator=stage.indikator, tahun=2022)
        _judge("target", answers, mine, row.bawah or "", row.version - version)


def pairs_on_data(stage: Panggung, rounds: int) -> None:
    clients = [signed_in(user) for user in stage.pemilik]
    for n in range(rounds):
        row = NilaiDataDasar.objects.filter(data_dasar=stage.data, tahun=2022).first()
        version = row.version if row else 0
        mine = [str(100 + 2 * n + k) for k in (0, 1)]
        forms = [{"version": str(version), "nilai": v, "alasan": "Uji.", "konfirmasi": "1"} for v in mine]
        answers = race(clients, stage.data_url(2022), forms)
        row = NilaiDataDasar.objects.get(data_dasar=stage.data, tahun=2022)
        _judge("data", answers, mine, row.nilai, row.version - version)


def same_twice(stage: Panggung, rounds: int) -> None:
    """The same person sends the same form twice at once: value, target, shared value, submission, comment."""
    client = [signed_in(stage.dua[0])] * 2
    owner = [signed_in(stage.pemilik[0])] * 2
    for n in range(rounds):
        wipe()
        value = str(10 + n)
        isian = {"version": "0", SEHAT: value, DIKUNJUNGI: "9000"}
        codes = _codes(race(client, stage.isian_url(2021), [isian] * 2))
        row = Realisasi.objects.get(tahun=2021)
        codes += _codes(race(client, stage.isian_url(2021) + "ajukan/", [{"version": str(row.version)}] * 2))
        sent = Realisasi.objects.get(pk=row.pk)
        target = {"version": "0", "operator": "=", "bawah": value}
        codes += _codes(race(client, stage.target_url(2021), [target] * 2))
        data = {"version": "0", "nilai": value}
        codes += _codes(race(owner, stage.data_url(2021), [data] * 2))
        key = {"teks": f"catatan {n}", "kiriman": f"00000000-0000-4000-8000-{n:012d}"}
        codes += _codes(race(client, f"/realisasi/{row.pk}/catatan/", [key] * 2))
        told(
            jenis="dua_kali",
            kode=sorted(set(codes)),
            baris=[Realisasi.objects.filter(tahun=2021).count(), Target.objects.filter(tahun=2021).count(),
                   NilaiDataDasar.objects.filter(tahun=2021).count(), Catatan.objects.filter(realisasi=row).count()],
            riwayat=[row.history.count(), Target.objects.filter(tahun=2021).first().history.count(),
                     NilaiDataDasar.objects.filter(tahun=2021).first().history.count()],
            status=sent.status,
        )  # fmt: skip


def wipe() -> None:
    """Takes the rows of 2021 away; their history cannot be, and is told apart by the number of the row."""
    Catatan.objects.all().delete()
    for model in (Realisasi, Target, NilaiDataDasar):
        model.objects.filter(tahun=2021).delete()


def _codes(answers: list[Any]) -> list[int]:
    return [answer.status_code for answer in answers]


def eight_writers(stage: Panggung, writes: int) -> None:
    """Eight people of one OPD on eight indicators, each saving again and again; the longest wait."""
    rows = list(Indikator.objects.filter(pemda=stage.pemda, kode__startswith="lmj19-dinkes-")[:3])
    years = [2019, 2020, 2022]
    places = [(row, tahun) for tahun in years for row in rows][:8]
    people = [stage.person(f"penulis{n}", "operator", stage.dinkes) for n in range(8)]
    clients = [signed_in(user) for user in people]
    waits: list[float] = []
    codes: list[int] = []

    def write(client: Client, indikator: Indikator, tahun: int) -> None:
        url = f"/isian/{indikator.pk}/{stage.dinkes.pk}/{tahun}/"
        for n in range(writes):
            started = time.monotonic()
            answer = client.post(url, {"version": str(n), "keterangan": f"tulisan {n}"})
            waits.append(time.monotonic() - started)
            codes.append(answer.status_code)

    together([lambda c=c, p=p: write(c, *p) for c, p in zip(clients, places, strict=True)])
    versions = list(Realisasi.objects.filter(tahun__in=years).values_list("version", flat=True))
    told(jenis="penulis", banyak=len(codes), salah=sum(c != 302 for c in codes), versi=versions, lama=max(waits))


def main(rounds: int) -> None:
    stage = Panggung()
    pairs_on_isian(stage, rounds)
    pairs_on_target(stage, rounds // 4)
    pairs_on_data(stage, rounds // 4)
    same_twice(stage, rounds)
    eight_writers(stage, 50)


if __name__ == "__main__":
    main(int(sys.argv[1]))
