"""The trial print on the ready-to-sign page: a worker draws it; its result stays, and says when it is outdated."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.models import Pekerjaan, Pemda
from reports import pdf, pembekuan, tugas
from reports.bekukan import Cetakan
from reports.pdf_proses import LAMA, PdfGagal

KODE = "lumajang-kecamatan-2020"
SIAP, LAIN = f"/penetapan/{KODE}/siap-ttd/", "/penetapan/lumajang-setda-2023/siap-ttd/"
MINTA = {"periksa": "1", "jangkar": "$", "alasan-nomor": "Belum bernomor."}
LETAK = "Tanda tangan berdiri sendiri."


@pytest.fixture
def cetak(monkeypatch):
    """`cetak(…)`: what a print says, or how it fails."""

    def prints(result=None):
        def draw(rows, segel, kotak):
            if isinstance(result, Exception):
                raise result
            return result or Cetakan(b"%PDF-1.7", 7, (LETAK,), (), ())

        monkeypatch.setattr(pembekuan, "draw", draw)

    prints()
    return prints


@pytest.fixture
def minta(login):
    """`minta()`: the admin asks for a trial print; the page that answers, and the job."""

    def ask(path=SIAP) -> tuple[str, Pekerjaan]:
        answer = login("admin").post(path, MINTA)
        assert answer.status_code == 200
        return answer.content.decode(), Pekerjaan.objects.latest("pk")

    return ask


def work(row: Pekerjaan) -> Pekerjaan:
    tugas.kerjakan.func(str(row.kunci))
    row.refresh_from_db()
    return row


def test_it_works(minta, login, cetak):
    page, row = minta()
    assert "Menunggu giliran" in page and "Belum bernomor.</textarea>" in page, "what was typed stays"
    assert "Periksa cetakan sekarang" not in page
    row = work(row)
    assert (row.status, row.jumlah, row.hasil["halaman"], row.ada_berkas) == ("selesai", 2, 7, False)
    page = login("admin").get(SIAP).content.decode()
    assert LETAK in page and "(7 halaman)" in page and "«$» hanya satu" in page and "tidak berubah sejak itu" in page
    assert "Periksa cetakan sekali lagi" in page and "Hasil lama" not in page


def test_no_request_draws_anything(login, monkeypatch):
    def refuse(*args, **more):
        raise AssertionError("drawn in the request")

    monkeypatch.setattr(pdf, "kumpulan", refuse)
    client = login("admin")
    for kode in (SIAP, "/penetapan/lumajang-2019-326/siap-ttd/", "/penetapan/lumajang-2019-326/keputusan/siap-ttd/"):
        assert client.post(kode, MINTA).status_code == 200
        assert client.get(f"{kode}?letak=1").status_code == 200


def test_a_result_of_an_older_text_or_of_other_paper_is_outdated(minta, login, cetak):
    work(minta()[1])
    Pemda.objects.filter(kode="35.08").update(kertas="A4")
    page = login("admin").get(SIAP).content.decode()
    assert "Hasil lama" in page and "tidak berubah sejak itu" not in page and "Belum beres saat itu" in page
    work(minta()[1])
    assert "Hasil lama" not in login("admin").get(SIAP).content.decode()


def test_it_checks_what_stands_there_when_it_is_drawn(minta, login, cetak):
    _, row = minta()
    Pemda.objects.filter(kode="35.08").update(kertas="A4")
    work(row)
    assert "Hasil lama" not in login("admin").get(SIAP).content.decode()


def test_asked_twice_it_is_one_job_and_belongs_to_one_document(minta, login, cetak):
    _, row = minta()
    assert minta()[1] == row and Pekerjaan.objects.count() == 1
    work(row)
    other = login("admin").get(LAIN).content.decode()
    assert LETAK not in other and "Periksa cetakan sekarang" in other
    found = login("admin").get("/unduhan/").content.decode()
    assert f'href="{SIAP}#cetakan"' in found and "Unduh ZIP" not in found


def test_a_failed_one_says_why_and_can_be_asked_for_again(minta, login, cetak):
    cetak(PdfGagal(LAMA.format(detik=60)))
    row = work(minta()[1])
    page = login("admin").get(SIAP).content.decode()
    assert row.status == "gagal" and "lebih dari 60 detik" in page and "Periksa cetakan sekarang" in page
    assert page.count("<form") == page.count("</form>") and "unduhan/" + str(row.kunci) + "/ulang" not in page


def test_an_earlier_result_stays_beside_a_failed_one(minta, login, cetak):
    work(minta()[1])
    cetak(PdfGagal("Macet."))
    work(minta()[1])
    page = login("admin").get(SIAP).content.decode()
    assert "Macet." in page and LETAK in page


def test_without_a_worker_the_page_says_so(minta, login, cetak):
    _, row = minta()
    Pekerjaan.objects.filter(pk=row.pk).update(antre_pada=timezone.now() - timedelta(minutes=1))
    assert "Belum ada proses pekerja" in login("admin").get(SIAP).content.decode()


def test_too_many_jobs_are_refused_on_the_page(minta, login, cetak):
    for kode in ("lumajang-setda-2023", "lumajang-setwan-2018", "lumajang-2019-326"):
        minta(f"/penetapan/{kode}/siap-ttd/")
    page, _ = minta()
    assert "Masih ada 3 unduhan" in page and Pekerjaan.objects.count() == 3


def test_who_watches_is_told_when_it_has_ended(minta, login, cetak):
    _, row = minta()
    line = f"/unduhan/{row.kunci}/"
    assert "HX-Trigger" not in login("admin").get(line)
    work(row)
    assert "pekerjaan-berakhir" in login("admin").get(line)["HX-Trigger"]


def test_only_the_admin_asks(login, cetak):
    for name in ("bappeda", "dinkes", "pembaca", "admin_balangan"):
        assert login(name).post(SIAP, MINTA).status_code == 404
    assert not Pekerjaan.objects.exists()
