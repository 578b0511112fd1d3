"""Long exports: asked for, done by a worker, found again; a dead worker and a bad document spoil nothing."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from registry.models import Keanggotaan, Pekerjaan
from registry.services import pekerjaan as jasa
from registry.services.errors import ServiceError
from reports import tugas
from reports.bagian import Gagal, Susunan
from reports.pdf_proses import PdfGagal

BARU, DAFTAR = "/unduhan/baru/", "/unduhan/"
LAMPIRAN = {"jenis": "lampiran", "bentuk": "docx"}
BALANGAN = "bappeda_balangan"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def minta(login):
    """`minta(data)`: an export that Bappeda of Balangan asked for."""

    def ask(data=LAMPIRAN) -> Pekerjaan:
        assert login(BALANGAN).post(BARU, data).status_code == 302
        return Pekerjaan.objects.latest("pk")

    return ask


def work(row: Pekerjaan) -> Pekerjaan:
    tugas.kerjakan.func(str(row.kunci))
    row.refresh_from_db()
    return row


def archive(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_it_works(minta, login):
    row = work(minta({"jenis": "lampiran", "bentuk": "pdf"}))
    assert (row.status, row.selesai, row.jumlah, row.gagal) == ("selesai", 1, 1, [])
    response = login(BALANGAN).get(f"/unduhan/{row.kunci}/berkas/")
    files = archive(b"".join(response.streaming_content))
    assert list(files) == ["lampiran-balangan-setwan-2023.pdf", "DAFTAR ISI.txt"]
    direct = login(BALANGAN).get("/penetapan/balangan-setwan-2023/lampiran/pdf/").content
    assert files["lampiran-balangan-setwan-2023.pdf"] == direct


def test_the_task_waits_with_the_job(minta):
    row = minta()
    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs["args"]) == ("reports.tugas.kerjakan", [str(row.kunci)])


def test_recaps_of_all_instansi(minta):
    row = work(minta({"jenis": "rekap", "tahun": "2023", "bentuk": "xlsx"}))
    names = list(archive(jasa.berkas(row).read_bytes()))
    assert row.status == "selesai", row.pesan
    assert "rekap-realisasi-setwan-2023.xlsx" in names and names[-1] == "DAFTAR ISI.txt"


def test_twice_the_same_bytes_and_a_done_job_is_not_done_again(minta):
    row = work(minta())
    first = jasa.berkas(row).read_bytes()
    assert tugas.kerjakan.func(str(row.kunci)) == "dilewati"
    Pekerjaan.objects.update(status="antre")
    assert jasa.berkas(work(row)).read_bytes() == first


def test_a_document_that_fails_names_itself(minta, monkeypatch):
    def fail(*args):
        raise PdfGagal("Terlalu panjang.")

    rekap = {"jenis": "rekap", "tahun": "2023", "bentuk": "pdf"}
    real = tugas._of_instansi
    places = []

    def second(job, place):
        places.append(place.nama)
        return fail() if len(places) == 2 else (f"{place.kode}.pdf", b"x", []) if real else None

    monkeypatch.setattr(tugas, "_of_instansi", second)
    row = work(minta(rekap))
    files = archive(jasa.berkas(row).read_bytes())
    assert (row.status, row.gagal) == ("tidak_lengkap", [{"nama": places[1], "pesan": "Terlalu panjang."}])
    assert len(files) == len(places)
    assert f"- {places[1]}: Terlalu panjang." in files["DAFTAR ISI.txt"].decode()


def test_a_section_that_fails_names_itself(minta, monkeypatch, login):
    monkeypatch.setattr(tugas, "susun", lambda dokumen: Susunan(b"%PDF", (Gagal("Dinas X", "Sebab."),)))
    row = work(minta({"jenis": "lampiran", "bentuk": "pdf"}))
    assert row.status == "tidak_lengkap" and row.gagal[0]["nama"].endswith(": Dinas X")
    assert "TIDAK-LENGKAP-lampiran-balangan-setwan-2023.pdf" in archive(jasa.berkas(row).read_bytes())
    assert "TIDAK-LENGKAP-" in login(BALANGAN).get(f"/unduhan/{row.kunci}/berkas/")["Content-Disposition"]
    assert "Dinas X: Sebab." in login(BALANGAN).get(f"/unduhan/{row.kunci}/").content.decode()


def test_nothing_at_all_is_no_file(minta, monkeypatch):
    monkeypatch.setattr(tugas, "_of_penetapan", lambda *args: 1 / 0)
    row = work(minta())
    assert (row.status, jasa.berkas(row).exists()) == ("gagal", False)
    assert "Laporkan kepada admin" in row.pesan


def test_a_dead_worker_is_noticed_and_the_job_waits_again(minta):
    row = jasa.pekerjaan_claim(kunci=str(minta().kunci))
    assert jasa.pekerjaan_recover() == []
    Pekerjaan.objects.update(detak=timezone.now() - timedelta(minutes=2))
    assert jasa.pekerjaan_recover() == [str(row.kunci)]
    assert work(row).status == "selesai" and row.percobaan == 2


def test_after_three_dead_workers_it_says_so(minta):
    row = minta()
    for _ in range(3):
        jasa.pekerjaan_claim(kunci=str(row.kunci))
        Pekerjaan.objects.update(detak=timezone.now() - timedelta(minutes=2))
        jasa.pekerjaan_recover()
    row.refresh_from_db()
    assert (row.status, jasa.pekerjaan_recover()) == ("gagal", [])
    assert "berhenti 3 kali" in row.pesan


def test_a_worker_that_was_thought_dead_keeps_nothing(minta):
    old = jasa.pekerjaan_claim(kunci=str(minta().kunci))
    Pekerjaan.objects.update(giliran=uuid.uuid4())
    with pytest.raises(jasa.TurnLost):
        tugas._do(old)
    assert list(jasa.folder().glob("*")) == []


def test_who_lost_the_role_gets_nothing(minta, login):
    row = minta()
    Keanggotaan.objects.filter(user=row.pemohon).update(peran="pembaca")
    assert work(row).pesan == jasa.HAK_BERUBAH
    assert login(BALANGAN).get(f"/unduhan/{row.kunci}/").status_code == 404


@pytest.mark.parametrize("who", ["admin_balangan", "bappeda", "dinkes", "balangan", "superuser"])
def test_nobody_else_finds_it(minta, login, who):
    row = work(minta())
    for path in ("", "berkas/"):
        assert login(who).get(f"/unduhan/{row.kunci}/{path}").status_code == 404


def test_the_same_again_is_the_one_that_waits_and_three_are_enough(minta, login):
    assert minta() == minta()
    for bentuk in ("pdf", "xlsx"):
        minta({**LAMPIRAN, "bentuk": bentuk})
    response = login(BALANGAN).post(BARU, {"jenis": "rekap", "tahun": "2023", "bentuk": "pdf"})
    assert (response.status_code, "Masih ada 3 unduhan" in response.content.decode()) == (422, True)


def test_a_recap_needs_its_year(login):
    response = login(BALANGAN).post(BARU, {"jenis": "rekap", "bentuk": "pdf"})
    assert (response.status_code, "Pilih tahun rekapnya." in response.content.decode()) == (422, True)


def test_without_a_worker_the_page_says_so(minta, login):
    row = minta()
    page = login(BALANGAN).get(DAFTAR).content.decode()
    assert "Menunggu giliran" in page and "iku-pekerja" not in page
    Pekerjaan.objects.update(antre_pada=timezone.now() - timedelta(minutes=2))
    assert "iku-pekerja" in login(BALANGAN).get(DAFTAR).content.decode()
    Pekerjaan.objects.create(
        pemda=row.pemda, pemohon=row.pemohon, peran=row.peran, jenis="rekap", judul="x",
        status="berjalan", detak=timezone.now(), giliran=uuid.uuid4(),
    )  # fmt: skip
    assert "iku-pekerja" not in login(BALANGAN).get(DAFTAR).content.decode()


def test_the_bar_moves_and_stops_asking_when_done(minta, login):
    row = minta()
    Pekerjaan.objects.update(
        status="berjalan", selesai=3, jumlah=7, langkah="Dinas X", detak=timezone.now(), giliran=uuid.uuid4()
    )
    page = login(BALANGAN).get(f"/unduhan/{row.kunci}/").content.decode()
    assert 'value="3" max="7"' in page and "3 dari 7 – Dinas X" in page and "every 2s" in page
    Pekerjaan.objects.update(status="selesai", giliran=None)
    assert "every 2s" not in login(BALANGAN).get(f"/unduhan/{row.kunci}/").content.decode()


def test_a_failed_one_can_be_asked_for_again(minta, login):
    row = minta()
    with pytest.raises(ServiceError):
        jasa.pekerjaan_retry(pekerjaan=row)
    Pekerjaan.objects.update(status="gagal", percobaan=3)
    login(BALANGAN).post(f"/unduhan/{row.kunci}/ulang/")
    assert DBTaskResult.objects.count() == 2
    assert work(row).status == "selesai"


def test_old_ones_go_with_their_files(minta):
    row = work(minta())
    (jasa.folder() / f".{uuid.uuid4().hex}.x").write_bytes(b"")
    assert jasa.pekerjaan_forget() == 0
    assert [p.name for p in jasa.folder().iterdir()] == [jasa.berkas(row).name]
    Pekerjaan.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert jasa.pekerjaan_forget() == 1
    assert list(jasa.folder().iterdir()) == []


def test_a_file_that_is_gone_says_so(minta, login):
    row = work(minta())
    jasa.berkas(row).unlink()
    page = login(BALANGAN).get(f"/unduhan/{row.kunci}/berkas/", follow=True).content.decode()
    assert "sudah dihapus dari server" in page


def test_queries_do_not_grow_with_the_rows(minta, login):
    row = work(minta())
    client, counts = login(BALANGAN), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(DAFTAR)
        counts.append(len(queries))
        more = {"pemda": row.pemda, "pemohon": row.pemohon, "peran": row.peran, "jenis": "rekap", "judul": "x"}
        Pekerjaan.objects.bulk_create(Pekerjaan(status="gagal", **more) for _ in range(19))
    assert counts[0] == counts[1]
