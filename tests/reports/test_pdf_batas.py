"""Hostile documents stop at their limits, name themselves, and leave web pages and other sections alone."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from reports import pdf_proses
from reports.bagian import CSS_BAGIAN, Susunan, susun
from reports.lampiran import lampiran_pdf
from reports.pdf import render_pdf
from reports.pdf_proses import PdfGagal, PdfSibuk, Permintaan
from tests.reports import pdf
from tests.reports.proses import own_processes
from tests.reports.test_pdf_bagian import sheets

BOM = {
    "baris": "<p>" + "x<br>" * 200_000,
    "tabel": "<table>" + "<tr><td>1<td>2</tr>" * 100_000 + "</table>",
    "rentang": "<table><tr><td colspan=1000 rowspan=1000>" + "<tr>" * 50_000 + "</table>",
    "var": "<style>p{--a:x;" + "".join(f"--{b}:{f'var(--{a})' * 9};" for a, b in pairwise("abcdefghij")) + "}</style>",
}  # fmt: skip


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """Nothing kept from other tests."""
    settings.PDF_SIMPANAN = tmp_path / "simpanan"


def html(body: str) -> str:
    return f'<!doctype html><html lang="id"><head><title>x</title></head><body class="berkas">{body}</body></html>'


@pytest.mark.parametrize("bom", BOM)
def test_a_bomb_stops_at_its_limit(bom, settings):
    settings.TEST = False
    with own_processes(PDF_DETIK=3, PDF_MEMORI_MB=600):
        start = time.monotonic()
        try:
            render_pdf(html(BOM[bom]), css=CSS_BAGIAN)
        except PdfGagal as error:
            assert "PDF" in error.pesan
        assert time.monotonic() - start < 30  # a busy machine also has to start the process


def test_too_long_names_the_time():
    with own_processes(PDF_DETIK=1), pytest.raises(PdfGagal, match="lebih dari 1 detik"):
        render_pdf(html(BOM["baris"]), css=CSS_BAGIAN)


def test_too_large_names_the_memory():
    with own_processes(PDF_MEMORI_MB=160), pytest.raises(PdfGagal, match="memori"):
        render_pdf(html("<table>" + "<tr><td>a<td>b</tr>" * 3_000), css=CSS_BAGIAN)


def test_nested_too_deep_names_itself():
    with own_processes(), pytest.raises(PdfGagal, match=r"bertingkat|mendadak"):
        render_pdf(html("<div>" * 900 + "x"), css=CSS_BAGIAN)


def test_after_a_failure_the_next_document_is_drawn():
    with own_processes(PDF_DETIK=20):
        with own_processes(PDF_DETIK=1), pytest.raises(PdfGagal):
            render_pdf(html(BOM["baris"]), css=CSS_BAGIAN)
        assert render_pdf(html("<p>x</p>"), css=CSS_BAGIAN).startswith(b"%PDF")


def test_a_killed_process_is_replaced():
    with own_processes() as kumpulan:
        render_pdf(html("<p>x</p>"), css=CSS_BAGIAN)
        (anak,) = kumpulan._free
        os.kill(anak.pid, signal.SIGKILL)
        assert render_pdf(html("<p>x</p>"), css=CSS_BAGIAN).startswith(b"%PDF")
        assert kumpulan._free[0].pid != anak.pid


def test_killed_at_work_it_says_so(monkeypatch):
    with own_processes():
        anak = pdf_proses.Anak()
        answer = anak._answer
        monkeypatch.setattr(anak, "_answer", lambda: anak._process.kill() or answer())
        with pytest.raises(PdfGagal, match="berhenti mendadak"):
            anak.ask(Permintaan(html(BOM["baris"]), CSS_BAGIAN), 30)


def test_the_process_gets_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "jangan-bocor")
    monkeypatch.setenv("DATABASE_URL", "postgres://rahasia")
    with own_processes() as kumpulan:
        render_pdf(html("<p>x</p>"), css=CSS_BAGIAN)
        with open(f"/proc/{kumpulan._free[0].pid}/environ") as file:
            names = {line.partition("=")[0] for line in file.read().split("\0")}
    assert names <= {"PATH", "HOME", "XDG_CACHE_HOME", "LANG", "LC_ALL", "TMPDIR", "SOURCE_DATE_EPOCH", "PWD", ""}


def test_never_more_than_two_at_work():
    most = [0]
    with own_processes() as kumpulan:
        real = pdf_proses.Anak.ask
        lock, now = threading.Lock(), [0]

        def ask(self, *args):
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            try:
                return real(self, *args)
            finally:
                with lock:
                    now[0] -= 1

        pdf_proses.Anak.ask = ask
        try:
            with ThreadPoolExecutor(6) as threads:
                list(
                    threads.map(
                        lambda n: kumpulan.ask(Permintaan(html(str(n)), CSS_BAGIAN), time.monotonic() + 60), range(8)
                    )
                )
        finally:
            pdf_proses.Anak.ask = real
        assert len(kumpulan._free) <= 2
    assert most == [2]


def test_other_pages_answer_while_bombs_are_drawn(client, db):
    """Five hostile documents at once: those beyond the queue are sent away, /sehat/ answers before any is done."""
    client.get("/sehat/")
    with own_processes(PDF_DETIK=4, PDF_ANTRE=3, PDF_TUNGGU=0.2), ThreadPoolExecutor(5) as threads:
        bombs = [threads.submit(render_pdf, html(BOM["baris"] + str(n)), css=CSS_BAGIAN) for n in range(5)]
        time.sleep(0.5)
        answered = client.get("/sehat/").status_code
        waiting = sum(not bomb.done() for bomb in bombs)
        errors = [bomb.exception() for bomb in bombs]
    assert answered == 200 and waiting == 3
    assert [type(e) for e in errors].count(PdfSibuk) in (2, 3)  # the third may wait too long for a place
    assert all(isinstance(e, PdfGagal) for e in errors)


def test_one_bad_section_of_forty_names_itself(monkeypatch):
    texts = [f"isi{n}." for n in range(40)]
    with own_processes() as kumpulan:
        real = pdf_proses.Anak.ask

        def ask(self, permintaan, detik):
            if "isi17." in permintaan.html:
                raise PdfGagal(pdf_proses.MATI)
            return real(self, permintaan, detik)

        monkeypatch.setattr(pdf_proses.Anak, "ask", ask)
        susunan = susun(sheets(*texts))
        text = pdf.text(susunan.data)
        with pytest.raises(PdfGagal, match=r"1 bagian tidak dapat disusun\. Instansi 17: Proses penyusun"):
            lampiran_pdf(sheets(*texts))
        assert len(kumpulan._free) <= 2
    assert [n for n, t in enumerate(texts) if t not in text] == [17]
    assert [g.nama for g in susunan.gagal] == ["Instansi 17"]
    assert "Instansi17Prosespenyusun" in text and "tidakbolehditandatangani" in text
    assert len(pdf.pages(susunan.data)) == 40


def test_all_sections_bad_is_no_file():
    with own_processes(PDF_DETIK=1), pytest.raises(PdfGagal, match="2 bagian tidak dapat disusun"):
        susun(sheets("K" * 60_000, "L" * 60_000))  # one word is the slowest text


def test_the_button_names_a_file_that_is_not_whole(login, monkeypatch):
    gagal = Susunan(b"%PDF", (pdf_gagal := type("G", (), {"nama": "Dinas", "pesan": "x"})(),))
    monkeypatch.setattr("reports.views.susun", lambda dokumen: gagal)
    response = login("bappeda").get("/penetapan/lumajang-2019-326/lampiran/1/pdf/")
    assert pdf_gagal in gagal.gagal
    assert 'filename="TIDAK-LENGKAP-lampiran-I-lumajang-2019-326.pdf"' in response["Content-Disposition"]


@pytest.mark.parametrize(("error", "status"), [(PdfSibuk("sibuk sekali"), 503), (PdfGagal("terlalu panjang"), 422)])
def test_the_button_says_why_there_is_no_file(login, monkeypatch, error, status):
    def fail(dokumen):
        raise error

    monkeypatch.setattr("reports.views.susun", fail)
    response = login("bappeda").get("/penetapan/lumajang-2019-326/lampiran/1/pdf/")
    assert (response.status_code, error.pesan in response.content.decode()) == (status, True)


def test_plain_text_of_the_page_stays_plain():
    """What a section is called is printed as typed on the page that names it."""
    from reports.bagian import _notice

    assert "<imgsrc=x>&amp;" in pdf.text(_notice("<img src=x>&amp;", PdfGagal("sebab")))
