"""The proof of one number, and the comments on it."""

import pytest

from registry.models import Catatan, Rumus
from registry.services.bukti import bukti_of
from registry.services.catatan import catatan_create
from registry.services.errors import ServiceError
from tests.registry.alur import ajukan, isi, target, verifikasi

pytestmark = pytest.mark.django_db


def test_it_works(login, cast, keluarga_sehat):
    target(keluarga_sehat, "80")
    row = verifikasi(cast, keluarga_sehat)
    page = login("bappeda").get(f"/realisasi/{row.pk}/")
    assert page.status_code == 200
    for told in ("(45 / 50) × 100 = 90,00", "112,50 %", "Diajukan", "Diverifikasi", "188.45/326"):
        assert told in page.text


def test_the_proof_stays_when_the_formula_changes(cast, keluarga_sehat):
    row = verifikasi(cast, keluarga_sehat)
    rumus = Rumus.objects.get(pk=row.rumus_id)
    rumus.ekspresi = "keluarga_sehat"
    rumus.save()
    row.refresh_from_db()
    proof = bukti_of(row)
    assert proof.ekspresi == "keluarga_sehat / keluarga_dikunjungi * 100" and proof.hasil == "90,00"


def test_a_blank_is_told_with_its_reason(login, cast, keluarga_sehat):
    blank = {"keluarga_sehat": {"kosong": "menunggu_rilis", "tanggal": "2024-03-01"}, "keluarga_dikunjungi": "50"}
    page = login("bappeda").get(f"/realisasi/{verifikasi(cast, keluarga_sehat, blank).pk}/")
    assert "menunggu rilis (diperkirakan 1 Maret 2024)" in page.text and ">0,00<" not in page.text


@pytest.mark.parametrize(
    ("step", "may"),
    [(isi, {"dinkes", "admin"}), (ajukan, {"dinkes", "admin", "bappeda"}),
     (verifikasi, {"dinkes", "admin", "bappeda", "pembaca"})],
)  # fmt: skip
def test_only_those_who_may_see_the_value_see_its_proof(login, cast, keluarga_sehat, step, may):
    pk = step(cast, keluarga_sehat).pk
    people = ["dinkes", "dinsos", "kepala", "admin", "bappeda", "pembaca", "balangan", "bappeda_balangan", "superuser"]
    assert {name for name in people if login(name).get(f"/realisasi/{pk}/").status_code == 200} == may


def test_a_comment_is_added_and_listed(login, cast, keluarga_sehat):
    pk = ajukan(cast, keluarga_sehat).pk
    response = login("bappeda").post(f"/realisasi/{pk}/catatan/", {"teks": " Mohon lampirkan PIS-PK. "}, follow=True)
    assert "Mohon lampirkan PIS-PK." in response.text and Catatan.objects.get().penulis == cast["bappeda"]


@pytest.mark.parametrize("teks", ["", "   ", "x" * 2001])
def test_a_comment_that_cannot_be_kept_is_shown_again(login, cast, keluarga_sehat, teks):
    pk = ajukan(cast, keluarga_sehat).pk
    response = login("bappeda").post(f"/realisasi/{pk}/catatan/", {"teks": teks})
    assert response.status_code == 422 and not Catatan.objects.exists()
    assert teks.strip() in response.text


@pytest.mark.parametrize("name", ["pembaca", "admin", "dinsos", "balangan", "superuser"])
def test_who_only_reads_does_not_comment(login, cast, keluarga_sehat, name):
    row = verifikasi(cast, keluarga_sehat)
    assert login(name).post(f"/realisasi/{row.pk}/catatan/", {"teks": "x"}).status_code == 404
    with pytest.raises(ServiceError):
        catatan_create(user=cast[name], realisasi=row, teks="x")
    assert not Catatan.objects.exists()
