"""Pages of decrees: read by everyone of the Pemda, exported and imported by its admin only."""

import json
import re

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registry.models import Penetapan
from registry.services.akun import akun_create
from registry.services.penetapan import penetapan_export, penetapan_import

pytestmark = pytest.mark.django_db
DETAIL = "/penetapan/lumajang-2019-326/"
UPLOAD, CONFIRM = "/penetapan/muat/", "/penetapan/muat/simpan/"


@pytest.fixture
def draf() -> dict:
    """A draft like 000, without indicators."""
    data = penetapan_export(kode=["lumajang-setwan-2018"])[0] | {"kode": "draf-baru", "status": "draf"}
    data["lampiran"][0]["instansi"][0]["sasaran"] = []
    return data


def upload(client, *documents, name: str = "penetapan.json"):
    text = json.dumps(list(documents)) if name.endswith("json") else yaml.safe_dump(list(documents))
    return client.post(UPLOAD, {"berkas": SimpleUploadedFile(name, text.encode())})


def token(response) -> str:
    found = re.findall(r'name="isi" value="([^"]+)"', response.content.decode())
    return found[0] if found else ""


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_whole_decree_is_readable(login):
    data = penetapan_export(kode=["lumajang-2019-326"])[0]
    text = text_of(login("pembaca").get(DETAIL))
    plain = [*data["kop"], data["nomor"], data["tentang"], *data["menimbang"], *data["mengingat"]]
    plain += [part for d in data["diktum"] for part in (d["label"], d["isi"], *d["butir"])]
    plain += [
        data["tembusan"]["judul"],
        *data["tembusan"]["butir"],
        "H. THORIQUL HAQ, M.ML.",
        "KEPUTUSAN BUPATI LUMAJANG",
    ]
    missing = [part for part in plain if " ".join(part.split()) not in text.replace("&amp;", "&")]
    assert missing == []
    assert "naskahnya tidak dapat diubah lagi" in text
    assert len(plain) > 40


def test_it_counts_sheets_and_indicators(login):
    rows = login("admin").get("/penetapan/").context["table"].data
    counts = {row.kode: (row.jumlah_lampiran, row.jumlah_lembar, row.jumlah_indikator) for row in rows}
    assert counts == {
        "lumajang-2019-326": (2, 33, 128),
        "lumajang-kecamatan-2020": (1, 1, 3),
        "lumajang-setda-2023": (1, 1, 6),
        "lumajang-setwan-2018": (1, 1, 2),
    }


def test_an_opd_sees_its_own_sheets_only(login):
    text = text_of(login("dinkes").get(DETAIL))
    assert "Pemerintah Kabupaten Lumajang: 31 indikator" in text
    assert "Dinas Kesehatan:" in text
    assert "Dinas Sosial" not in text
    rows = login("dinkes").get("/penetapan/").context["table"].data
    assert {row.kode: row.jumlah_lembar for row in rows}["lumajang-2019-326"] == 2


@pytest.mark.parametrize("name", ["balangan", "bappeda_balangan", "admin_balangan", "superuser"])
def test_others_find_nothing(login, name):
    client = login(name)
    for path in (DETAIL, f"{DETAIL}unduh/json/", "/penetapan/tidak-ada/"):
        assert client.get(path).status_code == 404


def test_drafts_are_for_admin_and_bappeda(login, draf):
    penetapan_import(documents=[draf])
    seen = {n: login(n).get("/penetapan/draf-baru/").status_code for n in ("admin", "bappeda", "pembaca", "dinkes")}
    assert seen == {"admin": 200, "bappeda": 200, "pembaca": 404, "dinkes": 404}
    assert "akan mengganti seluruh isinya" in text_of(login("admin").get("/penetapan/draf-baru/"))


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_a_download_can_be_imported_again(login, format):
    response = login("admin").get(f"/penetapan/unduh/{format}/")
    assert response["Content-Disposition"] == f'attachment; filename="penetapan-3508.{format}"'
    documents = yaml.safe_load(response.content)
    assert {d["pemda"]["kode"] for d in documents} == {"35.08"}
    result = login("admin").post(UPLOAD, {"berkas": SimpleUploadedFile(f"x.{format}", response.content)})
    assert "Tidak ada yang perlu dimuat" in text_of(result)
    assert len(documents) == 4


def test_one_decree_is_downloaded_alone(login):
    response = login("admin").get(f"{DETAIL}unduh/yaml/")
    assert [d["kode"] for d in yaml.safe_load(response.content)] == ["lumajang-2019-326"]
    assert login("admin").get(f"{DETAIL}unduh/docx/").status_code == 404


