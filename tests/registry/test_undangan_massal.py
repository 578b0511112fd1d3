"""Several people at once from a pasted list, the state of invitations, taking one back; no account by default."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from registry.models import Keanggotaan, Pengguna
from registry.services.akun import undangan_token

pytestmark = pytest.mark.django_db
URL = "/anggota/banyak/"
DAFTAR = """nama; nama pengguna; e-mail; peran; OPD
Siti Aminah; siti.dinkes; siti@example.go.id; operator; Dinkes
Budi Santoso; Budi.DINSOS; ; Kepala OPD; dinas sosial

Rina; rina; ; bappeda"""


def test_it_works(login):
    admin = login("admin")
    look = admin.post(URL, {"daftar": DAFTAR}).content.decode()
    assert "3 akun akan dibuat" in look
    assert not Pengguna.objects.filter(username="siti.dinkes").exists()
    page = admin.post(URL, {"daftar": DAFTAR, "simpan": "ya"}).content.decode()
    links = re.findall(r'value="http://testserver(/akun/undangan/[^"]+)"', page)
    rows = Keanggotaan.objects.filter(user__username__in=["siti.dinkes", "budi.dinsos", "rina"]).order_by("user__nama")
    assert [(r.peran, r.instansi.kode if r.instansi else None) for r in rows] == [
        ("kepala", "dinsos"), ("bappeda", None), ("operator", "dinkes"),
    ]  # fmt: skip
    assert len(set(links)) == 3 and all(Client().get(link).status_code == 200 for link in links)
    assert [m.to for m in mail.outbox] == [["siti@example.go.id"]]


def test_columns_of_a_spreadsheet_too(login):
    login("admin").post(URL, {"daftar": "Siti\tsiti.dinkes\t\toperator\tdinkes", "simpan": "ya"})
    assert Keanggotaan.objects.get(user__username="siti.dinkes").instansi.kode == "dinkes"


@pytest.mark.parametrize(("baris", "pesan"), [
    ("X; x; ; raja; dinkes", "tidak dikenal"), ("X; x; ; operator; dinas entah", "tidak ada"),
    ("X; x; ; operator;", "harus mempunyai instansi"), ("X; dinsos; ; operator; dinkes", "sudah dipakai"),
    ("X; baik; ; operator; dinkes", "juga ada di baris 1"), ("X, x", "Tulis lima bagian"),
    ("X; dínkes; ; pembaca;", "huruf kecil"), ("X; x; bukan-alamat; pembaca;", "tidak lengkap"),
    ("Х; x; ; pembaca;", "huruf Latin"), ("X; x; ; operator; kecamatan", "tidak ada"),
])  # fmt: skip
def test_one_fault_and_nobody_is_made(login, baris, pesan):
    before = Pengguna.objects.count()
    response = login("admin").post(URL, {"daftar": f"Baik; baik; ; operator; dinkes\n{baris}", "simpan": "ya"})
    text = response.content.decode()
    assert (response.status_code, pesan in text) == (422, True)
    assert "Baik; baik" in text  # what was typed stays
    assert Pengguna.objects.count() == before
    assert mail.outbox == []


@pytest.mark.parametrize("daftar", ["", "  \n ", "nama; nama pengguna; e-mail; peran; OPD", "X; x; ; pembaca;\n" * 201])
def test_no_list_is_told(login, daftar):
    assert login("admin").post(URL, {"daftar": daftar, "simpan": "ya"}).status_code == 422


def test_the_dry_run_leaves_no_trace(login):
    before = Keanggotaan.history.count()
    login("admin").post(URL, {"daftar": DAFTAR})
    assert Keanggotaan.history.count() == before


def test_the_state_of_an_invitation(login, monkeypatch):
    admin, old = login("admin"), timezone.now() - timezone.timedelta(days=8)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: old)
        admin.post(URL, {"daftar": "Siti; siti; ; pembaca;", "simpan": "ya"})
    row = Keanggotaan.objects.get(user__username="siti")
    assert "Undangan kedaluwarsa" in admin.get("/anggota/").content.decode()
    admin.post(f"/anggota/{row.pk}/tautan/")
    assert "Diundang, tautan berlaku sampai" in admin.get("/anggota/").content.decode()


def test_an_invitation_taken_back_stays_dead(login):
    admin = login("admin")
    admin.post(URL, {"daftar": "Siti; siti; ; pembaca;", "simpan": "ya"})
    row = Keanggotaan.objects.get(user__username="siti")
    path = "/akun/undangan/{}/{}/".format(*undangan_token(row.user))
    assert "Batalkan undangan" in admin.get(f"/anggota/{row.pk}/").content.decode()
    for data in ({}, {"aktif": "ya"}):
        admin.post(f"/anggota/{row.pk}/keadaan/", data)
        assert Client().get(path).status_code == 404


def test_dead_links_are_all_the_same(cast, login):
    person = cast["dinkes"]
    used = undangan_token(person)
    login("admin").post(f"/anggota/{Keanggotaan.objects.get(user=person).pk}/tautan/")
    off = undangan_token(cast["dinsos"])
    login("admin").post(f"/anggota/{Keanggotaan.objects.get(user=cast['dinsos']).pk}/keadaan/")
    links = [used, off, ("MQ", "x"), ("OTk5OTk5", "1xUg9p.abc"), (used[0], used[1][:-1] + "x"), ("é", "z")]
    pages = [Client().get("/akun/undangan/{}/{}/".format(*link)) for link in links]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(rb'"X-CSRFToken": "\w+"', b"", page.content) for page in pages}) == 1


def test_an_installation_has_no_account(tmp_path, transactional_db):
    Pengguna.objects.all()
    call_command("muat_awal", verbosity=0)
    assert Pengguna.objects.count() == 0
    assert not Client().login(username="admin", password="admin")
