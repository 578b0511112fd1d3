"""Several values submitted at once: what is complete goes, everything else is told with its reason."""

import pytest

from registry.models import Realisasi
from registry.services.realisasi import realisasi_submit
from tests.registry.alur import SEHAT, isi, kunci

pytestmark = pytest.mark.django_db
URL = "/isian/grid/2023/ajukan/"


def item(row: Realisasi) -> str:
    return f"{row.pk}:{row.version}"


def test_it_works(login, cast, keluarga_sehat):
    row = isi(cast, keluarga_sehat)
    client = login("dinkes")
    page = client.get(URL).content.decode()
    assert "Siap diajukan (1)" in page
    assert f'value="{item(row)}"' in page
    answer = client.post(URL, {"item": item(row)}, follow=True)
    assert "1 indikator diajukan ke Bappeda." in answer.content.decode()
    row.refresh_from_db()
    assert (row.status, row.diajukan_oleh, row.atas_nama) == ("diajukan", cast["dinkes"], "Kepala Dinas Kesehatan")


def test_what_cannot_go_is_told_with_its_reason(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat, {"keluarga_sehat": "45"})
    calon = login("dinkes").get(URL).context
    assert calon["siap"] == []
    told = {c.baris.unit.indikator.kode: c.sebab for c in calon["belum"]}
    assert told["lmj19-dinkes-01"] == "«Jumlah keluarga yang telah dikunjungi» belum diisi dan belum ada alasannya."
    assert told["lmj19-dinkes-02"] == "Belum ada isian."


def test_another_coordinator_is_named(login, cast):
    other = kunci("lmj19-pemda-11", "pemda")
    other.indikator.pengisi.update(urut=9)
    other.indikator.pengisi.create(instansi=cast["dinsos"].keanggotaan_aktif.instansi, urut=1)
    told = {c.baris.unit.indikator.kode: c.sebab for c in login("dinkes").get(URL).context["belum"]}
    assert told["lmj19-pemda-11"].startswith("Pengajuan dilakukan oleh Dinas Sosial")


def test_only_who_submits_finds_it(login, cast, lumajang):
    own = cast["dinkes"].keanggotaan_aktif
    kepala = cast["kepala"].keanggotaan_aktif
    kepala.instansi = own.instansi
    kepala.save()
    client = login("dinkes")
    assert [client.get(URL).status_code, client.post(URL).status_code] == [404, 404]
    assert "Ajukan semua" not in client.get("/isian/?tahun=2023").content.decode()
    assert "Ajukan semua" in login("kepala").get("/isian/?tahun=2023").content.decode()


@pytest.mark.parametrize("text", ["", "x", "1", "1:x", "-1:1", "1:" + "9" * 40, "١:١"])
def test_nonsense_submits_nothing(login, cast, keluarga_sehat, text):
    isi(cast, keluarga_sehat)
    answer = login("dinkes").post(URL, {"item": text})
    assert "Pilih dahulu isian yang akan diajukan." in answer.content.decode()
    assert Realisasi.objects.get().status == "draf"


def test_what_moved_on_is_left_alone_and_told(login, cast, keluarga_sehat):
    stale, other = isi(cast, keluarga_sehat), kunci("lmj19-dinkes-02", "dinkes")
    names = other.indikator.rumus.get(status="berlaku").variabel.values_list("nama", flat=True)
    good = isi(cast, other, dict.fromkeys(names, "5"))
    Realisasi.objects.filter(pk=stale.pk).update(version=7)
    answer = login("dinkes").post(URL, {"item": [item(stale), item(good)]})
    page = answer.content.decode()
    assert "1 isian tidak jadi diajukan." in page
    assert "1 indikator diajukan ke Bappeda." in page
    assert list(Realisasi.objects.order_by("pk").values_list("status", flat=True)) == ["draf", "diajukan"]


def test_rows_of_another_opd_are_not_submitted(login, cast, keluarga_sehat):
    row = isi(cast, keluarga_sehat)
    login("dinsos").post(URL, {"item": item(row)})
    assert Realisasi.objects.get().status == "draf"


def test_what_is_submitted_is_not_listed(login, cast, keluarga_sehat):
    realisasi_submit(user=cast["dinkes"], realisasi=isi(cast, keluarga_sehat, SEHAT))
    context = login("dinkes").get(URL).context
    shown = [c.baris.unit.indikator.kode for c in (*context["siap"], *context["belum"])]
    assert "lmj19-dinkes-01" not in shown
    assert len(shown) == 3
