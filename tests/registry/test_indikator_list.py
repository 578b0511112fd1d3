"""The table of all indicators: what counts, what is found, what is sorted, what stays hidden."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.registry.alur import ajukan, isi, kunci, target, verifikasi

pytestmark = pytest.mark.django_db
URL = "/indikator/"


def rows(response):
    """The rows of the page as dataclass rows."""
    return [row.record for row in response.context["daftar"].table.paginated_rows]


def all_rows(response):
    return response.context["daftar"].filter.rows


def test_it_works(login):
    response = login("bappeda").get(URL)
    assert response.status_code == 200
    assert "Tahun 2023: 123 indikator, 180 baris isian." in response.text
    assert len(rows(response)) == 25


def test_anonymous_is_sent_to_sign_in(client):
    assert client.get(URL).status_code == 302


def test_all_decrees_list_143_indicators(login):
    counts = [len(all_rows(login(name).get(URL, {"tampilan": "semua"}))) for name in ("bappeda", "bappeda_balangan")]
    assert counts == [139, 4]


def test_a_group_unfolds_into_its_members(login):
    found = [r for r in all_rows(login("bappeda").get(URL)) if r.kode == "lmj19-kecamatan-01"]
    assert len(found) == 20  # Kecamatan Lumajang has a sheet of its own since 2020
    before = [r for r in all_rows(login("bappeda").get(URL, {"tahun": "2019"})) if r.kode == "lmj19-kecamatan-01"]
    assert len(before) == 21


def test_balangan_sees_its_own_rows_only(login):
    assert {r.kode[:5] for r in all_rows(login("bappeda_balangan").get(URL))} == {"blg23"}


def test_several_years_stand_side_by_side(login, cast, keluarga_sehat):
    old = kunci("lmj19-dinkes-01", "dinkes", 2022)
    verifikasi(cast, old)
    verifikasi(cast, keluarga_sehat, {"keluarga_sehat": "30", "keluarga_dikunjungi": "50"})
    response = login("bappeda").get(URL, {"tahun": ["2022", "2023"], "q": "keluarga sehat"})
    row = next(r for r in rows(response) if r.kode == "lmj19-dinkes-01")
    assert [row.nilai[t].hasil for t in (2022, 2023)] == ["90,00", "60,00"]
    assert "Realisasi 2022" in response.text and "Realisasi 2023" in response.text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("prosentase", "Persentase"), ("persentase", "Presentase"), ("resiko", "risiko"), ("risiko", "risiko"),
     ("indek", "Indeks"), ("indeks", "Indeks"), ("atlit", "atlet"), ("atlet", "atlet")],
)  # fmt: skip
def test_search_knows_both_spellings(login, typed, printed):
    found = all_rows(login("bappeda").get(URL, {"q": typed, "tampilan": "semua"}))
    assert any(printed in row.nama for row in found)


def test_both_spellings_find_the_same(login):
    client = login("bappeda")
    pairs = [("prosentase", "persentase"), ("indek", "indeks"), ("resiko", "risiko"), ("atlit", "atlet")]
    for one, other in pairs:
        found = [{r.kode for r in all_rows(client.get(URL, {"q": q, "tampilan": "semua"}))} for q in (one, other)]
        assert found[0] == found[1] != set()


def test_filters_narrow_and_are_kept_in_links(login):
    query = {"opd": "dinkes", "arah": "naik", "sort": "-nama"}
    response = login("bappeda").get(URL, query)
    found = all_rows(response)
    assert found and all(r.opd_kode == "dinkes" or "dinkes" in r.pengisi_kode for r in found)
    links = re.findall(r'href="(\?[^"]*sort=[^"]*)"', response.text)
    assert links and all("opd=dinkes" in link and "arah=naik" in link for link in map(unescape, links))


def test_paging_keeps_filters_and_order(login):
    response = login("bappeda").get(URL, {"arah": "naik", "sort": "nama", "page": "2"})
    links = [unescape(link) for link in re.findall(r'href="(\?[^"]*page=[^"]*)"', response.text)]
    assert any("arah=naik" in link and "sort=nama" in link for link in links)
    assert response.context["daftar"].table.page.number == 2


@pytest.mark.parametrize(("asked", "shown"), [("50", 50), ("7", 25), ("0", 25), ("-1", 25), ("999999", 25), ("x", 25)])
def test_only_offered_sizes_of_a_page(login, asked, shown):
    assert len(rows(login("bappeda").get(URL, {"per_page": asked}))) == shown


def test_sorted_by_capaian_the_missing_come_last_both_ways(login, cast, keluarga_sehat):
    target(keluarga_sehat, "80")
    verifikasi(cast, keluarga_sehat)
    for sort in ("capaian_2023", "-capaian_2023"):
        response = login("bappeda").get(URL, {"sort": sort})
        assert rows(response)[0].kode == "lmj19-dinkes-01"
        assert 'aria-sort="' in response.text


def test_only_blanks(login, cast, keluarga_sehat):
    verifikasi(cast, keluarga_sehat)
    found = all_rows(login("bappeda").get(URL, {"kosong": "on"}))
    assert len(found) == 179 and "lmj19-dinkes-01" not in {r.kode for r in found}


def value_seen(login, name):
    found = all_rows(login(name).get(URL))
    return next((r.nilai[2023] for r in found if r.kode == "lmj19-dinkes-01"), None)


@pytest.mark.parametrize(
    ("step", "seen"),
    [(isi, {"dinkes": "90,00", "admin": "90,00"}),
     (ajukan, {"dinkes": "90,00", "admin": "90,00", "bappeda": "90,00"}),
     (verifikasi, {"dinkes": "90,00", "admin": "90,00", "bappeda": "90,00", "pembaca": "90,00"})],
)  # fmt: skip
def test_a_value_is_shown_to_those_who_may_see_it(login, cast, keluarga_sehat, step, seen):
    step(cast, keluarga_sehat)
    for name in ("dinkes", "admin", "bappeda", "pembaca"):
        nilai = value_seen(login, name)
        assert nilai.hasil == seen.get(name, "belum dapat dilihat"), name
        assert (nilai.hasil_angka is None) == (name not in seen)
    assert value_seen(login, "dinsos") is None


def test_another_opd_learns_nothing_of_lampiran_i(login, cast):
    key = kunci("lmj19-pemda-11", "pemda")
    before = login("dinsos").get(URL).context["daftar"]
    isi(cast, key, {"ahh": "70.86"}, oleh="dinkes")
    after = login("dinsos").get(URL).context["daftar"]
    assert before.rows == after.rows
    assert next(r for r in after.rows if r.kode == "lmj19-pemda-11").nilai[2023].status == "tertutup"


def test_a_filter_does_not_give_a_hidden_value_away(login, cast, keluarga_sehat):
    target(keluarga_sehat, "80")
    isi(cast, keluarga_sehat)
    for query in ({"kelas": "Sangat tinggi"}, {"sort": "-hasil_2023"}, {"sort": "-capaian_2023"}):
        response = login("bappeda").get(URL, query)
        assert rows(response)[0].kode != "lmj19-dinkes-01"


def test_query_count_does_not_grow_with_rows(login, cast, keluarga_sehat):
    verifikasi(cast, keluarga_sehat)
    client, counts = login("bappeda"), []
    for query in ({"opd": "dinkes", "q": "keluarga sehat"}, {"saringan": "tanpa"}, {"per_page": "100"}):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(URL, query)
        counts.append((len(rows(response)), len(captured)))
    assert [n for n, _ in counts] == [2, 25, 100]
    assert len({queries for _, queries in counts}) == 1 and counts[0][1] <= 22, counts


KEYS = st.sampled_from(
    ["sort", "q", "tahun", "opd", "status", "lampiran", "kelas", "arah", "kosong", "page", "per_page", "tampilan",
     "pemda", "pemda__users__password", "indikator__pemda", "o", "order_by", "nilai__2023__hasil", "user"]
) | st.text(max_size=30)  # fmt: skip
VALUES = st.sampled_from(
    ["-password", "opd__users__password__startswith", "nama", "-capaian_2023", "capaian_9999", "hasil_", "_2023",
     "0", "-1", "999999999999999999999", "１", "\x00", "a.b", "?", "__class__", "nilai.2023.hasil", "", "%s",
     "' OR 1=1 --"]
) | st.text(max_size=40)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)  # each is a whole page
@given(query=st.dictionaries(KEYS, st.lists(VALUES, min_size=1, max_size=3), max_size=6))
def test_no_key_changes_the_sql_or_fails(login_once, query):
    client, allowed = login_once
    with CaptureQueriesContext(connection) as captured:
        response = client.get(URL, query)
    assert response.status_code == 200
    statements = {re.sub(r"\(\s*[\d, ]+\)|= \d+|'[^']*'", "#", q["sql"]) for q in captured}
    assert statements <= allowed


@pytest.fixture
def login_once(login):
    """A signed-in client, and the SQL that the page runs without any query, with one and with all years."""
    client = login("bappeda")
    allowed = set()
    for query in ({}, {"tahun": ["2022", "2023"]}, {"tampilan": "semua"}, {"tahun": ["2018", "2019", "2020", "2021"]}):
        with CaptureQueriesContext(connection) as captured:
            client.get(URL, query)
        allowed |= {re.sub(r"\(\s*[\d, ]+\)|= \d+|'[^']*'", "#", q["sql"]) for q in captured}
    return client, allowed
