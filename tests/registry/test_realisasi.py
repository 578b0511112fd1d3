"""Raw values in, a computed result out, and how it moves through its states."""

import pytest

from registry.models import Realisasi
from registry.services.errors import ServiceError
from registry.services.realisasi import (
    ConflictError,
    realisasi_reopen,
    realisasi_return,
    realisasi_save,
    realisasi_submit,
    realisasi_verify,
    realisasi_withdraw,
)

pytestmark = pytest.mark.django_db
NILAI = {"keluarga_sehat": "45", "keluarga_dikunjungi": "50"}


@pytest.fixture
def saved(cast, keluarga_sehat) -> Realisasi:
    return realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=NILAI, version=0)


@pytest.fixture
def submitted(cast, saved) -> Realisasi:
    return realisasi_submit(user=cast["dinkes"], realisasi=saved)


def test_it_works(saved):
    assert (saved.hasil, saved.kosong_kode, saved.status, saved.version) == ("90", None, "draf", 1)
    assert saved.cuplikan["langkah"][-1] == "(45 / 50) × 100 = 90,00"


def test_history_tells_who_and_why(cast, submitted):
    reasons = [(h.history_user, h.history_change_reason, h.status) for h in submitted.history.order_by("pk")]
    assert reasons == [(cast["dinkes"], "Isian disimpan", "draf"), (cast["dinkes"], "Ajukan", "diajukan")]


def test_a_blank_is_never_zero(cast, keluarga_sehat):
    row = realisasi_save(
        user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah={"keluarga_dikunjungi": "50"}, version=0
    )
    assert (row.hasil, row.kosong_kode) == (None, "belum_diisi")


def test_zero_denominator_is_a_named_outcome(cast, keluarga_sehat):
    values = NILAI | {"keluarga_dikunjungi": "0"}
    row = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=values, version=0)
    assert (row.hasil, row.kosong_kode, row.capaian) == (None, "penyebut_nol", None)


def test_the_second_of_two_edits_is_refused(cast, keluarga_sehat, saved):
    other = NILAI | {"keluarga_sehat": "46"}
    with pytest.raises(ConflictError) as caught:
        realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=other, version=0)
    assert caught.value.current.pk == saved.pk


@pytest.mark.parametrize("name", ["dinsos", "kepala", "bappeda", "admin", "pembaca", "balangan", "superuser"])
def test_nobody_else_enters(cast, keluarga_sehat, name):
    with pytest.raises(ServiceError):
        realisasi_save(user=cast[name], kunci=keluarga_sehat, nilai_mentah=NILAI, version=0)
    assert not Realisasi.objects.exists()


def test_what_is_blank_without_a_reason_cannot_be_submitted(cast, keluarga_sehat):
    row = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah={}, version=0)
    with pytest.raises(ServiceError, match="Belum dapat diajukan"):
        realisasi_submit(user=cast["dinkes"], realisasi=row)


def test_a_chosen_reason_can_be_submitted(cast, keluarga_sehat):
    values = NILAI | {"keluarga_sehat": {"kosong": "menunggu_rilis", "tanggal": "2024-03-01"}}
    row = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=values, version=0)
    assert realisasi_submit(user=cast["dinkes"], realisasi=row).status == "diajukan"


def test_submitted_values_do_not_change(cast, keluarga_sehat, submitted):
    with pytest.raises(ServiceError, match="diajukan"):
        realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=NILAI, version=submitted.version)


def test_return_needs_a_reason_and_opens_the_form(cast, keluarga_sehat, submitted):
    with pytest.raises(ServiceError, match="alasan"):
        realisasi_return(user=cast["bappeda"], realisasi=submitted, alasan="  ")
    row = realisasi_return(user=cast["bappeda"], realisasi=submitted, alasan="Lampirkan laporan survei.")
    again = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=NILAI, version=row.version)
    assert again.status == "dikembalikan"


def test_verified_changes_only_after_reopening(cast, submitted):
    row = realisasi_verify(user=cast["bappeda"], realisasi=submitted)
    with pytest.raises(ServiceError):
        realisasi_withdraw(user=cast["dinkes"], realisasi=row)
    row = realisasi_reopen(user=cast["bappeda"], realisasi=row, alasan="Angka BPS diperbarui.")
    assert (row.status, row.diverifikasi_oleh) == ("dikembalikan", None)


def test_withdraw_gives_the_draft_back(cast, submitted):
    assert realisasi_withdraw(user=cast["dinkes"], realisasi=submitted).status == "draf"


@pytest.mark.parametrize("name", ["dinkes", "dinsos", "admin", "pembaca", "bappeda_balangan"])
def test_only_bappeda_verifies(cast, submitted, name):
    user = cast[name]
    if name == "bappeda_balangan":  # may verify, but does not see the row of another Pemda
        assert not Realisasi.objects.visible_to(user).filter(pk=submitted.pk).exists()
        return
    with pytest.raises(ServiceError):
        realisasi_verify(user=user, realisasi=submitted)


def test_a_closed_year_takes_nothing(cast, lumajang, keluarga_sehat):
    year = lumajang.tahun_isian.get(tahun=2023)
    year.dibuka = False
    year.save()
    with pytest.raises(ServiceError, match="ditutup"):
        realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=NILAI, version=0)


def test_another_outcome_does_not_hide_what_is_missing(cast, keluarga_sehat):
    values = {"keluarga_sehat": {"kosong": "tidak_berlaku"}}
    row = realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=values, version=0)
    assert row.kosong_kode == "tidak_berlaku"
    with pytest.raises(ServiceError, match="dikunjungi» belum diisi"):
        realisasi_submit(user=cast["dinkes"], realisasi=row)
