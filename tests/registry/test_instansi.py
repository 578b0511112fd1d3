"""Instansi: kept, ended, merged and split; never removed once something hangs on them."""

import pytest

from registry.models import Instansi, InstansiPendahulu
from registry.services.errors import ServiceError
from registry.services.instansi import instansi_delete, instansi_save, users_of

pytestmark = pytest.mark.django_db
ADD = "/instansi/baru/"


def unit(kode: str, pemda: str = "35.08") -> Instansi:
    return Instansi.objects.get(pemda__kode=pemda, kode=kode)


def new(lumajang, **changes) -> Instansi:
    fields = {"kode": "bapenda", "nama": "Badan Pendapatan Baru", "jenis": "badan", "urut": 40}
    return Instansi(pemda=lumajang, **fields | changes)


def typed(asal=(), **changes) -> dict:
    data = {
        "nama": "Badan Pendapatan", "singkatan": "Bapenda", "kode": "bapenda", "jenis": "dinas",
        "kelompok": "", "urut": "40", "mulai": "", "sampai": "",
        "asal-TOTAL_FORMS": "2", "asal-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, (pk, tahun) in enumerate(asal):
        data |= {f"asal-{number}-pendahulu": pk, f"asal-{number}-tahun": tahun}
    return data | changes


def test_it_works(cast, login):
    asal = [(unit("dinkes").pk, "2023"), (unit("dinsos").pk, "2023")]
    response = login("admin").post(ADD, typed(asal, mulai="2023"))
    row = unit("bapenda")
    assert (response.status_code, row.mulai, row.urut) == (302, 2023, 40)
    assert {(p.pendahulu.kode, p.tahun) for p in row.asal_usul.all()} == {("dinkes", 2023), ("dinsos", 2023)}
    record = row.history.latest()
    assert record.history_user == cast["admin"]
    assert record.history_change_reason == "Instansi dibuat; pendahulu: dinkes 2023, dinsos 2023"


def test_the_list_tells_where_each_came_from(cast, login, lumajang):
    instansi_save(user=cast["admin"], instansi=new(lumajang, mulai=2023), pendahulu=[(unit("dinsos"), 2023)])
    text = login("admin").get("/instansi/").content.decode()
    assert "melanjutkan Dinsos sejak 2023" in text
    assert "dilanjutkan Badan Pendapatan Baru sejak 2023" in text


def test_predecessors_are_changed_and_taken_away(cast, login):
    admin = login("admin")
    admin.post(ADD, typed([(unit("dinkes").pk, "2023")]))
    row = unit("bapenda")
    asal = {"asal-TOTAL_FORMS": "3", "asal-INITIAL_FORMS": "1"}
    admin.post(f"/instansi/{row.pk}/", typed([(unit("dinkes").pk, "2022"), (unit("dinsos").pk, "2021")], **asal))
    assert set(row.asal_usul.values_list("pendahulu__kode", "tahun")) == {("dinkes", 2022), ("dinsos", 2021)}
    admin.post(f"/instansi/{row.pk}/", typed([("", ""), (unit("dinsos").pk, "2021")], **asal))
    assert list(row.asal_usul.values_list("pendahulu__kode", flat=True)) == ["dinsos"]


@pytest.mark.parametrize(
    ("asal", "message"),
    [
        ([("dinkes", "")], "Pilih pendahulunya dan tulis sejak tahun berapa"),
        ([("", "2020")], "Pilih pendahulunya dan tulis sejak tahun berapa"),
        ([("dinkes", "2020"), ("dinkes", "2021")], "tertulis dua kali"),
        ([("dinkes", "20")], "Tulis tahun dengan empat angka"),
        ([("dinkes", "2_020")], "Tulis tahun dengan empat angka"),
        ([("kecamatan", "2020")], "Masukkan pilihan yang valid"),
    ],
)
def test_predecessors_are_told_what_is_wrong(login, asal, message):
    rows = [(unit(kode).pk if kode else "", tahun) for kode, tahun in asal]
    response = login("admin").post(ADD, typed(rows))
    assert response.status_code == 422
    assert message.lower() in response.content.decode().lower()
    assert 'value="Badan Pendapatan"' in response.content.decode()


def test_nobody_precedes_their_own_predecessor(cast, lumajang):
    first = instansi_save(user=cast["admin"], instansi=new(lumajang), pendahulu=[(unit("dinsos"), 2020)])
    last = new(lumajang, kode="baru", nama="Dinas Baru")
    last = instansi_save(user=cast["admin"], instansi=last, pendahulu=[(first, 2021)])
    with pytest.raises(ServiceError, match="sudah menjadi penerus"):
        instansi_save(user=cast["admin"], instansi=unit("dinsos"), pendahulu=[(last, 2022)])
    assert InstansiPendahulu.objects.count() == 2


def test_what_is_used_is_ended_not_removed(cast, login):
    row = unit("dinkes")
    assert "lembar instansi" in users_of(row)
    with pytest.raises(ServiceError, match="tahun berakhirnya"):
        instansi_delete(user=cast["admin"], instansi=row)
    page = login("admin").post(f"/instansi/{row.pk}/hapus/", follow=True).content.decode()
    assert "tahun berakhirnya" in page
    assert "Hapus instansi" not in page
    row.sampai = 2026
    assert instansi_save(user=cast["admin"], instansi=row).sampai == 2026


def test_a_mistake_can_be_removed(cast, login, lumajang):
    row = instansi_save(user=cast["admin"], instansi=new(lumajang))
    assert login("admin").post(f"/instansi/{row.pk}/hapus/").status_code == 302
    assert not Instansi.objects.filter(kode="bapenda").exists()
    assert Instansi.history.filter(kode="bapenda", history_type="-", history_user=cast["admin"]).exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kode": "dinkes2"}, "Kode dinkes sudah dipakai"),
        ({"jenis": "kelompok"}, "Jenis dinas tidak dapat diubah"),
        ({"mulai": 2020, "sampai": 2019}, "tidak boleh mendahului"),
        ({"nama": "Dinas Sosial"}, "sama dengan Dinas Sosial"),
        ({"nama": "DINAS  SOSIAL\u200b"}, "sama dengan Dinas Sosial"),
        ({"nama": "Dinas Kesehat\u0430n"}, "huruf Latin"),
        ({"nama": " "}, "tidak boleh kosong"),
    ],
)
def test_what_others_rely_on_stays(cast, changes, message):
    row = unit("dinkes")
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(ServiceError, match=message):
        instansi_save(user=cast["admin"], instansi=row)
    assert unit("dinkes").nama == "Dinas Kesehatan"


