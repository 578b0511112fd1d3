"""Who gets which lampiran; what one may not see answers 404."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Penetapan
from tests.reports import pdf

HALAMAN = "/penetapan/{}/lampiran/{}/"
SATU, DUA = (HALAMAN.format("lumajang-2019-326", n) for n in (1, 2))
BALANGAN = HALAMAN.format("balangan-setwan-2023", 1)
UNREACHABLE = [
    HALAMAN.format("tidak-ada", 1),
    HALAMAN.format("lumajang-2019-326", 3),
    HALAMAN.format("lumajang-2019-326", 10**30),
]


def sheets(response) -> list[str]:
    """Kode of the sheets on the page."""
    return [s.kode for x in response.context["dokumen"].lampiran for s in x.lembar]


def test_it_works(login):
    response = login("dinkes").get(SATU)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "Nilai PDRB" in response.content.decode()


def test_opd_member_gets_the_own_sheet_only(login):
    assert sheets(login("dinkes").get(DUA)) == ["dinkes"]
    assert sheets(login("dinkes").get(SATU)) == ["pemda"]


@pytest.mark.parametrize("who", ["bappeda", "admin", "pembaca"])
def test_others_of_the_pemda_get_all_sheets(login, who):
    assert len(sheets(login(who).get(DUA))) == 32


@pytest.mark.parametrize("suffix", ["", "pdf/"])
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("balangan", SATU),
        ("bappeda_balangan", DUA),
        ("admin_balangan", SATU),
        ("superuser", SATU),
        ("dinkes", BALANGAN),
        ("bappeda", BALANGAN),
        ("dinkes", HALAMAN.format("lumajang-setwan-2018", 1)),
        ("dinsos", HALAMAN.format("lumajang-kecamatan-2020", 1)),
        *[("bappeda", path) for path in UNREACHABLE],
    ],
)
def test_another_s_lampiran_is_not_there(login, who, path, suffix):
    assert login(who).get(path + suffix).status_code == 404


def test_all_in_one_file_is_scoped_too(login):
    path = "/penetapan/lumajang-2019-326/lampiran/pdf/"
    assert login("balangan").get(path).status_code == 404
    response = login("dinkes").get(path)
    text = pdf.text(response.content)
    assert "Persentasekeluargasehat" in text and "NilaiPDRB" in text
    assert "KepalaDinasSosial" not in text


@pytest.mark.parametrize("path", [SATU, SATU + "pdf/", "/penetapan/lumajang-2019-326/lampiran/pdf/"])
def test_strangers_sign_in_first_and_nothing_is_posted(client, login, path):
    assert client.get(path).status_code == 302
    assert login("dinkes").post(path).status_code == 405


def test_a_draft_is_not_for_the_opd(login):
    Penetapan.objects.create(
        pemda=Penetapan.objects.get(kode="lumajang-2019-326").pemda,
        kode="draf", jenis="lembar_iku", tentang="x", tahun_awal=2024, tahun_akhir=2024,
    )  # fmt: skip
    assert login("dinkes").get(HALAMAN.format("draf", 1)).status_code == 404


def test_the_file_has_a_name_that_says_what_it_is(login):
    response = login("bappeda").get(SATU + "pdf/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="lampiran-I-lumajang-2019-326.pdf"'
    assert response.content.startswith(b"%PDF-")


def test_queries_do_not_grow_with_the_sheets(login):
    counts = []
    for who in ("dinkes", "bappeda"):  # 1 sheet and 32
        client = login(who)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(DUA)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
