"""A withdrawn right acts on the next request of the same session, page or action (security.md S-07)."""

import pytest

from registry.models import Instansi, Keanggotaan, Peran, Realisasi
from registry.services.anggota import anggota_edit, anggota_set_aktif
from tests.registry.alur import ajukan, isi, verifikasi

pytestmark = pytest.mark.django_db


def member(cast, name: str) -> Keanggotaan:
    return Keanggotaan.objects.select_related("user", "pemda", "instansi").get(user=cast[name])


def actions(key, row) -> dict[str, list[tuple[str, dict]]]:
    """What Dinkes and Bappeda may send, as the open pages would."""
    isian, version = f"/isian/{key.indikator.pk}/{key.instansi.pk}/2023/", {"version": str(row.version)}
    return {
        "dinkes": [
            (isian, version | {"nilai-keluarga_sehat": "1", "nilai-keluarga_dikunjungi": "2"}),
            (f"{isian}pratinjau/", version),
            (f"{isian}ajukan/", version),
            (f"{isian}tarik/", version),
            (f"/indikator/{key.indikator.pk}/target/{key.instansi.pk}/2023/", version | {"bawah": "1"}),
            (f"/realisasi/{row.pk}/catatan/", {"teks": "x"}),
        ],
        "bappeda": [
            (f"/verifikasi/{row.pk}/setujui/", version),
            (f"/verifikasi/{row.pk}/kembalikan/", version | {"alasan": "x"}),
            (f"/verifikasi/{row.pk}/buka-kembali/", version | {"alasan": "x"}),
            ("/verifikasi/bersama/", {"item": f"{row.pk}:{row.version}"}),
            ("/verifikasi/buka-kembali/", {"item": f"{row.pk}:{row.version}", "alasan": "x"}),
            ("/tahun/2023/", {"dibuka": ""}),
            ("/tahun/2023/kunci/", {"paham": "on"}),
            ("/tahun/2023/perpanjangan/baru/", {"alasan": "x"}),
        ],
    }


def switch_off(cast, name: str) -> None:
    anggota_set_aktif(user=cast["admin"], member=member(cast, name), aktif=False)


def to_reader(cast, name: str) -> None:
    given = {"nama": name, "email": "", "peran": Peran.PEMBACA, "instansi": None}
    anggota_edit(user=cast["admin"], member=member(cast, name), **given)


def to_another_opd(cast, name: str) -> None:
    place = Instansi.objects.get(pemda__kode="35.08", kode="dlh")
    given = {"nama": name, "email": "", "peran": Peran.OPERATOR, "instansi": place}
    anggota_edit(user=cast["admin"], member=member(cast, name), **given)


@pytest.mark.parametrize("state", [isi, ajukan, verifikasi])
@pytest.mark.parametrize("withdraw", [switch_off, to_reader, to_another_opd])
@pytest.mark.parametrize("name", ["dinkes", "bappeda"])
def test_nothing_works_any_more(login, cast, keluarga_sehat, name, withdraw, state):
    row = state(cast, keluarga_sehat)
    client = login(name)
    assert client.get("/").status_code == 200
    withdraw(cast, name)
    before = list(Realisasi.objects.values()), list(row.indikator.pemda.tahun_isian.values())
    answers = {url: client.post(url, sent) for url, sent in actions(keluarga_sehat, row)[name]}
    refused = {url: a.status_code for url, a in answers.items() if a.status_code != 404}
    gone = withdraw is switch_off
    assert all(code == 302 for code in refused.values()) if gone else refused == {}
    assert all("/akun/masuk/" in answers[url].headers["Location"] for url in refused)
    assert (list(Realisasi.objects.values()), list(row.indikator.pemda.tahun_isian.values())) == before


def test_a_switched_off_person_is_out_in_the_same_request(login, cast):
    first, second = login("dinkes"), login("dinkes")
    switch_off(cast, "dinkes")
    for client in (first, second):
        assert client.get("/isian/").headers["Location"].startswith("/akun/masuk/")


def test_a_right_that_is_given_back_works_again(login, cast, keluarga_sehat):
    client = login("dinkes")
    to_another_opd(cast, "dinkes")
    url = f"/isian/{keluarga_sehat.indikator.pk}/{keluarga_sehat.instansi.pk}/2023/"
    assert client.get(url).status_code == 404
    given = {"nama": "dinkes", "email": "", "peran": Peran.OPERATOR, "instansi": keluarga_sehat.instansi}
    anggota_edit(user=cast["admin"], member=member(cast, "dinkes"), **given)
    assert client.get(url).status_code == 200
