"""Bappeda reviews: the queue, its marks, decisions, conflicts, and the quiet ones together."""

import pytest

from registry.models import Realisasi
from registry.services.keganjilan import Bahan, tanda_of
from registry.services.realisasi import realisasi_verify
from registry.services.verifikasi import antrean_of, berikutnya
from tests.registry.alur import SEHAT, ajukan, isi, kunci, lampirkan, target, verifikasi

pytestmark = pytest.mark.django_db


def row(hasil, capaian=None, kosong=None):
    return Realisasi(hasil=hasil, capaian=capaian, kosong_kode=kosong)


@pytest.mark.parametrize(
    ("now", "then", "marks"),
    [
        (row("90", "99"), row("85"), []),
        (row("90", "99"), row("50"), ["lonjakan"]),
        (row("40", "99"), row("90"), ["lonjakan"]),
        (row("90", "99"), row("90"), ["sama"]),
        (row("90", "151"), None, ["tinggi"]),
        (row("90", "150"), None, []),
        (row("90", "100"), row("90"), ["tepat", "sama"]),
        (row("5", "99"), row("0"), ["lonjakan"]),
        (row("0", "99"), row("0"), ["sama"]),
        (row(None, None, "menunggu_rilis"), row("90"), ["kosong"]),
        (row("90", "99"), row(None, None, "belum_diisi"), []),
    ],
)
def test_marks(now, then, marks):
    assert [tanda.kode for tanda in tanda_of(Bahan(now, then))] == marks


def test_the_odd_come_first(login, cast, keluarga_sehat):
    quiet = ajukan(cast, kunci("lmj19-dinkes-02", "dinkes"), nilai_of("lmj19-dinkes-02"))
    verifikasi(cast, kunci("lmj19-dinkes-01", "dinkes", 2022), SEHAT | {"keluarga_sehat": "10"})
    odd = ajukan(cast, keluarga_sehat)
    queue = antrean_of(cast["bappeda"])
    assert queue[0].realisasi.pk == odd.pk and quiet.pk in [i.realisasi.pk for i in queue]
    assert "naik tajam dari tahun lalu" in login("bappeda").get("/verifikasi/").text


def nilai_of(kode):
    """A plain value for each variable that is entered."""
    from registry.models import Variabel

    rows = Variabel.objects.filter(rumus__indikator__kode=kode, rumus__status="berlaku", asal="isian")
    return {v.nama: "50" if not v.anggota else ["50"] * len(v.anggota) for v in rows}


def decide(client, pk, action, **data):
    return client.post(f"/verifikasi/{pk}/{action}/", {"version": 2, "saringan": ""} | data)


def test_approve(login, cast, keluarga_sehat):
    submitted = ajukan(cast, keluarga_sehat)
    assert decide(login("bappeda"), submitted.pk, "setujui").status_code == 302
    submitted.refresh_from_db()
    assert (submitted.status, submitted.diverifikasi_oleh) == ("terverifikasi", cast["bappeda"])


def test_return_with_a_reason(login, cast, keluarga_sehat):
    submitted = ajukan(cast, keluarga_sehat)
    decide(login("bappeda"), submitted.pk, "kembalikan", alasan="Pembilang keliru.")
    submitted.refresh_from_db()
    assert (submitted.status, submitted.alasan) == ("dikembalikan", "Pembilang keliru.")


@pytest.mark.parametrize("action", ["kembalikan", "buka-kembali"])
def test_without_a_reason_nothing_happens(login, cast, keluarga_sehat, action):
    step = ajukan if action == "kembalikan" else verifikasi
    before = step(cast, keluarga_sehat)
    response = decide(login("bappeda"), before.pk, action, alasan="  ", version=before.version)
    assert response.status_code == 422 and "Tulis alasannya" in response.text
    assert Realisasi.objects.get(pk=before.pk).status == before.status


def test_reopen(login, cast, keluarga_sehat):
    verified = verifikasi(cast, keluarga_sehat)
    decide(login("bappeda"), verified.pk, "buka-kembali", alasan="Data baru.", version=verified.version)
    assert Realisasi.objects.get(pk=verified.pk).status == "dikembalikan"


def test_the_second_of_two_decisions_meets_a_conflict_page(login, cast, keluarga_sehat):
    submitted = ajukan(cast, keluarga_sehat)
    realisasi_verify(user=cast["bappeda"], realisasi=submitted)
    response = decide(login("bappeda"), submitted.pk, "kembalikan", alasan="Alasan yang panjang.")
    assert response.status_code == 409 and "Alasan yang panjang." in response.text
    assert Realisasi.objects.get(pk=submitted.pk).status == "terverifikasi"


