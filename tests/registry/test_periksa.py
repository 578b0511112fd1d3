"""The screen of one value: last year beside it, what changed, marks, ready reasons, undo, word to the OPD."""

import datetime
from unittest.mock import patch

import pytest
from django.utils import timezone

from registry.models import BuktiDukung, Pemberitahuan, Penanda, Realisasi
from registry.services.beda import beda_of, unchanged
from registry.services.putusan import putusan_approve, putusan_return, putusan_undo, verifikasi_many
from registry.services.realisasi import BATAS_URUNG, realisasi_save, realisasi_submit
from registry.services.verifikasi import antrean_of
from tests.registry.alur import SEHAT, ajukan, isi, kunci, lampirkan, target, verifikasi
from tests.registry.test_verifikasi import decide, nilai_of

pytestmark = pytest.mark.django_db
LAIN = ["dinkes", "dinsos", "kepala", "admin", "pembaca", "balangan", "bappeda_balangan", "superuser"]


def page(login, row, **query):
    return login("bappeda").get(f"/verifikasi/{row.pk}/", query)


def kembalikan(cast, row, alasan="Pembilang keliru.") -> Realisasi:
    return putusan_return(user=cast["bappeda"], realisasi=row, alasan=alasan, version=row.version)


def ajukan_lagi(cast, key, nilai=SEHAT, **teks) -> Realisasi:
    row = realisasi_save(user=cast["dinkes"], kunci=key, nilai_mentah=nilai, version=key.get().version, teks=teks)
    return realisasi_submit(user=cast["dinkes"], realisasi=row)


def test_it_works(login, cast, keluarga_sehat):
    target(keluarga_sehat, "85")
    verifikasi(cast, kunci("lmj19-dinkes-01", "dinkes", 2022), {"keluarga_sehat": "40", "keluarga_dikunjungi": "80"})
    text = page(login, ajukan(cast, keluarga_sehat)).text
    assert "Nomor <strong>1</strong> dari 1" in text
    assert "−37,5 %" in text and "table-warning" in text  # 80 → 50 visited families
    assert "+12,5 %" in text
    assert "naik tajam dari tahun lalu" in text and "tanpa bukti dukung" in text
    assert "?sampai=2023" in text and "Lima tahun terakhir" in text


