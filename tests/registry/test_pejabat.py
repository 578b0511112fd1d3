"""Officials who sign: the NIP is checked, and one office has one definitif official at a time."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from registry.models import Instansi, Pejabat
from registry.models.pejabat import validate_nip
from registry.services.errors import ServiceError
from registry.services.pejabat import pejabat_save

pytestmark = pytest.mark.django_db
ADD = "/pejabat/baru/"
NIP = "196905071989031004"
VALID = [
    NIP,
    "198001012005012001",
    "200002292022031001",  # 29 February of a leap year
    "199001012024211003",  # PPPK: digits 13–14 are not a month
    "199512312025212010",
]
WRONG = {
    "19690507198903100": "18 angka",
    "1969050719890310045": "18 angka",
    "19690507198903100x": "18 angka",
    "١٩٦٩٠٥٠٧١٩٨٩٠٣١٠٠٤": "18 angka",
    "196913071989031004": "tanggal lahir",
    "196902301989031004": "tanggal lahir",
    "190002291989031004": "tanggal lahir",
    "000001011989031004": "tanggal lahir",
    "196905071968031004": "pengangkatan sesudah lahir",
    "196905071969031004": "pengangkatan sesudah lahir",
    "196905071989001004": "pengangkatan",
    "196905071989033004": "Angka ke-15",
    "196905071989030004": "Angka ke-15",
}


@pytest.mark.parametrize("nip", VALID)
def test_valid_nip(nip):
    assert validate_nip(nip) is None


@pytest.mark.parametrize("nip", WRONG)
def test_wrong_nip(nip):
    with pytest.raises(ValidationError, match=WRONG[nip]):
        validate_nip(nip)


@pytest.fixture
def dinkes(lumajang) -> Instansi:
    return Instansi.objects.get(pemda=lumajang, kode="dinkes")


def typed(instansi: Instansi, **changes) -> dict:
    data = {
        "instansi": instansi.pk, "nama": "dr. Bayu Wibowo, M.Kes.", "nip": "19690507 198903 1 004",
        "pangkat": "Pembina Utama Muda (IV/c)", "jabatan": "Kepala Dinas Kesehatan", "status": "definitif",
        "mulai": "2 Januari 2022", "sampai": "",
    }  # fmt: skip
    return data | changes


def official(instansi: Instansi, mulai: str, sampai: str | None = None, **changes) -> Pejabat:
    fields = {"nama": "Ani", "jabatan": "Kepala Dinas Kesehatan", "status": "definitif"} | changes
    until = datetime.date.fromisoformat(sampai) if sampai else None
    return Pejabat(instansi=instansi, mulai=datetime.date.fromisoformat(mulai), sampai=until, **fields)


def test_it_works(cast, login, dinkes):
    admin = login("admin")
    assert admin.post(ADD, typed(dinkes)).status_code == 302
    row = Pejabat.objects.get()
    assert (row.nip, row.nip_cetak) == (NIP, "19690507 198903 1 004")
    assert row.mulai == datetime.date(2022, 1, 2)
    assert row.history.latest().history_user == cast["admin"]
    text = admin.get("/pejabat/").content.decode()
    assert "19690507 198903 1 004" in text
    assert "2 Januari 2022 sampai sekarang" in text
    page = admin.get(f"/pejabat/{row.pk}/").content.decode()
    assert 'value="2 Januari 2022"' in page and 'value="19690507 198903 1 004"' in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"nip": "123"}, "NIP harus 18 angka"),
        ({"mulai": "31 Februari 2022"}, "tidak ada di kalender"),
        ({"mulai": "01/02/2022"}, "Bukan tanggal"),
        ({"sampai": "1 Januari 2021"}, "tidak boleh mendahului"),
        ({"nama": ""}, "tidak boleh kosong"),
    ],
)
def test_faults_keep_what_was_typed(login, dinkes, changes, message):
    response = login("admin").post(ADD, typed(dinkes, **changes))
    assert response.status_code == 422
    text = response.content.decode()
    assert message in text
    assert 'value="Kepala Dinas Kesehatan"' in text
    assert not Pejabat.objects.exists()


OVERLAPS = [
    (("2020-01-01", None), ("2022-01-01", None), True),
    (("2020-01-01", "2021-12-31"), ("2022-01-01", None), False),
    (("2020-01-01", "2022-01-01"), ("2022-01-01", None), True),
    (("2022-01-01", None), ("2020-01-01", "2021-12-31"), False),
    (("2022-01-01", None), ("2020-01-01", None), True),
    (("2021-01-01", "2021-06-30"), ("2020-01-01", "2022-12-31"), True),
]


@pytest.mark.parametrize(("first", "second", "clash"), OVERLAPS)
def test_one_office_one_definitif_official(cast, dinkes, first, second, clash):
    pejabat_save(user=cast["admin"], pejabat=official(dinkes, *first))
    other = official(dinkes, *second, nama="Budi", jabatan="KEPALA  DINAS KESEHATAN")
    if not clash:
        assert pejabat_save(user=cast["admin"], pejabat=other).pk
        return
    with pytest.raises(ServiceError, match="Ani tercatat sebagai Kepala Dinas Kesehatan definitif sejak"):
        pejabat_save(user=cast["admin"], pejabat=other)


def test_others_may_stand_in_meanwhile(cast, dinkes, lumajang):
    pejabat_save(user=cast["admin"], pejabat=official(dinkes, "2020-01-01"))
    for status in ("plt", "plh", "pj"):
        assert pejabat_save(user=cast["admin"], pejabat=official(dinkes, "2022-01-01", status=status)).pk
    assert pejabat_save(user=cast["admin"], pejabat=official(dinkes, "2022-01-01", jabatan="Sekretaris")).pk
    dinsos = Instansi.objects.get(pemda=lumajang, kode="dinsos")
    assert pejabat_save(user=cast["admin"], pejabat=official(dinsos, "2022-01-01")).pk


def test_the_page_tells_of_the_overlap(cast, login, dinkes):
    pejabat_save(user=cast["admin"], pejabat=official(dinkes, "2020-01-01"))
    response = login("admin").post(ADD, typed(dinkes))
    assert response.status_code == 422
    assert "isi tanggal akhirnya dahulu" in response.content.decode()


def test_changing_an_official_does_not_clash_with_itself(cast, login, dinkes):
    row = pejabat_save(user=cast["admin"], pejabat=official(dinkes, "2020-01-01"))
    data = typed(dinkes, mulai="1 Januari 2020", sampai="31-12-2023")
    assert login("admin").post(f"/pejabat/{row.pk}/", data).status_code == 302
    assert Pejabat.objects.get().sampai == datetime.date(2023, 12, 31)


@pytest.mark.parametrize("name", ["dinkes", "bappeda", "pembaca", "superuser", "admin_balangan"])
def test_nobody_else_keeps_officials(cast, login, dinkes, name):
    row = pejabat_save(user=cast["admin"], pejabat=official(dinkes, "2020-01-01"))
    client = login(name)
    own = name == "admin_balangan"
    assert client.get("/pejabat/").status_code == (200 if own else 404)
    assert client.post(ADD, typed(dinkes)).status_code == (422 if own else 404)
    assert client.post(f"/pejabat/{row.pk}/", typed(dinkes)).status_code == 404


def test_the_list_costs_the_same_for_many(cast, login, dinkes, django_assert_num_queries):
    admin = login("admin")
    pejabat_save(user=cast["admin"], pejabat=official(dinkes, "2020-01-01"))
    with django_assert_num_queries(6):
        admin.get("/pejabat/")
    for n in range(20):
        pejabat_save(user=cast["admin"], pejabat=official(dinkes, "2022-01-01", jabatan=f"Kepala Bidang {n}"))
    with django_assert_num_queries(6):
        admin.get("/pejabat/")