@pytest.mark.parametrize("action", ["setujui", "kembalikan"])
def test_a_page_that_is_out_of_date_decides_nothing(login, cast, keluarga_sehat, action):
    submitted = ajukan(cast, keluarga_sehat)
    response = decide(login("bappeda"), submitted.pk, action, alasan="x", version=1)
    assert response.status_code == 409
    assert Realisasi.objects.get(pk=submitted.pk).status == "diajukan"


def test_withdrawn_in_the_meantime(login, cast, keluarga_sehat):
    from registry.services.realisasi import realisasi_withdraw

    submitted = ajukan(cast, keluarga_sehat)
    realisasi_withdraw(user=cast["dinkes"], realisasi=submitted)
    response = decide(login("bappeda"), submitted.pk, "kembalikan", alasan="Alasan saya.")
    assert response.status_code == 409 and "Alasan saya." in response.text and "90" not in response.text


def test_after_a_decision_comes_the_next(login, cast, keluarga_sehat):
    first = ajukan(cast, keluarga_sehat)
    second = ajukan(cast, kunci("lmj19-dinkes-02", "dinkes"), nilai_of("lmj19-dinkes-02"))
    order = [item.realisasi.pk for item in antrean_of(cast["bappeda"])]
    response = decide(login("bappeda"), order[0], "setujui", saringan="opd=dinkes")
    assert response.url == f"/verifikasi/{order[1]}/?opd=dinkes" and {first.pk, second.pk} == set(order)


def test_next_is_the_one_below_then_the_first_left(cast, keluarga_sehat):
    queue = [type("Item", (), {"realisasi": Realisasi(pk=pk)}) for pk in (1, 2, 3)]
    assert [berikutnya(queue, pk) for pk in (1, 2, 3, 9)] == [2, 3, 1, 1]
    assert berikutnya(queue[:1], 1) is None


LAIN = ["dinkes", "dinsos", "kepala", "admin", "pembaca", "balangan", "bappeda_balangan", "admin_balangan", "superuser"]


@pytest.mark.parametrize("name", LAIN)
def test_nobody_else_decides(login, cast, keluarga_sehat, name):
    submitted = ajukan(cast, keluarga_sehat)
    for action in ("setujui", "kembalikan", "buka-kembali"):
        assert decide(login(name), submitted.pk, action, alasan="x").status_code == 404
    login(name).post("/verifikasi/bersama/", {"item": f"{submitted.pk}:2"})
    assert Realisasi.objects.get(pk=submitted.pk).status == "diajukan"


def test_a_draft_is_not_in_the_queue(login, cast, keluarga_sehat):
    draft = isi(cast, keluarga_sehat)
    assert antrean_of(cast["bappeda"]) == []
    assert login("bappeda").get(f"/verifikasi/{draft.pk}/").status_code == 404


def test_the_quiet_ones_together(login, cast, keluarga_sehat):
    target(keluarga_sehat, "85")
    quiet = ajukan(cast, keluarga_sehat)
    lampirkan(quiet)
    page = login("bappeda").get("/verifikasi/bersama/")
    assert f'value="{quiet.pk}:2"' in page.text
    response = login("bappeda").post(
        "/verifikasi/bersama/", {"item": [f"{quiet.pk}:2", "9:9", "x", "1:2:3"]}, follow=True
    )
    assert "1 realisasi disetujui." in response.text
    assert Realisasi.objects.get(pk=quiet.pk).status == "terverifikasi"


def test_what_moved_on_is_left_alone_and_told(login, cast, keluarga_sehat):
    quiet = ajukan(cast, keluarga_sehat)
    response = login("bappeda").post("/verifikasi/bersama/", {"item": f"{quiet.pk}:1"}, follow=True)
    assert "0 realisasi disetujui." in response.text and "orang lain" in response.text
    assert Realisasi.objects.get(pk=quiet.pk).status == "diajukan"


def test_filters_of_the_queue(login, cast, keluarga_sehat):
    ajukan(cast, keluarga_sehat)
    for query, shown in (
        ({"opd": "dinkes"}, 1),
        ({"tahun": "2023"}, 1),
        ({"opd": "x", "tahun": "0"}, 1),
        ({"q": "1"}, 1),
    ):
        assert login("bappeda").get("/verifikasi/", query).context["shown"] == shown
    assert login("bappeda").get("/verifikasi/", {"opd": "dinkes", "sort": "-password"}).status_code == 200