def test_the_chart_ends_with_the_year(login, cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    url = f"/indikator/{row.indikator_id}/grafik/{row.instansi_id}/"
    client = login("bappeda")
    assert "2023" not in client.get(url, {"sampai": "2020"}).text and "2023" in client.get(url, {"sampai": "x"}).text


def test_what_changed_since_it_came_back(login, cast, keluarga_sehat):
    back = kembalikan(cast, ajukan(cast, keluarga_sehat))
    lampirkan(back, "LKjIP")
    row = ajukan_lagi(cast, keluarga_sehat, SEHAT | {"keluarga_sehat": "40"}, kendala="Data terlambat.")
    beda = beda_of(row)
    told = {b.nama: (b.lama, b.baru) for b in beda.butir}
    assert told["Realisasi"] == ("90", "80") and told["Kendala"] == ("kosong", "Data terlambat.")
    assert ("45", "40") in told.values() and told["Bukti dukung"][0] == "belum ada"
    assert (beda.pengembalian.oleh, beda.pengembalian.alasan) == ("bappeda", "Pembilang keliru.")
    assert "<del>45</del>" in page(login, row).text


def test_the_same_again_is_a_sign(login, cast, keluarga_sehat):
    kembalikan(cast, ajukan(cast, keluarga_sehat))
    row = ajukan_lagi(cast, keluarga_sehat)
    assert "ulang" in {t.kode for t in antrean_of(cast["bappeda"])[0].tanda}
    assert "Tidak ada nilai, keterangan, atau bukti yang berubah" in page(login, row).text
    assert beda_of(row).butir == ()


@pytest.mark.parametrize("change", ["nilai", "keterangan", "bukti", "bukti_dihapus"])
def test_any_change_takes_the_sign_away(cast, keluarga_sehat, change):
    first = ajukan(cast, keluarga_sehat)
    old = lampirkan(first, "LKjIP")[0]
    kembalikan(cast, first)
    if change == "bukti":
        lampirkan(first, "BPS")
    if change == "bukti_dihapus":
        old.dihapus_pada = timezone.now()
        old.save()
    nilai = SEHAT | ({"keluarga_sehat": "44"} if change == "nilai" else {})
    row = ajukan_lagi(cast, keluarga_sehat, nilai, keterangan="Baru." if change == "keterangan" else "")
    assert unchanged([row]) == set() and beda_of(row).butir


def test_what_never_came_back_has_no_difference(cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    assert beda_of(row) is None and unchanged([row]) == set()
    assert beda_of(kembalikan(cast, row)) is None  # with the OPD: nothing of its typing is shown


def test_ready_made_reasons_work_without_javascript(login, cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    response = decide(login("bappeda"), row.pk, "kembalikan", siap=["bukti", "tertukar"], alasan="Segera.")
    row.refresh_from_db()
    assert response.status_code == 302 and row.status == "dikembalikan"
    lines = row.alasan.splitlines()
    assert lines[0].startswith("Lampirkan bukti") and "tertukar" in lines[1] and lines[2] == "Segera."


def test_a_ready_reason_is_not_said_twice_and_unknown_ones_are_refused(login, cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    assert decide(login("bappeda"), row.pk, "kembalikan", siap=["x"], alasan="y").status_code == 422
    typed = "Lampirkan bukti dukung sesuai butir «Sumber Data». Sampai Jumat."
    decide(login("bappeda"), row.pk, "kembalikan", siap=["bukti"], alasan=typed)
    assert Realisasi.objects.get(pk=row.pk).alasan == typed


def test_undo_right_after_approving(login, cast, keluarga_sehat):
    row, client = ajukan(cast, keluarga_sehat), login("bappeda")
    response = client.post(f"/verifikasi/{row.pk}/setujui/", {"version": 2}, follow=True)
    assert f"/verifikasi/{row.pk}/urungkan/" in response.text
    client.post(f"/verifikasi/{row.pk}/urungkan/", {"version": 3})
    row.refresh_from_db()
    assert (row.status, row.diverifikasi_oleh) == ("diajukan", None)
    assert row.history.first().history_change_reason == "Persetujuan diurungkan"
    assert "urungkan/" not in client.get("/verifikasi/").text


@pytest.mark.parametrize("case", ["late", "other", "moved"])
def test_undo_is_for_a_slip_of_the_hand(login, cast, keluarga_sehat, case):
    row = verifikasi(cast, keluarga_sehat)
    if case == "late":
        row.diverifikasi_pada = timezone.now() - BATAS_URUNG - datetime.timedelta(seconds=1)
    if case == "other":
        row.diverifikasi_oleh = cast["admin"]
    row.save()
    version = 1 if case == "moved" else 3
    login("bappeda").post(f"/verifikasi/{row.pk}/urungkan/", {"version": version})
    assert Realisasi.objects.get(pk=row.pk).status == "terverifikasi"


@pytest.mark.parametrize("name", LAIN)
def test_nobody_else_undoes_or_marks(login, cast, keluarga_sehat, name):
    row, client = verifikasi(cast, keluarga_sehat), login(name)
    for action in ("urungkan", "tandai", "lepas-tanda"):
        assert client.post(f"/verifikasi/{row.pk}/{action}/", {"version": 3}).status_code == 404
    assert client.get("/verifikasi/ditandai/").status_code == (200 if name == "bappeda_balangan" else 404)
    assert Realisasi.objects.get(pk=row.pk).status == "terverifikasi" and not Penanda.objects.exists()


def test_a_mark_is_set_shown_filtered_and_taken_off(login, cast, keluarga_sehat):
    row, client = ajukan(cast, keluarga_sehat), login("bappeda")
    lampirkan(row)
    client.post(f"/verifikasi/{row.pk}/tandai/", {"teks": "Tanya Dinkes dahulu"})
    assert client.get("/verifikasi/", {"ditandai": "ya"}).context["shown"] == 1
    assert "Tanya Dinkes dahulu" in client.get("/verifikasi/").text
    assert "Tanya Dinkes dahulu" in client.get("/verifikasi/ditandai/").text
    assert client.get("/verifikasi/").context["quiet"] == 0  # a marked value is not approved with others
    client.post(f"/verifikasi/{row.pk}/lepas-tanda/")
    assert client.get("/verifikasi/", {"ditandai": "ya"}).context["shown"] == 0
    mark = Penanda.objects.get()
    assert mark.dilepas_pada and [h.history_change_reason for h in mark.history.all()] == ["Tanda dilepas", "Ditandai"]


def test_marking_twice_is_one_mark_and_too_long_a_note_is_told(login, cast, keluarga_sehat):
    row, client = ajukan(cast, keluarga_sehat), login("bappeda")
    for teks in ("a", "a", "b"):
        client.post(f"/verifikasi/{row.pk}/tandai/", {"teks": teks})
    assert Penanda.objects.get().teks == "b" and Penanda.objects.get().history.count() == 2
    response = client.post(f"/verifikasi/{row.pk}/tandai/", {"teks": "x" * 301}, follow=True)
    assert "paling panjang 300" in response.text and Penanda.objects.get().teks == "b"


def test_the_opd_never_sees_a_mark(login, cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    login("bappeda").post(f"/verifikasi/{row.pk}/tandai/", {"teks": "kenari-penanda"})
    for path in (f"/realisasi/{row.pk}/", "/isian/", f"/indikator/{row.indikator_id}/riwayat/", "/pemberitahuan/"):
        assert "kenari-penanda" not in login("dinkes").get(path).text


def test_the_opd_is_told_of_each_return_with_its_reason(cast, keluarga_sehat):
    kembalikan(cast, ajukan(cast, keluarga_sehat), "Lampirkan daftar keluarga.")
    row = Pemberitahuan.objects.get()
    assert (row.penerima, row.jenis, row.isi) == (cast["dinkes"], "dikembalikan", "Lampirkan daftar keluarga.")
    assert row.judul.startswith("Dikembalikan: Persentase keluarga sehat")


def test_approvals_go_into_one_message_and_undo_takes_it_back(cast, keluarga_sehat):
    first = ajukan(cast, keluarga_sehat)
    second = ajukan(cast, kunci("lmj19-dinkes-02", "dinkes"), nilai_of("lmj19-dinkes-02"))
    done = [putusan_approve(user=cast["bappeda"], realisasi=row, version=2) for row in (first, second)]
    row = Pemberitahuan.objects.get()
    assert row.judul == "2 realisasi 2023 diverifikasi" and len(row.isi.splitlines()) == 2
    putusan_undo(user=cast["bappeda"], realisasi=done[0], version=3)
    assert Pemberitahuan.objects.get().judul == "1 realisasi 2023 diverifikasi"
    putusan_undo(user=cast["bappeda"], realisasi=done[1], version=3)
    assert not Pemberitahuan.objects.exists()


def test_whoever_has_read_of_an_approval_hears_of_the_undo(cast, keluarga_sehat):
    done = putusan_approve(user=cast["bappeda"], realisasi=ajukan(cast, keluarga_sehat), version=2)
    Pemberitahuan.objects.update(dibaca_pada=timezone.now())
    putusan_undo(user=cast["bappeda"], realisasi=done, version=3)
    assert Pemberitahuan.objects.unread().get().judul.startswith("Persetujuan diurungkan")


def test_a_form_sent_twice_tells_once(cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    for _ in range(2):
        putusan_approve(user=cast["bappeda"], realisasi=Realisasi.objects.get(pk=row.pk), version=2)
    assert Pemberitahuan.objects.get().judul == "1 realisasi 2023 diverifikasi"


def test_comments_reach_the_other_side(login, cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    login("bappeda").post(f"/realisasi/{row.pk}/catatan/", {"teks": "Dari mana angkanya?"})
    assert Pemberitahuan.objects.get().penerima == cast["dinkes"]
    login("dinkes").post(f"/realisasi/{row.pk}/catatan/", {"teks": "Dari e-PPGBM."})
    answer = Pemberitahuan.objects.get(penerima=cast["bappeda"])
    assert answer.alamat == f"/verifikasi/{row.pk}/#catatan" and answer.isi == "Dari e-PPGBM."


def test_a_failing_message_leaves_nothing_half_done(cast, keluarga_sehat):
    row = ajukan(cast, keluarga_sehat)
    with patch("registry.services.putusan.kabari_verified", side_effect=RuntimeError), pytest.raises(RuntimeError):
        putusan_approve(user=cast["bappeda"], realisasi=row, version=2)
    assert Realisasi.objects.get(pk=row.pk).status == "diajukan"


def test_bulk_in_parts_adds_up_and_names_what_was_refused(login, cast, keluarga_sehat):
    first, client = ajukan(cast, keluarga_sehat), login("bappeda")
    second = ajukan(cast, kunci("lmj19-dinkes-02", "dinkes"), nilai_of("lmj19-dinkes-02"))
    send = {"kunci": "a" * 32, "headers": {"accept": "application/json"}}
    headers = send.pop("headers")
    answers = [
        client.post("/verifikasi/bersama/", send | {"item": item}, headers=headers).json()
        for item in (f"{first.pk}:2", f"{second.pk}:1")
    ]
    assert answers[-1] == {"disetujui": 1, "ditolak": 1}
    text = client.get("/verifikasi/bersama/hasil/").text
    assert "1 realisasi disetujui." in text and "orang lain" in text and second.indikator.nama in text


def test_bulk_tells_each_person_once(cast, keluarga_sehat):
    rows = [ajukan(cast, keluarga_sehat)]
    rows += [ajukan(cast, kunci("lmj19-dinkes-02", "dinkes"), nilai_of("lmj19-dinkes-02"))]
    verifikasi_many(user=cast["bappeda"], items=[(row.pk, 2) for row in rows])
    assert Pemberitahuan.objects.get().judul == "2 realisasi 2023 diverifikasi"


def test_nothing_ticked_is_told(login):
    response = login("bappeda").post("/verifikasi/bersama/", {"kunci": "x"}, follow=True)
    assert "Centang paling sedikit satu" in response.text


def test_light_signs_only_when_asked_and_never_ticked(login, cast, keluarga_sehat):
    target(keluarga_sehat, "85")
    row, client = ajukan(cast, keluarga_sehat), login("bappeda")  # without evidence: a light sign
    assert f'value="{row.pk}:2"' not in client.get("/verifikasi/bersama/").text
    text = client.get("/verifikasi/bersama/", {"ringan": "1"}).text
    assert f'value="{row.pk}:2"' in text and " checked" not in text


def test_who_returned_it_stays_on_the_proof_but_not_for_a_pembaca(login, cast, keluarga_sehat):
    kembalikan(cast, ajukan(cast, keluarga_sehat))
    row = ajukan_lagi(cast, keluarga_sehat, SEHAT | {"keluarga_sehat": "44"})
    putusan_approve(user=cast["bappeda"], realisasi=row, version=row.version)
    assert "Pernah dikembalikan" in login("dinkes").get(f"/realisasi/{row.pk}/").text
    assert "Pernah dikembalikan" not in login("pembaca").get(f"/realisasi/{row.pk}/").text


def test_the_queue_and_the_screen_cost_the_same_for_many(login, cast, keluarga_sehat, django_assert_max_num_queries):
    client, first = login("bappeda"), ajukan(cast, keluarga_sehat)
    kembalikan(cast, first)
    first = ajukan_lagi(cast, keluarga_sehat)
    with django_assert_max_num_queries(99) as one:
        client.get("/verifikasi/")
    with django_assert_max_num_queries(99) as detail:
        page(login, first)
    for kode in ("lmj19-dinkes-02", "lmj19-dinkes-03"):
        row = ajukan(cast, kunci(kode, "dinkes"), nilai_of(kode))
        lampirkan(row)
    for kode in ("lmj19-dinsos-01", "lmj19-dinsos-02"):
        ajukan(cast, kunci(kode, "dinsos"), nilai_of(kode), oleh="dinsos")
    with django_assert_max_num_queries(len(one)) as many:
        client.get("/verifikasi/")
    with django_assert_max_num_queries(len(detail)):
        page(login, first)
    assert len(many) == len(one) <= 19 and BuktiDukung.objects.count() >= 2


def test_a_draft_has_no_screen(login, cast, keluarga_sehat):
    assert page(login, isi(cast, keluarga_sehat)).status_code == 404


def test_the_help_page_lists_every_sign(login):
    text = login("bappeda").get("/verifikasi/bantuan/").text
    assert "lebih dari 10 %" in text and "lebih dari 50 %" in text and "150 %" in text


def test_who_submitted_and_verified_stays_on_lists_and_in_the_export(login, cast, keluarga_sehat):
    import io

    from openpyxl import load_workbook

    verifikasi(cast, keluarga_sehat)
    stamp = "diajukan dinkes, "
    for path in ("/isian/?tahun=2023", f"/indikator/{keluarga_sehat.indikator.pk}/"):
        text = login("dinkes").get(path).text
        assert stamp in text and "diverifikasi bappeda, " in text
    body = login("bappeda").get("/indikator/unduh/?tahun=2023&q=keluarga+sehat").content
    sheet = load_workbook(io.BytesIO(body))["Indikator"]
    head = [cell.value for cell in sheet[1]]
    stamps = [sheet.cell(row, head.index("Cap 2023") + 1).value for row in range(2, sheet.max_row + 1)]
    assert any(stamp in (value or "") and "diverifikasi bappeda" in value for value in stamps)


def test_a_draft_that_was_withdrawn_carries_no_stamp(cast, keluarga_sehat):
    from registry.services.realisasi import realisasi_withdraw
    from registry.tulis import tulis_cap

    row = ajukan(cast, keluarga_sehat)
    assert tulis_cap(row).startswith("diajukan dinkes, ")
    assert tulis_cap(realisasi_withdraw(user=cast["dinkes"], realisasi=row)) == ""