@pytest.mark.parametrize("name", ["dinkes", "kepala", "bappeda", "pembaca"])
def test_nobody_else_moves_files(login, name):
    client = login(name)
    for path in (UPLOAD, "/penetapan/unduh/json/", f"{DETAIL}unduh/json/"):
        assert client.get(path).status_code == 404
    assert client.post(CONFIRM, {"isi": "x"}).status_code == 404
    assert "Unduh YAML" not in client.get(DETAIL).content.decode()


def test_import_is_shown_then_done(cast, login, draf):
    admin = login("admin")
    shown = upload(admin, draf)
    assert "Penetapan ini belum ada dan akan ditambahkan" in text_of(shown)
    assert not Penetapan.objects.filter(kode="draf-baru").exists()
    done = admin.post(CONFIRM, {"isi": token(shown)}, follow=True)
    assert "1 penetapan dimuat: draf-baru (baru)" in text_of(done)
    assert Penetapan.objects.get(kode="draf-baru").history.latest().history_user == cast["admin"]


def test_one_refusal_leaves_no_button(login, draf):
    signed = penetapan_export(kode=["lumajang-setwan-2018"])[0] | {"tentang": "LAIN"}
    shown = upload(login("admin"), draf, signed, draf | {"kode": "x", "nomer": "1"})
    text = text_of(shown)
    assert "2 penetapan ditolak" in text
    assert "sudah ditetapkan dan isinya berbeda" in text
    assert "kunci «nomer» tidak dikenal" in text
    assert token(shown) == ""


def test_another_person_cannot_confirm(login, draf, lumajang):
    akun_create(username="kedua", nama="Kedua", peran="admin", pemda=lumajang, password="kalimat-rahasia-baru-7")
    shown = upload(login("admin"), draf)
    second = Client()
    assert second.login(username="kedua", password="kalimat-rahasia-baru-7")
    for value in (token(shown), token(shown) + "x", "", "a:b:c"):
        assert second.post(CONFIRM, {"isi": value}).status_code == 409
    assert not Penetapan.objects.filter(kode="draf-baru").exists()


def test_what_changed_meanwhile_stops_it(login, draf):
    admin = login("admin")
    shown = upload(admin, draf)
    penetapan_import(documents=[draf | {"tentang": "LAIN"}])
    response = admin.post(CONFIRM, {"isi": token(shown)})
    assert response.status_code == 409
    assert "Tidak ada yang dimuat" in text_of(response)
    assert Penetapan.objects.get(kode="draf-baru").tentang == "LAIN"


@pytest.mark.parametrize(
    "content", [b"", b"a: &a [x]\nb: *a\n", b"a: " + b"[" * 9000, b"\xff\xfe", b"kode: a\nkode: b\n"]
)
def test_hostile_files_get_a_sentence(login, content):
    response = login("admin").post(UPLOAD, {"berkas": SimpleUploadedFile("x.yaml", content)})
    assert response.status_code == 422
    assert 'class="invalid-feedback"' in response.content.decode() or "kosong" in response.content.decode()


def test_a_file_of_six_megabytes_is_refused(login):
    big = SimpleUploadedFile("x.yaml", b"# " + b"x" * (6 * 1024 * 1024))
    assert "lebih dari 5 MB" in text_of(login("admin").post(UPLOAD, {"berkas": big}))


def test_html_in_a_decree_is_shown_not_obeyed(login, draf):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    signer = {"tempat": evil, "tanggal": evil, "jabatan": evil, "nama": evil, "nip": "1", "ttd": True}
    draf |= {"tentang": evil, "kop": [evil], "menimbang": [evil, evil], "mengingat": [evil], "menetapkan": evil}
    draf |= {"diktum": [{"label": evil, "isi": evil, "butir": [evil]}], "tanda_tangan": signer, "mencabut": evil}
    draf |= {"tembusan": {"judul": evil, "butir": [evil]}, "nomor": evil, "tanggal_naskah": evil}
    penetapan_import(documents=[draf])
    admin = login("admin")
    for path in ("/penetapan/draf-baru/", "/penetapan/"):
        body = admin.get(path).content.decode()
        assert "<script>alert" not in body and "<img src=x" not in body
        assert "&lt;script&gt;alert(1)" in body


@pytest.mark.parametrize(("name", "queries"), [("admin", 6), ("dinkes", 6)])
def test_the_list_costs_the_same_for_many(login, draf, name, queries, django_assert_num_queries):
    client = login(name)
    with django_assert_num_queries(queries):
        client.get("/penetapan/")
    penetapan_import(documents=[draf | {"kode": f"baru-{n}", "status": "ditetapkan"} for n in range(20)])
    with django_assert_num_queries(queries):
        client.get("/penetapan/")


def test_the_detail_costs_the_same_for_33_sheets(login, django_assert_num_queries):
    admin = login("admin")
    for kode in ("lumajang-setwan-2018", "lumajang-2019-326"):
        with django_assert_num_queries(7):
            admin.get(f"/penetapan/{kode}/")
