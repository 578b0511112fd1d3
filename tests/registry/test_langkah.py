"""Worked steps: kept by whoever saves or verifies, left out by a recomputation, and the same lines when read."""

import pytest

from registry.models import Realisasi
from registry.services.baris import recompute
from registry.services.bukti import bukti_of
from registry.services.realisasi import realisasi_reopen, realisasi_save, realisasi_submit, realisasi_verify

pytestmark = pytest.mark.django_db
NILAI = {"keluarga_sehat": "45", "keluarga_dikunjungi": "50"}
LANGKAH = "(45 / 50) × 100 = 90,00"


@pytest.fixture
def recomputed(cast, keluarga_sehat):
    """A value that a recomputation wrote last."""
    row = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=NILAI, version=0)
    Realisasi.objects.filter(pk=row.pk).update(hasil="1", cuplikan={})
    return recompute(row, None, "Uji")


def test_a_recomputation_leaves_out_what_can_be_drawn(recomputed):
    assert recomputed.hasil == "90"
    assert "langkah" not in recomputed.cuplikan
    shown = bukti_of(recomputed).langkah
    assert len(shown) == 2
    assert shown[-1] == LANGKAH


def test_the_lines_are_those_that_a_person_saved(cast, keluarga_sehat):
    row = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=NILAI, version=0)
    kept = bukti_of(row).langkah
    row.cuplikan.pop("langkah")
    assert bukti_of(row).langkah == kept


@pytest.mark.parametrize("blank", ["menunggu_rilis", "tidak_berlaku"])
def test_a_blank_keeps_its_steps(cast, keluarga_sehat, blank):
    values = NILAI | {"keluarga_sehat": {"kosong": blank}}
    row = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=values, version=0)
    kept = row.cuplikan["langkah"]
    Realisasi.objects.filter(pk=row.pk).update(kosong_kode="lain", cuplikan={})
    assert recompute(row, None, "Uji").cuplikan["langkah"] == kept


def test_steps_alone_are_no_change(cast, keluarga_sehat):
    row = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=NILAI, version=0)
    assert recompute(row, None, "Uji") is None
    Realisasi.objects.filter(pk=row.pk).update(cuplikan={**row.cuplikan, "satuan": "lain"})
    assert recompute(row, None, "Uji").version == 2


def test_verifying_keeps_them_for_good(cast, recomputed):
    submitted = realisasi_submit(user=cast["dinkes"], realisasi=recomputed)
    assert "langkah" not in submitted.cuplikan
    verified = realisasi_verify(user=cast["bappeda"], realisasi=submitted)
    assert verified.cuplikan["langkah"][-1] == LANGKAH
    assert verified.hasil == "90"
    reopened = realisasi_reopen(user=cast["bappeda"], realisasi=verified, alasan="Angka diralat.")
    assert bukti_of(reopened).langkah[-1] == LANGKAH