def test_the_pemda_itself_stays_what_it_is(cast, login):
    row = unit("pemda")
    row.jenis = "dinas"
    with pytest.raises(ServiceError, match="tidak dapat diubah"):
        instansi_save(user=cast["admin"], instansi=row)
    assert login("admin").post(ADD, typed(jenis="pemda")).status_code == 422


def test_a_name_may_return_after_its_end(cast, lumajang):
    old = instansi_save(user=cast["admin"], instansi=new(lumajang, sampai=2020))
    again = new(lumajang, kode="bapenda2", mulai=2021)
    assert instansi_save(user=cast["admin"], instansi=again, pendahulu=[(old, 2021)]).pk
    with pytest.raises(ServiceError, match="sama dengan"):
        instansi_save(user=cast["admin"], instansi=new(lumajang, kode="bapenda3", mulai=2020))


def test_a_group_has_members_not_groups(cast, lumajang):
    group = unit("kecamatan")
    assert instansi_save(user=cast["admin"], instansi=new(lumajang, jenis="kecamatan", kelompok=group)).pk
    nested = new(lumajang, kode="b", nama="B", jenis="kelompok", kelompok=group)
    wrong = new(lumajang, kode="c", nama="C", kelompok=unit("dinkes"))
    for row in (nested, wrong):
        with pytest.raises(ServiceError, match="Pilih kelompok dari"):
            instansi_save(user=cast["admin"], instansi=row)


@pytest.mark.parametrize("kode", ["Dinkes", "dınkes", "dinkes\u200b", "din kes", "-a", "dinkes"])
def test_twin_codes_are_refused(login, kode):
    assert login("admin").post(ADD, typed(kode=kode)).status_code == 422


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "pembaca", "superuser"])
def test_nobody_else_keeps_instansi(login, name):
    client, pk = login(name), unit("dinkes").pk
    for path in ("/instansi/", ADD, f"/instansi/{pk}/", f"/instansi/{pk}/hapus/"):
        assert client.get(path).status_code in (404, 405)
        assert client.post(path, typed()).status_code in (404, 405)


def test_another_pemda_is_out_of_reach(cast, login):
    admin, row = login("admin_balangan"), unit("dinkes")
    for path in ("", "hapus/"):
        assert admin.post(f"/instansi/{row.pk}/{path}", typed()).status_code == 404
    assert admin.post(ADD, typed([(row.pk, "2020")])).status_code == 422
    assert admin.post(ADD, typed(kelompok=unit("kecamatan").pk)).status_code == 422
    with pytest.raises(ServiceError, match="tidak mencakup"):
        instansi_save(user=cast["admin_balangan"], instansi=row)


def test_the_list_costs_the_same_for_many(cast, login, lumajang, django_assert_num_queries):
    admin = login("admin")
    instansi_save(user=cast["admin"], instansi=new(lumajang), pendahulu=[(unit("dinsos"), 2020)])
    with django_assert_num_queries(10):
        admin.get("/instansi/")
    for n in range(20):
        row = new(lumajang, kode=f"baru-{n}", nama=f"Baru {n}")
        instansi_save(user=cast["admin"], instansi=row, pendahulu=[(unit("dinsos"), 2020)])
    with django_assert_num_queries(10):
        admin.get("/instansi/")
