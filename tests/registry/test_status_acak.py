"""States walked at random over (person, action, state, window): what the table forbids never happens (S-06).

The table is written by hand and asks nothing of registry.akses or TRANSISI. A step is one request: the person is
read anew, so that a right that was withdrawn acts at once (S-07).
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from registry.models import Keanggotaan, Pengguna, Peran, Realisasi, TahunIsian
from registry.services import realisasi as layanan
from registry.services.akun import akun_create
from registry.services.errors import ServiceError
from registry.services.tahun_isian import tahun_isian_save
from registry.services.tahun_kunci import tahun_lock, tahun_unlock
from tests.registry.alur import SEHAT

pytestmark = pytest.mark.django_db
PENGISI, PENINJAU = {"dinkes"}, {"bappeda", "bappeda_dua"}
ORANG = ["dinkes", "bappeda", "bappeda_dua", "kepala", "dinsos", "admin", "pembaca", "balangan", "bappeda_balangan"]


@dataclass(frozen=True)
class Boleh:
    """One row of the table: who may do it, in which state of the value, with which window; where it leads."""

    siapa: frozenset[str]
    dari: dict[str, str]
    jendela: frozenset[str] = frozenset({"buka"})


def boleh(siapa: set[str], dari: dict[str, str], *jendela: str) -> Boleh:
    return Boleh(frozenset(siapa), dari, frozenset(jendela or {"buka"}))


SEMUA = ("tiada", "draf", "diajukan", "dikembalikan", "terverifikasi", "terkunci")
TETAP = {status: status for status in SEMUA}
TABEL = {
    "simpan": boleh(PENGISI, {"tiada": "draf", "draf": "draf", "dikembalikan": "dikembalikan"}),
    "ajukan": boleh(PENGISI, {"draf": "diajukan", "dikembalikan": "diajukan"}),
    "tarik": boleh(PENGISI, {"diajukan": "draf"}),
    "verifikasi": boleh(PENINJAU, {"diajukan": "terverifikasi"}, "buka", "tutup"),
    "kembalikan": boleh(PENINJAU, {"diajukan": "dikembalikan"}, "buka", "tutup"),
    "buka_kembali": boleh(PENINJAU, {"terverifikasi": "dikembalikan"}, "buka", "tutup"),
    "urungkan": boleh(PENINJAU, {"terverifikasi": "diajukan"}, "buka", "tutup"),
    "kunci": boleh(PENINJAU, TETAP | {"terverifikasi": "terkunci"}, "buka", "tutup"),
    "buka_kunci": boleh(PENINJAU, TETAP | {"terkunci": "terverifikasi"}, "kunci"),
    "buka_tahun": boleh(PENINJAU, TETAP, "buka", "tutup"),
    "tutup_tahun": boleh(PENINJAU, TETAP, "buka", "tutup"),
}


class Jalan(RuleBasedStateMachine):
    """One value of Dinkes and its year; counts what it did over all runs."""

    cast: ClassVar[dict[str, Pengguna]]
    kunci: ClassVar[Any]
    hitung: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self):
        self.simpan_titik = transaction.savepoint()
        self.status, self.jendela, self.penyetuju = "tiada", "buka", ""
        self.aktif = set(ORANG)
        self.terbit: tuple[Any, ...] | None = None
        self.nilai = 0

    def teardown(self):
        transaction.savepoint_rollback(self.simpan_titik)

    @property
    def row(self) -> Realisasi | None:
        return self.kunci.get()

    def allowed(self, person: str, action: str) -> bool:
        entry = TABEL[action]
        if person not in self.aktif or person not in entry.siapa or self.jendela not in entry.jendela:
            return False
        if action == "urungkan" and person != self.penyetuju:
            return False
        return self.status in entry.dari

    @rule(person=st.sampled_from(ORANG), action=st.sampled_from(sorted(TABEL)))
    def anything(self, person, action):
        self.step(person, action)

    @rule(data=st.data())
    def something_allowed(self, data):
        pairs = [(p, a) for a in sorted(TABEL) for p in ORANG if self.allowed(p, a)]
        if pairs:
            self.step(*data.draw(st.sampled_from(pairs)))

    @rule(person=st.sampled_from(ORANG))
    def withdraw_or_give_back(self, person):
        active = person not in self.aktif
        self.aktif ^= {person}
        Keanggotaan.objects.filter(user=self.cast[person]).update(aktif=active)

    def step(self, person: str, action: str) -> None:
        wanted = self.allowed(person, action)
        user = Pengguna.objects.get(pk=self.cast[person].pk)
        try:
            with transaction.atomic():
                done = getattr(self, f"do_{action}")(user, self.row)
        except ServiceError:
            done = False
        done = done is not False
        self.hitung["langkah"] += 1
        self.hitung["boleh"] += done
        assert done == wanted, (person, action, self.status, self.jendela)
        if done:
            self.moved(person, action)

    def moved(self, person: str, action: str) -> None:
        self.status = TABEL[action].dari[self.status]
        windows = {"kunci": "kunci", "buka_kunci": "tutup", "buka_tahun": "buka", "tutup_tahun": "tutup"}
        self.jendela = windows.get(action, self.jendela)
        if action == "verifikasi":
            self.penyetuju = person
        if action in ("buka_kembali", "urungkan"):
            self.terbit = None
        if self.status in ("terverifikasi", "terkunci") and self.terbit is None:
            self.terbit = self.figures()

    def figures(self) -> tuple[Any, ...]:
        row = self.row
        return row.hasil, row.nilai_mentah, row.cuplikan, row.capaian

    @invariant()
    def the_database_agrees(self):
        if not hasattr(self, "status"):
            return
        row = self.row
        assert (row.status if row else "tiada") == self.status
        if row is not None:
            assert row.history.count() == row.version
            assert (self.status in ("terverifikasi", "terkunci")) == (self.terbit is not None)
        if self.terbit is not None:
            assert self.figures() == self.terbit

    def do_simpan(self, user, row):
        self.nilai += 1
        values = SEHAT | {"keluarga_sehat": str(self.nilai)}
        layanan.realisasi_save(user=user, kunci=self.kunci, nilai_mentah=values, version=row.version if row else 0)

    def do_ajukan(self, user, row):
        return row is not None and layanan.realisasi_submit(user=user, realisasi=row, version=row.version)

    def do_tarik(self, user, row):
        return row is not None and layanan.realisasi_withdraw(user=user, realisasi=row, version=row.version)

    def do_verifikasi(self, user, row):
        return row is not None and layanan.realisasi_verify(user=user, realisasi=row, version=row.version)

    def do_kembalikan(self, user, row):
        return row is not None and layanan.realisasi_return(user=user, realisasi=row, alasan="Uji.")

    def do_buka_kembali(self, user, row):
        return row is not None and layanan.realisasi_reopen(user=user, realisasi=row, alasan="Uji.")

    def do_urungkan(self, user, row):
        return row is not None and layanan.realisasi_unverify(user=user, realisasi=row, version=row.version)

    def year(self) -> TahunIsian:
        return TahunIsian.objects.select_related("pemda").get(pemda=self.kunci.instansi.pemda_id, tahun=2023)

    def do_kunci(self, user, row):
        tahun_lock(user=user, tahun_isian=self.year())

    def do_buka_kunci(self, user, row):
        tahun_unlock(user=user, tahun_isian=self.year(), alasan="Uji.")

    def do_buka_tahun(self, user, row):
        self._set_open(user, True)

    def do_tutup_tahun(self, user, row):
        self._set_open(user, False)

    def _set_open(self, user, dibuka):
        year = self.year()
        year.dibuka = dibuka
        tahun_isian_save(user=user, tahun_isian=year)


@pytest.fixture
def jalan(cast, lumajang, keluarga_sehat):
    """The machine with its cast, and a second reviewer."""
    member = akun_create(
        username="bappeda-dua", nama="Dua", peran=Peran.BAPPEDA, pemda=lumajang, instansi=None, password=None
    )
    Jalan.cast = cast | {"bappeda_dua": member.user}
    Jalan.kunci, Jalan.hitung = keluarga_sehat, Counter()
    return Jalan


def test_a_short_walk(jalan):
    run_state_machine_as_test(jalan, settings=settings(max_examples=8, stateful_step_count=30, deadline=None))
    assert jalan.hitung["langkah"] > 100
    assert jalan.hitung["boleh"] > 20


@pytest.mark.lama
def test_ten_thousand_steps(jalan, capsys):
    walk = settings(max_examples=300, stateful_step_count=60, deadline=None, derandomize=True)
    run_state_machine_as_test(jalan, settings=walk)
    with capsys.disabled():
        print(f"\nstatus_acak: {jalan.hitung['langkah']} langkah, {jalan.hitung['boleh']} dijalankan, 0 menyimpang")
    assert jalan.hitung["langkah"] >= 10_000
    assert jalan.hitung["boleh"] >= 3_000


def test_the_table_names_every_step_of_the_program():
    assert set(layanan.TRANSISI) <= set(TABEL)
