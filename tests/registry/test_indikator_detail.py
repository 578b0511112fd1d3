"""The page of one indicator: definition, formula, years, chart, history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Indikator, Realisasi
from registry.services.realisasi import realisasi_reopen, realisasi_save
from registry.services.riwayat import riwayat_of
from tests.registry.alur import SEHAT, ajukan, isi, kunci, target, verifikasi

pytestmark = pytest.mark.django_db


def url(kode):
    return f"/indikator/{Indikator.objects.get(kode=kode).pk}/"


def test_it_works(login, cast, keluarga_sehat):
    target(keluarga_sehat, "80")
    row = verifikasi(cast, keluarga_sehat)
    page = login("bappeda").get(url("lmj19-dinkes-01"))
    assert page.status_code == 200
    assert [p.nilai.hasil for p in page.context["points"] if p.tahun == 2023] == ["90,00"]
    assert f"/realisasi/{row.pk}/" in page.text and "112,50 %" in page.text


@pytest.mark.lama
@pytest.mark.parametrize(
    ("name", "step"), [("bappeda", 1), ("dinkes", 1), ("balangan", 1), ("admin", 7), ("pembaca", 7)]
)
def test_all_143_pages_open(login, cast, name, step):
    """Of those that see the same as Bappeda, every seventh."""
    client = login(name)
    visible = Indikator.objects.visible_to(cast[name]).order_by("pk").values_list("pk", flat=True)[::step]
    assert {client.get(f"/indikator/{pk}/").status_code for pk in visible} == {200}


@pytest.mark.parametrize("kode", ["lmj19-bpkd-01", "lmj19-kecamatan-03", "lmj19-pemda-27", "lmj23-setda-06"])
def test_pages_of_every_kind_open(login, kode):
    assert login("bappeda").get(url(kode)).status_code == 200


@pytest.mark.parametrize(("name", "status"), [("dinsos", 404), ("balangan", 404), ("superuser", 404), ("dinkes", 200)])
def test_others_find_nothing(login, name, status):
    pk = Indikator.objects.get(kode="lmj19-dinkes-01").pk
    pages = [f"/indikator/{pk}/", f"/indikator/{pk}/riwayat/", grafik("lmj19-dinkes-01", "dinkes")]
    assert {login(name).get(page).status_code for page in pages} == {status}


def grafik(kode, instansi):
    key = kunci(kode, instansi)
    return f"/indikator/{key.indikator.pk}/grafik/{key.instansi.pk}/"


def test_an_address_that_is_no_number_is_not_found(login):
    client = login("bappeda")
    pages = ["/indikator/0/", "/indikator/-1/", f"/indikator/{10**30}/", "/indikator/1'/", "/indikator/１/x/"]
    assert {client.get(page).status_code for page in pages} == {404}


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "pembaca"])
def test_it_leads_to_its_lampiran(login, name):
    client = login(name)
    assert 'href="/penetapan/lumajang-2019-326/lampiran/2/"' in client.get(url("lmj19-dinkes-01")).text
    assert client.get("/penetapan/lumajang-2019-326/lampiran/2/").status_code == 200


def test_a_merged_cell_shows_what_it_continues(login):
    page = login("bappeda").get(url("lmj19-kecamatan-02"))
    cell = next(c for c in page.context["cells"] if c.nama == "penanggung_jawab")
    assert (cell.gabung, cell.isi) == (True, ["Camat"])


def test_an_empty_cell_says_so(login):
    page = login("bappeda").get(url("lmj19-pemda-06"))
    assert "tidak tercetak dalam naskah" in page.text


def test_the_series_runs_across_decrees(login):
    page = login("bappeda").get(url("lmj20-kec-lumajang-01"))
    before = {p.tahun: p.indikator.kode for p in page.context["points"]}
    assert before[2019] == "lmj19-kecamatan-01" and before[2020] == "lmj20-kec-lumajang-01"


def test_the_chart_is_an_svg_with_the_same_numbers(login, cast, keluarga_sehat):
    verifikasi(cast, keluarga_sehat)
    response = login("bappeda").get(grafik("lmj19-dinkes-01", "dinkes"))
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "90,00" in response.content.decode()


@pytest.mark.parametrize("step", [isi, ajukan])
def test_the_chart_hides_what_the_page_hides(login, cast, keluarga_sehat, step):
    step(cast, keluarga_sehat)
    hidden = login("pembaca").get(grafik("lmj19-dinkes-01", "dinkes"))
    assert "90,00" not in hidden.content.decode()
    assert "90,00" not in login("pembaca").get(url("lmj19-dinkes-01")).text


def test_a_member_is_not_charted_for_another_opd(login):
    assert login("dinkes").get(grafik("lmj19-kecamatan-01", "kec-klakah")).status_code == 404
    assert login("bappeda").get(grafik("lmj19-kecamatan-01", "kec-klakah")).status_code == 200


@pytest.mark.parametrize("name", ["dinkes", "bappeda"])
def test_only_the_instansi_of_the_sheet_are_charted(login, name):
    assert login(name).get(grafik("lmj19-pemda-11", "pemda")).status_code == 200
    assert login(name).get(grafik("lmj19-pemda-11", "dinsos")).status_code == 404


def changed_twice(cast, key):
    """Verified at 90, reopened, corrected to 80 as a draft."""
    row = realisasi_reopen(user=cast["bappeda"], realisasi=verifikasi(cast, key), alasan="Periksa pembilang.")
    return realisasi_save(
        user=cast["dinkes"], kunci=key, nilai_mentah=SEHAT | {"keluarga_sehat": "40"}, version=row.version
    )


def test_history_tells_who_what_and_why_in_words(cast, keluarga_sehat):
    changed_twice(cast, keluarga_sehat)
    told = [c for c in riwayat_of(cast["admin"], keluarga_sehat.indikator) if c.apa.startswith("Realisasi")]
    assert [c.siapa for c in told] == ["dinkes", "bappeda", "bappeda", "dinkes", "dinkes"]
    assert told[1].alasan == "Periksa pembilang." and ("Status", "Terverifikasi", "Dikembalikan") in told[1].butir
    assert ("Hasil", "90", "80") in told[0].butir


def test_history_does_not_show_drafts_to_readers(cast, keluarga_sehat):
    verifikasi(cast, keluarga_sehat)
    seen = {
        name: [b for c in riwayat_of(cast[name], keluarga_sehat.indikator) for b in c.butir if b[0] == "Status"]
        for name in ("dinkes", "bappeda", "pembaca")
    }
    states = {name: {new for _, _, new in items if new in dict(Realisasi.Status.choices).values()}
              for name, items in seen.items()}  # fmt: skip
    assert states["pembaca"] - {"Berlaku"} == {"Terverifikasi"}
    assert "Draf" not in states["bappeda"] and "Draf" in states["dinkes"]


def test_queries_do_not_grow_with_members(login, cast):
    client, counts = login("bappeda"), []
    for number in (1, 6):
        for kode in ("klakah", "padang", "senduro", "tempeh", "kunir", "tekung")[:number]:
            key = kunci("lmj19-kecamatan-01", f"kec-{kode}")
            Realisasi.objects.get_or_create(
                indikator=key.indikator, instansi=key.instansi, tahun=2023, hasil="80", status="terverifikasi"
            )
        with CaptureQueriesContext(connection) as captured:
            client.get(url("lmj19-kecamatan-01"))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 70, counts
