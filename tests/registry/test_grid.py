"""The grid of all values of an OPD: each row whole or not at all, nothing typed lost, queries that do not grow."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Indikator, Realisasi
from registry.services.grid import grid_of
from registry.services.realisasi import Kunci, realisasi_save, realisasi_submit
from tests.registry.alur import SEHAT, isi, kunci

pytestmark = pytest.mark.django_db
URL = "/isian/grid/2023/"
BLANK = {"kosong": "belum_diisi"}
KINDS = 14  # tables that only some indicators read (scales, shared data, other results): each is asked once


def kode(key: Kunci) -> str:
    return f"{key.indikator.pk}-{key.instansi.pk}"


def fields(page: Any) -> dict[str, str]:
    """What a browser without JavaScript would send: every field of the page as it stands."""
    data = {}
    for tampil in page.context["baris"]:
        for bound in tampil.form or ():
            data[bound.html_name] = "" if bound.value() is None else str(bound.value())
    return data


def put(data: dict[str, str], key: Kunci, **values: str) -> dict[str, str]:
    return data | {f"b{kode(key)}-{name.replace('__', '-')}": value for name, value in values.items()}


def stored(key: Kunci) -> Realisasi | None:
    return key.get()


def test_it_works(login, keluarga_sehat):
    client = login("dinkes")
    data = fields(client.get(URL))
    answer = client.post(URL, put(data, keluarga_sehat, nilai__keluarga_sehat="45", nilai__keluarga_dikunjungi="50"))
    assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    assert "1 indikator disimpan" in client.get(URL).content.decode()
    row = stored(keluarga_sehat)
    assert (row.nilai_mentah, row.hasil, row.version) == (SEHAT, "90", 1)
    assert Realisasi.objects.filter(tahun=2023).count() == 1


def test_isian_saya_leads_to_it(login):
    assert 'href="/isian/grid/2023/">Isian cepat' in login("dinkes").get("/isian/?tahun=2023").content.decode()


@pytest.mark.parametrize("name", ["bappeda", "admin", "pembaca", "superuser"])
def test_only_opd_fill(login, name):
    assert [login(name).get(f"{URL}{more}").status_code for more in ("", "ajukan/")] == [404, 404]
    assert [login(name).post(f"{URL}{more}").status_code for more in ("", "simpan/", "hitung/", "ajukan/")] == [404] * 4


def test_a_year_of_nobody_is_not_found(login):
    assert login("dinkes").get("/isian/grid/1999/").status_code == 404


def test_another_opd_row_is_not_written(login, cast, keluarga_sehat):
    data = put({}, keluarga_sehat, version="0", jejak="", nilai__keluarga_sehat="1", nilai__keluarga_dikunjungi="2")
    assert login("dinsos").post(URL, data).status_code == 302
    assert login("dinsos").post(f"{URL}simpan/", data).json() == {"baris": {}, "tersimpan": 0, "gagal": 0}
    assert stored(keluarga_sehat) is None


def test_good_rows_are_saved_and_bad_ones_come_back_as_typed(login, keluarga_sehat):
    client, other = login("dinkes"), kunci("lmj19-dinkes-02", "dinkes")
    data = put(fields(client.get(URL)), keluarga_sehat, nilai__keluarga_sehat="84.3", nilai__keluarga_dikunjungi="50")
    name = next(v.nama for v in other.indikator.rumus.get(status="berlaku").variabel.all())
    answer = client.post(URL, put(data, other, **{f"nilai__{name}": "7"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 indikator belum tersimpan; 1 indikator lain sudah disimpan." in page
    assert 'value="84.3"' in page
    assert "Desimal ditulis dengan koma: 84,3" in page
    assert stored(keluarga_sehat) is None
    assert stored(other).nilai_mentah[name] == "7"


def test_untouched_rows_are_never_written_even_when_stored_values_moved_on(login, cast, keluarga_sehat):
    client = login("dinkes")
    data = fields(client.get(URL))
    isi(cast, keluarga_sehat)
    answer = client.post(URL, data, follow=True)
    assert "Tidak ada yang diubah" in answer.content.decode()
    assert stored(keluarga_sehat).nilai_mentah == SEHAT


def conflict(client: Any, cast: Any, key: Kunci) -> Any:
    """Both type; the other is faster."""
    data = fields(client.get(URL))
    isi(cast, key, {"keluarga_sehat": "11", "keluarga_dikunjungi": "50"})
    return client.post(URL, put(data, key, nilai__keluarga_sehat="45", nilai__keluarga_dikunjungi="50"))


def test_a_conflict_shows_both_and_writes_nothing(login, cast, keluarga_sehat):
    answer = conflict(login("dinkes"), cast, keluarga_sehat)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<td>45</td><td>11</td>" in page
    assert f'value="saya:{kode(keluarga_sehat)}:1"' in page
    assert stored(keluarga_sehat).nilai_mentah["keluarga_sehat"] == "11"


def test_saving_again_does_not_decide_a_conflict(login, cast, keluarga_sehat):
    client = login("dinkes")
    data = fields(conflict(client, cast, keluarga_sehat))
    assert client.post(URL, data).status_code == 422
    assert stored(keluarga_sehat).nilai_mentah["keluarga_sehat"] == "11"


@pytest.mark.parametrize(("choice", "value", "version"), [("saya", "45", 2), ("tersimpan", "11", 1)])
def test_a_conflict_is_decided_by_its_buttons(login, cast, keluarga_sehat, choice, value, version):
    client = login("dinkes")
    data = fields(conflict(client, cast, keluarga_sehat))
    answer = client.post(URL, data | {"pakai": f"{choice}:{kode(keluarga_sehat)}:1"})
    row = stored(keluarga_sehat)
    assert (answer.status_code, row.nilai_mentah["keluarga_sehat"], row.version) == (302, value, version)


def test_the_same_values_sent_twice_are_no_conflict(login, keluarga_sehat):
    client = login("dinkes")
    data = put(fields(client.get(URL)), keluarga_sehat, nilai__keluarga_sehat="45", nilai__keluarga_dikunjungi="50")
    assert [client.post(URL, data).status_code for _ in range(2)] == [302, 302]
    assert stored(keluarga_sehat).version == 1


def test_a_recomputation_in_between_is_no_conflict(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    client = login("dinkes")
    data = put(fields(client.get(URL)), keluarga_sehat, nilai__keluarga_sehat="46")
    row = stored(keluarga_sehat)
    row.version, row.hasil = 2, "91"
    row.save()
    assert client.post(URL, data).status_code == 302
    assert (stored(keluarga_sehat).hasil, stored(keluarga_sehat).version) == ("92", 3)


def test_what_the_opd_wrote_beside_the_values_stays(login, cast, keluarga_sehat):
    realisasi_save(user=cast["dinkes"], kunci=keluarga_sehat, nilai_mentah=SEHAT, version=0, teks={"kendala": "Hujan"})
    client = login("dinkes")
    client.post(URL, put(fields(client.get(URL)), keluarga_sehat, nilai__keluarga_sehat="40"))
    row = stored(keluarga_sehat)
    assert (row.kendala, row.hasil) == ("Hujan", "80")


def test_a_blank_keeps_its_reason_and_date(login, keluarga_sehat):
    client = login("dinkes")
    data = put(fields(client.get(URL)), keluarga_sehat, nilai__keluarga_dikunjungi="50",
               alasan__keluarga_sehat="menunggu_rilis", tanggal__keluarga_sehat="1 Maret 2024")  # fmt: skip
    assert client.post(URL, data).status_code == 302
    assert stored(keluarga_sehat).nilai_mentah["keluarga_sehat"] == {
        "kosong": "menunggu_rilis",
        "tanggal": "2024-03-01",
    }
    assert "menunggu rilis" in client.get(URL).content.decode()


def test_submitted_rows_are_read_only(login, cast, keluarga_sehat):
    realisasi_submit(user=cast["dinkes"], realisasi=isi(cast, keluarga_sehat))
    client = login("dinkes")
    page = client.get(URL)
    assert not [name for name in fields(page) if name.startswith(f"b{kode(keluarga_sehat)}-")]
    assert 'status-diajukan">Diajukan' in page.content.decode()
    data = put({}, keluarga_sehat, version="2", jejak="", nilai__keluarga_sehat="1", nilai__keluarga_dikunjungi="50")
    answer = client.post(URL, data)
    assert (answer.status_code, stored(keluarga_sehat).nilai_mentah) == (422, SEHAT)
    assert "<td>1</td><td>45</td>" in answer.content.decode()


def test_a_closed_year_is_read_only(login, lumajang):
    lumajang.tahun_isian.filter(tahun=2023).update(dibuka=False)
    page = login("dinkes").get(URL)
    assert (fields(page), page.status_code) == ({}, 200)
    assert "Simpan semua" not in page.content.decode()


def test_the_script_is_told_what_became_of_each_row(login, keluarga_sehat):
    client, row = login("dinkes"), kode(keluarga_sehat)
    data = put(
        {}, keluarga_sehat, version="0", jejak="", nilai__keluarga_sehat="1.500", nilai__keluarga_dikunjungi="2000"
    )
    answer = client.post(f"{URL}simpan/", data).json()
    told = answer["baris"][row]
    assert (answer["tersimpan"], told["keadaan"], told["versi"]) == (1, "tersimpan", 1)
    assert told["tersimpan"][f"b{row}-nilai-keluarga_dikunjungi"] == "2.000"
    assert "75,00 %" in told["bagian"][f"hasil-{row}"]


def test_the_preview_reads_back_and_stores_nothing(login, keluarga_sehat):
    client, row = login("dinkes"), kode(keluarga_sehat)
    data = put({}, keluarga_sehat, version="0", jejak="", nilai__keluarga_sehat="1.500", nilai__keluarga_dikunjungi="x")
    told = client.post(f"{URL}hitung/", data).json()["baris"][row]
    assert "dibaca: 1.500 (seribu lima ratus)" in told["bagian"][f"baca-b{row}-nilai-keluarga_sehat"]
    assert told["galat"] == [f"b{row}-nilai-keluarga_dikunjungi"]
    assert "Bukan bilangan" in told["bagian"][f"baca-b{row}-nilai-keluarga_dikunjungi"]
    assert Realisasi.objects.count() == 0


def test_rows_that_are_computed_again_come_back_too(login, cast, monkeypatch, keluarga_sehat):
    """An indicator that reads another one moves on when that one is saved, and may then be saved itself."""
    other = kunci("lmj19-dinkes-02", "dinkes")
    rumus = other.indikator.rumus.get(status="berlaku")
    rumus.variabel.create(urut=90, nama="sehat", label="Sehat", asal="indikator", indikator=keluarga_sehat.indikator)
    rumus.ekspresi = f"({rumus.ekspresi}) + sehat - sehat"
    rumus.save()
    names = [v.nama for v in rumus.variabel.filter(asal="isian")]
    isi(cast, other, dict.fromkeys(names, "5"))
    client = login("dinkes")
    page = fields(client.get(URL))
    data = put(page, keluarga_sehat, nilai__keluarga_sehat="45", nilai__keluarga_dikunjungi="50")
    told = client.post(f"{URL}simpan/", data).json()["baris"]
    assert (set(told), told[kode(other)]["keadaan"]) == ({kode(keluarga_sehat), kode(other)}, "ikut")
    again = put(page, other, **{f"nilai__{names[0]}": "4"})
    only = {name: value for name, value in again.items() if name.startswith(f"b{kode(other)}-")}
    assert client.post(f"{URL}simpan/", only).json()["baris"][kode(other)]["keadaan"] == "tersimpan"


def more_rows(cast: Any, count: int) -> None:
    """Dinkes is made to fill Lampiran I too, with values of this and last year in half of its rows."""
    own = cast["dinkes"].keanggotaan_aktif.instansi
    rows = Indikator.objects.filter(pemda__kode="35.08", lembar__lampiran__penetapan__kode="lumajang-2019-326")
    pemda = rows.filter(lembar__instansi__jenis="pemda")
    before = rows.exclude(lembar__instansi__jenis="pemda")
    for n, indikator in enumerate(pemda[:count]):
        indikator.pengisi.get_or_create(instansi=own, defaults={"urut": 1})
        indikator.pengisi.exclude(instansi=own).delete()
        Indikator.objects.filter(pk=indikator.pk).update(lanjutan_dari=before[n])
        names = indikator.rumus.get(status="berlaku").variabel.filter(asal="isian").values_list("nama", flat=True)
        for tahun in (2022, 2023) if n % 2 else ():
            Realisasi.objects.create(indikator=indikator, instansi=indikator.lembar.instansi, tahun=tahun,
                                     nilai_mentah=dict.fromkeys(names, BLANK))  # fmt: skip


@pytest.mark.parametrize("more", ["", "ajukan/"])
def test_queries_do_not_grow_with_rows(login, cast, more):
    client = login("dinkes")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{URL}{more}")
    more_rows(cast, 36)
    with CaptureQueriesContext(connection) as many:
        page = client.get(f"{URL}{more}")
    rows = len(grid_of(cast["dinkes"], 2023).baris)
    print(f"{URL}{more}: {rows} rows, {len(many)} queries ({len(few)} for 4 rows), {len(page.content)} bytes")
    assert rows > 30
    assert len(many) <= len(few) + KINDS
