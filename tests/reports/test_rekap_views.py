"""Who gets which recap as page and as file; what one may not see answers 404; the command gives the same bytes."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Instansi, Pejabat
from reports.bentuk import BENTUK
from reports.penanda import is_head, signature, signers, without_titles
from tests.registry.alur import isi
from tests.reports import pdf

pytestmark = pytest.mark.django_db
QUERY = "?tempat=Lumajang&tanggal=28+Februari+2024"


@pytest.fixture
def dinkes(lumajang) -> Instansi:
    return Instansi.objects.select_related("pemda").get(pemda=lumajang, kode="dinkes")


@pytest.fixture
def page(dinkes) -> str:
    return f"/rekap/2023/{dinkes.pk}/"


def pejabat(dinkes, nama="dr. BUDI, M.Kes.", **more) -> Pejabat:
    fields = {"jabatan": "Kepala Dinas Kesehatan", "nip": "196905071989031004", "mulai": date(2020, 1, 1)}
    return Pejabat.objects.create(instansi=dinkes, nama=nama, pangkat="Pembina (IV/a)", **fields | more)


def test_it_works(login, page):
    for who in ("dinkes", "bappeda", "admin", "pembaca"):
        response = login(who).get(page)
        assert response.status_code == 200
        assert "REKAPITULASI REALISASI" in response.content.decode()


@pytest.mark.parametrize("who", ["dinsos", "kepala", "balangan", "bappeda_balangan", "superuser"])
@pytest.mark.parametrize("suffix", ["", "unduh/pdf/", "unduh/xlsx/"])
def test_another_s_recap_is_not_there(login, page, who, suffix):
    assert login(who).get(page + suffix).status_code == 404


@pytest.mark.parametrize("suffix", ["unduh/odt/", "unduh/PDF/"])
def test_there_are_four_forms(login, page, suffix):
    assert login("dinkes").get(page + suffix).status_code == 404


def test_unknown_years_and_groups_are_not_there(login, dinkes, lumajang):
    group = Instansi.objects.get(pemda=lumajang, jenis="kelompok")
    for path in (f"/rekap/1999/{dinkes.pk}/", f"/rekap/{10**30}/{dinkes.pk}/", f"/rekap/2023/{group.pk}/"):
        assert login("bappeda").get(path).status_code == 404


def test_strangers_sign_in_first_and_nothing_is_posted(client, login, page):
    assert client.get(page).status_code == 302
    assert login("dinkes").post(page).status_code == 405


def test_the_short_address_is_one_s_own(login):
    assert login("dinkes").get("/rekap/2023/").context["instansi"].kode == "dinkes"
    assert login("bappeda").get("/rekap/2023/").url == "/laporan/?tahun=2023"


def test_a_year_without_a_sheet_says_what_to_do(login, dinkes):
    response = login("dinkes").get(f"/rekap/2018/{dinkes.pk}/")
    assert "Tidak ada lembar IKU yang berlaku" in response.content.decode()
    assert response.context["tombol"] == ()


@pytest.mark.parametrize("bentuk", BENTUK)
def test_each_button_gives_its_file(login, page, bentuk):
    response = login("dinkes").get(f"{page}unduh/{bentuk}/{QUERY}")
    assert response.status_code == 200
    assert response["Content-Type"] == BENTUK[bentuk][1]
    assert response["Content-Disposition"] == f'attachment; filename="rekap-realisasi-dinkes-2023.{bentuk}"'


@pytest.mark.parametrize("bentuk", BENTUK)
def test_the_command_gives_the_same_bytes(login, cast, keluarga_sehat, page, tmp_path, bentuk):
    isi(cast, keluarga_sehat)
    path = tmp_path / "hasil"
    where = ("--pemda", "35.08", "--instansi", "dinkes", "--tahun", "2023", "--format", bentuk, "--output", str(path))
    call_command("rekap", *where, "--tanggal", "2024-02-28", "--alamat", "http://testserver/")
    assert path.read_bytes() == login("dinkes").get(f"{page}unduh/{bentuk}/{QUERY}").content


@pytest.mark.parametrize(
    ("change", "pesan"),
    [
        ({"--pemda": "99"}, "Pemda «99» tidak ada; yang ada: 35.08, 63.11"),
        ({"--instansi": "x"}, "Instansi «x» tidak ada di Kabupaten Lumajang."),
        ({"--tahun": "2018"}, "Tidak ada lembar IKU yang berlaku bagi Dinas Kesehatan pada tahun 2018."),
        ({"--format": "odt"}, "Format «odt» tidak dikenal; pakai pdf, docx, xlsx, html."),
        ({"--tanggal": "kemarin"}, "Bukan tanggal"),
        ({"--output": "/tidak/ada/x"}, "tidak dapat ditulis"),
    ],
)
def test_refusals_of_the_command(tmp_path, change, pesan):
    given = {"--pemda": "35.08", "--instansi": "dinkes", "--tahun": "2023", "--format": "html"}
    args = given | {"--output": str(tmp_path / "x")} | change
    with pytest.raises(CommandError, match=pesan):
        call_command("rekap", *[part for pair in args.items() for part in pair])


def test_nobody_recorded_gives_dotted_lines_and_the_way_out(login, page):
    assert "Minta admin Pemda mencatatnya" in login("dinkes").get(page).content.decode()
    assert "/pejabat/baru/" in login("admin").get(page).content.decode()
    assert "KEPALADINASKESEHATAN,....." in pdf.text(login("dinkes").get(f"{page}unduh/pdf/").content)


def test_the_signer_with_titles_rank_and_nip(login, page, dinkes):
    pejabat(dinkes)
    text = pdf.text(login("dinkes").get(f"{page}unduh/pdf/{QUERY}").content)
    signed = "Lumajang,28Februari2024KEPALADINASKESEHATAN,dr.BUDI,M.Kes.Pembina(IV/a)NIP.196905071989031004"
    assert signed in text


@pytest.mark.parametrize("status", ["plt", "plh", "pj"])
def test_who_stands_in_signs_before_the_head(dinkes, status):
    pejabat(dinkes)
    other = pejabat(dinkes, "SITI", status=status, mulai=date(2024, 1, 1), sampai=date(2024, 3, 31))
    assert signers(dinkes, date(2024, 2, 28))[0] == other
    block = signature(dinkes, other, "Lumajang", date(2024, 2, 28))
    assert block.jabatan == f"{status.capitalize()}. KEPALA DINAS KESEHATAN,"
    assert signers(dinkes, date(2024, 4, 1))[0].nama == "dr. BUDI, M.Kes."


def test_a_deputy_is_not_the_head(dinkes):
    head = pejabat(dinkes)
    pejabat(dinkes, "SEKRETARIS", jabatan="Sekretaris Dinas", mulai=date(2023, 1, 1))
    pejabat(dinkes, "KABID", jabatan="Kepala Bidang Kesehatan", mulai=date(2023, 1, 1))
    assert signers(dinkes, date(2024, 2, 28))[0] == head
    assert [is_head(j) for j in ("Camat Lumajang", "SEKRETARIS DAERAH", "Kepala Seksi X")] == [True, True, False]


def test_one_who_was_not_in_office_then_is_refused(login, page, dinkes):
    left = pejabat(dinkes, sampai=date(2022, 12, 31))
    response = login("dinkes").get(f"{page}{QUERY}&pejabat={left.pk}")
    assert response.status_code == 422
    assert "tidak menjabat pada tanggal itu" in response.content.decode()
    assert login("dinkes").get(f"{page}unduh/pdf/{QUERY}&pejabat={left.pk}").status_code == 422


@pytest.mark.parametrize("query", ["?tanggal=kemarin", "?pejabat=1", "?pejabat=x", f"?tempat={'x' * 61}"])
def test_what_cannot_be_read_is_told_and_kept(login, page, query):
    response = login("dinkes").get(page + query)
    assert response.status_code == 422
    assert query.split("=")[1] in response.content.decode()
    assert response.context["tombol"] == ()


def test_an_official_of_another_opd_cannot_be_chosen(login, page, lumajang):
    other = pejabat(Instansi.objects.get(pemda=lumajang, kode="dinsos"))
    assert login("dinkes").get(f"{page}?pejabat={other.pk}").status_code == 422


def test_titles_are_left_out_where_the_pemda_says_so(dinkes):
    dinkes.pemda.tampilkan_gelar = False
    assert signature(dinkes, pejabat(dinkes), "x", date(2024, 1, 1)).nama == "BUDI"
    names = ["H. THORIQUL HAQ, M.ML.", "Drs. AGUS TRIYONO, M.Si."]
    assert [without_titles(nama) for nama in names] == ["H. THORIQUL HAQ", "AGUS TRIYONO"]


def test_the_list_of_reports(login):
    assert [row[0].kode for row in login("dinkes").get("/laporan/?tahun=2023").context["rows"]] == ["dinkes"]
    assert len(login("pembaca").get("/laporan/?tahun=2023").context["rows"]) > 40
    assert "Laporan" in login("dinkes").get("/").content.decode()


def test_queries_of_the_page_do_not_grow(login, lumajang):
    client, counts = login("bappeda"), []
    for kode in ("dinkes", "pemda"):
        place = Instansi.objects.get(pemda=lumajang, kode=kode)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/rekap/2023/{place.pk}/")
        counts.append(len(queries))
    assert abs(counts[1] - counts[0]) <= 1 and max(counts) <= 34, counts  # 1: the scales, where a variable has one
